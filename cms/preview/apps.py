from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreviewConfig(AppConfig):
    name = "cms.preview"
    label = "preview"
    verbose_name = _("プレビュー")

    def ready(self) -> None:
        from catalog.previewed import Previewed, Previewer
        from cms.preview import side_panels
        from cms.preview.modes import modes
        from cms.preview.show import show

        Previewed.previewer = Previewer(modes, show)
        side_panels.install()
