"""Which columns of pages exist once per language; django-modeltranslation looks for this module."""

from modeltranslation.translator import TranslationOptions, translator

from pages.models import Article, Faq, Index, Message, SiteNotice

for model in (Index, Faq, Article, Message, SiteNotice):
    translator.register(
        model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": model.translated_fields})
    )
