from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverrideConfig(AppConfig):
    name = "cms.override"
    label = "override"
    verbose_name = _("緊急の公開・停止")

    def ready(self) -> None:
        from catalog.publishable import revision_holders
        from cms.override import overdue, take
        from cms.publication import due
        from cms.workflow import door

        if take.named_by_an_action not in revision_holders:
            revision_holders.append(take.named_by_an_action)
        if take.stands_in not in door.stand_ins:
            door.stand_ins.append(take.stands_in)
        if overdue.tell not in due.chores:
            due.chores.append(overdue.tell)
