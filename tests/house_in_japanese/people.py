"""Somebody for each role, and a house in the middle of its work in which no name and no title is English."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from catalog.models import Picture
from cms.workflow import roles
from tests.editors import person
from tests.house_in_japanese.crawl import STRANGER
from tests.pictures import a_picture
from tests.publication.doors.scene import Scene, set_scene


def set_house() -> tuple[Scene, dict[str, Any]]:
    """The scene of the sweep of the doors, and people by their role; the stranger is nobody."""
    scene = set_scene()
    for group in Group.objects.exclude(name__in=roles.RIGHTS):
        Group.objects.filter(pk=group.pk).update(name=f"別の役割{group.pk}")
    people = {role: person(f"{role}さん", role) for role in roles.RIGHTS}
    Picture.objects.filter(pk=a_picture("書き手の画像").pk).update(uploaded_by_user=people[roles.WRITER])
    everybody = get_user_model().objects
    for number, somebody in enumerate(everybody.exclude(username__endswith="さん").order_by("pk")):
        everybody.filter(pk=somebody.pk).update(username=f"ひと{number}", first_name="", last_name="")
    return scene, {**people, STRANGER: None}
