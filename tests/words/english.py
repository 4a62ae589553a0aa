"""The English of our own Japanese: locale/en, written anew from what is marked and from pairs that are brought."""

import fcntl
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import gettempdir

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from tests.words.catalogue import FOLDER, read
from tests.words.marked import words

PATH = FOLDER / "en" / "LC_MESSAGES" / "django.po"


def write(brought: Iterable[Path] = (), tidy: bool = False) -> list[str]:
    """Take in pairs {Japanese: English, or [one, many]}; say which marked words still have none.

    Without `tidy` a word that is marked no longer stays, since somebody may be at work on its module.
    """
    with (Path(gettempdir()) / "tomoshibi-words.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = _said()
        for path in brought:
            said |= {asked: english for asked, english in json.loads(path.read_text()).items() if _full(english)}
        marked = words()
        PATH.write_bytes(_as_po(marked, said, tidy))
    return sorted(_one(word) for word in marked if not _full(said.get(_one(word), "")))


def without(below: str) -> dict[str, str | list[str]]:
    """The marked words of the files below a path that have no English: a file of pairs, to be filled in."""
    said = _said()
    lacking = [word for word in words(below) if not _full(said.get(_one(word), ""))]
    return {_one(word): "" if isinstance(word, str) else ["", ""] for word in sorted(lacking, key=_one)}


def _one(word: str | tuple[str, str]) -> str:
    return word if isinstance(word, str) else word[0]


def _full(english: str | list[str]) -> bool:
    return bool(english) if isinstance(english, str) else bool(english) and all(english)


def _said() -> dict[str, str | list[str]]:
    if not PATH.exists():
        return {}
    messages = (message for message in read(PATH) if message.id)
    return {_asked(message): _answer(message) for message in messages}


def _asked(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _answer(message: Message) -> str | list[str]:
    return message.string if isinstance(message.string, str) else list(message.string)


def _as_po(marked: set[str | tuple[str, str]], said: Mapping[str, str | list[str]], tidy: bool) -> bytes:
    catalogue = Catalog(locale="en", charset="utf-8")
    asked = {_one(word): word for word in sorted(marked, key=lambda word: isinstance(word, tuple))}
    if not tidy:
        asked = {word: _as_asked(word, english) for word, english in said.items()} | asked
    for one, word in sorted(asked.items()):
        catalogue.add(word, _in_form(word, said.get(one, "")))
    for message in catalogue:
        message.flags.discard("fuzzy")
    written = io.BytesIO()
    write_po(written, catalogue, width=None, omit_header=True)
    head = (
        '#\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head.encode() + written.getvalue().strip() + b"\n"


def _as_asked(word: str, english: str | list[str]) -> str | tuple[str, str]:
    return word if isinstance(english, str) else (word, word)


def _in_form(word: str | tuple[str, str], english: str | list[str]) -> str | tuple[str, ...]:
    """One text, or one and many; who brought one for both is taken at their word."""
    one, many = (english, english) if isinstance(english, str) else (english[0], english[-1])
    return many if isinstance(word, str) else (one, many)
