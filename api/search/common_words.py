"""Words that stand in every question and every text, so that they tell little or nothing of what it is about."""

_EMPTY = """
    為る 居る 有る 成る 出来る 無い 良い 言う 行く 来る 見る 遣る 呉れる 貰う 下さる 置く 仕舞う 思う
    事 物 時 所 様 方 為
    私 僕 俺 何 誰 何処 何時 如何 其れ 此れ 是 其処 此処 の よう そう うち 内 中 等 もの こと とき ところ ほう ため
    今日 もう 未だ とても 凄い 一寸 少し 何う どう どうしたら 御 さん 達 皆 他 欲しい 下さい
"""
_FAINT = "相談 窓口 支援 電話 利用 場合 知る 分かる 教える 人 方法 自分 今"
_FOREIGN = """
    a an and are as at be but by can do does for from get had has have how i if in is it its me my no not of on or our
    she he so someone that the their them there they this to too up us want was we what when where who why will with
    would you your am im i'm ive don't dont about need help feel very just
    la va cua cho co khong toi minh duoc bi thi nay do nhu khi voi cac nhung mot dang muon rat lam
"""

EMPTY = frozenset(_EMPTY.split())
FAINT = frozenset(_FAINT.split())
FOREIGN = frozenset(_FOREIGN.split())
