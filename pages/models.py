"""Re-exports: Django looks for models here."""

from pages.kids_text import KidsText

__all__ = ["KidsText"]
