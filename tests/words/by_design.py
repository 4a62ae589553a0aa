"""Modules and templates whose Japanese stays Japanese whatever language an editor reads, each with the reason."""

from fnmatch import fnmatch

from tests.words import marked

#: Path, or pattern of paths -> why.
STAYS = {
    "*/management/commands/*.py": "what a command prints is for operators",
    "catalog/starter/*": "content that a new installation begins with",
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
    "cms/workflow/roles_table.py": "the handbook's table of roles, written by a command",
}


def bare() -> dict[str, list[tuple[int, str]]]:
    """The Japanese that is told as it stands, outside of what stays by design."""
    return {path: texts for path, texts in marked.bare().items() if not any(fnmatch(path, one) for one in STAYS)}
