"""Opening a workbook that anybody may have made: asked first what it unpacks to, closed at the end, its faults one."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

#: How many times larger than packed; what people write stays below 40.
_MOST_RATIO: Final = 100
#: openpyxl takes a file at its word: whatever is not there, or is something else, ends in one of these. What
#: defusedxml refuses is a ValueError, what XML parsers raise a SyntaxError, a file with a password a RuntimeError.
_BROKEN: Final = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError,
    AttributeError, OSError, EOFError, RuntimeError, MemoryError, AssertionError,
)  # fmt: skip


class Unreadable(Exception):
    """It is no workbook, or it is broken."""


class TooLarge(Exception):
    """It would unpack to more than was allowed, or to far more than what it is packed in."""


@contextmanager
def opened(file: IO[bytes], *, unpacked: int, parts: int, formulas: bool) -> Iterator[Any]:
    """The workbook, to be read row by row in the block. `formulas`: as they are written, else what they last gave.

    Raises TooLarge before anything is unpacked, and Unreadable at whatever openpyxl meets, in the block too.
    """
    try:
        _refuse_bombs(file, unpacked, parts)
        book = openpyxl.load_workbook(file, read_only=True, data_only=not formulas, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except _BROKEN as error:
        raise Unreadable from error


def _refuse_bombs(file: IO[bytes], most_unpacked: int, most_parts: int) -> None:
    """The sizes that a zip file states are kept to when it is unpacked, so they can be believed."""
    with zipfile.ZipFile(file) as packed:
        there = packed.infolist()
    unpacked = sum(part.file_size for part in there)
    far_larger = unpacked > _MOST_RATIO * max(sum(part.compress_size for part in there), 100_000)
    if len(there) > most_parts or unpacked > most_unpacked or far_larger:
        raise TooLarge
    file.seek(0)
