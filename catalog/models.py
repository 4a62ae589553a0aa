"""Re-exports: Django looks for models here."""

from catalog.area import Area
from catalog.audience import Audience
from catalog.concept import Concept, ConceptService
from catalog.contact_point import ContactPoint
from catalog.emergency import EmergencyMember, EmergencySet
from catalog.organization import Organization
from catalog.picture import Picture, PictureRendition, PictureSize
from catalog.service import Service, ServiceSource
from catalog.starter_import import StarterImport
from catalog.topic import Topic

__all__ = [
    "Area",
    "Audience",
    "Concept",
    "ConceptService",
    "ContactPoint",
    "EmergencyMember",
    "EmergencySet",
    "Organization",
    "Picture",
    "PictureRendition",
    "PictureSize",
    "Service",
    "ServiceSource",
    "StarterImport",
    "Topic",
]
