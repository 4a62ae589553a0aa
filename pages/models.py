"""Re-exports: Django looks for models here."""

from pages.faq import Faq, FaqService
from pages.index import Index
from pages.kids_text import KidsText

__all__ = ["Faq", "FaqService", "Index", "KidsText"]
