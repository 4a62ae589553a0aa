"""The editors' form and list of concepts: how people speak of one trouble, for search."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn

from catalog import phrase_lines
from catalog.languages import JAPANESE, column, language_name, languages, translations
from catalog.models import Concept
from cms.admin.catalog import EntryViewSet
from cms.admin.catalog_forms import EntryForm, TopicsField
from cms.admin.catalog_panels import publication_tab, text_panel
from cms.admin.entry_filters import ConceptFilters
from cms.admin.help_texts import explained

PHRASES_HELP = _(
    "悩んでいる人が使いそうな言い方を、1行に1つずつ書きます。例:死にたい。"
    "いくつかのことばがそろったときだけ当てるには「+」でつなぎ、どれか1つでよいことばは「|」で並べます。"
    "例:父|母|彼氏 + 殴|蹴|叩 (「父に殴られた」にも「母が蹴る」にも当たります)。"
    "ひらがなとカタカナ、全角と半角、大文字と小文字のちがいは気にしなくてかまいません。"
)
UNLESS_HELP = _(
    "いいまわしに似ていて、意味のちがう言い方です。書き方はいいまわしと同じで、どの言語もここに書きます。"
    "例:死にたいほど恥ずかしい(この中の「死にたい」には当たらなくなります)。"
)
TERMS_HELP = _("同じことを、窓口の説明ではどう書いているか。1行に1つずつ書きます。例:多重債務。")
CRISIS_HELP = _(
    "選ぶと、いいまわしに当たった人には、緊急の連絡先がいちばん先に出ます。検索の結果は、そのまま下に出ます。"
    "例:「消えてしまいたい」なら「死にたい・自殺」。"
)


def shared_phrases(concept: Concept) -> dict[str, list[str]]:
    """The patterns of a draft that other concepts have too: by pattern, what those are called."""
    ours = {phrase_lines.folded(pattern): pattern for pattern in concept.phrases_in_all_languages()}
    shared: dict[str, list[str]] = defaultdict(list)
    for other in _others(concept) if ours else ():
        for theirs in other.phrases_in_all_languages():
            if (same := phrase_lines.folded(theirs)) in ours:
                shared[ours[same]].append(str(other))
    return dict(shared)


def _others(concept: Concept) -> Iterable[Concept]:
    texts = [column(field, language) for field in Concept.translated_fields for language in languages()]
    return Concept.objects.exclude(content_id=concept.content_id).only("content_id", *texts)


class PhrasesNotice(HelpPanel):
    """What about the saved lines is wrong or worth a look, on top of the page: nothing typed is ever refused for it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template": "editors/phrases_notice.html"})

    class BoundPanel(HelpPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            saved = self.instance.pk is not None
            self.wrong = list(self.instance.line_problems()) if saved else []
            self.shared = shared_phrases(self.instance) if saved else {}

        def is_shown(self) -> bool:
            return bool(self.wrong or self.shared)


class ConceptForm(EntryForm):
    topics = TopicsField()


def _phrases_panel(language: str = JAPANESE) -> FieldPanel:
    return FieldPanel(column("phrases", language), heading=_("いいまわし"), help_text=PHRASES_HELP)


def _phrase_count(concept: Concept) -> int:
    return len(concept.phrases_in_all_languages())


class ConceptViewSet(EntryViewSet):
    model = Concept
    icon = "search"
    menu_label = ngettext_lazy("検索の概念", "検索の概念", 2)
    list_display = [
        "__str__",
        Column("crisis", label=_("危機の種類"), accessor="get_crisis_display", sort_key="crisis"),
        Column("phrases", label=_("いいまわしの数"), accessor=_phrase_count),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    filterset_class = ConceptFilters
    search_fields = ["name_ja", "phrases_ja", "terms"]
    edit_handler = explained(
        TabbedInterface(
            [
                ObjectList(
                    [
                        PhrasesNotice(),
                        FieldPanel(
                            "name_ja",
                            heading=_("名称"),
                            help_text=_("編集者のための名前です。例:借金が返せない、親に殴られる。"),
                        ),
                        _phrases_panel(),
                        FieldPanel("unless", help_text=UNLESS_HELP),
                        FieldPanel("terms", help_text=TERMS_HELP),
                        FieldPanel("crisis", help_text=CRISIS_HELP),
                        FieldPanel("topics"),
                        InlinePanel(
                            "related_services",
                            label=_("窓口"),
                            heading=_("案内する支援・相談窓口(上から順に、いちばん合うものから)"),
                            panels=[FieldPanel("service")],
                        ),
                    ],
                    heading=_("日本語・基本"),
                ),
                *(
                    ObjectList(
                        [text_panel(Concept, "name", language), _phrases_panel(language)],
                        heading=language_name(language),
                    )
                    for language in translations()
                ),
                publication_tab(),
            ],
            base_form_class=ConceptForm,
        ),
        Concept,
    )
