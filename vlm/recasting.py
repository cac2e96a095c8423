"""A claim's denials, conditions and small turns of phrase in the form that its quotes use: "metal must not be
used" as "do not use metal", 不再加热 as 停止加热, 没接电池之前 as 接电池之前.

It judges nothing and takes no negation away but an empty one; it recasts only where a quote has another form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vlm.implied_denials import told_as_finding, told_with_denial

_Recast = tuple[re.Pattern[str], re.Pattern[str], str | Callable[[re.Match[str]], str]]

_BAN = "不要|不得|不能|不可以?|不应|不准|不许|不宜|禁止|严禁|切勿|请勿|切莫|千万别|别|勿|莫"
_NAME = "[\u3400-\u9fffA-Za-z0-9]"
_SOME = "[^，。；：,;:不没未别勿莫]"
_AHEAD = "之前|以前|前(?![面方部侧端后框置盖])"
_HAN_FORMS: tuple[_Recast, ...] = (
    (  # 不得在进水时充电
        re.compile("前|时|期间|情况"),
        re.compile(f"(?P<ban>{_BAN})在(?P<when>[^，。；;]{{2,32}}?(?:{_AHEAD}|时(?![间候])|期间))(?=[^，。；;])"),
        r"\g<when>，\g<ban>",
    ),
    (  # 不得充电的情况：进水、鼓包
        re.compile("时"),
        re.compile(f"^(?P<ban>(?:{_BAN})[^，。；：:]{{2,16}}?)的(?:情况|情形|场合)(?:有|包括|是|为)?[：:]?"
                   "(?P<when>[^；。]+?)(?=[。；]|$)"),
        r"\g<when>时，\g<ban>",
    ),
    (  # 不要触摸未冷却的面板
        re.compile("前"),
        re.compile(f"(?P<ban>(?:{_BAN}){_SOME}{{1,4}}?)(?:还没有?|尚未|没有?|未)(?P<done>{_SOME}{{1,4}}?)的"
                   "(?P<what>[\u3400-\u9fff]{2,6})"),
        r"\g<what>\g<done>之前\g<ban>",
    ),
    (  # 面板没凉别碰
        re.compile("前"),
        re.compile(f"(?:还没有?|尚未|没有?|未)(?P<done>{_SOME}{{1,4}}?)，?(?:时|就|先|千万)?(?=(?:{_BAN}))"),
        r"\g<done>之前",
    ),
    (  # 还没接电池时先测量
        re.compile("前"),
        re.compile(f"(?:还没有?|尚未)(?P<done>{_SOME}{{1,8}}?)(?:的时候|时)，?(?=先)"),
        r"\g<done>之前",
    ),
    (  # 不会有任何显示
        re.compile("(?:没有?|无|不|不会)(?:任何|什么|有)*显示"),
        re.compile("(?:不会有|不会出现|不出现|不会显示|毫无|看不到|没有?|无|什么(?:都|也)不会?|什么(?:都|也)没有?)(?:任何|什么)?(?:显示(?:任何(?:内容|东西))?|(?:内容|东西))"),
        "没有显示",
    ),
    (  # 要远离
        re.compile(f"(?:{_BAN})(?:靠近|接近)"),
        re.compile(r"(?<![不别勿莫])(?<![不别][要得必能可用应准许])(?<!无[需须])(?:应当?|须|要|需要?|必须|务必)?远离"),
        "不得靠近",
    ),
    (  # 没有另外说明时
        re.compile("另有(?:说明|注明|规定)"),
        re.compile("(?:如果?|若|除非)?(?P<where>[\u3400-\u9fff]{0,4}?[中里上])?(?:没有?|未|无)(?:作|做)?"
                   "(?:另外|另行|另作|其他|其它|特别|特殊)(?:的)?(?:说明|注明|规定|标注)(?:的情况下|的话|时|者)?"),
        r"除\g<where>另有说明外",
    ),
    (
        re.compile(_BAN),
        re.compile("(?<!不)(?:应当?|须|要|需要?|必须|务必)(?=避免|防止|杜绝|禁止|严禁)"),
        "",
    ),
    (  # 测不到 1.80 V
        re.compile("没有?|未|无|不出现"),
        re.compile(r"(?:测|量|检测|看|读)不到(?=\s?\d)"),
        "没有",
    ),
)  # fmt: skip
_IS_HAN = re.compile("[\u3400-\u9fff]")
_MAY_RECAST = re.compile("[不没未别勿莫无免禁杜毫]|远离")
_EMPTY = re.compile(f"(?:还没有?|尚未|没有?|未)(?![必需须用经])(?P<done>{_SOME}{{1,10}}?(?:{_AHEAD}))")
# 不再加热
_NO_MORE = re.compile(
    f"(?<!不)(?:(?:{_BAN})(?:再|继续)|不再|不继续)(?:进行)?(?:使(?=用))?(?P<deed>[\u3400-\u9fff])"
    "|不(?P<deed2>[\u3400-\u9fff])(?=[\u3400-\u9fff]?了(?:$|[，。；]))"
)
_STOPPED = re.compile("停止?(?:使(?=用))?(?P<deed>[\u3400-\u9fff])")
_NOT_WITH = re.compile("(?P<ahead>也|且|而|，|、|^|[\u3400-\u9fff])不用(?P<what>[\u3400-\u9fff]{1,2})")
_BANNED = re.compile(f"(?:{_BAN}|不)(?:使|采)?用(?P<what>[\u3400-\u9fff]{{1,2}})")
_NEVER = (
    r"(?:must|should|may|shall|can|could|ought)(?: not|n't| never) (?:ever )?(?:to )?be"
    r"|(?:is|are) (?:not|never) to be"
)
_OUT = (
    r"(?:is|are) (?:strictly |absolutely )?(?:forbidden|prohibited|banned|ruled out|off limits"
    r"|not (?:to be )?(?:allowed|permitted|permissible)|impermissible)|(?:isn't|aren't) (?:allowed|permitted)"
)
_BEGINS = r"(?P<ahead>^|[.;:,] (?:(?:and|but|as|because|since|so) )?)"
_THING = r"(?P<what>(?:(?!if\b|when\b|because\b|use\b|do\b|not\b|no\b)[A-Za-z][\w-]* ){1,7}?)"
_UNDONE = {
    "unconnected": "connect", "disconnected": "connect", "unplugged": "connect", "shut": "open",
    "closed": "open", "unopened": "open", "uncharged": "charge", "untouched": "touch", "unused": "use",
}  # fmt: skip
_UNDONE_WORDS = "|".join(_UNDONE)


def _undone(match: re.Match[str]) -> str:
    return f"{match['ahead']}do not {_UNDONE[match['state']]} {match['what'].strip()}"


_USE_BANNED = re.compile(r"\b(?:not|never|no|n't) (?:be )?us(?:e|ed|ing)\b|\buse no\b", re.IGNORECASE)
_ANY_BAN = re.compile(r"\b(?:not|never|no)\b|n't\b", re.IGNORECASE)
_LATIN_FORMS: tuple[_Recast, ...] = (
    (  # metal must not be used
        _USE_BANNED,
        re.compile(rf"{_BEGINS}(?:the use of |use of |using )?{_THING}(?:{_NEVER}) used\b"),
        r"\g<ahead>do not use \g<what>",
    ),
    (
        _USE_BANNED,
        re.compile(rf"{_BEGINS}(?:[Tt]he use of |[Uu]se of |[Uu]sing )?{_THING}(?:{_OUT})"),
        lambda m: f"{m['ahead']}do not use {m['what'].replace('containing', 'that contain')}",
    ),
    (
        _USE_BANNED,
        re.compile(
            rf"{_BEGINS}no (?P<what>(?:[a-z-]+ ){{1,5}}?)(?:may|must|should|shall) be used\b", re.IGNORECASE),
        r"\g<ahead>do not use \g<what>",
    ),
    (
        re.compile(r"\bnot suitable\b"),
        re.compile(rf"{_BEGINS}{_THING}(?:{_NEVER}) used\b"),
        r"\g<ahead>\g<what>is not suitable",
    ),
    (  # it is forbidden to pierce it; piercing it is forbidden
        _ANY_BAN,
        re.compile(
            r"\bit is (?:strictly |absolutely )?"
            r"(?:forbidden|prohibited|not (?:allowed|permitted|permissible)) to\b", re.IGNORECASE),
        "do not",
    ),
    (
        _ANY_BAN,
        re.compile(rf"{_BEGINS}(?P<what>[A-Za-z]+ing\b[^.;:]{{2,90}}?) (?:{_OUT})"),
        r"\g<ahead>do not \g<what>",
    ),
    (  # leave it unconnected
        _ANY_BAN,
        re.compile(
            rf"{_BEGINS}(?:[Ll]eave|[Kk]eep) (?P<what>(?:[^.,;:]|\.(?=\d)){{3,70}}?)"
            rf" (?P<state>{_UNDONE_WORDS})\b"),
        _undone,
    ),
    (
        _ANY_BAN,
        re.compile(
            rf"{_BEGINS}(?P<what>(?:[^.,;:]|\.(?=\d)){{3,70}}?)"
            rf" (?:(?:must|has to|should|shall|is to|needs to) )?(?:stays?|remains?|be left|be kept|is left)"
            rf" (?P<state>unconnected|disconnected|unplugged|unopened|uncharged|untouched|unused)\b"),
        _undone,
    ),
    (
        re.compile(r"\b(?:not|never) (?:be )?remove", re.IGNORECASE),
        re.compile(
            rf"{_BEGINS}leave (?P<what>the [a-z -]+?)(?: where it is| alone| in place|(?= (?:on|in) ))",
            re.IGNORECASE),
        r"\g<ahead>do not remove \g<what>",
    ),
    (  # the voltage is missing
        re.compile(r"\b(?:no|not|without|n't)\b", re.IGNORECASE),
        re.compile(
            r"(?P<ahead>(?:^|\b(?:if|when|where) ))(?:the |any )?(?:nominal )?(?P<what>"
            r"(?!if\b|when\b|where\b)(?:[\w.-]+ ?){1,3}?)"
            r" (?:(?:is|are) (?:missing|absent|lacking|not (?:there|present|available|found|measured))"
            r"|isn't (?:there|present|found)|cannot be (?:measured|found))\b", re.IGNORECASE),
        r"\g<ahead>there is no \g<what>",
    ),
    (  # a missing laser
        re.compile(r"\bno\b", re.IGNORECASE),
        re.compile(r"\b(?:(?:a |an |the |any )?(?:missing|absent)|(?:a |the )?(?:lack|absence) of"
                   r"(?: the| any)?) (?=[a-z])", re.IGNORECASE),
        "no ",
    ),
)  # fmt: skip
_PLAIN_FORMS: tuple[_Recast, ...] = (
    (  # is still locked
        re.compile(r"\b(?:stay|remain)s?\b"),
        re.compile(r"\b(?:is|are) still (?=(?:[a-z]+(?:ed|en)|wet|hot|warm|dark|black|white|on|off)\b)"),
        "stays ",
    ),
    (  # the bolts that hold the cover
        re.compile(r"\b(?:screw|bolt|nut|clip|rivet)s? of\b"),
        re.compile(r"(?<=screws|.bolts|..nuts|.clips) (?:(?:that|which) (?:hold|secure|fasten|fix|retain)"
                   r"|(?:holding|securing|fastening|fixing|retaining))(?= the\b)"),
        " of",
    ),
    (  # there is a risk of burns
        re.compile(r"(?:^|[.:!] )(?:Burns?|Scald\w*|Electric shock|Fire|Explosion|Crushing|Injur\w*)[.!:]"),
        re.compile(r"\b(?:there is |there's |with )?(?:a |the |some )?(?:risk|danger|hazard) of "),
        "",
    ),
)  # fmt: skip
_PLAIN_MARKS = re.compile(r"\bstill\b|\b(?:hold|secur|fasten|fix|retain)|\b(?:risk|danger|hazard) of\b")
_LATIN_OLD = re.compile(
    r"\b(?P<out>(?:remove|(?:take|pull|lift|peel|slide|lever) (?:off|out)) (?:the |its )?)old ", re.IGNORECASE
)
_AROUND = re.compile("绕[^，。；]{0,6}一周")
_OLD = re.compile("(?P<out>[取拆卸拔撕揭拉][出下掉走开]?了?)旧的?(?=[\u3400-\u9fff])")
_LATIN_MARKS = re.compile(
    r"\b(?:not|never|no|leave|keep|stays?|remains?|left|kept|forbidden|prohibited|banned|off limits|ruled out"
    r"|impermissible|missing|absent|absence|lack|lacking|cannot)\b|n't\b",
    re.IGNORECASE,
)
_PREFIXED = re.compile(
    r"\b(?P<be>is|are|was|be) (?:un|in)(?P<word>suitable|usable|available|admissible|permissible)\b"
)
_IN_COLOUR = re.compile(
    r"\bha(?:s|ve) (?:gone|turned) (?=(?:red|white|black|green|blue|yellow|orange|dark|blank)\b)"
)
_WITHOUT_FIGURE = re.compile(r"\b[Ww]ithout (?:the )?\d[\d.]* ?[A-Za-zΩ]{1,3}(?= (?:the|a|an)\b)")
_WITHOUT_IT = re.compile("(?:缺少|缺了|没有|少了|没了)它(?=[\u3400-\u9fff])(?!的|们|时)")
_HAN_NOT_MEASURED = re.compile(
    "(?:测|量|检测|读)不[到出]来?(?:[该此这那]?个?(?:电压|信号|值))?(?=时|就|，|则|说明|的话|表示)"
    "|[该此这那]个?(?:电压|信号|值)(?:根本)?(?:出不来|没有?出来|[测量读]不[到出]来?)"
)
_MAY_NOT_BE = ("不到", "不出", "出不来", "出来")
_USE_NO = re.compile(r"\b(?P<use>[Uu]se) no (?=[a-z])(?!more\b|less\b|longer\b|other\b)")


# "only 15 N·m" says 15 N·m
_ONLY_FIGURE = re.compile(
    r"\b(?:only|just|merely|exactly) "
    r"(?P<told>(?:(?:needs?|takes?|gets?|lasts?|requires?|has|have|about|at|to|for) )?"
    r"(?:an? )?(?=\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|half)\b))"
    r"|(?:只需要?|仅需|只要|只用|仅|只)(?=\s?\d)",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"\b(?:least|min\w*|not less|no less|more than|above|over|up to|within|only)\b"
    r"|至少|最[少小低短]|不少于|不小于|不低于|起码|以上|大于|高于|超过|[≥>只仅]"
)


# "never open it or look into it" denies what "never open it and never look into it" does (De Morgan)
_DENY = r"(?:[Nn]ever|[Dd]o not|[Dd]on't)"
_EACH_DENIED = re.compile(
    rf"\b{_DENY} (?:[^.,;:]|\.(?=\d)){{3,80}}?,? and (?P<deny>{_DENY}) (?P<deed>[a-z]+)\b"
)
_NO_LONGER = re.compile(
    r"\b(?:(?P<be>is|are|was|were|be|can|will|must|should|may|do|does|has|have) )?no longer (?!than\b)"
)
# "a battery whose voltage is below 3 V" is "a battery below 3 V"
_WHOSE = re.compile(
    r"\b(?P<noun>[a-z]+) (?P<whose>whose [a-z]+ (?:is|are|has|reads|lies) )"
    r"(?P<limit>(?:below|above|under|over|(?:less|more|lower|higher) than|at (?:least|most))"
    r" \d[\d.,]*(?<=\d))",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\b(?:check|see|look|find out|make sure) (?:whether|if) (?P<what>(?:[^.;:]|\.(?=\d)){3,90}?)"
    r"[.;,:] (?:if so|if (?:it|that|this) (?:does|is(?: so)?)|if yes|in (?:that|this) case)\b,?",
    re.IGNORECASE,
)
_HAN_WHETHER = re.compile(
    "(?:先|请)?(?:检查|查看|看看?|确认)(?:一下)?(?P<what>[^，。；：]{0,12})是否(?P<how>[^，。；：]{1,20})[，；。]"
    "(?:如果是(?:这样)?|若是(?:这样)?|是的话|如是)(?:的话)?，?"
)
# "check the gasket; if it is torn, renew it" of a row that gives the torn gasket as a cause
_IF_IT_IS = re.compile(
    r"\bcheck (?P<what>the [a-z -]{3,40})[;,.:] if (?:it|they) (?P<be>is|are) (?P<how>[a-z]+),", re.IGNORECASE
)
_CHECKS = re.compile(r"\b(?:check|see|look|find out|make sure)\b|检查|查看|看|确认", re.IGNORECASE)


def _conditional(claim: str, printed: str) -> str:
    """A claim that has somebody check a condition first, as the condition that is printed."""
    if _CHECKS.search(printed):
        return claim
    if re.search(r"\b[Ii]f\b", printed):
        claim = _WHETHER.sub(r"if \g<what>,", claim)
    if " | " in printed:
        claim = _IF_IT_IS.sub(r"if \g<what> \g<be> \g<how>,", claim)
    return (
        _HAN_WHETHER.sub(r"如果\g<what>\g<how>，", claim) if "如果" in printed or "若" in printed else claim
    )


def _denied_each(claim: str, printed: str) -> str:
    """A claim with a denial before each deed of a list that print denies one by one."""
    for match in _EACH_DENIED.finditer(printed):
        listed = rf"\b({_DENY} (?:[^.,;:]|\.(?=\d)){{3,80}}?),? (?:or|nor) (?={match['deed']}\b)"
        claim = re.sub(listed, rf"\1 and {match['deny']} ", claim)
    return claim


def _of_whose(claim: str, printed: str) -> str:
    """A claim with the quantity that a quote gives a limit of, where it names the thing alone."""
    for match in _WHOSE.finditer(printed):
        short = f"{match['noun']} {match['limit']}"
        claim = re.sub(rf"\b{re.escape(short)}(?![.,]?\d)", match[0], claim, flags=re.IGNORECASE)
    return claim


def _plain_figures(claim: str, evidence: Sequence[str]) -> str:
    """A claim without an "only" before a figure, where print gives it as no limit."""
    if not _ONLY_FIGURE.search(claim) or any(map(_AT_LEAST.search, evidence)):
        return claim
    return _ONLY_FIGURE.sub(lambda m: m["told"] or "", claim)


def recast(claim: str, evidence: Sequence[str]) -> str:
    """The claim with each denial that a quote words otherwise in the quote's form."""
    claim = _plain_figures(claim, evidence)
    if "if " in claim or "是否" in claim:
        claim = _conditional(claim, "\n".join(evidence))
    if any("whose " in text for text in evidence):
        claim = _of_whose(claim, "\n".join(evidence))
    if " or " in claim or " nor " in claim:
        claim = _denied_each(claim, "\n".join(evidence))
    if "no longer" in claim and not any("no longer" in text for text in evidence):
        claim = _NO_LONGER.sub(lambda m: f"{m['be'] or 'does'} not ", claim)
    if not _IS_HAN.search(claim):
        claim = told_with_denial(claim, "\n".join(evidence))
        if "old " in claim and not any("old" in text for text in evidence):
            claim = _LATIN_OLD.sub(r"\g<out>", claim)
        if _PLAIN_MARKS.search(claim):
            claim = _recast(claim, evidence, _PLAIN_FORMS)
        return _recast(claim, evidence, _LATIN_FORMS) if _LATIN_MARKS.search(claim) else claim
    if "旧" in claim and not any("旧" in text for text in evidence):
        claim = _OLD.sub(r"\g<out>", claim)
    if "一圈" in claim and any(map(_AROUND.search, evidence)):
        claim = claim.replace("一圈", "一周")
    printed = "\n".join(evidence)
    claim = told_as_finding(claim, printed)
    if not _MAY_RECAST.search(claim):
        return claim
    if "不用" in claim:
        banned = {m["what"][0] for m in _BANNED.finditer(printed)}
        claim = _NOT_WITH.sub(
            lambda m: f"{m['ahead']}不得用{m['what']}" if m["what"][0] in banned else m[0], claim
        )
    if "停" in printed:
        stopped = {m["deed"] for m in _STOPPED.finditer(printed)}
        claim = _NO_MORE.sub(
            lambda m: f"停止{deed}" if (deed := m["deed"] or m["deed2"]) in stopped else m[0], claim
        )
    return _recast(claim, evidence, _HAN_FORMS)


