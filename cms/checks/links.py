"""Whether addresses of other sites still open: a queue that the background works off, gently and never inwards."""

import contextlib
import http.client
import ipaddress
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from api.hours.holidays import JAPAN
from cms.checks.models import LinkState
from cms.checks.reading import Reading, parts_of

logger = logging.getLogger(__name__)

TIMEOUT = 8.0
#: However slowly an answer drips in, after so many seconds the line is cut.
LONGEST = 20.0
PORTS = frozenset({80, 443})
MOST_REDIRECTS = 5
#: No real status: what stands for redirects without end.
ROUND_AND_ROUND = 310
#: An address is looked at again after a day; one that failed a little sooner, so that the second day is not missed.
AGAIN = timedelta(hours=24)
AGAIN_FAILED = timedelta(hours=20)
#: Seconds between two questions to one host.
GENTLE = 2.0
#: How many addresses the worker looks at in one go.
AT_ONCE = 20
AGENT = "Tomoshibi-link-check/1.0"
#: The site is there, but answers no machines, or is busy: nobody should take its link away.
ALIVE = frozenset({401, 403, 405, 406, 408, 423, 425, 429, 451, 501, 503, 999})
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
NO_HEAD = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 502, 503})


class NotPublic(Exception):
    """The address lies within our own house, or leads there: it is never asked."""


@dataclass(frozen=True)
class Look:
    """What one look found. ``fine`` is None where nothing can be said: the fault was ours, or nobody may ask."""

    fine: bool | None
    said: str
    status: int | None = None


#: How a name becomes addresses; tests put their own here.
Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def public_address(host: str, port: int, resolve: Resolve) -> str:
    """An address of the host, if all that it has are public. Raises NotPublic or OSError.

    The connection goes to this very address, so a name that answers otherwise a moment later leads nowhere else.
    """
    addresses = _in_time(resolve, host, port)
    if not addresses:
        raise OSError("no address")
    for address in addresses:
        ip = ipaddress.ip_address(address.split("%")[0])
        inner = _within(ip)
        if not ip.is_global or ip.is_multicast or (inner is not None and not inner.is_global):
            raise NotPublic(host)
    return addresses[0]


def _in_time(resolve: Resolve, host: str, port: int) -> list[str]:
    """What ``resolve`` finds. Raises what it raises, and TimeoutError where it takes longer than a site may.

    The system's own question to a name server cannot be cut short: its thread stays behind until that gives up.
    """
    found: Future[list[str]] = Future()

    def find() -> None:
        try:
            found.set_result(resolve(host, port))
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            found.set_exception(error)

    threading.Thread(target=find, name="name", daemon=True).start()
    return found.result(TIMEOUT)


