"""Wording I: own lists, own denials, and numbers, units, ranges, suffixes and rows that change places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    VERBS,
    Mutant,
    Swap,
    imperative,
    lower_first,
    put,
    sentences,
    strings,
    swapped,
    words,
)  # fmt: skip
from kb_sources.manual import Language

# Pairs of which each turns into the other; a text with both stays alone.
PAIRS_EN = (("below", "above"), ("at least", "at most"), ("upper", "lower"), ("top", "bottom"), ("left-hand", "right-hand"), ("to the left", "to the right"), ("upwards", "downwards"), ("slowly", "quickly"), ("connected", "disconnected"), ("offline", "online"), ("wet", "dry"), ("clockwise", "counter-clockwise"), ("thick", "thin"), ("high", "low"), ("inside", "outside"), ("longer", "shorter"), ("swollen", "undamaged"), ("faulty", "intact"), ("horizontal", "vertical"), ("minimum", "maximum"), ("increase", "reduce"), ("works", "is dead"), ("full", "empty"), ("inner", "outer"))  # fmt: skip
TURNED_EN = words((r"(?<!no )more than(?= (?:\d|a |one|two))", "less than"), (r"no more than", "no less than"), ("or more", "or less"), ("or less", "or more"), ("no deeper than", "no shallower than"), (r"under(?= \d)", "over"), (r"up to(?= \d)", "well over"), (r"switch (the \w+ )?off", r"switch \1on"), (r"switched off", "switched on"), (r"(is|are) off", r"\1 on"), ("unplug", "plug in"), ("power the phone down", "power the phone up"), (r"new(?= (?:adhesive|battery|pull|seal|gasket))", "used"), ("original", "third-party"), ("plastic tool", "metal tool"), ("wooden", "metal"), ("written", "oral"), ("poisonous", "harmless"), ("wear(?= (?:the|safety|cut|gloves))", "take off"), (r"keep (.{3,24}) apart", r"keep \1 together"), ("earthed", "insulated"), ("is not suitable", "is the best choice"), ("(?<!not )interchangeable", "different"), ("gap opens", "gap closes"), ("flat and slowly", "upright and slowly"), ("slowly and flat", "slowly and upright"), ("label upwards", "label inwards"), ("soft brush", "wire brush"), (r"(?<!not )is in order", "is out of order"), ("picture appears", "picture vanishes"), ("worn off", "stayed on"), ("a short circuit", "an open circuit"), ("long", "short"), ("short(?! circuit)", "long"), ("connect(?! it)", "disconnect"), ("disconnect", "connect"), ("loosen(?! lint)", "tighten"), ("tighten", "loosen"), ("stop charging", "go on charging"), ("severe", "negligible"), ("cracked", "sound"), ("red means", "green means"), ("by cable", "by radio"))  # fmt: skip
PAIRS_ZH = (("高于", "低于"), ("大于", "小于"), ("上边缘", "下边缘"), ("左侧", "右侧"), ("左端", "右端"), ("朝上", "朝下"), ("拧紧", "拧松"), ("断开", "接通"), ("离线", "联网"), ("顺时针", "逆时针"), ("至少", "至多"), ("以上", "以下"), ("缓慢", "猛然"), ("最小", "最大"), ("标签朝外", "标签朝里"), ("上方", "下方"), ("内侧", "外侧"), ("增大", "减小"), ("升高", "降低"))  # fmt: skip
TURNED_ZH = strings(("不超过", "不少于"), ("不得超过", "不得少于"), ("不小于", "不大于"), ("不低于", "不高于"), ("拧下", "拧上"), ("(?<!“)拆下(?!后盖和中框（)", "装上"), ("取出", "装入"), ("取下(?!后|压)", "贴上"), ("插入(?!深|缝隙后)", "拔出"), ("拔下", "插上"), ("扣上", "掀开"), ("压紧", "松开"), ("压合", "剥开"), ("掀开", "扣上"), ("关机", "开机"), ("(?<=，)开机(?!标)", "关机"), ("受潮", "干透"), ("(?<!没有)损坏", "完好"), ("(?<!不)正常", "异常"), ("新电池", "旧电池"), ("新背胶", "旧背胶"), ("新的", "用过的"), ("原装", "杂牌"), ("长螺钉", "短螺钉"), ("分开放置", "混放在一起"), ("充电至", "放电至"), ("塑料工具", "金属工具"), ("木牙签", "钢针"), ("书面", "口头"), ("佩戴", "摘下"), ("太厚", "太薄"), ("有毒", "无毒"), ("鼓包", "完好"), ("停止充电", "继续充电"), ("打开测试菜单", "退出测试菜单"), ("接地的", "绝缘的"), ("永久发黄", "略微变亮"), ("贴平", "竖直"), ("电阻", "电容"), ("熄灭", "亮起"), ("短路", "断路"), ("防护", "损伤"))  # fmt: skip
DENIED_EN = words(("must not", "may well"), ("must (?!not|under)(?=[a-z])", "need not "), ("has to be", "does not have to be"), ("cannot", "can easily"), (r"can(?= (?:cause|pierce|ignite|come|be))", "can never"), (r"(is|are) not(?! only)", r"\1"), (r"(is|are)(?= (?:faulty|wet|swollen|below|above|soldered|warmer|recognised|dry|fine|in order))", r"\1 not"), ("does not start", "does start"), (r"(?<=[a-z] )do not (?=apply|carry|fit)", ""), ("only (?=while|when|after|if)", "not only "), (r"(?<=[,;] )do not(?= [a-z])", "feel free to"), ("without(?= (?:it|pressing|a|the))", "with"), (r"(?<=[,;] )never(?= [a-z])", "by all means"), (r"whenever", "in none of the cases in which"), (r"does not (appear|come)", r"\1s"), (r"if (it|its \w+) (is|rings)", r"unless \1 \2"), ("must under no circumstances", "may at any time"))  # fmt: skip
DENIED_ZH = strings(("绝?不得(?!超过|少于|低于)", "可以"), ("不得(?=超过)", "可以"), ("严禁|禁止|切勿", "允许"), ("绝?不可(?!能)", "可以"), ("不要", "不妨"), ("必须(?!为)", "不必"), ("必须为", "不必为"), ("(?<!必|无)须(?=在|取得|先|更换|固化|小于|换)", "无须"), ("会(?=在|释放|顶|永|造成|烧|发|伤)", "不会"), ("(?<!不)可能", "不可能"), ("(?<!不)说明", "并不说明"), ("只有在", "不只是在"), ("无法", "能够"), ("不支持", "支持"), ("(?<=，)更换", "不更换"), ("(?<=就)更换", "保留"), ("应(?=不|在|备|为)", "未必"), ("才能", "不能"), ("都必须", "都不用"))  # fmt: skip
WEAK_EN = words(("never", "preferably do not"), ("must(?! not| under)", "should, if convenient,"), ("always", "now and then"), ("at once", "when time allows"))  # fmt: skip
WEAK_ZH = strings(("必须", "最好"), ("不得(?!超)", "尽量不"), ("严禁", "不建议"), ("立即", "有空时"), ("绝不可", "一般不"))  # fmt: skip
_SOCKET = r"[A-Z]{1,2}\d+"
ORDER_EN = words((r"before(?= (?:you|gluing|the|it|connecting|replacing|pressing))", "after"), (r"before(?=,? (?:open|assembl|fit)\w+)", "after"), (r"after(?= \w+ing)", "before"), ("one last", "one first"), ("starting at", "finishing at"), (r"first to the (left|right)(,? (?:and )?then) to the (left|right)", r"first to the \3\2 to the \1"), ("at once", "at the very end"), ("afterwards", "beforehand"), ("(?<=[a-z] )first(?=[.,;]|$)", "last of all"), ("in the order", "against the order"), (rf"({_SOCKET})(,? and then|,? then| off first and) ({_SOCKET})", r"\3\2 \1"))  # fmt: skip
ORDER_ZH = strings(("(?<!与)之前", "之后"), ("之后", "之前"), ("先向(左|右)、?再向(左|右)", r"先向\2、再向\1"), ("从(上边缘|下边缘|中间|左端)开始", r"到\1结束"), ("先(?!向)([^，。；再]{2,14})再([^，。；]{2,14})", r"先\2再\1"), ("(?<!须)先([^，。；]{2,14})，再([^，。；]{2,14})", r"先\2，再\1"), ("最后(?!一)", "最先"), ("立即", "收尾时才"), ("(?<=[机屏纸盖])后(?=检查|更换|取出|用|将|测量)", "前"), ("按相反顺序", "按相同顺序"))  # fmt: skip
UNITS = {"V": "mV kV", "mV": "V", "A": "mA kA", "mA": "A", "N·m": "N·cm kN·m", "N·cm": "N·m", "mm": "cm m", "cm": "mm m", "μm": "mm", "s": "min h", "min": "s h", "h": "min", "°C": "°F K", "°F": "°C", "kg": "g t", "g": "kg mg", "bar": "mbar kPa", "kPa": "bar", "%": "‰", "Ω": "kΩ MΩ", "kΩ": "Ω", "GB": "MB", "mAh": "Ah", "W": "kW mW", "Wh": "kWh", "Hz": "kHz", "l": "ml", "L": "mL", "ml": "l", "mL": "L", "minutes": "seconds hours", "seconds": "minutes hours", "hours": "minutes days", "hour": "minute day", "minute": "second hour", "degrees": "millimetres", "°": "%", "rpm": "Hz", "分钟": "秒 小时", "秒": "分钟 小时", "小时": "分钟 天", "毫秒": "分钟", "升": "毫升", "毫升": "升", "厘米": "米", "毫米": "厘米", "千克": "克", "克": "千克", "个月": "天", "转": "度", "MPa": "kPa"}  # fmt: skip
_UNIT = re.compile(r"(?:(?<=\d)|(?<=\d )|(?<= (?:two|ten|six|one) )|(?<= (?:four|five) )|(?<=(?:elve|enty|irty) )|(?<=[二两三四五六八十半])|(?<=[二三四五六八十] ))" "(" + "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True))) + r")(?![A-Za-z·/])")  # fmt: skip
_REFERENCE = re.compile(r"(?:sections?|steps?|chapter|table|figure|to|第|步骤|表|图|位置|positions?|USB|Torx|version) ?$", re.IGNORECASE)  # fmt: skip
_RANGE = re.compile(r"(\d+(?:\.\d+)?)( ?(?:V|A|°C|mm|N·m|°F|bar|kg|%)?)( (?:to|and) | ?(?:至|到|～) ?)(\d+(?:\.\d+)?)( (?:V|A|°C|mm|N·m|°F|bar|kg|%))?(?![\d.]*\d)")  # fmt: skip
_LIMIT = re.compile(r"((?:no (?:more|deeper) than|at most|up to|不超过|不得超过|最多|至多) ?\d+(?:\.\d+)?(?: ?(?:°C|°|mm|cm|bar|kPa|A|V|minutes|μm|分钟))?)")  # fmt: skip
_PLACES = re.compile(r"(?:positions?|位置) $", re.IGNORECASE)
_UP = re.compile(r"(?:below|under|less than|no (?:more|deeper) than|at most|up to|above which|低于|小于|不超过|不得超过|最多|至多) ?$", re.IGNORECASE)  # fmt: skip
_DOWN = re.compile(r"(?:above|over|(?:more|warmer) than|not \w+ within|at least|高于|大于|超过|不小于|不低于|至少) ?$", re.IGNORECASE)  # fmt: skip
_SIZES = ("μV mV V kV", "μA mA A kA", "μm mm cm m", "N·cm N·m kN·m", "mbar kPa bar", "seconds minutes hours days", "秒 分钟 小时 天", "K °F °C", "‰ %", "Ω kΩ MΩ")  # fmt: skip
LEAST = (Swap(r"(\d[\d.]* ?(?:mA|A|V|Ω|°C|bar|mm)) or more", r"from 0 to \1"), Swap(r"不小于 ?(\d[\d.]* ?(?:mA|A|V|Ω|°C|bar|mm))", r"在 0 至 \1 之间"))  # fmt: skip
_PART = re.compile(r"[A-Z]{2,}-[\dA-Z]+-[A-Z](?![A-Za-z\d])")
_LETTER = re.compile(r"(?<=\d-)[A-Z](?![A-Za-z\d])")
_SCREW = re.compile(r"(M\d\.\d[x×])(\d)\.(\d)")
COUNTS_EN = {"(?<!within )two": "four", "three": "two", "four": "six", "five": "fifteen", "six": "eight", "seven": "nine", "eight": "twelve", "ten": "five", "twelve": "twenty", "fifteen": "fifty", "twenty": "twelve", "thirty": "thirteen", "sixty": "sixteen", "half an hour": "an hour and a half", "a quarter of an hour": "three quarters of an hour"}  # fmt: skip
COUNTS_ZH = strings(("两(?=[颗条个块次片根])", "四"), ("三(?=[颗条个块次片根])", "两"), ("六(?=[颗条个块次片根])", "九"), ("八(?=[颗个块片])", "十"), ("十二(?=秒|分)", "二十"), ("四(?=分钟)", "十四"), ("半小时", "一个半小时"), ("一刻钟", "三刻钟"), ("一半电量", "三成电量"), ("半秒", "五秒"))  # fmt: skip
ADDED_EN = ("This takes a trained technician about 7 minutes.", "Use contact spray for it.", "A green lamp confirms this.", "Enter the result in service sheet S-14.", "Two people are needed for this.", "The maker pays for the part in the first 36 months.", "Up to 5 % more than that does no harm.", "Grease the thread lightly beforehand.", "On older units, double the value.", "Repeat this after 48 hours.", "Keep the room at 21 °C meanwhile.")  # fmt: skip
ADDED_ZH = ("熟练技师大约需要 7 分钟。", "可配合使用触点喷剂。", "绿灯亮起即表示完成。", "结果须填入维修单 S-14。", "此项需两人配合。", "三年内由厂家承担费用。", "超出百分之五也无妨。", "事先在螺纹上涂少许润滑脂。", "旧款机型数值加倍。", "48 小时后重复一次。", "期间室温应保持 21 °C。")  # fmt: skip
_START_ZH = r"(?:将|把|用(?!户)|以|从上|拿|拆下|拧|取[出下]|装|断开|连接原|接[上通]|测量|检查|清[洁除]|打开|关|插|拔|压|按|放入|充电至|更换|贴|扣|拉|掀|查看|停止|立即)"
_IF_EN = re.compile(rf"^((?:If|When|Whenever|Before|Once|While) [^,:;.]+(?:\.\d+[^,:;.]*)*, (?:then )?)((?:{'|'.join(sorted(VERBS))})\b.*)$", re.IGNORECASE)  # fmt: skip


def build() -> SealedI:
    return SealedI()


class SealedI:
    """Both languages; one change a mutant."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        found = {m.text: m for m in self._all(text, language, rng) if m.text != text}
        yield from found.values()

    def joined(self, first: str, second: str, language: Language) -> str:
        one, two = first.rstrip(" .。;；"), second.rstrip(" .。;；")
        if language == "zh":
            return f"先{one}，做完这一步再{two}。"
        if imperative(one) and imperative(two):
            return f"First {lower_first(one)}; with that done, {lower_first(two)}."
        return f"{one}, and next in line: {lower_first(two)}."

    def _all(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from _digits(text, language, rng)
        yield from _decimals(text)
        yield from _units(text, rng)
        yield from _suffixes(text, rng)
        yield from _ranges(text, language)
        yield from _opposites(text, language)
        zh = language == "zh"
        for turned in (DENIED_ZH, WEAK_ZH) if zh else (DENIED_EN, WEAK_EN):
            yield from swapped("negation", turned, text)
        yield from _denied_zh(text, rng) if zh else _denied_en(text, rng)
        yield from swapped("order", ORDER_ZH if zh else ORDER_EN, text)
        yield from _turned_zh(text) if zh else _turned_en(text)
        yield from _injected(text, language, rng)


def _wider(text: str, match: re.Match[str], new: str) -> bool:
    """Whether a changed limit lets more through: a narrower one may still be right."""
    before = text[: match.start()]
    more = float(new) > float(match.group())
    if _PLACES.search(re.sub(r"\d+ (?:to|至) $", "", before)) and not _PLACES.search(before):
        return more
    if _PLACES.search(before) and re.match(" (?:to|至) ", text[match.end() :]):
        return False
    if _UP.search(before):
        return more
    least = _DOWN.search(before) or re.match(r" ?\S+ or more| ?(?:毫?秒|分钟)内没有", text[match.end() :])
    return not more if least else True


def _larger(text: str, match: re.Match[str]) -> list[str]:
    """Other units, on the side that widens a limit."""
    before, unit = re.sub(r"(?:[\d.]+|two|five|ten) ?$", "", text[: match.start()]), match.group(1)
    sizes = next((s.split() for s in _SIZES if unit in s.split()), [unit])
    at = sizes.index(unit)
    if _UP.search(before):
        return sizes[at + 1 :]
    return (
        sizes[:at] if _DOWN.search(before) or text.startswith("内没有", match.end()) else UNITS[unit].split()
    )


def _digits(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        options = [n for n in _near(match.group(), text[match.end() :]) if _wider(text, match, n)]
        for new in rng.sample(options, min(2, len(options))):
            yield Mutant("digit", put(text, match, new))
    swaps = COUNTS_ZH if language == "zh" else words(*COUNTS_EN.items())
    yield from swapped("digit", swaps, text)
    yield from _exchanged(text)


def _near(number: str, after: str) -> list[str]:
    """Other numbers that a tired reader takes this one for."""
    whole, dot, _ = number.partition(".")
    found = [
        number[:i] + number[i + 1] + number[i] + number[i + 2 :]
        for i in range(len(number) - 1)
        if number[i : i + 2].isdigit() and number[i] != number[i + 1]
    ]
    found.append(number[:-1] + str((int(number[-1]) + 3) % 10))
    found.append(str((int(number[0]) + 4) % 9 + 1) + number[1:])
    if not dot and len(whole) < 3 and "%" not in after[:2]:
        found.append(number + "0")
    if not dot and len(whole) > 1 and number.endswith("0") and int(number):
        found.append(number[:-1])
    good = (f for f in found if not re.match(r"0\d", f) and float(f) != float(number))
    return sorted(set(good))


def _exchanged(text: str) -> Iterator[Mutant]:
    """Two values of one unit change places, as when a row or a half of the sentence is misread."""
    found, parts = list(NUMBER.finditer(text)), list(_PART.finditer(text))
    for one, two in (*zip(found, found[1:], strict=False), *zip(parts, parts[1:], strict=False)):
        between = text[one.end() : two.start()]
        same = _unit_of(text, one) == _unit_of(text, two) and not _REFERENCE.search(text[: one.start()])
        apart = len(re.findall(r"[a-z]{2,}|[\u4e00-\u9fff]", between)) > 3
        if same and apart and one.group() != two.group():
            new = text[: one.start()] + two.group() + between + one.group() + text[two.end() :]
            yield Mutant("suffix" if one in parts else "digit", new)


def _unit_of(text: str, match: re.Match[str]) -> str:
    unit = _UNIT.match(text, match.end() + (text[match.end() : match.end() + 1] == " "))
    return unit.group(1) if unit else "-"


def _decimals(text: str) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        whole, dot, rest = match.group().partition(".")
        if _REFERENCE.search(text[: match.start()]) or not float(match.group()):
            continue
        found = [(whole[:-1] or "0") + "." + whole[-1] + rest] if dot or len(whole) > 1 else []
        if dot:
            found.append(((whole + rest[0]).lstrip("0") or "0") + ("." + rest[1:] if rest[1:] else ""))
        yield from (Mutant("decimal", put(text, match, new)) for new in found if _wider(text, match, new))


def _units(text: str, rng: Random) -> Iterator[Mutant]:
    for match in _UNIT.finditer(text):
        if re.search(r"(?:^|[^\d.])0 ?$", text[: match.start()]) and not match.group(1).startswith("°"):
            continue
        if options := _larger(text, match):
            yield Mutant("unit", put(text, match, rng.choice(options)))
    yield from swapped("unit", words(("(half|quarter of) an hour", r"\1 a minute")), text)
    for head in re.finditer(r"\((N·m|V|mm)\)", text):
        yield Mutant("unit", put(text, head, f"({UNITS[head.group(1)].split()[0]})"))


def _suffixes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in _LETTER.finditer(text):
        letter = rng.choice([x for x in "ABCDEFK" if x != match.group()])
        yield Mutant("suffix", put(text, match, letter))
    for match in _SCREW.finditer(text):
        head, whole, part = match.groups()
        yield Mutant("suffix", put(text, match, f"{head}{int(whole) + 2}.{part}"))
    for match in CODE.finditer(text):
        code = match.group()
        if text[match.end() : match.end() + 1] == "." and text[match.end() + 1 : match.end() + 2].isdigit():
            continue
        last = re.search(r"\d(?=\D*$)", code)
        if last and len(code) > 1:
            near = str((int(last.group()) + rng.choice((1, 2))) % 9 + 1)
            yield Mutant("suffix", put(text, match, put(code, last, near)))
        turned = re.sub(r"-(\d+)(\d)(\d)(?=-)", lambda m: f"-{m[1]}{m[3]}{m[2]}", code)
        if turned != code:
            yield Mutant("suffix", put(text, match, turned))


def _ranges(text: str, language: Language) -> Iterator[Mutant]:
    for match in _RANGE.finditer(text):
        low, unit, link, high, last = match.groups()
        if float(low) >= float(high) or ("and" in link and "etween" not in text[: match.start()]):
            continue
        if language == "zh" and last:
            yield Mutant("range", put(text, match, f"低于 {low}{last} 或高于 {high}{last}"))
        elif last and text[: match.start()].endswith("between "):
            outside = f"below {low}{last} or above {high}{last}"
            yield Mutant("range", text[: match.start() - 8] + outside + text[match.end() :])
        step = 10 ** -len(high.partition(".")[2])
        wide = f"{float(high) + 3 * step:.{len(high.partition('.')[2])}f}"
        lifted = f"{float(low) + 2 * step:.{len(low.partition('.')[2])}f}"
        yield Mutant("range", put(text, match, f"{low}{unit}{link}{wide}{last or ''}"))
        if float(lifted) != float(high) and not _PLACES.search(text[: match.start()]):
            yield Mutant("range", put(text, match, f"{lifted}{unit}{link}{high}{last or ''}"))
    yield from swapped("range", LEAST, text)
    for match in _LIMIT.finditer(text):
        yield from (Mutant("range", put(text, match, x)) for x in _opened(match.group(), text[match.end() :]))
        more = "（短时可加倍）" if language == "zh" else " (twice that for a short while)"
        if not match.group()[-1].isdigit():
            yield Mutant("range", put(text, match, match.group() + more))


def _opened(limit: str, after: str) -> Iterator[str]:
    """An upper limit that has become a lower one."""
    value = re.search(r"\d.*$", limit)
    if value and not value.group()[-1].isdigit():
        if limit.startswith(("no", "at most", "up to")):
            yield f"{value.group()} and {'deeper' if 'deeper' in limit else 'more'}"
        elif not after.startswith("内"):
            yield f"{'应在' if '得' in limit else ''} {value.group()} 以上"


def _opposites(text: str, language: Language) -> Iterator[Mutant]:
    zh = language == "zh"
    for pair in PAIRS_ZH if zh else PAIRS_EN:
        find = [re.escape(p) if zh else rf"\b{p}\b" for p in pair]
        there = [bool(re.search(f, text, re.IGNORECASE)) for f in find]
        if sum(there) == 1:
            at = there.index(True)
            yield from swapped("opposite", [Swap(find[at], pair[1 - at])], text)
    yield from swapped("opposite", TURNED_ZH if zh else TURNED_EN, text)


def _denied_en(text: str, rng: Random) -> Iterator[Mutant]:
    for one in sentences(text, "en"):
        if "#" in one or text.count(one) != 1:
            continue
        new = ""
        if met := re.match(r"(?:Do not|Never|Don't) (.+)$", one):
            new = rng.choice(("You are free to ", "It does no harm to ", "It is fine to ")) + met[1]
        elif imperative(one) and not re.search(r"not|never|only|without|your|\bno\b|under no", one):
            new = rng.choice(("There is no need to ", "Nobody has to ", "Make sure not to "))
            new += lower_first(one)
        elif met := _IF_EN.match(one):
            denial = rng.choice(("there is no reason to ", "you need not ", "be careful not to "))
            new = met[1] + denial + met[2]
        if new:
            inside = text[: text.index(one)].rstrip().endswith(";")
            yield Mutant("negation", text.replace(one, lower_first(new) if inside else new))


def _denied_zh(text: str, rng: Random) -> Iterator[Mutant]:
    if re.match(_START_ZH, text) and not re.search("不|严禁|禁止", text):
        yield Mutant("negation", rng.choice(("不要", "用不着", "没有必要")) + text)
    for match in re.finditer(rf"(?<=[时前]，)(?={_START_ZH})", text):
        yield Mutant("negation", put(text, match, rng.choice(("千万别", "用不着"))))
    if re.match("如果[^，]+，(就)?" + _START_ZH, text):
        yield Mutant("negation", re.sub("^(如果[^，]+，)就?", lambda m: m[1] + "也用不着", text))


def _turned_en(text: str) -> Iterator[Mutant]:
    whole = re.match(r"^([A-Z][^.;:]+?)(?:,| and|;)* then ([a-z][^.;]*?)(\.?)$", text)
    if whole and imperative(text) and whole[2].split()[0] in VERBS:
        first = whole[2][:1].upper() + whole[2][1:]
        yield Mutant("order", f"{first}, and only then {lower_first(whole[1])}{whole[3]}")


def _turned_zh(text: str) -> Iterator[Mutant]:
    whole = re.match(r"^([^。；，]+)，(?:然后|接着|再)([^。；，]+)(。?)$", text)
    if whole and re.match(_START_ZH, whole[1]):
        yield Mutant("order", f"先{whole[2]}，然后才{whole[1]}{whole[3]}")


def _injected(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    zh = language == "zh"
    stop = "" if text.endswith((".", "。")) else ("。" if zh else ".")
    for more in rng.sample(ADDED_ZH if zh else ADDED_EN, 3):
        yield Mutant("injected", text + stop + ("" if zh else " ") + more)
