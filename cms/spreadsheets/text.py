"""Texts as cells hold them: what a spreadsheet would take for something else, and what a file cannot hold. Pure."""

import re
import unicodedata

from cms.cells import is_formula

#: What Excel alters when it opens a CSV: leading zeros, long numbers, what looks like a date, a time or an exponent.
_ALTERED = re.compile(
    r"0[0-9]+|[0-9]{12,}|[0-9]{1,4}[-/][0-9]{1,2}([-/][0-9]{1,4})?|[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?|[0-9.]+[eE][0-9]+"
)
#: Control characters and what XML has no place for. A line end and a tab are text.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: How OOXML writes a control character, and how it writes what only looks like that.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x(005[Ff]|00[01][0-9A-Fa-f])_")

#: JIS X 0208's own mark for a letter that is not there.
# stays Japanese: the letters themselves
GETA = "〓"
#: Signs that CP932 has under another number: Windows shows them alike.
# stays Japanese: the letters themselves
_TWINS = str.maketrans("〜−—‖¢£¬", "～－―∥￠￡￢")


def fold(text: str) -> str:
    """The text as two spellings of it are compared: one kind of line end, no invisible signs, nothing around it."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def plain(text: str) -> str:
    """Half-width, single spaces: for words out of closed lists, numbers and headings."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def for_csv(text: str) -> str:
    """With an apostrophe where a spreadsheet would take it for something else, or where one stands already."""
    return f"'{text}" if text.startswith("'") or is_formula(text) or _ALTERED.fullmatch(text) else text


def from_csv(text: str) -> str:
    """What `for_csv` was given."""
    return text.removeprefix("'")


def for_xlsx(text: str) -> str:
    """So that neither Excel nor its format reads a code in it."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def from_xlsx(text: str) -> str:
    """What `for_xlsx` was given; control characters that Excel wrote as codes come back."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def for_cp932(text: str) -> str:
    """The text in letters that CP932 has and gives back; 〓 stands where it has none."""
    twins = text.translate(_TWINS)
    return twins if _in_cp932(twins) else "".join(letter if _in_cp932(letter) else GETA for letter in twins)


def missing_in_cp932(text: str) -> str:
    """The letters of a text that CP932 has not, each once."""
    twins = text.translate(_TWINS)
    return "" if _in_cp932(twins) else "".join(dict.fromkeys(one for one in twins if not _in_cp932(one)))


def _in_cp932(text: str) -> bool:
    return text.encode("cp932", "replace").decode("cp932", "replace") == text  # some signs come back as others
