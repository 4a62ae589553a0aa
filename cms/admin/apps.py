from django.apps import AppConfig


class EditorsConfig(AppConfig):
    name = "cms.admin"
    label = "editors"
    verbose_name = "編集画面"

    def ready(self) -> None:
        from cms.admin import pages, strict_scripts  # Wagtail's widgets need every model

        strict_scripts.install()
        pages.give_forms()
