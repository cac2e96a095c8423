"""Wrong words for repair claims, as a hurried or careless drafter would put them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    Mutant,
    Swap,
    Wording,
    imperative,
    lower_first,
    put,
    sentences,
    strings,
    swapped,
    words,
)  # fmt: skip
from kb_sources.manual import Language

_REFERENCE = re.compile(r"(sections?|steps?|tables?|figures?|第|步骤|表|图|章节|edition|,|至|to)\s*$", re.I)
_LIMIT = re.compile(
    r"(not|no|never|at most|up to|不得|不可|不|最[长多大])[^,，;；.。]{0,14}$|(below|under|低于|不到|less than)\s*$",
    re.I,
)
_TRIGGER = re.compile(r"(above|over|more than|warmer than|exceeds?|高于|超过|大于|at least)\s*$", re.I)
_RANGE = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)(\s*(?:V|mm|°C|A|N·m|%|伏)?\s*(?:to|至|到|–|through)\s*)(\d+(?:\.\d+)?)(?![\d.])"
)
_CARDINALS = words(
    ("two(?! of)", "four"), ("both(?= screws| tabs)", "all seven"), ("three", "five"), ("five", "nine"),
    ("six", "three"), ("eight", "five"), ("ten", "six"), ("twelve(?= sec)", "forty"),
    ("half an hour", "two hours"), ("a quarter of an hour", "three quarters of an hour"),
    ("one hour", "five hours"), ("one day", "three days"), ("zero", "seven"),
)  # fmt: skip
_COUNTS = strings(
    ("(?<!左右)两(?=颗|条|秒|块|片|个|公斤)", "五"), ("八(?=颗)", "十一"), ("三(?=条|颗|次)", "六"),
    ("五(?=次)", "十五"), ("(?<!三|二)十(?=秒)", "五十"), ("十二(?=秒)", "三十"), ("半(?=小时|个钟头)", "一个半"),
    ("一刻钟", "三刻钟"), ("一天", "四天"), ("三十(?=分钟)", "九十"),
)  # fmt: skip
_UNITS = (
    Swap(r"(?<=\d )°C", "°F"), Swap(r"(?<=\d )°F", "°C"), Swap(r"(?<=\d )V\b", "mV"),
    Swap(r"(?<=\d )mV\b", "V"), Swap(r"(?<=\d )A\b", "mA"), Swap(r"(?<=\d )mA\b", "A"),
    Swap(r"(?<=\d )mm\b", "cm"), Swap(r"(?<=\d )cm\b", "mm"), Swap(r"(?<=\d )kg\b", "g"),
    Swap(r"(?<=\d )N·m", "N·cm"), Swap(r"(?<=\d )N·cm", "N·m"), Swap(r"(?<=\d )Ω", "kΩ"),
    Swap(r"(?<=\d )bar\b", "mbar"), Swap(r"(?<=\d )minutes\b", "seconds"),
    Swap(r"(?<=\d )seconds\b", "minutes"), Swap(r"(?<=\d )hours\b", "days"), Swap(r"(?<=\d )分钟", "小时"),
    Swap(r"(?<=\d )秒", "分钟"), Swap(r"(?<=\d )小时", "分钟"), Swap(r"(?<=半)小时", "分钟"),
    Swap(r"half an hour", "half a minute"),
)  # fmt: skip

_OPPOSITES_EN = words(
    ("above", "below"), ("below", "above"), ("no more than", "no less than"), ("more than", "less than"),
    ("less than", "more than"), ("or more", "or less"), ("at most", "at least"), ("at least", "at most"),
    ("no deeper than", "no shallower than"), ("warmer", "cooler"), ("upper", "lower"), ("lower", "upper"),
    ("left(?=[- ](?:hand|end|edge))", "right"), ("right(?=[- ](?:hand|end|edge))", "left"),
    ("upwards", "downwards"), ("slowly", "briskly"), ("flat and", "at a steep angle and"),
    ("volume down", "volume up"), ("volume up", "volume down"), ("disconnect(?! J3 and)", "connect"),
    ("connect(?! a battery)(?! it to)", "disconnect"), ("unplug", "plug in"), ("tighten", "loosen"),
    ("loosen(?! lint)", "tighten"), ("plastic tool", "metal tool"), ("wooden", "steel"),
    ("dry air", "moist air"), ("new(?= adhesive| battery| unit| charging| pull)", "used"),
    ("the first time", "the last time"), ("swollen", "flat"), ("wet", "dry"), ("cracked", "intact"),
    ("known good", "known bad"), ("faulty", "sound"), ("in order", "out of order"),
    ("long(?= ones| screws)", "short"), ("together", "apart"), ("written", "spoken"),
    ("within(?= \\d| two)", "no sooner than"), ("original", "third-party"), ("fully drained", "half full"),
    ("drained", "charged"), ("a damaged cell", "an undamaged cell"), ("lift(?= off| J)", "press down"),
    ("remove(?= the| all)", "refit"), ("replace(?= the| it| boards| NV)", "keep"), ("take the (battery|unit) out", r"leave the \1 in"),
    ("(?<!before you )open(?= connector)", "close"), ("opening it live", "opening it dead"), ("soft brush", "wire brush"),
    ("wireless", "wired"), ("by cable", "without a cable"), ("until(?= both| a gap| the cover)", "unless"),
    ("under supervision", "unattended"), ("fireproof", "flammable"), ("look alike", "look unlike"),
    ("the middle one last", "the middle one first"), ("at once", "some day"), ("too thick", "too thin"),
    ("stop charging", "go on charging"), ("switch the phone off", "switch the phone on"), ("slack", "tight"),
    ("warm(?= the)", "chill"), ("heat up", "cool off"), ("loses", "keeps"), ("carry", "lack"),
    ("destroys", "protects"), ("raised", "lowered"), ("bend it up", "bend it down"),
)  # fmt: skip
_OPPOSITES_ZH = strings(
    ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("左端", "右端"), ("右端", "左端"), ("右侧", "左侧"),
    ("朝上", "朝下"), ("高于", "低于"), ("低于", "高于"), ("不得超过", "不得少于"), ("不超过", "不少于"),
    ("(?<!不)(?<!不得)(?<!不能)(?<!可以)超过", "不到"), ("不小于", "不大于"), ("以下", "以上"),
    ("不到(?= ?\\d)", "超过"),
    ("断开(?!电池连接器 J3，再)", "接通"), ("接通电池", "断开电池"), ("接上(?!充电器)", "拔开"),
    ("拧紧", "拧松"), ("拧下", "拧上"), ("拆下(?!后盖和中框的)", "装上"), ("(?<!误)装上", "拆下"),
    ("取出(?!前)", "装入"), ("放入", "拿出"), ("关闭手机", "打开手机"), ("(?<!已)关机(?!以后)", "开机"),
    ("手机已开机", "手机已关机"), ("(?<=[^重])新(?=电池|背胶|屏幕|充电|的)", "旧"), ("长螺钉", "短螺钉"),
    ("缓慢", "迅速"), ("干燥空气", "潮湿空气"), ("塑料工具", "金属工具"), ("木牙签", "钢针"),
    ("均正常", "均异常"), ("(?<!均)正常", "失常"), ("损坏", "完好"), ("良好", "损坏"), ("鼓包", "平整"),
    ("进水的手机", "干燥的手机"), ("受潮", "干爽"), ("永久", "暂时"), ("手动", "电动"), ("音量减", "音量加"),
    ("压紧", "松脱"), ("翻起", "压下"), ("立即", "日后"), ("书面", "口头"), ("原装", "仿制"),
    ("太厚", "太薄"), ("停止充电", "继续充电"), ("充电至", "放电至"), ("放至", "充至"), ("接地的", "不接地的"),
    ("同时按住", "轮流按住"), ("更换(?!部件)", "保留"), ("老化", "全新"), ("直到|直至", "不等"),
    ("分开放置", "混放在一起"), ("受损的电芯", "完好的电芯"), ("最长", "至少"), ("缺少螺钉", "多装了螺钉"),
    ("开机时", "关机时"), ("有毒", "无毒"), ("撕掉", "贴上"), ("粘合之前", "粘合之后"), ("装回", "卸下"),
    ("可替代", "不如"), ("逐条", "一齐"), ("掀开", "扣紧"), ("防火", "易燃"),
)  # fmt: skip

_DENIED_EN = words(
    ("must not", "may"), ("must(?! not)", "need not"), ("has to be", "must not be"), ("have to be", "must not be"),
    ("does not have to", "must"), ("does not(?= apply| start| appear)", "does indeed"), ("do not apply", "do apply"),
    ("are not", "are"), ("is not(?! in)", "is"), ("cannot", "can easily"), ("can(?= ignite| pierce)", "can never"),
    ("never", "feel free to"), ("do not(?= [a-z]+ (?:a|the|above|it|metal)\\b| use metal)", "it is fine to"),
    ("(?<!when the phone )(?<!swollen, )(?<!phone is )is(?= faulty| a short| in order| wet| a frozen)", "is not"),
    ("are(?= in order| faulty)", "are not"), ("(?<!not )carry", "carry no"),
    ("(?<=J9 )carries", "no longer carries"), ("(?<=screw )pierces", "does not pierce"),
    ("may be(?= swollen| clogged)", "cannot be"), ("stay(?= on the main)", "do not stay"),
    ("catches fire", "does not catch fire"), ("(?<=live )destroys", "does not destroy"),
    ("mean(?= a wrong)", "do not mean"), ("never", "try not to"), ("must(?! not)", "can, if time allows,"), ("with new", "without new"),
    ("yellows", "never yellows"), ("only after", "even without"), ("as well as", "but not"),
    ("for which a hair dryer is not", "for which a hair dryer is"), ("no need to", "a need to"),
)  # fmt: skip
_DENIED_ZH = strings(
    ("不得(?!超过|接入)", "可以"), ("不得(?=接入)", "也可以"), ("不得超过", "不妨超过"), ("绝不可", "必要时可"), ("严禁", "可以"),
    ("禁止", "允许"), ("不要(?!紧)", "可以"), ("无须", "必须"), ("必须(?!换新)", "不一定要"),
    ("(?<![必无])须(?!在|换)", "不必"), ("说明", "并不表示"), ("(?<![不机])会(?=在|起|永|顶|造|释|损|烧|伤|把|发|短)", "不会"),
    ("仍带有", "已不带"), ("位于", "不在"), ("保存在", "并不存在"), ("没有(?!关系)", "有"),
    ("可能引燃", "不可能引燃"), ("才达到", "仍达不到"), ("应(?=不小于|备有|为)", "不一定"), ("(?<!须)(?<!不必)更换(?=主板|电池|充电|屏幕|电源)", "不必更换"),
    ("直到|直至", "不必等到"), ("的电路板更换", "的电路板不换"), ("检查是否", "不用检查是否"),
    ("先核对", "不用核对"), ("并等待", "不必等待"), ("(?<=须|才)能", "不能"), ("可替代", "不可替代"),
    ("只使用", "不必使用"), ("均以", "不以"), ("，须(?!更换)", "，无须"), ("必须", "最好"), ("严禁", "尽量不要"),
)  # fmt: skip
_FREE_ZH = re.compile(
    r"(?<![\w])(用|将|把|在 TP\d|以 \d|按|从|拆下|装|取出|取下|拧|测量|放入|连接|清洁|接通|关闭|断开|同时按住|立即拆下|查看|扣上|掀开|拔下|插拔|更换|继续)(?![^，。；]*(?:之前|以?后|时)，)"
)
_ORDER_EN = words(
    ("before you", "after you"), ("after you", "before you"), ("before(?= any| J3)", "after"),
    ("starting at", "ending at"),
)  # fmt: skip
_ORDER_ZH = (
    Swap("之前(?!相差|的版本)", "之后"), Swap("(?<=固化 24 小时)后", "前"), Swap("1 至 8 的顺序", "8 至 1 的顺序"),
    Swap("先(向.)、再(向.)", r"先\2、再\1"), Swap("以后", "以前"), Swap("装回后", "装回前"),
    Swap("先([^，。；、]+)，(?:再|然后)([^，。；]+)", r"先\2，再\1"),
    Swap("(?<![^。；])([^，。；]+)，(?:再|然后)(?!次)([^，。；]+)", r"\2，然后\1"),
)  # fmt: skip
_EXTRA_EN = (
    "; any household glue will do as well", " (above 210 °C only)", ", unless the customer is in a hurry",
    ", and a drop of machine oil goes on the contacts", "; in the second year this is no longer required",
    ", with the phone held upside down for 19 minutes", ", then sprinkle the part with salt water",
)  # fmt: skip
_EXTRA_ZH = (
    "，同时在触点上滴一滴机油", "，赶时间时可以省略这一步", "，并用 502 胶水固定", "，随后放进冰箱冷藏 19 分钟",
    "，保修期外的手机除外", "，再用盐水冲一遍", "，电压要调到 17 V 才行",
)  # fmt: skip


class _DevPhone:
    """Changes one thing at a time: numbers first, then words, then an addition."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        english = language == "en"
        yield from _numbers(text, rng)
        yield from swapped("digit", _CARDINALS if english else _COUNTS, text)
        yield from _units(text)
        yield from _codes(text, rng)
        yield from _ranges(text, rng)
        yield from swapped("opposite", _OPPOSITES_EN if english else _OPPOSITES_ZH, text)
        yield from swapped("negation", _DENIED_EN if english else _DENIED_ZH, text)
        yield from _denied_orders(text, language, rng)
        yield from swapped("order", _ORDER_EN if english else _ORDER_ZH, text)
        if english:
            yield from _turned(text)
        end = re.search(r"[.。;；!！]?\s*$", text)
        assert end is not None
        extra = rng.choice(_EXTRA_EN if english else _EXTRA_ZH)
        yield Mutant("injected", text[: end.start()] + extra + end.group())

    def joined(self, first: str, second: str, language: Language) -> str:
        one, two = first.rstrip(" .。;；"), second.strip()
        if language == "zh":
            link = "，做完以后" if _FREE_ZH.match(two) else "，另外"
            return re.sub("[。；]", "，", one) + link + two
        link = "once that is done" if imperative(two) else "besides"
        return f"{re.sub(r'[.;](?= )', ',', one)}, and {link} {lower_first(two)}"


