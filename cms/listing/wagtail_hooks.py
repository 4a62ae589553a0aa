"""Registration only: Wagtail looks for this module in every app."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.listing.actions import actions
from cms.listing.asking_many import AskOwners
from cms.listing.urls import urlpatterns

hooks.register("register_admin_urls", lambda: urlpatterns)
for _action in (*actions(), AskOwners):
    hooks.register("register_bulk_action", _action)
hooks.register(
    "insert_global_admin_css",
    lambda: format_html('<link rel="stylesheet" href="{}">', static("editors/listing.css")),
)
