from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "translation"
    verbose_name = _("翻訳")

    def ready(self) -> None:
        from cms.publication import triggers
        from cms.translation import work
        from cms.workflow import authorship

        authorship.followers.append(work.follow)
        triggers.forgetting.append(work.forget)
