"""Every rule says nothing of its good examples and something of its bad ones."""

from collections import Counter

import pytest

from cms.checks.rule import Example, Rule
from cms.checks.rules import RULES
from cms.checks.rules.personal import is_my_number

GOOD = [pytest.param(rule, example, id=f"{rule.name}-{n}") for rule in RULES for n, example in enumerate(rule.good)]
BAD = [pytest.param(rule, example, id=f"{rule.name}-{n}") for rule in RULES for n, example in enumerate(rule.bad)]


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_good_texts_pass(rule: Rule, example: Example) -> None:
    assert list(rule.findings(example.reading, example.known)) == []


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_bad_texts_are_found(rule: Rule, example: Example) -> None:
    found = list(rule.findings(example.reading, example.known))
    assert found
    for finding in found:
        assert finding.rule == rule.name
        assert finding.said.endswith("。")
        assert finding.todo.endswith("。")
        assert finding.where
        assert finding.field


def test_every_rule_has_a_name_of_its_own_a_reason_and_examples_of_both_kinds() -> None:
    assert max(Counter(rule.name for rule in RULES).values()) == 1
    assert all(rule.good and rule.bad and rule.why.endswith("。") and rule.title for rule in RULES)


def test_what_blocks_is_a_short_list() -> None:
    """A rule that blocks stops everybody's work: adding one is a decision."""
    assert {rule.name for rule in RULES if rule.level == "block"} == {
        "number-format",
        "hours-format",
        "hours-never",
        "my-number",
        "picture-alt",
    }


def test_one_wrong_digit_is_no_my_number() -> None:
    right = "123456789018"
    assert is_my_number(right)
    wrong = [right[:n] + str((int(right[n]) + 1) % 10) + right[n + 1 :] for n in range(12)]
    assert not any(map(is_my_number, wrong))
