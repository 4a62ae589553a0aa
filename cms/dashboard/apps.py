from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "cms.dashboard"
    label = "dashboard"
    verbose_name = "ホーム"

    def ready(self) -> None:
        from cms.dashboard import daily
        from cms.publication import due

        due.chores.append(daily.tick)