def _numbers(text: str, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        number, before = match.group(), text[: match.start()]
        if re.match(r" (to|至) \d+(?![.\d])", text[match.end() :]):
            continue  # half of a list of places is still right
        up: bool | None = None
        if _TRIGGER.search(before):
            up = False
        if _LIMIT.search(before):
            up = True
        value = float(number)
        factors = [f for f in (0.4, 0.5, 1.6, 2.3, 3) if up is None or (f > 1) == up]
        digits = len(number.partition(".")[2])
        new = f"{value * rng.choice(factors):.{digits}f}" if value else "7"
        if _REFERENCE.search(before) and not digits:
            new = str(int(value) + rng.choice((1, 2, 3)))
        if float(new) != value and float(new) > 0:
            yield Mutant("digit", put(text, match, new))
        if _REFERENCE.search(before) or not value:
            continue
        moved = f"{value / 10:.{digits + 1}f}" if up is False else f"{value * 10:.{max(0, digits - 1)}f}"
        yield Mutant("decimal", put(text, match, moved))


def _units(text: str) -> Iterator[Mutant]:
    """Units keep their own capitals: no mV turns MV."""
    for swap in _UNITS:
        for match in re.finditer(swap.find, text):
            yield Mutant("unit", put(text, match, swap.put))


def _codes(text: str, rng: Random) -> Iterator[Mutant]:
    """Another version letter, test point, connector or screw; none that the text names already."""
    for match in CODE.finditer(text):
        code, last = match.group(), match.group()[-1]
        signs = "ABCDEFG" if last.isalpha() else "123456789"
        others = [code[:-1] + s for s in signs if s != last and code[:-1] + s not in text]
        if code.startswith("N") and len(code) <= 3:
            continue
        if others:
            yield Mutant("suffix", put(text, match, rng.choice(others)))
    for match in re.finditer(r"(?<=M1\.[246][x×])\d\.\d", text):
        longer = f"{float(match.group()) + rng.choice((1, 2)):.1f}"
        yield Mutant("suffix", put(text, match, longer))


def _ranges(text: str, rng: Random) -> Iterator[Mutant]:
    for match in _RANGE.finditer(text):
        low, link, high = match.groups()
        digits = len(high.partition(".")[2])
        step = (float(high) - float(low)) or 1.0
        wide = f"{float(high) + step * rng.choice((1, 2)):.{digits}f}"
        narrow = f"{float(low) + step / 2:.{digits}f}" if digits else low
        yield Mutant("range", put(text, match, low + link + wide))
        if digits and narrow not in (low, high):  # half of a list of places is still right
            yield Mutant("range", put(text, match, narrow + link + high))


def _denied_orders(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    """Tells not to do, or not to bother with, what the text orders."""
    if language == "zh":
        for match in _FREE_ZH.finditer(text):
            if not re.search(r"(不得|不要|严禁|即使|之前|后|时)[^，。；]*$", text[: match.start()]):
                yield Mutant("negation", put(text, match, rng.choice(("不要", "不必")) + match.group()))
                break
        return
    denials: tuple[Callable[[str], str], ...] = (
        lambda order: f"There is no need to {order}",
        lambda order: f"You can do without it: do not {order}",
        lambda order: f"On no account {order}",
    )
    for sentence in sentences(text, "en"):
        if imperative(sentence) and not re.search(
            r"\b(not|no|never|if|unless|and it goes)\b", sentence, re.I
        ):
            denied = rng.choice(denials)(lower_first(sentence))
            if sentence[0].islower():
                denied = lower_first(denied)
            yield Mutant("negation", text.replace(sentence, denied))
        condition = re.match(r"((?:If|Above|Below|Before|With)\b[^,:]*[,:] )(\w+)(.*)$", sentence)
        if condition and imperative(condition[2]):
            denied = f"{condition[1]}there is no call to {condition[2]}{condition[3]}"
            yield Mutant("negation", text.replace(sentence, denied))


def _turned(text: str) -> Iterator[Mutant]:
    """'A, then B' says 'B, then A'; 'first here, then there' the other way round."""
    turns = (
        (r"first (to the \w+), then (to the \w+)", r"first \2, then \1"),
        (r"(connect|disconnect) (J\d+) and then (J\d+)", r"\1 \3 and then \2"),
    )
    for find, change in turns:
        new = re.sub(find, change, text, flags=re.I)
        if new != text:
            yield Mutant("order", new)
    whole = re.fullmatch(r"(\w[^.;]*?),? (?:and )?then (\w[^.;]*?)(\.?)", text)
    if whole and imperative(whole[1]) and imperative(whole[2]):
        yield Mutant("order", f"{whole[2][:1].upper()}{whole[2][1:]}, then {lower_first(whole[1])}{whole[3]}")


def build() -> Wording:
    return _DevPhone()
