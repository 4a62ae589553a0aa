"""`python -m benchmarks.search --half tuned`: how well search answers judged questions over the starter content.

The starter content is made public in a folder of its own and is gone afterwards; DATABASE_URL names an empty database
instead. `--prepared` takes the demo that TOMOSHIBI_STATE_DIR or DATABASE_URL holds as it stands.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.search.measures import Interval, drawn, interval, ndcg, recall

JUDGED = Path(__file__).parent / "judged"
SEGMENTS = {"service": "service", "faq": "faq", "article": "article"}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    options.add_argument("--half", choices=("tuned", "reported"), default="tuned")
    options.add_argument("--prepared", action="store_true", help="search the demo that is there")
    options.add_argument("--worst", type=int, default=0, help="show so many of the worst answers (tuned half only)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tomoshibi-search-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings.all", "TOMOSHIBI_DEMO": "1"}
        os.environ |= {"RATE_LIMIT_REQUESTS": "0", "ALLOWED_HOSTS": "testserver"}
        if not chosen.prepared:
            os.environ["TOMOSHIBI_STATE_DIR"] = folder
        import django

        django.setup()
        if not chosen.prepared:
            publish()
        judged = json.loads((JUDGED / f"{chosen.half}.json").read_text(encoding="utf-8"))
        report(judged, worst=chosen.worst if chosen.half == "tuned" else 0)


def publish() -> None:
    """Make the starter content public, as the demo does."""
    from django.core.management import call_command

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command("migrate", interactive=False, verbosity=0)
        for step in ("setup_editing", "load_areas", "import_starter", "demo_publish"):
            call_command(step, stdout=nowhere)


def report(judged: dict[str, Any], *, worst: int) -> None:
    found = {query["id"]: search(query["q"], query["language"]) for query in judged["queries"]}
    by_id = {query["id"]: query for query in judged["queries"]}
    gains = {key: ndcg(items, by_id[key]["relevant"]) for key, (items, _) in found.items()}
    recalls = [recall(items, by_id[key]["relevant"]) for key, (items, _) in found.items()]
    unmatched = [not answer["matched"] for _, answer in found.values()]
    empty = [not answer["items"] for _, answer in found.values()]
    show(f"nDCG@10 ({len(gains)} questions)", interval(list(gains.values())))
    by_language: defaultdict[str, list[float]] = defaultdict(list)
    for key, gain in gains.items():
        by_language[by_id[key]["language"]].append(gain)
    for language, values in sorted(by_language.items()):
        show(f"    {language} ({len(values)})", interval(values))
    show("R@10", interval(recalls))
    print(f"{'without an item':<38}{sum(empty) / len(empty):.3f}")
    print(f"{'nothing matched':<38}{sum(unmatched) / len(unmatched):.3f}")
    report_respelt(judged["respelt"], by_id, gains)
    report_crisis(judged["crisis"], worst=worst)
    for key in sorted(gains, key=gains.__getitem__)[:worst]:
        show_answer(by_id[key], gains[key], found[key])


def report_respelt(respelt: list[dict[str, str]], by_id: dict[str, Any], gains: dict[str, float]) -> None:
    """Compare each re-spelt question with the one that it re-spells."""
    kinds: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in respelt:
        of = by_id[line["of"]]
        items, _ = search(line["q"], of["language"])
        kinds[line["kind"]].append((ndcg(items, of["relevant"]), gains[of["id"]]))
    every = [pair for pairs in kinds.values() for pair in pairs]
    for kind, pairs in [*sorted(kinds.items()), (f"re-spelt ({len(every)})", every)]:
        as_written = sum(pair[1] for pair in pairs) / len(pairs)
        show(
            kind if pairs is every else f"    {kind} ({len(pairs)})", interval([pair[0] for pair in pairs]), as_written
        )


def report_crisis(crisis: list[dict[str, Any]], *, worst: int) -> None:
    told = [(line["crisis"], search(line["q"], line.get("language", "ja"))[1]["crisis"]) for line in crisis]
    pairs = [(float(truly), float(answer["found"])) for truly, answer in told]
    show("crisis recall", drawn([said for truly, said in pairs if truly], lambda some: sum(some) / len(some)))
    show("crisis precision", drawn([truly for truly, said in pairs if said], lambda some: sum(some) / len(some)))
    for line, (truly, answer) in zip(crisis, told, strict=True):
        if worst and bool(truly) != answer["found"]:
            print("   missed" if truly else "   false alarm", answer["kinds"], line.get("kind"), line["q"])


def search(text: str, language: str) -> tuple[list[str], Any]:
    """Return the names of the first ten items, and the answer, as a reader gets it."""
    from tests.delivery.reader import ask

    answer = ask(f"/api/v1/website/search?q={quote(text)}&lang={language}&limit=10").json
    if "items" not in answer:
        sys.exit(f"{language}: {answer}")
    return [f"{SEGMENTS[item['type']]}:{item['slug']}" for item in answer["items"]], answer


def show(name: str, value: Interval, beside: float | None = None) -> None:
    print(f"{name:<38}{value}" + ("" if beside is None else f"  as first written {beside:.3f}"))


def show_answer(query: dict[str, Any], gain: float, found: tuple[list[str], Any]) -> None:
    print(f"\n{gain:.2f} {query['id']} {query['language']} {query['q']}  {[t['slug'] for t in found[1]['topics']]}")
    print("  found ", ", ".join(f"{name.split(':', 1)[1]}({query['relevant'].get(name, 0)})" for name in found[0]))
    missing = {name: grade for name, grade in query["relevant"].items() if name not in found[0] and grade > 1}
    print("  missed", missing)


if __name__ == "__main__":
    main()
