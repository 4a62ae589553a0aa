from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "cms.sites"
    label = "reference_sites"
    verbose_name = "案内のページ"
