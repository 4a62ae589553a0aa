"""Personal data in texts: what went out cannot be called back. Numbers of desks are no persons' and are left alone."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from catalog import phone
from cms.checks.examples import japanese
from cms.checks.reading import Contact, Reading, Text
from cms.checks.rule import Example, Known, Rule, Said

_TWELVE = re.compile(r"(?<![\d-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\d-])")
_MOBILE = re.compile(r"(?<![\d-])0[789]0[- ]?\d{4}[- ]?\d{4}(?![\d-])")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
#: Where people have addresses of their own.
_PRIVATE_HOSTS = re.compile(
    r"(gmail|yahoo|ymail|outlook|hotmail|live|icloud|me|msn|docomo|ezweb|au|softbank|i\.softbank|rakuten|nifty|biglobe)"
    r"\.(com|co\.jp|ne\.jp|jp|net)"
)
# stays Japanese: what is looked for in the author's text
_SENTENCE_END = re.compile(r"\n|。")
# stays Japanese: what is looked for in the author's text
_ADDRESS = re.compile(
    r"[都道府県市区町村][^\s。、]{0,20}?(\d+|[一二三四五六七八九十]+)(丁目|番地|番|-\d+)[^\s。]{0,12}"
)
# stays Japanese: what is looked for in the author's text
_PERSON = re.compile(r"[一-鿿々]{1,4}[\s ]?[一-鿿ぁ-ゖァ-ヺー]{0,4}(さん|様|氏|くん|君|ちゃん)(?![一-鿿])")
# stays Japanese: what is looked for in the author's text
_GENERAL = re.compile(
    r"(相談員|担当者|利用者|参加者|保護者|お子|子ども|お母|お父|お客|皆|患者|家族|当事者|被害者)(さん|様|氏)"
)
# stays Japanese: what is looked for in the author's text
_BIRTH = re.compile(
    r"(生年月日|誕生日)\s*[::は]?\s*\S{0,4}\d{1,4}|((昭和|平成|令和)\d{1,2}|(19|20)\d\d)\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?\s*(生まれ|生(?![徒活命]))"
)


def _texts(reading: Reading) -> Iterator[tuple[Text, str]]:
    return ((text, unicodedata.normalize("NFKC", text.text)) for text in reading.texts)


def _my_number(reading: Reading, known: Known) -> Iterator[Said]:
    for text, said in _texts(reading):
        for found in _TWELVE.findall(said):
            if is_my_number(re.sub(r"\D", "", found)):
                yield (
                    text.place,
                    gettext("マイナンバーかもしれない12桁の数字があります。"),
                    gettext("消してください。マイナンバーは、どんなときも載せられません。"),
                )


def is_my_number(digits: str) -> bool:
    """Whether the last of twelve digits is the check digit of the others (総務省令第85号)."""
    weights = [n + 1 if n <= 6 else n - 5 for n in range(11, 0, -1)]
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:11], weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _mobile(reading: Reading, known: Known) -> Iterator[Said]:
    own = {re.sub(r"\D", "", contact.value) for contact in reading.contacts if contact.channel == "phone"}
    for text, said in _texts(reading):
        for found in _MOBILE.findall(said):
            if re.sub(r"\D", "", found) not in own:
                yield (
                    text.place,
                    gettext("携帯電話の番号「%(found)s」があります。") % {"found": found},
                    gettext("個人の番号なら消してください。窓口の番号なら「連絡先」に入れてください。"),
                )


def _mail(reading: Reading, known: Known) -> Iterator[Said]:
    for text, said in _texts(reading):
        for match in _MAIL.finditer(said):
            if _PRIVATE_HOSTS.fullmatch(match[1].lower()):
                yield (
                    text.place,
                    gettext("個人のものかもしれないメールアドレス「%(match)s」があります。") % {"match": match[0]},
                    gettext("個人のものなら消してください。窓口のものなら「連絡先」に入れてください。"),
                )


def _address(reading: Reading, known: Known) -> Iterator[Said]:
    for text, said in _texts(reading):
        for line in _SENTENCE_END.split(said):
            if _ADDRESS.search(line) and (person := _PERSON.search(_GENERAL.sub("", line))):
                yield (
                    text.place,
                    gettext("「%(person)s」と住所が同じ文にあります。") % {"person": person[0]},
                    gettext("個人の住まいが分かる書きかたなら消してください。"),
                )


def _birth(reading: Reading, known: Known) -> Iterator[Said]:
    for text, said in _texts(reading):
        if found := _BIRTH.search(said):
            yield (
                text.place,
                gettext("生年月日らしいもの「%(found)s」があります。") % {"found": found[0]},
                gettext("個人のものなら消してください。"),
            )


# stays Japanese: the house's handbook, with its examples
def _with_number(text: str) -> Example:
    reading = Reading(
        texts=japanese(text).reading.texts,
        contacts=(Contact("contact_points-0", "連絡先「電話」", "phone", phone.normalise("090-1234-5678")),),
    )
    return Example(f"{text}(同じ番号が「連絡先」にもある)", reading)


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "my-number",
        gettext_noop("マイナンバー"),
        "block",
        "マイナンバーは法律で、決まった手続きのほかには書くことも集めることもできません。検査用の数字が合うものだけを止めます。",
        _my_number,
        good=(japanese("受付番号は 123456789012 です。"), japanese("電話は 0120-279-338 です。")),
        bad=(japanese("番号は 1234 5678 9018 です。"),),
    ),
    Rule(
        "personal-phone",
        gettext_noop("携帯電話の番号"),
        "warn",
        "個人の番号が一度外に出ると、消しても残ります。",
        _mobile,
        good=(japanese("0120-279-338 へかけてください。"), _with_number("090-1234-5678 へ。")),
        bad=(japanese("担当の 090-1234-5678 へ。"),),
    ),
    Rule(
        "personal-mail",
        gettext_noop("個人のメールアドレス"),
        "warn",
        "役所や団体のアドレスはそのままでかまいません。だれでも作れるところのものだけを知らせます。",
        _mail,
        good=(japanese("soudan@city.example.lg.jp へ。"),),
        bad=(japanese("yamada.taro@gmail.com へ。"),),
    ),
    Rule(
        "address-with-name",
        gettext_noop("人の名前と住所"),
        "warn",
        "暴力から逃げている人の住まいが分かると、命にかかわります。",
        _address,
        good=(japanese("窓口は千代田区霞が関1丁目1番です。"), japanese("山田さんに相談できます。")),
        bad=(japanese("山田さんは千代田区霞が関1丁目1番に住んでいます。"),),
    ),
    Rule(
        "birth-date",
        gettext_noop("生年月日"),
        "warn",
        "生年月日は、名前がなくても、その人を見分ける手がかりになります。",
        _birth,
        good=(japanese("2026年4月1日に始まりました。"),),
        bad=(japanese("平成20年5月3日生まれです。"), japanese("生年月日:2008/5/3")),
    ),
)
