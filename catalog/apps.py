from django.apps import AppConfig
from django.utils.translation import ngettext_lazy


class CatalogConfig(AppConfig):
    name = "catalog"
    label = "catalog"
    verbose_name = ngettext_lazy("支援・相談窓口", "支援・相談窓口", 2)
