"""A page for each kind of problem, where the `type` of a problem leads: what happened, and how to mend it."""

import base64
import hashlib
import json
from html import escape
from pathlib import Path

from django.http import HttpResponse
from rest_framework.request import Request

from api.delivery.examples import examples, problem_name
from api.delivery.gate import GatedView
from api.delivery.operation import Operation
from api.problems import Refused
from api.problems.catalogue import TYPES, Bilingual, ProblemType

PAGES = Path(__file__).parent / "pages"
# The emergency contacts of an example are many, and the same on each page.
SHOWN_CONTACTS = 2


class ProblemPageView(GatedView):
    """What a kind of problem means and what to do about it, in Japanese and English."""

    def operation(self) -> Operation:
        return Operation(
            id="getProblemPage",
            summary="What a problem means",
            tag="documentation",
            media_type="text/html",
            path_parameters={
                "slug": {"type": "string", "enum": list(TYPES), "description": "The last part of a problem's `type`."}
            },
        )

    def get(self, request: Request, slug: str) -> HttpResponse:
        if slug not in TYPES:
            raise Refused("not-found")
        headers = {"Content-Language": "ja, en", "Content-Security-Policy": policy()}
        return self.keep(HttpResponse(page(TYPES[slug]), headers=headers))


def page(kind: ProblemType) -> str:
    """Return the page of one kind of problem."""
    words: dict[str, Bilingual] = {"title": kind.title, "cure": kind.cure, "happened": kind.happened}
    request, answer = _example(kind)
    return (
        (PAGES / "problem.html")
        .read_text(encoding="utf-8")
        .format(
            style=_style(),
            status=kind.status,
            slug=escape(kind.slug),
            request=escape(request),
            answer=escape(answer),
            others="".join(f'<li><a href="{slug}">{other.status} {slug}</a></li>' for slug, other in TYPES.items()),
            **{
                f"{name}_{language}": escape(text.speak(language))
                for name, text in words.items()
                for language in ("ja", "en")
            },
        )
    )


def policy() -> str:
    """Return what the page may load: its own style, known by its digest, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _style() -> str:
    return (PAGES / "problem.css").read_text(encoding="utf-8")


def _example(kind: ProblemType) -> tuple[str, str]:
    """Return a request and its real answer, with the first emergency contacts only."""
    example = examples()[problem_name(kind.slug)]
    value = example["value"] | {"emergency": [*example["value"]["emergency"][:SHOWN_CONTACTS]]}
    return example["summary"], json.dumps(value, ensure_ascii=False, indent=2)
