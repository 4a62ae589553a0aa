"""Every rule, in the order in which its findings are told: what harms most comes first."""

from cms.checks.rule import Rule
from cms.checks.rules import (
    crisis,
    dates,
    hours,
    kids_kanji,
    links,
    numbers,
    personal,
    pictures,
    readings,
    repeated,
    sentences,
    translations,
    words,
)

RULES: tuple[Rule, ...] = (
    *numbers.RULES,
    *hours.RULES,
    *personal.RULES,
    *crisis.RULES,
    *words.RULES,
    *links.RULES,
    *pictures.RULES,
    *dates.RULES,
    *readings.RULES,
    *sentences.RULES,
    *kids_kanji.RULES,
    *translations.RULES,
    *repeated.RULES,
)
TITLES: dict[str, str] = {rule.name: rule.title for rule in RULES}
