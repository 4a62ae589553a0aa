"""What stands under each field of the editors' forms: what to write there, with an example. A test asks for all.

Given to panels and not to models, so that a better sentence is no migration. A panel's own text stays where it has an
example. Slugs are explained by the form, which proposes one.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, InlinePanel, PanelGroup

from catalog.languages import JAPANESE, column, translations

EXAMPLE = "例:"  # stays Japanese: looked for in the Japanese of a panel

POSITION = _("小さい数から順に並びます。あとで間に入れられるよう、10おきにすると楽です。例:10")
URL = _("公式のページのアドレスを、https:// から入れます。例:https://www.example.go.jp/soudan/")

#: By field, and by Type.field where a type says more.
HELP = {
    "name": _("読む人に見える名前です。正式な名前を略さずに書きます。例:よりそいホットライン"),
    "Topic.name": _("悩んでいる人のことばで、短く書きます。例:さびしい・話を聞いてほしい"),
    "Audience.name": _("だれのための支援かを、短く書きます。例:子育て中の方"),
    "Organization.name": _("機関の正式な名前です。例:社会福祉法人よりそい会"),
    "kana": _("名称のぜんぶの読みを、ひらがなで入れます。例:よりそいほっとらいん"),
    "summary": (
        _("どんな人に何をしてくれる窓口かを、1〜2文で書きます。一覧に出ます。例:どんな悩みでも、24時間電話で聞きます。")
    ),
    "Article.summary": _("一覧に出ます。2〜3文で書きます。例:さびしさは自然な反応です。小さく始める方法を紹介します。"),
    "description": _("概要に入りきらないことを書きます。例:必要なときは、いっしょに役所へ行くこともできます。"),
    "Topic.description": (
        _("この分類に入る悩みを、1〜2文で書きます。例:話す相手がいない、だれかに聞いてほしいときの窓口です。")
    ),
    "how_to_use": _("利用する人がすることを、順に書きます。例:電話をかけ、音声案内のあとで「1」を押します。"),
    "cost": _("お金がかかるかどうかを書きます。例:相談は無料です。通話料はかかります。"),
    "conditions": (
        _("使える人が決まっているときに書きます。だれでも使えるなら空のままにします。例:18歳までの方とその保護者")
    ),
    "Service.kind": _("何をしてくれるところかを、1つ選びます。例:話を聞く窓口なら「相談」"),
    "Article.kind": _("だれが書いた記事かを選びます。例:経験した人が書いたものなら「体験談」"),
    "Message.kind": _("だれからのメッセージかを選びます。例:大臣のことばなら「大臣から」"),
    "provider": _("窓口を開いている機関を選びます。ないときは、先に「提供機関」に入れます。例:よりそい支援センター"),
    "provider_type": _("どんな機関かを選びます。例:NPO法人なら「NPO・一般社団・一般財団など」"),
    "url": URL,
    "anonymous_ok": (
        _(
            "名前を言わずに使えるかを選びます。分からないときは「わからない」のままにします。"
            "例:名前を聞かれないなら「匿名でよい」"
        )
    ),
    "crisis": _("命にかかわるときにも案内してよい窓口に付けます。例:自殺を考えている人の電話を24時間受ける窓口"),
    "search_words": (
        _(
            "本文にないが、さがす人が使いそうなことばを、空白で区切って入れます。読む人には見えません。"
            "例:孤独 ひとりぼっち 友だちがいない"
        )
    ),
    "KidsText.search_words": (
        _(
            "本文にないが、こどもがさがすときに使いそうなことばを、空白で区切って入れます。読む人には見えません。"
            "例:いじめ なかまはずれ"
        )
    ),
    "closure_from": _("休みの初めの日です。休みがないときは空のままにします。例:2026-12-29"),
    "closure_until": _("休みの終わりの日です。未定なら空のままにします。例:2027-01-03"),
    "closure_text": _("休みのあいだに読む人へ伝えることを書きます。例:年末年始はお休みします。急ぐときは#9110へ。"),
    "channel": _("つながり方を選びます。例:電話番号を入れるなら「電話」"),
    "EmergencySet.channel": _(
        "どのサイトに出す緊急の連絡先かを選びます。1つのサイトに1つだけ作れます。例:こどもサイト"
    ),
    "label": _("番号の前に出る短い名前です。例:夜間の電話"),
    "free_of_charge": _("通話料も相談料もかからないかを選びます。例:フリーダイヤルで相談も無料なら「無料」"),
    "languages": _("その言語で話せる人がいるときだけ、しるしを付けます。例:通訳がいる日があるなら、その言語"),
    "note": _("かける前に知っておくとよいことを書きます。例:つながりにくいときは、時間をおいてかけてください。"),
    "confirm_translations": (
        _(
            "今の日本語と合っていると確かめた訳に、しるしを付けて保存します。"
            "例:日本語の句読点だけを直し、英語はそのままでよいとき"
        )
    ),
    "topics": _("あてはまる悩みを選びます。いくつでも選べます。例:話を聞く窓口なら「さびしい・話を聞いてほしい」"),
    "audiences": _("だれのための窓口かを選びます。いくつでも選べます。例:だれでも使えるなら「どなたでも」"),
    "coverage_kind": _("どこに住む人が使えるかを選びます。例:どこからでもかけられる電話なら「全国で1つ」"),
    "areas": (
        _(
            "「決まった地域だけ」のときに、1行に1つ入れます。都道府県は、その市区町村のすべてに当てはまります。"
            "例:東京都新宿区"
        )
    ),
    "channels": _("出すサイトにしるしを付けます。例:おとな向けの内容なら「一般サイト」と「連携団体」"),
    "unverified_note": (
        _(
            "まだ確かめられていないことを書きます。解決したら消してください。公開されません。"
            "例:土曜の受付時間を電話で確認中"
        )
    ),
    "verified_fields": _("公式の情報で確かめた項目に、しるしを付けます。例:公式ページで見た「電話番号」と「受付時間」"),
    "ServiceSource.url": (
        _("確かめるときに見たページのアドレスを、https:// から入れます。例:https://www.example.go.jp/soudan/")
    ),
    "ServiceSource.title": _("そのページの題名です。例:相談窓口のご案内|よりそい支援センター"),
    "steward": _("この内容に責任を持つ人を選びます。見直しの知らせが届きます。例:この窓口を書いたあなた"),
    "review_by": _("この日までに、今も正しいかを確かめます。近づくと知らせが出ます。例:2027-03-31"),
    "verified_on": _("公式の情報と同じだと、最後に確かめた日です。読む人にも見えます。例:2026-11-25"),
    "go_live_at": _("決まった日時に公開したいときだけ入れます。承認されたあと、その時刻に出ます。例:2026-12-01 09:00"),
    "expire_at": _("決まった日時に公開を終えたいときだけ入れます。例:2027-01-04 09:00"),
    "name_kids": _("こどもサイトに出すときに要ります。ひらがなを多くします。例:さびしい"),
    "position": POSITION,
    "service": _("登録してある窓口から選びます。例:よりそいホットライン"),
    "about": _("だれの、何についてのこども向けの文かを選びます。例:「支援・相談窓口」の中の「よりそいホットライン」"),
    "KidsText.title": _("こどもが読んで分かる、短い題名です。例:なんでも話せる電話"),
    "KidsText.text": _("1つの文を短くし、むずかしい漢字は使いません。例:こまったら、電話していいよ。"),
    "labels": _("こどもに見せる呼び名です。空のときは「電話」「チャット」などと出ます。例:よるの電話"),
    "KidsText.closure_text": _("休みのときに、こどもに伝えることを書きます。例:お正月はお休みです。"),
    "heading": _("一覧のページの上に出る題名です。例:よくある質問"),
    "SiteNotice.heading": _("お知らせの題名を、ひと目で分かるように書きます。例:年末年始の相談について"),
    "SiteNotice.text": _("伝えることを2〜3文で書きます。例:窓口ごとに受付時間が違います。かける前に確かめてください。"),
    "weight": _("大きい数のものから先に出ます(0から1000まで)。例:100"),
    "introduction": _("一覧の前に出る短い文です。例:多くの人が気になることを集めました。"),
    "question": _("読む人の立場で、質問の形で書きます。例:さびしいときは、どうすればいいですか。"),
    "answer": _("はじめの文で答え、あとから説明します。例:まず、だれかに話してみてください。"),
    "headline": _("内容がひと目で分かる題名です。例:小さく始める"),
    "Message.headline": _("いちばん伝えたいことを、そのまま題名にします。例:ひとりで悩まないでください"),
    "body": _("見出しと短い段落に分けて書きます。例:「はじめに」という見出しのあとに、2〜3文"),
    "Message.body": _("読む人に話しかけるように書きます。例:あなたの話を聞く人がいます。"),
    "author_name": _("書いた人の氏名です。出さないときは空のままにします。例:山田 花子"),
    "author_role": _("書いた人の立場です。例:社会福祉の専門職"),
    "author_affiliation": _("書いた人の所属です。例:よりそい大学 社会福祉学部"),
    "pen_name": _("体験談だけに入れます。本人と分からない名前にします。例:みどり"),
    "portrait": _("本人の了解がある写真だけを選びます。例:正面から写した明るい写真"),
    "author": _("メッセージを出した人の、名前か役職です。例:担当大臣"),
    "office": _("その人の役職や所属です。例:孤独・孤立対策担当"),
    "date": _("メッセージを出した日です。例:2026-11-23"),
    "video_url": (
        _(
            "動画のページのアドレスを入れます。リンクとしてだけ出ます。ページに動画を埋め込むことはありません"
            "(見る人の行動がよそに伝わるため)。例:https://www.example.go.jp/douga/1"
        )
    ),
}

#: The same words in each language, so that a translator sees what is meant.
IN_LANGUAGE = {
    "ja-easy": _(
        "日本語と同じことを、やさしい日本語で書きます。例:「匿名で利用できます」は「名前を いわなくても いいです」"
    ),
    "en": _("日本語と同じことを、英語で書きます。例:「電話相談」は「Telephone counselling」"),
    "zh-hans": _("日本語と同じことを、中国語(簡体字)で書きます。例:「電話相談」は「电话咨询」"),
    "ko": _("日本語と同じことを、韓国語で書きます。例:「電話相談」は「전화 상담」"),
    "vi": _("日本語と同じことを、ベトナム語で書きます。例:「電話相談」は「Tư vấn qua điện thoại」"),
}


def explained(panel: Any, model: Any) -> Any:
    """The same panel, whose fields all say what belongs there. ``model`` is what its form edits."""
    if isinstance(panel, InlinePanel):
        related = model._meta.get_field(panel.relation_name).related_model
        for child in panel.panels or ():
            explained(child, related)
    elif isinstance(panel, PanelGroup):
        for child in panel.children:
            explained(child, model)
    elif isinstance(panel, FieldPanel) and EXAMPLE not in in_japanese(panel.help_text):
        panel.help_text = help_for(model, panel.field_name) or panel.help_text
    return panel


def in_japanese(text: Any) -> str:
    """A text as it stands in the source, whatever language the person reads for whom a form is first made."""
    with override(JAPANESE):
        return str(text)


def help_for(model: Any, name: str) -> str | Promise:
    """What to say under this field of this type; empty if nothing is written for it."""
    for field in getattr(model, "translated_fields", ()):
        for language in translations():
            if name == column(field, language):
                return IN_LANGUAGE[language]
        if name == column(field, JAPANESE):
            name = field
    return HELP.get(f"{model.__name__}.{name}") or HELP.get(name) or ""
