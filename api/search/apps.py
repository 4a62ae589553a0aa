from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "api.search"
    label = "search"
    verbose_name = "検索"
