"""The whole application, shell included, without the start's look at the database: tests have none while they load."""

from cms.django_application import django_application as set_up

django_application = set_up()

from django.conf import settings  # noqa: E402 - after Django is set up
from django.core.signals import setting_changed  # noqa: E402
from django.db import DatabaseError, InterfaceError, connection  # noqa: E402

from api.delivery import queries, readers, references, shown  # noqa: E402
from api.delivery.answers import answers  # noqa: E402
from api.delivery.heads import Unseen, leave  # noqa: E402
from api.delivery.kept import Kept  # noqa: E402
from api.delivery.queries import LogHead  # noqa: E402
from api.search import remembered  # noqa: E402

_seen: list[LogHead | None] = [None]


def look() -> LogHead | None:
    """Look at each request, from inside the test's own transaction, and past what counts its queries."""
    try:
        with connection.cursor() as cursor:
            row = cursor.cursor.execute(queries.HEAD).fetchone()
    except (DatabaseError, InterfaceError, RuntimeError) as error:  # the last one where a test may ask no database
        raise Unseen from error
    finally:
        leave()
    head = queries.log_head(row) if row else None
    if head != _seen[0]:
        _seen[0] = head
    return _seen[0]


kept = Kept(look, limit=settings.ANSWER_MEMORY_BYTES)


def forget() -> None:
    """Let go of all answers and of the documents that lists showed: another test's log may end at the same head."""
    kept.empty()
    shown._remembered.clear()
    references._remembered.clear()
    remembered.forget()
    readers.guarded.cache_clear()


# A process has the same settings for as long as it lives; a test may have others from one line to the next.
setting_changed.connect(lambda **_: forget(), weak=False)
application = answers(django_application, kept=kept)
