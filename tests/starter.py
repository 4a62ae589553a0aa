"""The starter folder without its many concepts, for tests of anything else."""

import shutil
from pathlib import Path

from catalog.imports.starter_files import FOLDER


def without_concepts(folder: Path) -> Path:
    """A copy of the folder, made at this path."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("concepts", "search_words.json", "*.whl"))
    return folder
