"""The editors' page of the checks, made from the list of rules: what docs/editors/checks.md holds.

``manage.py checks_page`` writes it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cms.checks.rule import LEVELS, Example, Rule
from cms.checks.rules import RULES

PAGE: Final = "docs/editors/checks.md"

ABOUT: Final = Path(__file__).parent / "starter" / "handbook.md"


def page() -> str:
    """The whole page as it is kept."""
    return "\n".join([ABOUT.read_text(encoding="utf-8"), *(line for rule in RULES for line in _lines(rule))])


def _lines(rule: Rule) -> Iterator[str]:
    yield f"### {rule.title} (`{rule.name}`)"
    yield ""
    yield f"{LEVELS[rule.level]}。{rule.why}"
    yield ""
    yield f"- よい例: {_shown(rule.good)}"
    yield f"- よくない例: {_shown(rule.bad)}"
    yield ""


def _shown(examples: tuple[Example, ...]) -> str:
    return " / ".join(f"「{example.shown}」" for example in examples)
