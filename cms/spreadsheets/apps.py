from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    name = "cms.spreadsheets"
    label = "spreadsheets"
    verbose_name = "取り込み・書き出し"
