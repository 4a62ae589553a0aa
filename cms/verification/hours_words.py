"""Opening hours in Japanese words, told and read: whoever looks after a desk knows no expressions. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from catalog import opening_hours
from catalog.opening_hours import HoursInvalid

EXAMPLE = "例:月〜金 9:00〜17:00、祝日 休み、年末年始 休み"
_DAYS: Final = dict(zip("月火水木金土日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True))
_WORDS: Final = {code: word for word, code in _DAYS.items()} | {"PH": "祝日"}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DASHES: Final = re.compile(r"[‐‑‒–—―−〜~ー]")
_TOKEN: Final = re.compile(
    r"(?P<date>\d{1,2}月\d{1,2}日|\d{1,2}/\d{1,2}(?![\d:時]))"
    r"|(?P<always>24時間)"
    r"|(?P<time>(?:午前|午後)?\d{1,2}(?::\d{2}|時半|時\d{1,2}分|時))"
    r"|(?P<new_year>年末年始)"
    r"|(?P<off>お休み|休み|休業|定休日?|閉所|閉室|休(?!日))"
    r"|(?P<day>毎日|平日|祝日?|[月火水木金土日](?:曜日|曜)?)"
    r"|(?P<range>-|から)"
    r"|(?P<silent>まで|は|と|翌日?|受付|[、,・;。()/\s])"
)
_RULE: Final = re.compile(
    r"(?:(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH))*)"
    r"|(?P<date>[A-Z][a-z]{2} \d{1,2}(?:-[A-Z][a-z]{2} \d{1,2})?))?"
    r" ?(?P<what>off|\d{1,2}:\d\d-\d{1,2}:\d\d(?:,\d{1,2}:\d\d-\d{1,2}:\d\d)*)"
)


def told(expression: str) -> str | None:
    """Return the hours in words that ``heard`` reads back as the very same, or None where there are none."""
    if expression == "24/7":
        return "24時間"
    rules = [_told_rule(rule) for rule in expression.split("; ")]
    if None in rules:
        return None
    words = "、".join(rule for rule in rules if rule)
    try:
        return words if heard(words) == expression else None
    except HoursInvalid:
        return None


def _told_rule(rule: str) -> str | None:
    found = _RULE.fullmatch(rule)
    if found is None:
        return None
    what = "休み" if found["what"] == "off" else "と".join(map(_told_span, found["what"].split(",")))
    if found["days"]:
        when = "・".join(map(_told_days, found["days"].split(",")))
    elif found["date"]:
        when = "〜".join(map(_told_date, found["date"].split("-")))
    else:
        return what
    return f"{when} {what}"


def _told_span(span: str) -> str:
    return "〜".join(re.sub(r"^0(?=\d)", "", clock) for clock in span.split("-"))


def _told_days(days: str) -> str:
    return "毎日" if days == "Mo-Su" else "〜".join(_WORDS[day] for day in days.split("-"))


def _told_date(date: str) -> str:
    month, day = date.split(" ")
    return f"{_MONTHS.index(month) + 1}月{int(day)}日" if month in _MONTHS else date


@dataclass
class _Rule:
    """What one stretch of words says: on which days, from when to when, or that it is closed."""

    days: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    closed: bool = False

    @property
    def said(self) -> bool:
        return self.closed or bool(self.spans)

    def written(self) -> Iterator[str]:
        what = "off" if self.closed else ",".join(self.spans)
        for when in filter(None, [",".join(self.days), *self.dates]):
            yield f"{when} {what}"
        if not self.days and not self.dates:
            yield what


def heard(text: str) -> str:
    """Return words, or an expression, as the expression that is stored; "" for nothing. Raises HoursInvalid."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    if not plain:
        return ""
    if re.search(r"[A-Za-z]|24/7", plain):
        return opening_hours.normalise(plain) or ""
    tokens = _tokens(plain)
    rules = _rules(tokens)
    if any(kind == "day" and said == "平日" for kind, said in tokens) and not any("PH" in rule.days for rule in rules):
        rules.append(_Rule(days=["PH"], closed=True))
    if len(rules) == 1 and rules[0].spans == ["00:00-24:00"] and rules[0].days in ([], ["Mo-Su"]):
        return "24/7"
    # A closure holds only where nothing after it opens again.
    ordered = sorted(rules, key=lambda rule: rule.closed)
    return opening_hours.normalise("; ".join(part for rule in ordered for part in rule.written())) or ""


def _tokens(plain: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            rest = plain[at:].split("、")[0][:20]
            raise HoursInvalid(f"受付時間の「{rest}」が読み取れません。{EXAMPLE}。説明は「ひとこと」に書いてください。")
        if match.lastgroup != "silent":
            found.append((str(match.lastgroup), match[0]))
        at = match.end()
    return found


def _rules(tokens: list[tuple[str, str]]) -> list[_Rule]:
    rules, rule, at = [], _Rule(), 0
    while at < len(tokens):
        kind, said = tokens[at]
        if kind in {"day", "date", "new_year"} and rule.said:
            rules.append(rule)
            rule = _Rule()
        until = _until(tokens, at, kind)
        at += 3 if until else 1
        _take(rule, kind, said, until)
    if rule.days or rule.dates or rule.said:
        rules.append(rule)
    for each in rules:
        if not each.said:
            raise HoursInvalid(f"時刻か「休み」が書かれていない曜日や日付があります。{EXAMPLE}")
    return rules


def _until(tokens: list[tuple[str, str]], at: int, kind: str) -> str | None:
    """What stands at the other end of a range that begins here."""
    following = tokens[at + 1 : at + 3]
    if len(following) == 2 and following[0][0] == "range" and following[1][0] == kind:
        return following[1][1]
    return None


def _take(rule: _Rule, kind: str, said: str, until: str | None) -> None:
    match kind:
        case "day":
            rule.days.append("-".join(_day(word) for word in (said, until) if word))
        case "date":
            rule.dates.append("-".join(_date(word) for word in (said, until) if word))
        case "new_year":
            rule.dates.append("Dec 29-Jan 03")
        case "always":
            rule.spans.append("00:00-24:00")
        case "time" if until:
            rule.spans.append(f"{_clock(said)}-{_clock(until)}")
        case "off":
            rule.closed = True
        case _:
            raise HoursInvalid(f"「{said}」だけでは、いつからいつまでかがわかりません。{EXAMPLE}")


def _day(word: str) -> str:
    return {"毎日": "Mo-Su", "平日": "Mo-Fr", "祝日": "PH", "祝": "PH"}.get(word) or _DAYS[word[0]]


def _date(word: str) -> str:
    month, day = map(int, re.findall(r"\d+", word))
    if not 1 <= month <= 12:
        raise HoursInvalid(f"「{word}」という日はありません。日付を確かめてください。")
    return f"{_MONTHS[month - 1]} {day:02}"


def _clock(word: str) -> str:
    hour, *minutes = map(int, re.findall(r"\d+", word))
    minute = 30 if word.endswith("半") else minutes[0] if minutes else 0
    hour += 12 if word.startswith("午後") and hour < 12 else 0
    if hour > 24 or minute > 59:
        raise HoursInvalid(f"「{word}」という時刻はありません。24時間制で 9:00〜17:00 のように書いてください。")
    return f"{hour:02}:{minute:02}"
