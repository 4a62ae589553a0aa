"""Closures: a desk that is shut from one day until another, with a word for readers."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.translated import Translated


class Closable(Translated):
    """Something that can be closed for a time. Both days belong to the closure; an open end is unknown yet."""

    closure_from = models.DateField(_("臨時休止の初日"), null=True, blank=True)
    closure_until = models.DateField(
        _("臨時休止の最終日"), null=True, blank=True, help_text=_("未定なら空のままにします。")
    )
    closure_text = models.TextField(_("臨時休止のお知らせ"), blank=True)

    class Meta:
        abstract = True

    def closure_problems(self) -> list[str]:
        """What is wrong with the closure, in Japanese."""
        if self.closure_from and self.closure_until and self.closure_until < self.closure_from:
            return [gettext("臨時休止の最終日が初日より前になっています。")]
        if not self.closure_from and (self.closure_until or self.text_in("closure_text", "ja")):
            return [gettext("臨時休止の初日を入れてください。")]
        return []
