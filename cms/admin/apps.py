from django.apps import AppConfig


class EditorsConfig(AppConfig):
    name = "cms.admin"
    label = "editors"
    verbose_name = "編集画面"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from cms.admin import pages, strict_scripts  # Wagtail's widgets need every model
        from cms.admin.page_readers import ReadablePages

        register_permission_policy(Page, ReadablePages(Page))
        strict_scripts.install()
        pages.give_forms()
