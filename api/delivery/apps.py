from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "api.delivery"
    label = "delivery"
    verbose_name = "配信"
