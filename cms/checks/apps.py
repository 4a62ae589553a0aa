from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecksConfig(AppConfig):
    name = "cms.checks"
    label = "checks"
    verbose_name = _("内容の点検")

    def ready(self) -> None:
        from cms.checks import findings, hindrances, side_panel, steps, traces
        from cms.publication import due, gates, readiness, triggers
        from cms.workflow import authorship

        gates.ALONE.append(findings.obstacles)
        readiness.QUESTIONS.append(hindrances.doubts)
        authorship.followers.append(traces.follow)
        triggers.forgetting.append(traces.forget)
        due.chores.append(steps.step)
        side_panel.install()
