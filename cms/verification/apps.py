from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "cms.verification"
    label = "verification"
    verbose_name = "窓口への確認"
