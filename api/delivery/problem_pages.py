"""A small page for each kind of problem: where the `type` of a problem leads."""

from html import escape

from django.http import HttpResponse
from rest_framework.request import Request

from api.delivery.gate import GatedView
from api.delivery.operation import Operation
from api.problems import Refused
from api.problems.catalogue import TYPES

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE = """<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title_ja} ({status})</title>
</head>
<body>
<main>
<h1>{title_ja}</h1>
<p>{cure_ja}</p>
<div lang="en">
<h2>{title_en}</h2>
<p>{cure_en}</p>
</div>
<p>HTTP {status} / {slug}</p>
</main>
</body>
</html>
"""


class ProblemPageView(GatedView):
    """What a kind of problem means and what to do about it, in Japanese and English."""

    def operation(self) -> Operation:
        return Operation(
            id="getProblemPage",
            summary="What a problem means",
            tag="documentation",
            media_type="text/html",
            path_parameters={"slug": {"type": "string", "enum": list(TYPES)}},
        )

    def get(self, request: Request, slug: str) -> HttpResponse:
        if slug not in TYPES:
            raise Refused("not-found")
        kind = TYPES[slug]
        words = {
            "title_ja": kind.title.ja,
            "title_en": kind.title.en,
            "cure_ja": kind.cure.ja,
            "cure_en": kind.cure.en,
            "slug": kind.slug,
        }
        page = PAGE.format(status=kind.status, **{name: escape(word) for name, word in words.items()})
        headers = {"Content-Language": "ja, en", "Content-Security-Policy": POLICY}
        return self.keep(HttpResponse(page, headers=headers))
