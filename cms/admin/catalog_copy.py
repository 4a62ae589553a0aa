"""Copying an entry: a new thing that begins with the same words, never a second holder of the same identity."""

import uuid
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail.snippets.views.snippets import CopyView

from catalog.publishable import Entry

# What belongs to the original alone.
_ITS_OWN: dict[str, Any] = {
    "public_slug": None,
    "about": None,
    "translations": {},
    "live": False,
    "has_unpublished_changes": False,
    "first_published_at": None,
    "last_published_at": None,
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "live_revision": None,
    "latest_revision": None,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
    "verified_on": None,
}


class CopyAsNewView(CopyView):
    """Wagtail's copy view hands the original itself to the form, children and ids included."""

    def get_initial_form_instance(self) -> Entry:
        return new_from(self.get_object().get_latest_revision_as_object())


def new_from(original: Entry) -> Entry:
    """An unsaved entry with the original's words and fresh ids, its children's too, and no public name yet."""
    data = original.serializable_data()
    data.update({name: value for name, value in _ITS_OWN.items() if name in data})
    data.update(pk=None, content_id=str(uuid.uuid4()))
    for relation in get_all_child_relations(type(original)):
        for child in data[relation.get_accessor_name()]:
            child["pk"] = None
            child[relation.field.name] = None
            if "content_id" in child:
                child.update(content_id=str(uuid.uuid4()), translations={})
    return type(original).from_serializable_data(data)
