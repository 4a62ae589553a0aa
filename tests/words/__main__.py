"""`make messages`: compile the words of locale/, and name those that have no Japanese yet."""

import os
import sys

import django

from tests.words.catalogue import compile_all, in_english


def main() -> int:
    """Compile first: what Django reads afterwards is what was just written."""
    compile_all()
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    django.setup()
    missing = [(domain, word) for domain in ("django", "djangojs") for word in in_english(domain)]
    for domain, word in missing:
        print(f"locale/ja/LC_MESSAGES/{domain}.po has no Japanese for: {word!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
