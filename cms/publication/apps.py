from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = _("公開")

    def ready(self) -> None:
        from cms.publication import doors, publish, triggers, unit

        unit.flush_with(publish.flush)
        doors.install()
        triggers.connect()