def _within(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The old address within a new one: written so, by a tunnel, or by a translator at the edge of a network."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at, under the host's name."""

    def __init__(self, host: str, port: int, *, address: str, tls: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address = address
        self._tls = tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End whatever is going on; the one who waits gets an OSError or an unfinished answer."""
        with contextlib.suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def ask(method: str, url: str, resolve: Resolve) -> tuple[int, str]:
    """One question: the status, and where it sends us on ("" for nowhere). Raises NotPublic, OSError, HTTPException."""
    parts = urlsplit(url)
    tls = parts.scheme.lower() == "https"
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.username:
        raise NotPublic(url)
    port = parts.port or (443 if tls else 80)
    if port not in PORTS:
        raise NotPublic(url)
    host = parts.hostname.encode("idna").decode("ascii")
    there = _Pinned(host, port, address=public_address(host, port, resolve), tls=tls)
    watch = threading.Timer(LONGEST, there.cut)
    watch.daemon = True
    watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        there.request(method, _ascii(path), headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
        answer = there.getresponse()  # its head says all: of its body nothing is read
        return answer.status, answer.headers.get("Location", "")
    finally:
        watch.cancel()
        there.close()


def _ascii(path: str) -> str:
    """A path with what is no ASCII in it written in per cent."""
    return "".join(char if "!" <= char <= "~" else "".join(f"%{b:02X}" for b in char.encode()) for char in path)


def look(url: str, resolve: Resolve = resolve) -> Look:
    """Open an address as a browser would, HEAD first and GET where that is not liked. Never raises."""
    try:
        status = _status("HEAD", url, resolve)
        if status in NO_HEAD:
            status = _status("GET", url, resolve)
    except NotPublic:
        return Look(fine=None, said=gettext_noop("このシステムからは確かめない場所です"))
    except TimeoutError:
        return Look(fine=False, said=gettext_noop("時間内に返事がありません"))
    except ssl.SSLError:
        return Look(fine=False, said=gettext_noop("証明書にまちがいがあります"))
    except socket.gaierror:
        return Look(fine=False, said=gettext_noop("サイトの名前が見つかりません"))
    except (OSError, http.client.HTTPException, UnicodeError, ValueError):
        return Look(fine=False, said=gettext_noop("つながりません"))
    return _judged(status)


def _judged(status: int) -> Look:
    if (status < 400 and status != ROUND_AND_ROUND) or status in ALIVE:
        return Look(fine=True, said=gettext_noop("開けます"), status=status)
    if status == ROUND_AND_ROUND:
        return Look(fine=False, said=gettext_noop("転送がくり返されています"), status=status)
    words = {404: gettext_noop("ページがありません"), 410: gettext_noop("ページはなくなりました")}
    return Look(fine=False, said=f"{status}:{words.get(status, gettext_noop('エラーの返事です'))}", status=status)


def in_words(said: str) -> str:
    """What was kept of a look, in the language of whoever reads it: it is kept in Japanese."""
    status, colon, words = said.rpartition(":")
    return f"{status}{colon}{gettext(words)}" if words else ""


def _status(method: str, url: str, resolve: Resolve) -> int:
    """The status at the end of all redirects; each of them is asked for its address anew."""
    for _ in range(MOST_REDIRECTS + 1):
        status, onward = ask(method, url, resolve)
        if status not in (301, 302, 303, 307, 308) or not onward:
            return status
        url = urljoin(url, onward)
    return ROUND_AND_ROUND


def queue(readings: Iterable[Reading]) -> None:
    """Note the addresses of entries that are not noted yet."""
    urls = {link.url for reading in readings for link in reading.links if len(link.url) <= 500}
    urls = {url for url in urls if url.lower().startswith(("http://", "https://"))}
    new = urls - set(LinkState.objects.filter(url__in=urls).values_list("url", flat=True)) if urls else set()
    if new:
        LinkState.objects.bulk_create([LinkState(url=url) for url in sorted(new)], ignore_conflicts=True)


def due(at: datetime) -> list[LinkState]:
    """What is to be looked at now, what waits longest first."""
    again = Q(checked_at__isnull=True) | Q(checked_at__lte=at - AGAIN)
    failed = Q(failures__gt=0, checked_at__lte=at - AGAIN_FAILED)
    return list(LinkState.objects.filter(again | failed).order_by(F("checked_at").asc(nulls_first=True), "pk"))


def note(state: LinkState, found: Look, at: datetime) -> None:
    """Keep what a look found. A second failure on the same day counts no more than the first."""
    state.checked_at, state.said, state.status = at, found.said, found.status
    today = at.astimezone(JAPAN).date()
    if found.fine:
        state.failures, state.failed_on = 0, None
    elif found.fine is False and state.failed_on != today:
        state.failures, state.failed_on = min(state.failures + 1, 1000), today
    state.save()


def check(
    states: Iterable[LinkState],
    *,
    looking: Callable[[str], Look] | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> list[LinkState]:
    """Look at these addresses, gently: never the same host twice within two seconds. Returns them."""
    asked: dict[str, float] = {}
    done = []
    for state in states:
        host = parts_of(state.url).hostname or ""
        wait = asked.get(host, 0.0) + GENTLE - time.monotonic() if host in asked else 0.0
        if wait > 0:
            pause(wait)
        found = (looking or look)(state.url)
        asked[host] = time.monotonic()
        note(state, found, timezone.now())
        done.append(state)
    return done


_beside = threading.Lock()


def look_beside() -> None:
    """Look at some due addresses in a thread of its own: a slow site must not keep what is due from going live."""
    if not settings.CHECK_LINKS or _beside.locked() or not (some := due(timezone.now())[:AT_ONCE]):
        return
    threading.Thread(target=_look_at, args=(some,), name="links", daemon=True).start()


def _look_at(some: list[LinkState]) -> None:
    if not _beside.acquire(blocking=False):
        return
    try:
        close_old_connections()
        check(some)
    except Exception:
        logger.exception("The look at links failed; it is tried again")
    finally:
        connection.close()
        _beside.release()
