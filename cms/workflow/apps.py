from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "cms.workflow"
    label = "workflow"
    verbose_name = _("承認")

    def ready(self) -> None:
        from catalog.publishable import revision_holders
        from cms.workflow import authorship, holding, mail

        authorship.connect()
        mail.replace_wagtails()
        if holding.named_by_an_approval not in revision_holders:
            revision_holders.append(holding.named_by_an_approval)
