"""Prefectures, municipalities and wards."""

from api.delivery.json_ld.node import Node, Told, alone, named, node

CODE = "全国地方公共団体コード"


def area(told: Told) -> Node:
    """Return an area and what it lies in."""
    parents = [place(item) for item in told.included("parent")]
    return place(told) | ({"containedInPlace": alone(parents)} if parents else {})


def place(told: Told) -> Node:
    """Return an area by its name and its code, as text: zeros stand in front."""
    code = node("PropertyValue", propertyID=CODE, value=told["code"])
    return named("AdministrativeArea", told, identifier=code)
