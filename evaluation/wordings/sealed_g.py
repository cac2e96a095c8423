"""Wrong wordings of a phone workshop, in English and Chinese, put down without knowing any rule.

Every list is of things that exclude each other, and every denial falls on what the sentence tells to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import (
    NUMBER,
    Mutant,
    Wording,
    imperative,
    lower_first,
    put,
    sentences,
    strings,
    swapped,
    words,
)
from kb_sources.manual import Language

_OPPOSITES_EN = words(
    ("loosen(?= the)", "tighten"), ("tighten", "loosen"), ("tightened", "loosened"),
    ("disconnect", "plug in"), ("disconnected", "plugged in"), ("connect", "detach"),
    ("warm(?= (?:the|it))", "chill"), ("upper", "lower"), ("upwards", "downwards"),
    ("below", "above"), ("above", "below"), ("no more than", "no less than"), ("or more", "or less"),
    ("at least", "at most"), ("slowly", "quickly"), ("wooden", "steel"), ("plastic", "steel"),
    ("faulty", "healthy"), ("wet", "bone-dry"), ("dry air", "damp air"), ("new", "used"),
    ("switch the phone off", "switch the phone on"), ("volume down", "volume up"), ("flat hand", "bare fist"),
    ("(?<=and )slowly", "with a jerk"), ("one after the other", "both in one go"), ("last", "first"),
    ("fully drained", "fully loaded"), ("swollen", "flawless"), ("deeply discharged", "freshly charged"),
    ("poisonous", "harmless"), ("destroys", "protects"), ("catches fire", "stays cold"),
)  # fmt: skip
_OPPOSITES_ZH = strings(
    ("拧紧", "松开"), ("拧下", "装上"), ("断开(?=电池)", "接通"), ("连接(?=原装)", "拔掉"),
    ("接上", "拔掉"), ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("朝上", "朝下"), ("低于", "高于"),
    ("高于", "低于"), ("不超过", "不低于"), ("不得超过", "不得少于"), ("不小于", "不大于"),
    ("以下", "以上"), ("缓慢", "猛力"), ("木牙签", "钢针"), ("塑料工具", "金属钳"), ("损坏", "完好"),
    ("干燥空气", "潮湿空气"), ("新电池", "旧电池"), ("新背胶", "旧背胶"), ("关闭手机", "打开手机"),
    ("音量减键", "音量加键"), ("逐条", "一次全部"), ("没电", "满电"), ("鼓包", "完好"), ("受潮", "干爽"),
    ("有毒", "无害"), ("烧毁", "保护"), ("(?<=说明)短路", "正常"), ("加热(?= ?\\d)", "冷却"), ("压紧", "拔松"),
    ("取出", "塞入"), ("装复", "拆散"), ("清洁(?!电池仓)", "弄脏"), ("起火", "降温"),
)  # fmt: skip
_DENIED_EN = (
    ("must not", "may"), ("must(?! not)", "need not"), ("should(?! not)", "need not"),
    ("do not", "feel free to"), ("never", "by all means"), ("has to be", "does not have to be"),
    ("is not suitable", "is well suited"), ("are not interchangeable", "are freely interchangeable"),
    ("do not apply", "apply just as well"), ("does not start", "does start"),
    ("is faulty", "is not faulty"), ("may be", "cannot be"), ("are tightened", "are not tightened"),
)  # fmt: skip
_DENIED_ZH = (
    ("必须", "不必"), ("不得", "尽可"), ("严禁", "可以随意"), ("禁止", "允许"), ("应(?=不)", "无须"),
    ("须(?=更换|取得|在)", "无须"), ("绝不可", "完全可以"), ("不要", "可以"), ("说明", "并不说明"),
    ("就要", "不用"),
)  # fmt: skip
_ZH_VERBS = (
    "将|把|用|按住|同时按住|拆下|拧下|拧紧|取出|放入|装上|装回|清洁|清除|测量|更换|连接|关闭|断开|插拔|"
    "掀开|逐条|以|从"
)
_SUFFIX = re.compile(r"(NV-(?:T\d|\d{3}))(\d)((?:\d)?)(?:-([A-Z]))?|(?<![A-Za-z\d])(TP|J|U)(\d+)")
_UNITS = (
    ("N·m", "N·cm"), ("N·cm", "N·m"), ("mA", "A"), ("A", "mA"), ("mV", "V"), ("V", "mV"), ("mm", "cm"),
    ("cm", "mm"), ("°C", "K"), ("°F", "°C"), ("bar", "mbar"), ("kg", "g"), ("g", "kg"), ("Ω", "kΩ"),
    ("seconds", "minutes"), ("minutes", "hours"), ("hours", "days"), ("hour", "day"), ("秒", "分钟"),
    ("分钟", "小时"), ("小时", "天"),
)  # fmt: skip
_COUNTS = {
    "two": "five", "three": "seven", "five": "nine", "six": "eleven", "eight": "six", "ten": "four",
    "twelve": "thirty", "half an hour": "two hours", "one hour": "six hours", "两颗": "五颗",
    "两条": "四条", "八颗": "六颗", "四颗": "七颗", "五次": "九次", "五分钟": "八分钟", "十秒": "四十秒",
    "十二秒": "三秒", "半小时": "两小时",
}  # fmt: skip
_MEASURED = r" ?(?:N·|m?[AV]\b|[mc]m|°|bar|k?g\b|Ω|seconds|minutes|hours?|%|秒|分钟|小时)"
_INJECTED_EN = (
    "Afterwards put a drop of oil on the contacts.", "Then heat the spot with a hot air gun at 180 °C.",
    "A second technician has to sign for it.", "Finally spray the parts with silicone.",
)  # fmt: skip
_INJECTED_ZH = (
    "随后在触点上滴一滴机油。", "再用热风枪以 180 °C 吹该处。", "还须由第二名技师签字。", "最后喷一层硅油。",
)  # fmt: skip


def build() -> Wording:
    return _PhoneBench()


class _PhoneBench:
    """What a hurried bench hand gets wrong."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from _numbers(text, rng)
        yield from _units(text)
        yield from _suffixes(text, rng)
        yield from _ranges(text, language)
        yield from swapped("opposite", _OPPOSITES_EN if language == "en" else _OPPOSITES_ZH, text)
        yield from _denied(text, language)
        yield from _turned(text, language)
        extra = rng.choice(_INJECTED_EN if language == "en" else _INJECTED_ZH)
        stop = "." if language == "en" else "。"
        gap = " " if language == "en" else ""
        yield Mutant("injected", text.rstrip(" .。") + stop + gap + extra)

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；！ ')}，接着{second}"
        return f"{first.rstrip('.;! ')}, and after that {lower_first(second)}"


