from django.apps import AppConfig


class ListingConfig(AppConfig):
    name = "cms.listing"
    label = "listing"
    verbose_name = "一覧"
