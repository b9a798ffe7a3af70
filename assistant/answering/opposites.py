"""Words of claims, and the words of statements that rule a claim out: 続ける and 廃止."""

from __future__ import annotations

import re
from dataclasses import dataclass

CONSIDERED = r"検討(を(進め|行)|して|します|する|中|段階)"


@dataclass(frozen=True, slots=True)
class Opposite:
    """What a claim says, and what a statement says instead if the claim is wrong."""

    claimed: re.Pattern[str]
    stated: re.Pattern[str]


def _opposites(*pairs: tuple[str, str]) -> tuple[Opposite, ...]:
    return tuple(Opposite(re.compile(claimed), re.compile(stated)) for claimed, stated in pairs)


MORE_OR_LESS = _opposites(
    (r"上|超え|高い|多い|above|higher|more than", r"下回|より低|を下|少な"),
    (r"より?下|下回|低い|少な|below|lower", r"上回|より高|を超え"),
    (r"増え|増や|増加|伸び|拡大|increas", r"減少|減り|減っ|縮小|減ら|横ばい"),
    (r"減り|減っ|減ら|減少|縮小|decreas|fall", r"増加|増え|増や|拡大"),
)
EXCLUDED = _opposites(
    (r"(計画|予定)(どお|通)り|scheduled|planned|on time", r"遅れ|延期|見送|後ろ倒し|遅延"),
    (r"遅れ|delay", r"(計画|予定)(どお|通)り|前倒し"),
    (
        r"終わ[っり]|完了し|済[んま]|finish|complet|\bdone\b",
        r"延期|見送|先送り|間に合わ|未完了|持ち越",
    ),
    (
        r"廃止|やめ|なくす|無くす|なくな|無くな|abolish|clos(e|ing)\b",
        r"継続|存続|維持|残[しすさる]|引き続き|続け",
    ),
    (
        r"続け|続く|残る|残す|存続|継続|生き続け|continu",
        r"廃止|終了|取りやめ|やめ[たるまて]|中止|撤退",
    ),
    (r"新規|新し|new", r"継続|既存|拡充"),
    (r"継続|既存", r"新規"),
    (r"職員|内部|自前", r"外部|委託"),
    (r"外部|委託|outside|external", r"内製|職員自ら|直営"),
    (
        r"ネット|オンライン|スマホ|ｗｅｂ|web|online",
        r"(電話|窓口|来庁|郵送|紙)[^、。]{0,6}(のみ|だけ|に限)",
    ),
    (r"だけで|単独|独自に|alone", r"連携|共同|協力|(職員|人)の?[がに目].{0,6}(確認|確かめ|判断)"),
    (r"別の|独立|separate|independent", r"一体(的|と|化)|兼ね"),
    (
        r"同じように|一律|どの.{1,12}でも|すべて|全て|全部|uniform|\ball ",
        r"一律.{0,12}(ではな|でな)|一部|段階的|優先",
    ),
    (r"必須|義務|しなければ", r"任意|希望|努力"),
    (r"無料|free", r"有料|負担"),
    (r"目的|ゴール|goal|purpose", r"手段|目的ではな|⇒×"),
    (r"カスタマイズ", r"カスタマイズ(なし|しない|を行わ|せず)"),
    (r"保存|蓄積|\bstor|\bkeep|\bkept", r"消去|削除|廃棄|破棄"),
    (r"紙.{0,6}使|紙の(まま|ま)|paper", r"ペーパーレス"),
    (
        r"一致|同じ|match|correspond|\bsame\b",
        r"一致(?:しな|しませ|していな|していませ)|異な(?:る|り)|対応(?:しな|しませ)",
    ),
    (
        r"掲載|載[せっる]|記載|書[いか]れ|書いて|\blist|\binclude|\bstate",
        r"(?:載せ|掲載し|記載し|書いて)(?:て)?(?:いない|いませ|ない|ませ)",
    ),
    (r"対象|含|入っ", r"別に定め|別の計画|除[きく]|対象外|含め?ま?(れ?て?い?(ない|ません))"),
    (r"出揃|出そろ|揃|完成|整っ|整備さ", r"途上|道半ば|未整備"),
)
# Words too common to look for a statement by; they count in a statement that is told.
LOOSE = _opposites(
    (r"実施|導入|展開|開始|始ま|始め|運用|launch|start", CONSIDERED),
    (
        r"ある|あり|\bany\b|\bhave\b|\bhas\b",
        r"(の|が|は)?なし(?![のに])|新規事業のため|ありません|該当なし",
    ),
)
