"""The short form of ``make mutants``: every mutation still applies, its test exists, and some of them are killed."""

import re
from pathlib import Path

import pytest

from tests.mutants.mutations import MUTATIONS, Mutation
from tests.mutants.run import ROOT, applied, copy_of_the_project, killed


def test_there_are_at_least_twelve_different_mutations() -> None:
    assert len({(mutation.path, mutation.old, mutation.new) for mutation in MUTATIONS}) == len(MUTATIONS) >= 12


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_applies_and_its_killer_exists(mutation: Mutation) -> None:
    assert applied(mutation, (ROOT / mutation.path).read_text())
    file, test = mutation.killer.split("::")
    assert re.search(rf"^def {test}\(", (ROOT / file).read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", ["compare ids instead of digests", "the kids' builder is given the source's words"])
def test_some_are_killed(name: str, tmp_path: Path) -> None:
    mutation = next(mutation for mutation in MUTATIONS if mutation.name == name)
    copy_of_the_project(tmp_path)
    assert killed(mutation, tmp_path)
