"""The access log's lines and the numbers of requests: none is lost, none comes twice."""

import os
import re
import threading
import time
from uuid import UUID

from api.delivery.access_log import LINES, SECONDS, AccessLog, shown
from api.delivery.request_ids import AT_ONCE, new_request_id

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO api\.access GET /api/(\d+) 200 2 bytes 1\.5 ms some-id\n")


def test_lines_of_many_threads_are_all_written_within_the_second() -> None:
    written: list[str] = []
    log = AccessLog(written.append)

    def say(numbers: range) -> None:
        for number in numbers:
            log.say(f"GET /api/{number} 200 2 bytes", time.time(), 0.0015, "some-id")

    threads = [threading.Thread(target=say, args=(range(n * 1000, n * 1000 + 1000),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(SECONDS + 0.3)
    assert sorted(map(int, LINE.findall("".join(written)))) == list(range(4000))
    assert len(written) < 4000 / LINES * 5


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    def full(text: str) -> None:
        raise OSError("no space left on device")

    log = AccessLog(full)
    log.say("GET /api/1 200 2 bytes", time.time(), 0.001, "some-id")
    log.flush()


def test_a_path_is_one_short_line() -> None:
    assert shown("/api/a\nb\u2028" + "x" * 500).isprintable()
    assert len(shown("/api/" + "x" * 500)) == 200


def test_numbers_are_random_uuids_and_no_two_are_the_same_in_a_forked_process_either() -> None:
    numbers = {new_request_id() for _ in range(AT_ONCE + 1)}
    assert all(UUID(number).version == 4 and str(UUID(number)) == number for number in numbers)
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, "".join(new_request_id() for _ in range(AT_ONCE)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.wait()
    theirs = {text[start : start + 36] for start in range(0, len(text), 36)}
    ours = {new_request_id() for _ in range(AT_ONCE)} | numbers
    assert len(theirs) == AT_ONCE
    assert len(ours) == 2 * AT_ONCE + 1
    assert ours.isdisjoint(theirs)