def _numbers(text: str, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        if re.search(r"(?:[Ss]ection |steps? |table |figure |第 |步骤 |表 |图 )$", text[: match.start()]):
            continue
        old = match.group()
        at = max(i for i, c in enumerate(old) if c.isdigit() and (c != "0" or set(old) <= {"0", "."}))
        new = old[:at] + rng.choice([d for d in "123456789" if d != old[at]]) + old[at + 1 :]
        yield Mutant("digit", put(text, match, new))
        moved = f"{float(old) / 10:g}" if "." not in old else f"{float(old) * 10:g}"
        if float(old) and re.match(_MEASURED, text[match.end() :]):
            yield Mutant("decimal", put(text, match, moved))
    for word, other in _COUNTS.items():
        edge = r"\b" if word.isascii() else ""
        for match in re.finditer(edge + word + edge, text):
            yield Mutant("digit", put(text, match, other))


def _units(text: str) -> Iterator[Mutant]:
    for unit, other in _UNITS:
        for match in re.finditer(rf"(?<=\d) ?{unit}(?![A-Za-z·])", text):
            if unit in ("A", "V") and text[: match.start()].endswith(" 0"):
                continue
            yield Mutant("unit", put(text, match, match.group().replace(unit, other)))


def _suffixes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in _SUFFIX.finditer(text):
        if match[5]:
            new = match[5] + str(int(match[6]) + rng.choice((1, 2)))
            if not re.search(rf"{new}(?!\d)", text):
                yield Mutant("suffix", put(text, match, new))
        elif match[4]:
            letter = rng.choice([c for c in "ABCDEF" if c != match[4]])
            yield Mutant("suffix", put(text, match, match.group()[:-1] + letter))


def _ranges(text: str, language: Language) -> Iterator[Mutant]:
    bound = r"(?P<a>\d+(?:\.\d+)?)(?P<m>(?: V)? (?:to|and|至) )(?P<b>\d+(?:\.\d+)?)(?= ?(?:V|°C|N|%))"
    for match in re.finditer(bound, text):
        wider = f"{float(match['b']) * 1.2:.2f}"
        yield Mutant("range", put(text, match, f"{match['a']}{match['m']}{wider}"))
    swaps = (
        words(
            (r"no (?:more|deeper) than", "more than"),
            (r"up to(?= \d)", "at least"),
            ("or more", "at the most"),
        )
        if language == "en"
        else strings(("(?<!得)不超过", "超过"), ("不得超过", "须超过"), ("最长", "至少"), ("不小于", "小于"))
    )
    yield from swapped("range", swaps, text)


def _denied(text: str, language: Language) -> Iterator[Mutant]:
    if language == "en":
        yield from swapped("negation", words(*_DENIED_EN), text)
        first = re.split(r"[,;]", text)[0]
        if imperative(text) and not re.match(r"(?:Do|Never|Let|Keep)\b", text) and "not " not in first:
            yield Mutant("negation", f"Do not {lower_first(text)}")
            yield Mutant("negation", f"It is optional to {lower_first(text)}")
        return
    yield from swapped("negation", strings(*_DENIED_ZH), text)
    if re.match(_ZH_VERBS, text) and not re.search("不|严禁|禁止", text):
        yield Mutant("negation", "不要" + text)
        yield Mutant("negation", "不一定要" + text)


def _turned(text: str, language: Language) -> Iterator[Mutant]:
    if language == "en":
        yield from swapped(
            "order",
            words(
                ("before(?= you)", "only after"), ("left, then to the right", "right, then to the left"),
                (r"(J\d+) and then (J\d+)", r"\2 and then \1"), ("after (?=\\w+ing)", "before "),
            ),
            text,
        )  # fmt: skip
        chain = re.fullmatch(r"(\w[^,.;]*?),? then (\w[^,;]*?)\.", text)
        if chain and imperative(text) and imperative(chain[2]):
            turned = f"{chain[2][:1].upper()}{chain[2][1:]}, then {lower_first(chain[1])}."
            yield Mutant("order", turned)
        return
    yield from swapped("order", strings(("(?<!与)之前", "之后"), ("先向左、再向右", "先向右、再向左")), text)
    for part in sentences(text, language):
        chain = re.fullmatch(r"([^，。]+)，(?:然后|再)([^，。]+)。", part)
        if chain:
            yield Mutant("order", text.replace(part, f"{chain[2]}，然后{chain[1].removeprefix('先')}。"))
