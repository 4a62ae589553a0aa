"""What a link says stays out of the log: whoever reads the log could answer for a desk."""

import logging
import re

_LINK = re.compile(r"/verify/[^\s'\"]+")


class WithoutLinks(logging.Filter):
    """Writes every link in a line as `/verify/…`; for the handlers of the editors' site."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        if "/verify/" in told:
            record.msg, record.args = _LINK.sub("/verify/…", told), ()
        return True
