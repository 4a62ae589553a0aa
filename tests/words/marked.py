"""Which Japanese of our own modules and templates passes gettext, and which is told as it stands."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("catalog", "cms", "pages")
JAPANESE = re.compile(r"[\u3001-\u303f\u3040-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
#: A comment with this word on a statement, a function or a class (or above it) says why its Japanese is not marked.
STAYS = "stays Japanese"

_ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_TWO = {"ngettext", "ngettext_lazy"}
_CALL = re.compile(r"(?:\b(n)gettext|\bgettext|(?<!\w)_)\(")
_LITERAL = re.compile(r"\s*,?\s*u?(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
_PLACES = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
_NOT_TOLD = re.compile(
    r"\{#.*?#\}"
    r"|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\s+(?:\"[^\"]*\"|'[^']*')"
    r"|_\((?:\"[^\"]*\"|'[^']*')\)"
    r"|<!--.*?-->",
    re.DOTALL,
)
_STATEMENTS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def modules() -> list[Path]:
    """Our modules that may tell an editor something: no migrations, which keep what a label was."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Our templates of screens; a .txt is a letter, in the language of the house."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.html"))


def scripts() -> list[Path]:
    """Our scripts: they read their words from the page."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.js"))


def words(below: str = "") -> set[str | tuple[str, str]]:
    """Every marked Japanese text of the files below a path, one or (one, many)."""
    inside = ROOT / below
    found = {word for path in modules() if path.is_relative_to(inside) for word in _of_module(path.read_text())}
    found |= {word for path in templates() if path.is_relative_to(inside) for word in of_template(path.read_text())}
    return {word for word in found if _is_ours(word if isinstance(word, str) else word[0])}


def _is_ours(word: str) -> bool:
    """Japanese, or nothing but places and signs between them; Wagtail's own words have English letters."""
    return bool(JAPANESE.search(word)) or not re.search(r"[A-Za-z]", _PLACES.sub("", word))


def _of_module(source: str) -> Iterator[str | tuple[str, str]]:
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        texts = [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if _name(call) in _ONE and len(texts) == 1:
            yield texts[0]
        elif _name(call) in _TWO and len(texts) == 2:
            yield texts[0], texts[1]


def _name(call: ast.Call) -> str:
    """The function that is called, whether it stands in a module (`translation.gettext`) or not."""
    told = call.func
    return told.id if isinstance(told, ast.Name) else told.attr if isinstance(told, ast.Attribute) else ""


def of_template(source: str) -> Iterator[str | tuple[str, str]]:
    """As `makemessages` reads a template: made into calls of gettext."""
    code = templatize(source)
    for call in _CALL.finditer(code):
        texts, at = [], call.end()
        for _ in range(2 if call[1] else 1):
            literal = _LITERAL.match(code, at)
            if literal:
                texts.append(str(ast.literal_eval(literal["text"])))
                at = literal.end()
        if len(texts) == 2:
            yield texts[0], texts[1]
        elif texts:
            yield texts[0]


def bare_in_module(source: str) -> list[tuple[int, str]]:
    """The Japanese of a module that is neither marked nor said to stay: line and text."""
    tree = ast.parse(source)
    free = _marked(tree) | _docstrings(tree)
    stays = _staying(tree, source.splitlines())
    return sorted(
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and JAPANESE.search(node.value)
        and id(node) not in free
        and node.lineno not in stays
    )


def _marked(tree: ast.Module) -> set[int]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in _ONE | _TWO]
    return {id(text) for call in calls for text in call.args if isinstance(text, ast.Constant)}


def _docstrings(tree: ast.Module) -> set[int]:
    """Every text that stands alone: it is told to nobody who runs the program."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _staying(tree: ast.Module, lines: list[str]) -> set[int]:
    """The lines of the statements that say of themselves that they stay."""
    found: set[int] = set()
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.stmt)):
        whole = isinstance(node, _STATEMENTS) or not hasattr(node, "body")
        end = node.end_lineno or node.lineno
        head = node.lineno if isinstance(node, _STATEMENTS) else end
        if whole and any(STAYS in line and "#" in line for line in lines[_above(node, lines) : head]):
            found |= set(range(node.lineno, end + 1))
    return found


def _above(node: ast.stmt, lines: list[str]) -> int:
    """Where the comment above a statement begins; the statement itself, where there is none."""
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]) - 1
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first


def bare_in_template(source: str) -> list[tuple[int, str]]:
    """The Japanese of a template that no tag of gettext holds: line and text."""
    if STAYS in source.partition("\n")[0]:
        return []
    told = _NOT_TOLD.sub(lambda found: "\n" * found[0].count("\n"), source)
    return [(number, line.strip()) for number, line in enumerate(told.splitlines(), 1) if JAPANESE.search(line)]


def bare_in_script(source: str) -> list[tuple[int, str]]:
    """The Japanese of a script outside of its comments."""
    told = re.sub(
        r"/\*.*?\*/|^\s*//.*?$|\s//\s.*?$", lambda found: "\n" * found[0].count("\n"), source, flags=re.S | re.M
    )
    return [(number, line.strip()) for number, line in enumerate(told.splitlines(), 1) if JAPANESE.search(line)]


@cache
def bare() -> dict[str, list[tuple[int, str]]]:
    """All that is told as it stands: file -> line and text."""
    found = {path: bare_in_module(path.read_text()) for path in modules()}
    found |= {path: bare_in_template(path.read_text()) for path in templates()}
    found |= {path: bare_in_script(path.read_text()) for path in scripts()}
    return {str(path.relative_to(ROOT)): texts for path, texts in found.items() if texts}
