from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "cms.dashboard"
    label = "dashboard"
    verbose_name = _("ホーム")

    def ready(self) -> None:
        from cms.dashboard import daily
        from cms.publication import due

        due.chores.append(daily.tick)
