from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "cms.history"
    label = "history"
    verbose_name = "履歴"
