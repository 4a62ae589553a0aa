"""Re-exports: Django looks for models here."""

from pages.article import Article, ArticleService
from pages.faq import Faq, FaqService
from pages.index import Index
from pages.kids_text import KidsText
from pages.message import Message
from pages.site_notice import SiteNotice

__all__ = ["Article", "ArticleService", "Faq", "FaqService", "Index", "KidsText", "Message", "SiteNotice"]
