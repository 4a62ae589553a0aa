"""How letters leave: at once, or, in a process that has other work to do, from a thread of their own."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

from django.db import close_old_connections, connection

logger = logging.getLogger(__name__)

#: A mail server that takes longer than this keeps no process from ending: what was not sent is lost with it, and told.
#: Shorter than what supervisors allow before they kill (10 seconds and more).
LAST_WAIT = 8.0


class _Postman:
    """A thread that sends one thing after another, in the order in which they came."""

    def __init__(self) -> None:
        self._bag: SimpleQueue[Callable[[], Any] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._go, name="letters", daemon=True)
        self._thread.start()

    def take(self, send: Callable[[], Any] | None) -> None:
        self._bag.put(send)

    def go_home(self) -> None:
        """Send what is in the bag, if that does not take long; else the log says how much was lost."""
        self.take(None)
        self._thread.join(LAST_WAIT)
        if self._thread.is_alive() and (lost := self._bag.qsize()):  # the end counts for what is on its way
            logger.error("The process ends, and %s sendings of letters were not done: the mail server is slow", lost)

    def _go(self) -> None:
        while (send := self._bag.get()) is not None:
            try:
                close_old_connections()
                send()
            except (OSError, ValueError) as error:
                # What it says is left out: a mail server's refusal names the address.
                logger.error("A letter could not be sent: %s", type(error).__name__)
            except Exception:  # of ours, and no mail server's
                logger.exception("A letter could not be sent")
            finally:
                connection.close()


_postmen: list[_Postman] = []


def hand_over(send: Callable[[], Any]) -> None:
    """Send now; inside of ``beside`` only see to it, and return at once: what ``send`` raises is logged there."""
    if _postmen:
        _postmen[-1].take(send)
    else:
        send()


@contextmanager
def beside() -> Iterator[None]:
    """For the worker: a mail server that hangs must not keep what is due from going live."""
    postman = _Postman()
    _postmen.append(postman)
    try:
        yield
    finally:
        _postmen.remove(postman)
        postman.go_home()
