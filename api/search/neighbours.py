"""Which services stand beside those of a concept: the ones to which the most similar concepts lead.

Editors name five to seven desks for a trouble. Others that help with it as well stand in the concepts that have much
the same desks or topics, so these vote.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# How much it says where in the editors' order a service stands (of 100).
POSITIONS = (100, 85, 72, 60, 50, 42, 36, 30)
NEIGHBOURS, MOST = 8, 12
A_TOPIC = 0.3


class Pointing(NamedTuple):
    """What a concept leads to, in order, as the index numbers it."""

    services: Sequence[int]
    topics: Sequence[int]


Votes = Sequence[tuple[int, int]]


def beside(concepts: Sequence[Pointing]) -> list[Votes]:
    """Return, for each concept, the services of its neighbours that it has not itself, with their votes (of 100)."""
    directions = _directions(concepts)
    having: defaultdict[int, list[int]] = defaultdict(list)
    for number, concept in enumerate(concepts):
        for target in {*concept.services, *concept.topics}:
            having[target].append(number)
    found = []
    for number, concept in enumerate(concepts):
        others = {other for target in (*concept.services, *concept.topics) for other in having[target]} - {number}
        near = {other: _nearness(number, other, concepts, directions) for other in others}
        nearest = sorted(near, key=lambda other: (-near[other], other))[:NEIGHBOURS]
        found.append(_votes(concept, [(concepts[other], near[other]) for other in nearest]))
    return found


def _directions(concepts: Sequence[Pointing]) -> list[Mapping[int, float]]:
    """Return the services of each concept as a direction: a desk that stands in most concepts says little."""
    listed = Counter(service for concept in concepts for service in concept.services)
    found: list[Mapping[int, float]] = []
    for concept in concepts:
        weights = {
            service: position(at) * math.log(1 + len(concepts) / listed[service])
            for at, service in enumerate(concept.services)
        }
        length = math.hypot(*weights.values()) or 1.0
        found.append({service: weight / length for service, weight in weights.items()})
    return found


def position(at: int) -> int:
    """Return how much it says to stand here in the editors' order (of 100)."""
    return POSITIONS[min(at, len(POSITIONS) - 1)]


def _nearness(one: int, other: int, concepts: Sequence[Pointing], directions: Sequence[Mapping[int, float]]) -> float:
    theirs = directions[other]
    services = math.fsum(weight * theirs[service] for service, weight in directions[one].items() if service in theirs)
    mine, its = concepts[one].topics, concepts[other].topics
    return services + A_TOPIC * len({*mine} & {*its}) / max(len(mine), len(its), 1)


def _votes(concept: Pointing, nearest: Sequence[tuple[Pointing, float]]) -> Votes:
    whole = math.fsum(near for _, near in nearest) or 1.0
    votes: defaultdict[int, float] = defaultdict(float)
    for other, near in nearest:
        for at, service in enumerate(other.services):
            votes[service] += near / whole * position(at)
    for service in concept.services:
        votes.pop(service, None)
    chosen = sorted(votes, key=lambda service: (-votes[service], service))[:MOST]
    return tuple((service, round(votes[service])) for service in chosen)
