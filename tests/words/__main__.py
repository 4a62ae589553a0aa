"""`make messages`: write locale/en anew, compile the words of locale/, and name those that lack a language.

    python -m tests.words [--tidy] [pairs.json ...]
    python -m tests.words --bare cms/checks     names the Japanese of a package that nothing marks
    python -m tests.words --lacking cms/checks  the pairs of a package that have no English yet, to be filled in

A file of pairs holds {Japanese of ours: its English}, or [for one, for many] where the number matters.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import django

from tests.words import by_design, english
from tests.words.catalogue import compile_all, in_english


def main() -> int:
    """Compile first: what Django reads afterwards is what was just written."""
    asked = argparse.ArgumentParser()
    asked.add_argument("pairs", nargs="*", type=Path)
    asked.add_argument("--tidy", action="store_true", help="drop words that are marked no longer")
    asked.add_argument("--bare", metavar="PATH", help="name the Japanese that nothing marks, and do nothing else")
    asked.add_argument("--lacking", metavar="PATH", help="print the pairs that have no English, and do nothing else")
    told = asked.parse_args()
    if told.lacking:
        print(json.dumps(english.without(told.lacking), ensure_ascii=False, indent=0))
        return 0
    if told.bare:
        return tell_bare(told.bare)
    without = english.write(told.pairs, told.tidy)
    compile_all()
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    django.setup()
    missing = [(domain, word) for domain in ("django", "djangojs") for word in in_english(domain)]
    for domain, word in missing:
        print(f"locale/ja/LC_MESSAGES/{domain}.po has no Japanese for: {word!r}")
    for word in without:
        print(f"locale/en/LC_MESSAGES/django.po has no English for: {word!r}")
    return 1 if missing or without else 0


def tell_bare(path: str) -> int:
    """Japanese below this path that neither passes gettext nor is said to stay."""
    found = {file: texts for file, texts in by_design.bare().items() if file.startswith(path)}
    for file, texts in found.items():
        for line, text in texts:
            print(f"{file}:{line}: {text[:100]!r}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
