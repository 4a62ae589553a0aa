"""Which columns of pages exist once per language; django-modeltranslation looks for this module."""

from modeltranslation.translator import TranslationOptions, translator

from pages.models import Faq, Index

for model in (Index, Faq):
    translator.register(
        model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": model.translated_fields})
    )
