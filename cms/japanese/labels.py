"""Labels for fields of Wagtail's forms that have none, so that Django would make English ones of their names."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.auth import LoginForm

LABELS = {
    "link_text": _("Link text"),
    "email_address": _("Email address"),
    "subject": _("Subject"),
    "body": _("Body"),
    "phone_number": _("Phone number"),
    "password": _("Password"),
}
FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
    LoginForm,
)


def give_labels() -> None:
    """The dialogues of the rich text editor in which a link is written, and the login."""
    for form in FORMS:
        for name, field in form.base_fields.items():
            if not field.label and name in LABELS:
                field.label = LABELS[name]
