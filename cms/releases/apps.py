from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReleasesConfig(AppConfig):
    name = "cms.releases"
    label = "releases"
    verbose_name = _("一括公開")

    def ready(self) -> None:
        from cms.publication import due, gates
        from cms.releases import hold, timed

        if hold.reasons not in gates.ALONE:
            gates.ALONE.append(hold.reasons)
        if timed.go_live not in due.ALSO_DUE:
            due.ALSO_DUE.append(timed.go_live)
