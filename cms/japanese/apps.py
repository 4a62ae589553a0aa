from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JapaneseConfig(AppConfig):
    """Stands before `wagtail.admin`: its templates win over those of the same name."""

    name = "cms.japanese"
    label = "japanese"
    verbose_name = _("画面のことば")

    def ready(self) -> None:
        from cms.japanese.labels import give_labels

        give_labels()
