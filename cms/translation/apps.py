from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "translation"
    verbose_name = "翻訳"

    def ready(self) -> None:
        from cms.translation.work import follow
        from cms.workflow import authorship

        if follow not in authorship.followers:
            authorship.followers.append(follow)
