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
    happened: Bilingual
    cure: Bilingual


TYPES = {
    kind.slug: kind
    for kind in (
        ProblemType(
            slug="bad-request",
            status=400,
            title=Bilingual("リクエストを読み取れません", "The request cannot be read"),
            happened=Bilingual(
                "アドレスかヘッダーが、決まった書き方になっていないため、何を求めているか分かりませんでした。"
                "文字の符号化の誤りや、知らないホスト名でも起きます。",
                "The address or a header is not written as it must be, so what was asked could not be "
                "understood. Wrongly encoded characters and an unknown host name end here too.",
            ),
            cure=Bilingual(
                "アドレスやヘッダーの書き方を確かめてください。", "Check how the address and the headers are written."
            ),
        ),
        ProblemType(
            slug="invalid-parameter",
            status=400,
            title=Bilingual("パラメーターに誤りがあります", "A parameter is wrong"),
            happened=Bilingual(
                "知らないパラメーター、二度書かれたパラメーター、空の値、使えない値、公開されていない分類、"
                "この一覧のものでない cursor のどれかがありました。",
                "A parameter is unknown, given twice, empty or not allowed, names a topic, audience or area "
                "that is not published, or is a cursor of another list.",
            ),
            cure=Bilingual(
                "errors に、誤りのあるパラメーターの名前と理由があります。知らないものを無視することはありません。",
                "errors names each wrong parameter and says why. Unknown parameters and values are never ignored.",
            ),
        ),
        ProblemType(
            slug="forbidden",
            status=403,
            title=Bilingual("許可されていません", "This is not allowed"),
            happened=Bilingual(
                "この操作はだれにも許されていません。",
                "Nobody may do this.",
            ),
            cure=Bilingual("この操作はできません。", "This cannot be done."),
        ),
        ProblemType(
            slug="not-found",
            status=404,
            title=Bilingual("見つかりません", "Not found"),
            happened=Bilingual(
                "このチャンネルのこのアドレスに、公開された項目があったことはありません。"
                "ほかのチャンネルにはあるかもしれません。",
                "Nothing has ever been published at this address in this channel. It may stand in another one.",
            ),
            cure=Bilingual(
                "このアドレスには何もありません。識別子と言語、チャンネルを確かめてください。",
                "There is nothing at this address. Check the id, the language and the channel.",
            ),
        ),
        ProblemType(
            slug="method-not-allowed",
            status=405,
            title=Bilingual("このメソッドは使えません", "This method is not allowed"),
            happened=Bilingual(
                "読み取り専用の API に、書き込みなどのメソッドが送られました。",
                "The API is read, not written; the method of the request was another one.",
            ),
            cure=Bilingual(
                "Allow ヘッダーにあるメソッドを使ってください。", "Use a method that the Allow header names."
            ),
        ),
        ProblemType(
            slug="gone",
            status=410,
            title=Bilingual("取り下げられました", "Withdrawn"),
            happened=Bilingual(
                "この項目は公開されていましたが、取り下げられました。理由 (reason): withdrawn 取り下げ、"
                "unpublished 非公開、merged 統合、expired 期限切れ、deleted 削除、wrong 誤り、harm 害のおそれ。",
                "The item was published and has been withdrawn. Its reason is withdrawn, unpublished, merged, "
                "expired, deleted, wrong or harm.",
            ),
            cure=Bilingual(
                "以前あった項目です。reason に理由、replacement に代わりがあります。写しは消してください。",
                "This item stood here before. reason says why it left, replacement what took its place. Delete copies.",
            ),
        ),
        ProblemType(
            slug="request-too-large",
            status=413,
            title=Bilingual("リクエストが大きすぎます", "The request is too large"),
            happened=Bilingual(
                "リクエストの本文が 64 kB を超えています。",
                "The body of the request is larger than 64 kB.",
            ),
            cure=Bilingual("本文を小さくしてください。", "Send a smaller body."),
        ),
        ProblemType(
            slug="address-too-long",
            status=414,
            title=Bilingual("アドレスが長すぎます", "The address is too long"),
            happened=Bilingual(
                "アドレスのパスが 1,024 文字、または問い合わせの部分が 16 kB を超えています。",
                "The path of the address is longer than 1,024 characters, or its query than 16 kB.",
            ),
            cure=Bilingual("アドレスを短くしてください。", "Use a shorter address."),
        ),
        ProblemType(
            slug="rate-limited",
            status=429,
            title=Bilingual("短い間に多くのリクエストがありました", "Too many requests in a short time"),
            happened=Bilingual(
                "RateLimit-Policy ヘッダーにある回数を超えました。数えるのは短い間だけで、"
                "だれが何を読んだかは残りません。",
                "There were more requests than the RateLimit-Policy header allows. They are counted for a "
                "short time only; who read what is not kept.",
            ),
            cure=Bilingual(
                "Retry-After の秒数だけ待ってから、もう一度お試しください。緊急の連絡先は、いつでも読めます。",
                "Wait as many seconds as Retry-After says, then try again. The emergency contacts can always be read.",
            ),
        ),
        ProblemType(
            slug="headers-too-large",
            status=431,
            title=Bilingual("ヘッダーが大きすぎます", "The headers are too large"),
            happened=Bilingual(
                "ヘッダーが全部で 16 kB を超えています。",
                "The headers are larger than 16 kB together.",
            ),
            cure=Bilingual("ヘッダーを小さくしてください。", "Send smaller headers."),
        ),
        ProblemType(
            slug="internal-error",
            status=500,
            title=Bilingual("サーバーで問題が起きました", "Something went wrong on our side"),
            happened=Bilingual(
                "サーバーの側の誤りです。リクエストに問題はありません。",
                "The fault is ours; nothing is wrong with the request.",
            ),
            cure=Bilingual("instance の番号を添えてお知らせください。", "Tell us, with the number in instance."),
        ),
        ProblemType(
            slug="unavailable",
            status=503,
            title=Bilingual("いま利用できません", "Not available right now"),
            happened=Bilingual(
                "データベースに一時的につながりません。緊急の連絡先のアドレスだけは、このときも答えます。",
                "The database cannot be reached for the moment. The address of the emergency contacts answers "
                "even then.",
            ),
            cure=Bilingual("少し待ってから、もう一度お試しください。", "Wait a little and try again."),
        ),
    )
}
BY_STATUS = {kind.status: kind.slug for kind in reversed(TYPES.values())}
