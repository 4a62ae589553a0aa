"""Links in the rich text editor: stored by the id of what they mean, shown and entered as its public address.

A service's name can change and a page's key differs from one installation to the next; the id does neither.
"""

from typing import Any
from uuid import UUID

from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters import contentstate
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, LinkElementHandler
from wagtail.models import Page

from cms.publication.addresses import LINKED, address_of, named_by
from pages.entry_page import EntryPage


class SourceLinkHandler(LinkElementHandler):
    """From `<a linktype="service" id="…">` to a link of the editor."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        try:
            return {"url": address_of(attrs["linktype"], UUID(attrs.get("id", "")))}
        except ValueError:
            return {"url": ""}


def stored_link(props: dict[str, Any]) -> Any:
    """From a link of the editor to what is stored: by id where it leads to something of ours."""
    found = _of_page(props["id"]) if props.get("id") is not None else named_by(props.get("url") or "")
    if found is None:
        return contentstate.link_entity(props)
    document_type, content_id = found
    return DOM.create_element("a", {"linktype": document_type, "id": str(content_id)}, props["children"])


def _of_page(key: Any) -> tuple[str, UUID] | None:
    """The page that was picked in the page chooser."""
    page = Page.objects.filter(pk=key).first() if str(key).isdecimal() else None
    source = page.specific if page else None
    return (source.document_type, source.content_id) if isinstance(source, EntryPage) else None


def register(features: Any) -> None:
    """For Wagtail's hook `register_rich_text_features`, after Wagtail's own."""
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                **{f'a[linktype="{name}"]': SourceLinkHandler("LINK") for name in LINKED},
            },
            "to_database_format": {"entity_decorators": {"LINK": stored_link}},
        },
    )
