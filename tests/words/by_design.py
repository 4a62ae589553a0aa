"""Modules and templates whose Japanese stays Japanese whatever language an editor reads, each with the reason."""

from fnmatch import fnmatch

from tests.words import marked

#: Path, or pattern of paths -> why.
STAYS = {
    "*/management/commands/*.py": "what a command prints is for operators",
    "catalog/kana.py": "the letters of the language itself",
    "catalog/imports/area_rows.py": "what a command prints is for operators",
    "catalog/imports/concept_rows.py": "what a command prints is for operators",
    "catalog/imports/drafts.py": "what a command prints is for operators",
    "catalog/imports/starter.py": "what a command prints is for operators",
    "catalog/imports/starter_files.py": "what a command prints is for operators",
    "pages/starter.py": "content that a new installation begins with",
    "pages/starter_files.py": "what a command prints is for operators",
    "cms/publication/builders/*": "documents: the same bytes whatever language somebody reads",
    "cms/sites/*": "the first page of the house, for readers",
    "cms/checks/examples.py": "the handbook's examples, written by a command",
    "cms/checks/handbook.py": "the handbook's page of the checks, written by a command",
    "cms/checks/school_kanji.py": "the letters of the language itself",
    "cms/settings/*": "languages are named in themselves, and the house has one name",
    "cms/workflow/mail.py": "letters to others are in the language of the house",
    "cms/workflow/roles.py": "the names under which roles and steps are kept",
    "cms/verification/hours_words.py": "the words of the desk's own page",
    "cms/verification/letters.py": "letters, in the language of the house",
    "cms/verification/owner_page.py": "the desk's own page",
    "cms/verification/reminders.py": "letters, in the language of the house",
    "cms/verification/templates/verification/*": "the desk's own page",
    "cms/workflow/roles_table.py": "the handbook's table of roles, written by a command",
}


def bare() -> dict[str, list[tuple[int, str]]]:
    """The Japanese that is told as it stands, outside of what stays by design."""
    return {path: texts for path, texts in marked.bare().items() if not any(fnmatch(path, one) for one in STAYS)}
