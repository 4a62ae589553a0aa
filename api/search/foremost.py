"""The foremost of many things that have a number each, without putting all of them in order."""

from collections.abc import Mapping


def foremost(worth: Mapping[int, int], most: int) -> list[int]:
    """Return the keys of the highest values, as many as wanted, the highest first.

    Equal ones come in the order of their own number, which is the same everywhere.
    """
    if len(worth) > most:
        least = sorted(worth.values())[-most]
        worth = {key: value for key, value in worth.items() if value >= least}
    return sorted(sorted(worth), key=worth.__getitem__, reverse=True)[:most]
