from django.apps import AppConfig


class EditorsConfig(AppConfig):
    name = "cms.admin"
    label = "editors"
    verbose_name = "編集画面"
