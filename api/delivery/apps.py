from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "api.delivery"
    label = "delivery"
    verbose_name = "配信"

    def ready(self) -> None:
        from api.delivery.emergency import contacts
        from api.problems import carry_emergency

        carry_emergency(contacts)
