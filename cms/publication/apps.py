from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = "公開"

    def ready(self) -> None:
        from cms.publication import doors, publish, triggers, unit

        unit.flush_with(publish.flush)
        doors.install()
        triggers.connect()
