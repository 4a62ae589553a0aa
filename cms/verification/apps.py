from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    name = "cms.verification"
    label = "verification"
    verbose_name = _("窓口への確認")

    def ready(self) -> None:
        from cms.publication import due
        from cms.verification import askers, daily
        from cms.workflow import authorship

        if daily.tick not in due.chores:
            due.chores.append(daily.tick)
        if askers.askers not in authorship.hands:
            authorship.hands.append(askers.askers)
