"""Pictures: what those hear who cannot see them."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import picture
from cms.checks.reading import Reading
from cms.checks.rule import Known, Rule, Said

# stays Japanese: what is looked for in the author's text
_SAYS_NOTHING = re.compile(
    r"(画像|写真|イラスト|図|image|photo|picture)\d*|.*\.(jpe?g|png|webp|avif|gif)", re.IGNORECASE
)


def _alt(reading: Reading, known: Known) -> Iterator[Said]:
    for found in reading.pictures:
        if not found.decorative and not found.alt.strip():
            yield (
                found.place,
                gettext("画像の代わりになる文がありません。"),
                gettext("画像から分かることを短く書くか、「飾りの画像」にしるしを付けてください。"),
            )


def _alt_says_nothing(reading: Reading, known: Known) -> Iterator[Said]:
    for found in reading.pictures:
        if not found.decorative and _SAYS_NOTHING.fullmatch(found.alt.strip()):
            yield (
                found.place,
                gettext("画像の代わりになる文「%(alt)s」では、何の画像か伝わりません。") % {"alt": found.alt},
                gettext("画像から分かることを、見えない人に話すように書いてください。"),
            )


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "picture-alt",
        gettext_noop("画像の代わりになる文"),
        "block",
        "画像が見えない人には、この文が読み上げられます。",
        _alt,
        good=(picture("窓口で相談員が話を聞いている"), picture("", decorative=True)),
        bad=(picture(""),),
    ),
    Rule(
        "picture-alt-empty-words",
        gettext_noop("何も伝えない代わりの文"),
        "warn",
        "「画像」やファイルの名前を読み上げられても、何の画像か分かりません。",
        _alt_says_nothing,
        good=(picture("電話をかける人"),),
        bad=(picture("画像1"), picture("IMG_0123.jpg")),
    ),
)