def _recast(claim: str, evidence: Sequence[str], forms: Sequence[_Recast]) -> str:
    printed = ""
    for when, form, put in forms:
        found = form.search(claim)
        if found is None:
            continue
        printed = printed or "\n".join(evidence)
        if when.search(printed) and found[0] not in printed:
            claim = form.sub(put, claim)
    return claim


def plainly_denied(text: str) -> str:
    """A text of a claim or a quote without empty negations (没接电池之前), with "use no" as "do not use",
    and what "has gone red" as what is red."""
    if not _IS_HAN.search(text):
        if "un" in text or "in" in text:
            text = _PREFIXED.sub(r"\g<be> not \g<word>", text)
        if "gone" in text or "turned" in text:
            text = _IN_COLOUR.sub("is ", text)
        if "ithout" in text:
            text = _WITHOUT_FIGURE.sub(r"\g<0>,", text)
        return _USE_NO.sub("do not use ", text) if "se no " in text else text
    if "它" in text:
        text = _WITHOUT_IT.sub(r"\g<0>，", text)
    if any(mark in text for mark in _MAY_NOT_BE):
        text = _HAN_NOT_MEASURED.sub("没有该电压", text)
    return _EMPTY.sub(r"\g<done>", text) if "前" in text and ("没" in text or "未" in text) else text
