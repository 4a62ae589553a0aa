"""The emergency set of a channel: who can be reached at once, now.

The document names its members as references (role ``member``, in order). The block is what readers get: it stands in
``/{channel}/emergency``, in every kids' answer, and shortened in every problem, and can be made without a database.
"""

from uuid import UUID

from pydantic import Field

from api.documents.contact_point import ContactChannel, Dial, Hours
from api.documents.envelope import (
    ClosureDates,
    Envelope,
    FieldLanguages,
    KidsStub,
    KidsWords,
    LanguageMap,
    Part,
    PartnersProvenance,
    PartnersStub,
    WebsiteStub,
    Words,
)
from api.documents.opening import OpensByHours


class EmergencyNumber(OpensByHours):
    """One way to reach an emergency contact. Facts only, so they are served whatever the language."""

    channel: ContactChannel
    value: Words
    dial: Dial | None = None
    hours: Hours = None
    free_of_charge: bool | None = None
    closure: ClosureDates | None = None


class WebsiteEmergencyMember(Part):
    id: UUID | None = Field(description="The service; null where the built-in last resort is served.")
    name: Words
    name_ja: Words
    summary: str | None = Field(description="Left out (null) where the language has none; `languages` says so.")
    numbers: tuple[EmergencyNumber, ...]
    languages: FieldLanguages


class KidsEmergencyMember(Part):
    id: UUID | None = Field(description="The service; null where the built-in last resort is served.")
    title: KidsWords
    text: KidsWords | None
    numbers: tuple[EmergencyNumber, ...]


class PartnersEmergencyMember(Part):
    id: UUID | None = Field(description="The service; null where the built-in last resort is served.")
    name: LanguageMap
    summary: LanguageMap
    numbers: tuple[EmergencyNumber, ...]
    languages: PartnersProvenance


class WebsiteEmergencyBlock(Part):
    """The website's emergency contacts, in order."""

    language: str
    members: tuple[WebsiteEmergencyMember, ...]


class KidsEmergencyBlock(Part):
    """The kids' emergency contacts, in order."""

    language: str
    members: tuple[KidsEmergencyMember, ...]


class PartnersEmergencyBlock(Part):
    """The partners' emergency contacts, in order."""

    language: str
    members: tuple[PartnersEmergencyMember, ...]


class WebsiteEmergencyBody(Part):
    channel: str

    def shortened(self) -> "WebsiteEmergencySummary":
        """What stands beside the body; nobody lists emergency sets."""
        return WebsiteEmergencySummary(channel=self.channel)


class WebsiteEmergencySummary(WebsiteEmergencyBody):
    pass


class WebsiteEmergency(WebsiteEmergencyBody, Envelope):
    """The website's emergency set as a document."""

    members: tuple[WebsiteStub, ...] = ()


class KidsEmergencyBody(Part):
    channel: str

    def shortened(self) -> "KidsEmergencySummary":
        """What stands beside the body; nobody lists emergency sets."""
        return KidsEmergencySummary(channel=self.channel)


class KidsEmergencySummary(KidsEmergencyBody):
    pass


class KidsEmergency(KidsEmergencyBody, Envelope):
    """The kids' emergency set as a document."""

    members: tuple[KidsStub, ...] = ()
    emergency: KidsEmergencyBlock


class PartnersEmergencyBody(Part):
    channel: str

    def shortened(self) -> "PartnersEmergencySummary":
        """What stands beside the body; nobody lists emergency sets."""
        return PartnersEmergencySummary(channel=self.channel)


class PartnersEmergencySummary(PartnersEmergencyBody):
    pass


class PartnersEmergency(PartnersEmergencyBody, Envelope):
    """The partners' emergency set as a document."""

    members: tuple[PartnersStub, ...] = ()
