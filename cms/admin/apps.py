from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorsConfig(AppConfig):
    name = "cms.admin"
    label = "editors"
    verbose_name = _("編集画面")

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from cms.admin import pages, safe_sheets, strict_scripts  # Wagtail's widgets need every model
        from cms.admin.page_readers import ReadablePages

        register_permission_policy(Page, ReadablePages(Page))
        strict_scripts.install()
        safe_sheets.install()
        pages.give_forms()
