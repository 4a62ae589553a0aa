"""Crisis: whoever reads of it must find help on the same page."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import japanese, reached_by
from cms.checks.reading import Place, Reading
from cms.checks.rule import Known, Rule, Said

#: With these words a text speaks of a crisis.
# stays Japanese: what is looked for in the author's text
WORDS = (
    "死にたい",
    "しにたい",
    "消えたい",
    "自殺",
    "自死",
    "自傷",
    "リストカット",
    "虐待",
    "性暴力",
    "性被害",
    "暴力を受け",
)
_TYPES = {"faq": "related_services", "article": "related_services"}
_REACHED_AT_ONCE = {"phone", "line", "chat", "sns"}


def _contact(reading: Reading, known: Known) -> Iterator[Said]:
    field = _TYPES.get(reading.document_type)
    if field is None or reading.leads_to_crisis_help or not _speaks_of_crisis(reading):
        return
    yield (
        Place(field, where=gettext("「関係する支援・相談窓口」")),
        gettext("命や暴力のことを書いていますが、危機のときに案内する窓口が1つもありません。"),
        gettext("「危機のときにも案内する」窓口を、関係する支援・相談窓口に足してください。"),
    )


def _at_once(reading: Reading, known: Known) -> Iterator[Said]:
    if reading.document_type != "service" or not reading.leads_to_crisis_help or not reading.contacts:
        return
    if not any(contact.channel in _REACHED_AT_ONCE and contact.value for contact in reading.contacts):
        yield (
            Place("contact_points", where=gettext("「連絡先」")),
            gettext(
                "「危機のときにも案内する」窓口ですが、その場で話せる連絡先(電話・LINE・チャット・SNS)がありません。"
            ),
            gettext("連絡先を足すか、「危機のときにも案内する」のしるしを外してください。"),
        )


def _speaks_of_crisis(reading: Reading) -> bool:
    return reading.about_crisis or any(word in text.text for text in reading.in_japanese() for word in WORDS)


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "crisis-contact",
        gettext_noop("危機の窓口がない"),
        "warn",
        "「死にたい」「暴力」について読む人には、いますぐ話せる先がいっしょに見えなければなりません。",
        _contact,
        good=(
            japanese("消えたいと思うときは、話してください。", document_type="faq", leads_to_crisis_help=True),
            japanese("さびしいときは、話してください。", document_type="faq"),
        ),
        bad=(japanese("消えたいと思うときは、話してください。", document_type="faq"),),
    ),
    Rule(
        "crisis-at-once",
        gettext_noop("すぐ話せる連絡先"),
        "warn",
        "危機のときの窓口には、その場で人とつながる方法が要ります。",
        _at_once,
        good=(reached_by("chat", "https://example.org/chat"),),
        bad=(reached_by("in_person", "市役所1階"),),
    ),
)
