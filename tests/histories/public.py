"""What readers get, asked over HTTP: no word and no id in any byte that nobody approved for this channel."""

import gzip
import json
from typing import Any

from tests.delivery.reader import Got, ask
from tests.histories.house import HIDDEN_AUDIENCE, NAMES, SEGMENTS
from tests.histories.model import CHANNELS, LANGUAGES, Model, Subject, Text
from tests.histories.play import Violation
from tests.histories.words import is_for_kids, words_in

KEPT = "public, max-age=60, stale-if-error=86400"


def wrong_if(condition: object, what: str) -> None:
    if condition:
        raise Violation(what)


class Reader:
    """Asks, and looks at every byte of every answer."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.stands = model.standing()
        self.words = {channel: model.allowed(channel) for channel in CHANNELS}
        self.asked = 0

    def get(self, channel: str, path: str, **headers: str) -> Got:
        """Ask, and refuse any byte that may not be there."""
        got = ask(f"/api/v1/{channel}/{path}", **headers)
        self.asked += 1
        body = gzip.decompress(got.body) if got.headers.get("Content-Encoding") == "gzip" else got.body
        raw = body + json.dumps(got.headers).encode()
        where = f"{channel}/{path}"
        wrong_if(leaked := words_in(raw) - self.words[channel], f"{where} shows {sorted(leaked)}")
        if channel == "kids":
            wrong_if(any(not is_for_kids(found) for found in words_in(raw)), f"{where} shows kids a word for adults")
            wrong_if(got.headers.get("Content-Language") != "ja" and got.status == 200, f"{where} is not in Japanese")
        wrong_if(HIDDEN_AUDIENCE.encode() in raw, f"{where} tells of the hidden audience")
        for subject in self.model.subjects.values():
            if (subject.name, channel) not in self.stands:
                shown = subject.content_id.encode() in raw or f'"{subject.slug}"'.encode() in raw
                wrong_if(shown, f"{where} tells of {subject.name}")
        wrong_if(
            got.status == 200 and got.headers["Cache-Control"] != KEPT, f"{where} tells of something by its caching"
        )
        if got.status >= 400 or channel == "kids":
            self._has_the_crisis_route(channel, got, where)
        return got

    def _has_the_crisis_route(self, channel: str, got: Got, where: str) -> None:
        """Every problem and every answer for kids names the members of the channel's set, in order."""
        members = self.model.crisis_members(channel)
        if got.status >= 400:
            shown = [entry["value"] for entry in got.json["emergency"]]
            wanted = [self.model.subjects[name].live["value"] for name in members or ()]  # type: ignore[index]
            wrong_if(not shown or (members is not None and shown != wanted), f"{where}: {shown} instead of {wanted}")
        else:
            self._are(members, got.json.get("emergency", got.json), where)

    def _are(self, members: list[str] | None, block: Any, where: str) -> None:
        shown = [member["id"] for member in block["members"]]
        wanted = [self.model.subjects[name].content_id for name in members or ()]
        wrong_if(not shown or (members is not None and shown != wanted), f"{where}: the crisis route is {shown}")

    # --- what is asked -----------------------------------------------------------------------------------------------

    def emergency(self, channel: str, language: str) -> None:
        if channel != "kids":
            got = self.get(channel, "emergency" + (f"?lang={language}" if channel == "website" else ""))
            self._are(self.model.crisis_members(channel), got.json, channel)
        else:
            self.get(channel, "emergency")

    def nothing(self, channel: str, turn: int) -> None:
        """A problem."""
        if channel == "kids" and turn % 4:
            wrong_if(self.get(channel, "services?lang=en").status != 400, "kids are answered in another language")
        else:
            wrong_if(self.get(channel, "services/never-was-anything").status != 404, "nothing is somewhere")

    def everything_of(self, channel: str, kind: str, language: str) -> None:
        """A list: exactly what stands there."""
        query = {"website": f"?lang={language}", "partners": "?sort=updated"}.get(channel, "?total=true")
        got = self.get(channel, SEGMENTS[kind] + query, accept_language="en")
        shown = {item["id"] for item in got.json["items"]}
        wanted = {
            subject.content_id
            for subject in self.model.subjects.values()
            if subject.kind == kind and (subject.name, channel) in self.stands
        }
        wrong_if(shown != wanted, f"{channel} {kind}: {sorted(shown)} are listed, {sorted(wanted)} stand")
        wrong_if("total" in got.json and got.json["total"] != len(wanted), f"{channel} {kind}: the count is wrong")

    def detail(self, subject: Subject, channel: str, language: str, *, by_slug: bool = False) -> None:
        """One document: what was approved, or how it left, or that it never was."""
        path = f"{SEGMENTS[subject.kind]}/{subject.slug if by_slug else subject.content_id}"
        got = self.get(channel, path + (f"?lang={language}" if channel == "website" else ""), accept_language="en")
        place = (subject.name, channel)
        status = 200 if place in self.stands else 410 if place in self.model.gone else 404
        wrong_if(got.status != status, f"{channel}/{path} answers {got.status} and must answer {status}")
        if status == 410:
            reason = self.model.gone[place]
            wrong_if(got.json["reason"] != reason, f"{channel}/{path} left as {got.json['reason']}, not {reason}")
        if status == 200 and subject.live is not None:
            words = got.json
            wrong_if(words["id"] != subject.content_id or words["slug"] != subject.slug, f"{channel}/{path} is another")
            {"website": self._website, "kids": self._kids, "partners": self._partners}[channel](
                subject, subject.live, words, language
            )

    def _website(self, subject: Subject, live: Text, words: Any, language: str) -> None:
        wrong_if(words["language"] != language, f"{subject.name} says {words['language']} and was asked for {language}")
        if subject.kind == "emergency":
            self._members(subject, live, words)
            return
        name = NAMES.get(subject.kind, "name")
        own = {"ja": live["name_ja"], "en": live["name_en"], "ko": live["name_ko"]}.get(language)
        state = "missing" if not own else {"ja": "source", "ko": "draft", "en": self._english(live)}[language]
        said = {"served": language if own else "ja", "state": state}
        wrong_if(words[name] != (own or live["name_ja"]), f"{subject.name} in {language} is called {words[name]}")
        wrong_if(words["languages"][name] != said, f"{subject.name}: {words['languages'][name]} and not {said}")
        if subject.kind == "faq":
            wrong_if(words["answer"]["text"] != live["summary_ja"], f"{subject.name}: {words['answer']}")
            self._leads_on(words, "website")
        if subject.kind == "service":
            said = {"served": "ja", "state": "source" if language == "ja" else "missing"}
            wrong_if(words["summary"] != live["summary_ja"], f"{subject.name}: {words['summary']}")
            wrong_if(words["languages"]["summary"] != said, f"{subject.name}: {words['languages']['summary']}")
            contact = words["contacts"][0]
            shown = contact["value"], contact["label"], contact["note"]
            wrong_if(shown != (live["value"], live["label"], live["note"]), f"{subject.name}: {shown}")
            self._points_to(words["provider"], "provider", "website")
            self._points_to(words["topics"], "topic", "website")

    def _kids(self, subject: Subject, live: Text, words: Any, language: str) -> None:
        wrong_if(words["language"] != "ja", f"{subject.name} speaks {words['language']} to kids")
        if subject.kind == "emergency":
            self._members(subject, live, words)
        elif subject.kind == "topic":
            wrong_if(words["name"]["text"] != live["name_kids"], f"{subject.name}: {words['name']}")
        elif subject.kind == "faq":
            kids = self.model.kids_text_of(subject.name)
            shown = words["question"]["text"], words["answer"]["text"]
            wrong_if(shown != (kids["title"], kids["text"]), f"{subject.name} tells kids {shown}")
            self._leads_on(words, "kids")
        else:
            kids, contact = self.model.kids_text_of(subject.name), words["contacts"][0]
            shown = words["title"]["text"], words["text"]["text"], contact["label"]["text"], contact["value"]
            wanted = kids["title"], kids["text"], kids["label"], live["value"]
            wrong_if(shown != wanted, f"{subject.name} tells kids {shown} and not {wanted}")
            self._points_to(words["topics"], "topic", "kids")

    def _partners(self, subject: Subject, live: Text, words: Any, language: str) -> None:
        if subject.kind == "emergency":
            return
        names = {"ja": live["name_ja"], "en": live["name_en"], "ko": live["name_ko"]}
        names = {key: name for key, name in names.items() if name}
        name = NAMES.get(subject.kind, "name")
        wrong_if(words[name] != names, f"{subject.name} gives partners {words[name]}")
        states = {key: fields[name] for key, fields in words["languages"].items() if name in fields}
        wanted = {"ja": "source", "ko": "draft", "en": self._english(live)}
        wrong_if(states != {key: wanted[key] for key in names}, f"{subject.name} tells partners {states}")

    @staticmethod
    def _english(live: Text) -> str:
        return "checked" if live["en_of"] == live["name_ja"] else "stale"

    def _members(self, subject: Subject, live: Text, words: Any) -> None:
        shown = [member["id"] for member in words["members"]]
        wanted = [self.model.subjects[name].content_id for name in live["members"]]
        wrong_if(shown != wanted, f"{subject.name} has the members {shown}")

    def _leads_on(self, words: Any, channel: str) -> None:
        """A question leads to its topic and its desk, where these stand."""
        self._points_to(words["topics"], "topic", channel)
        self._points_to(words["related_services"], "desk", channel)

    def _points_to(self, stubs: Any, name: str, channel: str) -> None:
        """A reference shows where it stands, and nowhere else."""
        stubs = stubs if isinstance(stubs, list) else [stubs] if stubs else []
        shown = [stub["id"] for stub in stubs]
        wanted = [self.model.subjects[name].content_id] if (name, channel) in self.stands else []
        wrong_if(shown != wanted, f"something in {channel} points to {shown}")

    def some(self, turn: int, language: str) -> None:
        """One answer, something else at each turn."""
        channel, other = CHANNELS[turn % 3], CHANNELS[(turn + 1) % 3]
        documents = [subject for subject in self.model.subjects.values() if self._has(other, subject)]
        match turn % 5:
            case 0:
                self.emergency(other, language)
            case 1:
                self.nothing(other, turn)
            case 2:
                self.detail(documents[turn % len(documents)], other, language, by_slug=turn % 2 == 0)
            case _:
                self.everything_of(channel, ("service", "faq", "topic")[turn // 3 % 3], language)

    def all(self, turn: int) -> None:
        """Everything there is, in some channel and language: in which, the turn says."""
        language = LANGUAGES[turn % len(LANGUAGES)]
        for number, subject in enumerate(self.model.subjects.values()):
            channel = CHANNELS[(turn + number) % 3]
            if self._has(channel, subject):
                self.detail(subject, channel, language, by_slug=turn % 2 == 0)
        for channel in CHANNELS:
            self.everything_of(channel, ("service", "faq", "topic")[turn % 3], language)
            self.emergency(channel, language)
        self.nothing(CHANNELS[turn % 3], turn)
        self.everything_of("website" if turn % 2 else "partners", "organization", language)

    @staticmethod
    def _has(channel: str, subject: Subject) -> bool:
        """Whether such a thing can stand in a channel."""
        if subject.kind == "kids_text":
            return False
        if subject.kind == "emergency":
            return subject.channel == channel
        return channel != "kids" or subject.kind != "organization"
