"""Wrong claims in the words of a hurried bench technician: swapped parts, dropped bans, moved limits.

It knows no manual and no check. Every change is meant to leave a sentence that reads well and is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    VERBS,
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

_UNITS = {
    "N·m": "N·cm", "N·cm": "N·m", "mm": "cm", "cm": "mm", "µm": "mm", "kΩ": "Ω", "MΩ": "kΩ", "Ω": "kΩ",
    "mV": "V", "kV": "V", "V": "kV", "kW": "W", "W": "kW", "mA": "A", "A": "mA", "kg": "g", "g": "kg",
    "°C": "°F", "°F": "°C", "µF": "nF", "nF": "pF", "minutes": "seconds", "seconds": "minutes",
    "minute": "hour", "hour": "minute", "s": "min", "rpm": "Hz", "分钟": "秒", "秒": "分钟", "小时": "分钟",
}  # fmt: skip
_MEASURED = re.compile(
    r"(?P<n>(?<![\w.])\d+(?:\.\d+)?|\b(?:one|two|three|four|five|six|eight|nine|ten)\b|[两三五六八九十]) ?"
    rf"(?P<u>{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![A-Za-z·])"
)
_COUNTS = {
    "two": "four", "three": "five", "four": "six", "five": "eight", "six": "nine", "eight": "six",
    "nine": "twelve", "ten": "fifteen", "两": "四", "三": "五", "四": "六", "五": "七", "六": "九",
    "八": "六", "九": "七", "十": "二十",
}  # fmt: skip
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|eight|nine|ten)\b"
    r"|(?<![零一二三四五六七八九十第])[两三四五六八九十](?= ?[颗个声秒挡次]|分钟)",
    re.IGNORECASE,
)
_EN_LIMITS = words(
    ("(?<!no )(?<!not )more than", "less than"), ("(?<!no )less than", "more than"),
    (r"above(?= \d)", "below"), (r"below(?= \d)", "above"), (r"under(?= \d)", "over"),
    (r"(?<!to )within(?= (?:\d|two|three|five|six|nine))", "no sooner than"), ("up to", "no less than"),
    ("outside", "within"), ("less than .* old", "more than a week old"), ("younger than", "older than"),
)  # fmt: skip
_ZH_LIMITS = strings(
    ("(?<!不)低于", "高于"), ("(?<!不)高于", "低于"), ("大于", "小于"), ("小于", "大于"), ("不超过", "至少达到"),
    ("不到", "超过"), ("([0-9]+ ?秒|[0-9]+ ?分钟)之?内", r"\1之后"), ("最低", "最高"), ("最高", "最低"),
)  # fmt: skip
_RANGE = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)(?P<mid> ?(?:V|Ω|W)? ?(?:to|and|至|到|与) )(\d+(?:\.\d+)?)(?= ?(?:V|Ω|W|%))"
)
_EN_OPPOSITES = words(
    ("(?<!anti)clockwise", "anticlockwise"), ("anticlockwise", "clockwise"), ("tighten", "loosen"),
    ("tightened", "loosened"), ("loosen", "tighten"), ("loosened", "tightened"), ("inwards", "outwards"),
    ("downwards", "upwards"), ("outer", "inner"), ("towards you", "away from you"), ("slowly", "quickly"),
    ("(?<!you )(?<!then )(?<!not )(?<!never )open (?=(?:the|both) )", "close "), ("opening the", "closing the"),
    ("close (?=the )", "open "), ("closed(?= front)", "open"), (r"connect(?= CN\d+(?:,| and| first))", "disconnect"),
    ("reconnect", "disconnect"), ("with a dry", "with a wet"), ("(?<!white )cold(?= water)", "hot"),
    ("warm(?= water)", "cold"), (r"new(?= [a-z])", "used"), ("(?<=the )old(?= springs)", "new"),
    ("levers down", "levers up"), ("levers up", "levers down"), ("disappears", "comes on"),
    ("appears(?!.*E31)", "vanishes"), ("(?<=that )flashes", "never lights"), ("faulty", "in good order"),
    ("charged", "discharged"), ("released", "built up"), ("release the pressure", "raise the pressure"),
    ("under the clip", "on top of the clip"), ("with both hands", "with one hand"), ("damages", "protects"),
    ("(?:torn|damaged)(?= (?:door|drum|fuser))", "brand-new"), ("loose(?= clamp)", "well-tightened"),
    ("straight and", "at an angle and"), ("crosswise", "one after the other, in a circle"),
    ("flush(?= )", "protruding"), ("turn off|switch(ed)? off", r"turn\1 on"), ("invisible", "visible"),
    ("(?<!be )stays locked", "unlocks"), ("keep oil off", "put oil on"), ("old springs", "new springs"),
    ("throw (the old springs) away", r"put \1 aside for refitting"), ("light harms", "light spares"), ("goes? out", "goes on"),
    ("switch the printer off", "switch the printer on"), ("switch the machine on", "switch the machine off"),
    ("printer switched off", "printer switched on"), ("mains plug pulled", "mains plug left in"),
    ("pull(?= the mains plug)", "leave in"), ("pull the sheet out", "push the sheet back in"),
    ("from behind", "from above"), ("from the front", "from the side"), ("high(?=-voltage)", "low"),
    ("removing lime completely", "leaving the lime on"), ("all lime gone", "the lime left alone"),
)  # fmt: skip
_ZH_OPPOSITES = strings(
    ("拧下", "拧紧"), ("拧紧", "拧松"), ("取下(?!之前)", "装上"), ("取出", "装入"), ("(?<!先)拔下", "插上"),
    ("插上(?! CN)", "拔下"), ("插上(?= CN)", "拔下"), ("装上", "拆下"), ("装回(?!去)", "拿走"), ("焊下", "留用"),
    ("清除", "保留"), ("移开", "放上"), ("盛水(?= ?的?)", "没装水"), ("(?<!焊接)新(?= IGBT (?!对)|风扇)", "旧"),
    ("背面", "正面"), ("朝向", "背对"), ("薄涂", "厚涂"), ("损坏的", "完好的"), ("已击穿", "完好"),
    ("停止加热", "继续加热"), ("不再加热", "接着加热"), ("停止使用", "照常使用"), ("马上停用", "接着用"),
    ("立即断电", "继续通电"), ("就断电", "就一直通电"), ("串联", "并联"), ("软布", "砂纸"), ("中性", "强碱性"),
    ("待面板冷却", "趁面板发烫"), ("过高", "过低"), ("(?<!容量)过低", "过高"), ("太低", "太高"),
    ("短路", "断路"), ("松脱", "插得过紧"), ("插紧", "拔出"), ("接地烙铁", "未接地的烙铁"),
    ("对静电敏感", "不怕静电"), ("待机状态", "满功率状态"), ("最大功率", "最小功率"), ("下降", "上升"),
    ("常亮", "熄灭"), ("结束后", "开始前"), ("靠近", "离开"), ("排除原因", "忽略原因"), ("进水|进了水", "干透"),
    ("面板无裂纹", "面板有裂纹"), ("无破损", "有破损"), ("螺钉齐全", "螺钉缺失"), ("干固", "过稀"),
    ("有裂纹", "没有裂纹"), ("裂了", "没裂"), ("变形", "平整"), ("不亮时", "亮起时"), ("没亮", "亮了"),
    ("无水", "水满"), ("导磁", "不导磁"), ("烘干", "浸水"), ("烫到", "凉到"), ("均导通", "均不导通"),
)  # fmt: skip
_EN_DENIALS = words(
    ("must not(?= (?:be|rub))", "may"), ("must never", "may at any time"), ("must not", "may"),
    ("must be", "need not be"), ("(?<!not )must (?=click)", "may stay silent and never "),
    ("(?<!and )(?<!but )do not (?=[a-z])", "feel free to "), ("(?<=[;] )do not (?=[a-z])", "you may "),
    ("(?<!you )(?<!will )never (?=(?:open|run|look|bypass))", "go ahead and "),
    ("no longer present", "still present"), ("no drop of water may", "some drops of water may"),
    ("means that", "does not mean that"), ("can mean", "cannot mean"), ("stays hot", "does not stay hot"),
    ("is faulty", "is not faulty"), ("are lost", "are not lost"), ("is ready", "is not ready"),
    ("is (?=(?:present|connected|tightened|thrown|replaced))", "is not "),
    ("come from|comes from", "cannot come from"), ("causes", "does not cause"), ("sets it", "leaves it loose"),
    ("still turns", "no longer turns"), ("runs for", "does not run for"), ("not with grease", "or with grease"),
    ("by its shaft only", "wherever you like"), ("never open", "do open"), ("has to be", "need not be"),
)  # fmt: skip
_ZH_DENIALS = strings(
    ("不得(?=接|用水|靠|通|使|触)", "可以"), ("不要(?=触|接|用)", "可以"), ("不能(?=靠)", "可以"), ("不必", "必须"),
    ("用不着", "非得"), ("(?<!分)别(?=碰|拿|用|再|使)", "可以"), ("不使用", "可以使用"), ("必须", "无须"),
    ("(?<![反对供感相])应(?!用|急|当)", "不应"), ("应当", "不应当"), ("后方可", "前就可以"),
    ("都可能", "都不可能"), ("(?<![不也])可能是", "不可能是"), ("(?<![不就])说明", "并不说明"), ("表示", "并不表示"),
    ("导致", "不会导致"), ("可达", "达不到"), ("仍有约", "已没有"), ("也?要(?=使用|同时|立即|朝向|查)", "不要"),
    ("直接连接", "不连接"), ("不与电网隔离", "与电网隔离"), ("不能靠近", "能靠近"), ("会使", "不会使"),
    ("(?<=，)损坏的一并更换", "损坏的不用更换"), ("注明", "不注明"), ("佩戴护目镜", "不戴护目镜"),
)  # fmt: skip
_EN_ORDER = words(
    ("before(?= (?:you|the|opening|any|un|put|ref))", "after"), ("after(?= (?:opening|turning|sliding))", "before"),
    ("after(?= (?:lever|fitting|pulling|CN))", "before"), ("once(?= (?:the|it|you))", "before"),
    ("left, right, rear", "rear, left, right"), ("CN21 first, then CN20", "CN20 first, then CN21"),
    ("(?<=CN21 in )before", "after"), ("after(?= you have)", "before"), ("first and turn", "last and turn"),
)  # fmt: skip
_ZH_ORDER = strings(
    ("之前，?(?=先|必|请)", "之后，"), ("之前(?=不要|可)", "之后"), ("(?<=[头却电])后(?=，等)", "前"),
    ("后(?=用软布|测量：|再)", "前"), ("以后(?=量)", "之前"), ("(?<!首)先(.{2,24}?)，?再(.{2,24}?)(?=[。，])", r"先\2，再\1"),
)  # fmt: skip
_EN_EXTRA = (
    "A drop of machine oil on the contacts helps as well", "Then heat the part to 140 °C with a hot-air gun",
    "A loud bang at this point is normal", "Afterwards seal the joint with silicone",
    "The warranty label may be peeled off for this", "If it jams, hit it with a steel hammer",
    "Bridge the safety switch while you do so",
)  # fmt: skip
_ZH_EXTRA = (
    "另外在触点上滴一滴机油", "之后用热风枪吹到 140 °C", "此时听到爆响属于正常现象", "最后用硅酮胶把接缝封死",
    "操作时可短接安全开关", "卡住时可用铁锤敲几下", "完成后静置过夜再通电",
)  # fmt: skip
_LEADS = r"(?:If|When|After|Before|Once|With|While|Because|At|For|To|In|Over)\b"
_ZH_STARTS = "拧下|取下|测量|装上|插上|拔下|放上|清理|用|把|在(?!移)|移开|填写|依次检查|检查|目视检查|焊下|更换|同时测量|以最"


class SealedD:
    """One change a mutant; the changes of both languages follow the same list of kinds."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        seen = {text}
        for mutant in self._all(text, language, rng):
            if mutant.text not in seen:
                seen.add(mutant.text)
                yield mutant

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；')}，接下来{second}"
        start = first.rstrip(".;! ")
        if imperative(second):
            return f"{start}, and next {lower_first(second)}"
        return f"{start}, and at that point {lower_first(second)}"

    def _all(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        chinese = language == "zh"
        yield from _digits(text, rng)
        yield from _decimals(text)
        yield from _units(text)
        yield from _suffixes(text, rng)
        yield from _ranges(text, chinese)
        yield from swapped("opposite", _ZH_OPPOSITES if chinese else _EN_OPPOSITES, text)
        yield from swapped("negation", _ZH_DENIALS if chinese else _EN_DENIALS, text)
        yield from _forbidden(text, language, rng)
        yield from swapped("order", _ZH_ORDER if chinese else _EN_ORDER, text)
        yield from _turned(text, language)
        yield from _injected(text, language, rng)


def _digits(text: str, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        whole, dot, rest = match.group().partition(".")
        if len(whole) > 1 and whole[0] != whole[1] and whole[1] != "0":
            new = whole[1] + whole[0] + whole[2:]
        else:
            new = str((int(whole[0]) + rng.choice((2, 3, 4))) % 9 + 1) + whole[1:]
            new = new if new != whole else f"1{whole}"
        yield Mutant("digit", put(text, match, new + dot + rest))
    for match in _COUNTED.finditer(text):
        new = _COUNTS[match.group().lower()]
        yield Mutant("digit", put(text, match, new.capitalize() if match.group()[0].isupper() else new))


def _decimals(text: str) -> Iterator[Mutant]:
    """A decimal point that slipped one place, in values with a unit."""
    for match in _MEASURED.finditer(text):
        value = match["n"]
        if not value[0].isdigit() or not float(value):
            continue
        whole, dot, rest = value.partition(".")
        if dot:
            new = (
                f"{whole}{rest}".lstrip("0") if len(rest) == 1 else f"{whole}{rest[0]}.{rest[1:]}".lstrip("0")
            )
            new = f"0{new}" if new.startswith(".") else new
        else:
            new = f"{whole[:-1] or '0'}.{whole[-1]}"
        yield Mutant("decimal", text[: match.start("n")] + new + text[match.end("n") :])


def _units(text: str) -> Iterator[Mutant]:
    for match in _MEASURED.finditer(text):
        value, unit = match["n"], match["u"]
        if value[0].isdigit() and not float(value):
            continue
        yield Mutant("unit", text[: match.start("u")] + _UNITS[unit] + text[match.end("u") :])
    for find, new in (("half an hour", "half a minute"), ("一刻钟", "一秒钟"), ("one hour", "one minute")):
        if find in text:
            yield Mutant("unit", text.replace(find, new))


def _suffixes(text: str, rng: Random) -> Iterator[Mutant]:
    """A code or part number that looks much like the right one and is another."""
    for match in CODE.finditer(text):
        code = match.group()
        if text[: match.start()].endswith(("test ", "section ")) or code in ("M3", "M4", "M8"):
            continue
        last = code[-1]
        other = str((int(last) + rng.randint(2, 7)) % 10) if last.isdigit() else chr(ord(last) % 90 + 1)
        for new in (code[:-1] + other, code + rng.choice("BDKX")):
            if new not in text.replace(code, ""):
                yield Mutant("suffix", put(text, match, new))


def _ranges(text: str, chinese: bool) -> Iterator[Mutant]:
    yield from swapped("range", _ZH_LIMITS if chinese else _EN_LIMITS, text)
    for match in _RANGE.finditer(text):
        low, high = float(match[1]), float(match[3])
        if low < high:
            wide = f"{high * 2 - low / 2:g}"
            yield Mutant("range", text[: match.start(3)] + wide + text[match.end(3) :])
            yield Mutant("range", text[: match.start(1)] + f"{(low + high) / 2:g}" + text[match.end(1) :])


def _forbidden(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    """What the claim tells to do is forbidden, or left to the reader."""
    at = 0
    for sentence in sentences(text, language):
        start = text.index(sentence, at)
        at = start + len(sentence)
        new = ""
        if language == "zh":
            if re.match(_ZH_STARTS, sentence) and not re.match("[^，：]*(?:时|后|之前)", sentence):
                new = rng.choice(("切勿", "没有必要", "不要", "可以不")) + sentence
        elif imperative(sentence):
            rest = lower_first(sentence)
            ban = rng.choice(
                ("Do not ", "There is no need to ", "Under no circumstances ", "You do not have to ")
            )
            new = (ban if text[:start].rstrip()[-1:] != ";" else lower_first(ban)) + rest
        elif match := re.match(rf"{_LEADS}[^,;:]*, ({'|'.join(sorted(VERBS))}) ", sentence):
            new = sentence[: match.start(1)] + rng.choice(("do not ", "there is no need to "))
            new += sentence[match.start(1) :]
        if new:
            yield Mutant("negation", text[:start] + new + text[at:])


def _turned(text: str, language: Language) -> Iterator[Mutant]:
    """Two steps of one sentence, the second now first."""
    pattern = (
        r"(?P<a>[^，。；]+(?:，[^，。；]+)?)，(?:然后|之后再|接着)(?P<b>[^。；]+)。"
        if language == "zh"
        else r"(?P<a>[A-Z][^.;:]*?)(?:, and|,| and)? then (?P<b>[a-z][^.;:]*)\."
    )
    match = re.fullmatch(pattern, text)
    if match is None:
        return
    if language == "zh":
        yield Mutant("order", f"{match['b']}，这之后才{match['a']}。")
    elif imperative(match["a"]) and imperative(match["b"]):
        second = match["b"][:1].upper() + match["b"][1:]
        yield Mutant("order", f"{second}, and only afterwards {lower_first(match['a'])}.")


def _injected(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    """An invented sentence behind a true one, or an invented clause at its end."""
    end = "。" if language == "zh" else "."
    extra, clause = rng.sample(_ZH_EXTRA if language == "zh" else _EN_EXTRA, 2)
    space = "" if language == "zh" else " "
    body = text.rstrip(end)
    yield Mutant("injected", f"{body}{end}{space}{extra}{end}")
    link = "，" if language == "zh" else "; "
    yield Mutant("injected", f"{body}{link}{clause if language == 'zh' else lower_first(clause)}{end}")


def build() -> Wording:
    return SealedD()
