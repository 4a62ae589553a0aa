"""The kinds of problems that readers may meet, with their words in both languages."""

from dataclasses import dataclass
from typing import NamedTuple


class Bilingual(NamedTuple):
    """One sentence for readers, in both languages that problems speak."""

    ja: str
    en: str

    def speak(self, language: str) -> str:
        return self.en if language == "en" else self.ja


@dataclass(frozen=True, kw_only=True)
class ProblemType:
    """One kind of problem: its page stands at /problems/{slug}."""

    slug: str
    status: int
    title: Bilingual
    cure: Bilingual


TYPES = {
    kind.slug: kind
    for kind in (
        ProblemType(
            slug="bad-request",
            status=400,
            title=Bilingual("リクエストを読み取れません", "The request cannot be read"),
            cure=Bilingual(
                "アドレスやヘッダーの書き方を確かめてください。", "Check how the address and the headers are written."
            ),
        ),
        ProblemType(
            slug="invalid-parameter",
            status=400,
            title=Bilingual("パラメーターに誤りがあります", "A parameter is wrong"),
            cure=Bilingual(
                "errors に、誤りのあるパラメーターの名前と理由があります。知らないものを無視することはありません。",
                "errors names each wrong parameter and says why. Unknown parameters and values are never ignored.",
            ),
        ),
        ProblemType(
            slug="forbidden",
            status=403,
            title=Bilingual("許可されていません", "This is not allowed"),
            cure=Bilingual("この操作はできません。", "This cannot be done."),
        ),
        ProblemType(
            slug="not-found",
            status=404,
            title=Bilingual("見つかりません", "Not found"),
            cure=Bilingual(
                "このアドレスには何もありません。識別子と言語、チャンネルを確かめてください。",
                "There is nothing at this address. Check the id, the language and the channel.",
            ),
        ),
        ProblemType(
            slug="method-not-allowed",
            status=405,
            title=Bilingual("このメソッドは使えません", "This method is not allowed"),
            cure=Bilingual(
                "Allow ヘッダーにあるメソッドを使ってください。", "Use a method that the Allow header names."
            ),
        ),
        ProblemType(
            slug="gone",
            status=410,
            title=Bilingual("取り下げられました", "Withdrawn"),
            cure=Bilingual(
                "以前あった項目です。reason に理由、replacement に代わりがあります。写しは消してください。",
                "This item stood here before. reason says why it left, replacement what took its place. Delete copies.",
            ),
        ),
        ProblemType(
            slug="request-too-large",
            status=413,
            title=Bilingual("リクエストが大きすぎます", "The request is too large"),
            cure=Bilingual("本文を小さくしてください。", "Send a smaller body."),
        ),
        ProblemType(
            slug="address-too-long",
            status=414,
            title=Bilingual("アドレスが長すぎます", "The address is too long"),
            cure=Bilingual("アドレスを短くしてください。", "Use a shorter address."),
        ),
        ProblemType(
            slug="rate-limited",
            status=429,
            title=Bilingual("短い間に多くのリクエストがありました", "Too many requests in a short time"),
            cure=Bilingual(
                "Retry-After の秒数だけ待ってから、もう一度お試しください。緊急の連絡先は、いつでも読めます。",
                "Wait as many seconds as Retry-After says, then try again. The emergency contacts can always be read.",
            ),
        ),
        ProblemType(
            slug="headers-too-large",
            status=431,
            title=Bilingual("ヘッダーが大きすぎます", "The headers are too large"),
            cure=Bilingual("ヘッダーを小さくしてください。", "Send smaller headers."),
        ),
        ProblemType(
            slug="internal-error",
            status=500,
            title=Bilingual("サーバーで問題が起きました", "Something went wrong on our side"),
            cure=Bilingual("instance の番号を添えてお知らせください。", "Tell us, with the number in instance."),
        ),
        ProblemType(
            slug="unavailable",
            status=503,
            title=Bilingual("いま利用できません", "Not available right now"),
            cure=Bilingual("少し待ってから、もう一度お試しください。", "Wait a little and try again."),
        ),
    )
}
BY_STATUS = {kind.status: kind.slug for kind in reversed(TYPES.values())}
