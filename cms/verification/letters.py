"""Letters: to a desk with its link, and to the house with what is to be looked at. Sent after the transaction."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from smtplib import SMTPConnectError, SMTPServerDisconnected
from socket import gaierror
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from cms.verification.models import OwnerRequest
from cms.workflow.mail import after_commit

logger = logging.getLogger(__name__)

_TO_THE_DESK = """{name} ご担当者様

相談窓口の案内「ともしび」です。
貴窓口の掲載内容が、いまも正しいか、確かめていただけないでしょうか。

下のリンクを開くと、いま載せている内容が出ます。ログインはいりません。
「いまもこのとおりです」を押すか、ちがうところを直して送ってください。

{address}

・リンクは {until} まで、1回だけ使えます。
・この窓口の確認のためだけのリンクです。ほかの方に転送しないでください。
・送られた直しは、担当者が確かめてから載せます。
・このアドレスは、確認のお願いが終わってから{days}日で消します。

わからないことは、このメールに返信してください。
"""


def can_be_sent() -> bool:
    """Whether a mail server is set up at all."""
    return "dummy" not in settings.EMAIL_BACKEND


def to_the_desk(asked: OwnerRequest, *, name: str, address: str) -> None:
    """Send the link once the request is committed; a failure is told on the screen by the missing day of sending."""
    text = _TO_THE_DESK.format(
        name=name,
        address=address,
        until=f"{timezone.localtime(asked.expires_at):%Y年%m月%d日 %H:%M}",
        days=settings.VERIFICATION_ADDRESS_DAYS,
    )
    letter = EmailMessage(f"【ともしび】掲載内容の確認のお願い({name})", text, to=[asked.recipient])
    after_commit(partial(_send, letter, partial(_mailed, asked.pk)))


#: A mail server that was not there is left alone for so many seconds: of many letters each would wait for it anew.
REST = 30.0
_not_there: list[float] = []
#: One that takes the call and says nothing is "disconnected" once our patience ends.
_NOT_THERE = (TimeoutError, ConnectionError, gaierror, SMTPConnectError, SMTPServerDisconnected)


def _send(letter: EmailMessage, done: Callable[[datetime], None]) -> None:
    if _not_there and time.monotonic() - _not_there[0] < REST:
        return
    _not_there.clear()
    try:
        letter.send()
    except (OSError, ValueError) as error:
        if isinstance(error, _NOT_THERE):
            _not_there[:] = [time.monotonic()]
        # Neither the address nor the link goes into the log: a mail server's refusal names the address.
        logger.error("A letter to a desk could not be sent: %s", type(error).__name__)
    else:
        done(timezone.now())


def _mailed(pk: UUID, at: datetime) -> None:
    OwnerRequest.objects.filter(pk=pk).update(mailed_at=at)
