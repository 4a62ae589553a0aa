"""Entries that are edited as pages: FAQs, articles, messages and the indexes that hold them."""

from typing import Any, ClassVar

from django.utils.translation import gettext, override
from wagtail.fields import RichTextField
from wagtail.models import Page

from catalog.languages import JAPANESE
from catalog.publishable import Entry
from pages.rich_text import written


def website_alone() -> list[str]:
    """Where a page stands of which partners have none."""
    return ["website"]


class EntryPage(Entry, Page):
    """An entry in the tree of pages. Its place there is the editors' order only: nothing is served from the tree.

    Wagtail's own title and slug are no content: the title repeats the Japanese one for the editors' lists, the slug
    repeats the id. `live` stands in Wagtail's table, where no rule of ours can see it: what a live page must have is
    asked by `problems` inside the unit and once more by the typed document (docs/decisions/0031).
    """

    #: The translated field whose Japanese is the title in the editors' lists.
    titled_by: ClassVar[str]

    # A copy is another source, so it has another public identity.
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "content_id",
        "public_slug",
        "verified_on",
        "go_live_at",
        "expire_at",
    ]
    private_page_options: ClassVar[list[str]] = []
    promote_panels: ClassVar[list[Any]] = []

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs.setdefault("live", False)  # Wagtail's default is that a new page is public
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        """In Japanese, whatever language the person reads: it is kept, in records and letters too."""
        if title := self.text_in(self.titled_by, JAPANESE):
            return title
        with override(JAPANESE):
            # stays Japanese: kept as a name
            return f"({self._meta.verbose_name}:題名未入力)"

    def text_in(self, field: str, language: str) -> str:
        """The text of exactly this language; a rich text without the editor's marks."""
        text = super().text_in(field, language)
        return written(text) if isinstance(self._meta.get_field(field), RichTextField) else text

    def get_admin_display_title(self) -> str:
        return self.draft_title or str(self)

    def problems(self) -> list[str]:
        problems = super().problems()
        if not self.text_in(self.titled_by, "ja"):
            label = self._meta.get_field(self.titled_by).verbose_name  # type: ignore[union-attr]
            problems.append(gettext("「%(label)s(日本語)」を入れてください。") % {"label": label})
        return problems

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._repeat_title()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._repeat_title()
        super().minimal_clean()

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        self._repeat_title()
        return super().save_revision(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's; a new page that was given no place goes under the index of its type."""
        if self.pk is None and not self.path:
            self._parent_of_new().add_child(instance=self)  # comes back here with a place
            return
        super().save(*args, **kwargs)

    def _parent_of_new(self) -> Page:
        raise NotImplementedError

    def _repeat_title(self) -> None:
        self.title = str(self)[:255]
        self.slug = str(self.content_id)
