"""Which columns exist once per language; django-modeltranslation looks for this module.

No language is required here: Japanese is asked for at publication, so that a half-filled draft can be saved.
"""

from modeltranslation.translator import TranslationOptions, translator

from catalog.models import Audience, Concept, ContactPoint, Organization, Service, Topic

for model in (Service, ContactPoint, Organization, Topic, Audience, Concept):
    translator.register(
        model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": model.translated_fields})
    )
