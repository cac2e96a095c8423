"""Owns how wording is compared: full-width, case, traditional characters, apostrophes, negations, inflection.

It does not know any concept, product or passage, and never changes the text it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple


class Word(NamedTuple):
    """One comparable word: a Chinese character, a word in letters or digits, or a negation folded into one.

    `start` and `end` are offsets into the text as given; an empty key is punctuation, which no term crosses.
    """

    key: str
    start: int
    end: int


#: What a modal negation (无法, 不能, 没法 …) becomes; unlike a bare 不 it is not part of 不用 (no need).
CANNOT = "不能"

# The traditional characters of repair talk beside their simplified forms: pairs, traditional first.
_PAIRS = (
    "電电機机關关開开門门壓压線线燈灯風风熱热溫温車车軸轴輪轮輸输軟软轉转載载較较連连進进過过運运還还這这達达遠远適适選选遙遥邊边錯错鎖锁鏡镜鐘钟鐵铁銅铜鋁铝釘钉鉗钳鈕钮鈴铃鍵键鏈链針针銷销鋼钢鋰锂錶表錫锡"
    "鋸锯鑽钻鑰钥鑷镊螢萤無无為为沒没會会來来個个們们嗎吗麼么見见視视覽览觸触計计設设訊讯試试話话該该調调請请變变讓让讀读認认說说誤误證证識识護护質质費费購购貼贴賣卖資资換换損损擰拧撥拨擋挡擺摆據据掛挂擊击"
    "掃扫攝摄擴扩擠挤攪搅動动務务勵励勁劲劃划劑剂劇剧創创則则剛刚剝剥壞坏塊块場场塵尘墊垫報报執执夾夹奪夺奮奋實实寫写寬宽對对導导層层屬属幀帧幫帮幹干廠厂應应廢废彈弹強强張张後后從从復复徑径憶忆懷怀態态慣惯"
    "戶户戰战拋抛時时暫暂暈晕曉晓書书東东條条極极構构槍枪標标樣样樞枢橋桥檔档檢检櫃柜權权歐欧歸归殘残氣气氫氢汙污決决淨净減减測测滅灭滾滚滲渗漸渐潔洁潤润濕湿濾滤燒烧爐炉爛烂牆墙狀状獨独現现環环瑣琐產产畫画"
    "當当異异療疗發发盤盘盡尽監监睏困確确碼码磚砖礎础禦御禮礼種种稱称穩稳積积窩窝節节範范簡简籤签紅红級级紙纸紋纹純纯細细終终組组結结絕绝給给統统絲丝經经綠绿維维網网緊紧緒绪緣缘編编緩缓縫缝縮缩總总績绩繞绕"
    "繩绳繼继續续纖纤纜缆聲声聯联聽听職职膠胶腦脑臟脏與与舊旧艙舱處处號号虛虚蟲虫補补裝装裡里裏里製制複复襯衬規规覺觉觀观訂订記记診诊詢询詳详語语課课諧谐謝谢譯译議议貨货貫贯貴贵趕赶跡迹躍跃軌轨輔辅輕轻輥辊"
    "轟轰辦办邏逻郵邮醫医釋释鉛铅銀银鋒锋錄录鍋锅鎂镁鏽锈鐳镭長长閃闪閉闭間间閥阀閱阅闊阔陰阴陣阵陽阳隊队階阶隨随險险隱隐隻只雙双雜杂離离難难雲云霧雾靜静響响頁页頂顶項项順顺預预頓顿頻频顆颗題题額额顏颜類类"
    "顯显飛飞飯饭飲饮餘余館馆馬马駐驻駕驾驅驱驗验驟骤體体髒脏鬆松魚鱼鹽盐麵面黃黄點点齊齐齒齿龍龙濺溅蓋盖藍蓝藥药蘋苹華华葉叶塗涂啟启啓启喚唤單单嚴严噴喷囑嘱團团圍围圓圆圖图國国堅坚夠够頭头屜屉岡冈幣币廣广"
    "庫库廳厅併并優优償偿儀仪側侧偵侦備备傳传債债傷伤傾倾僅仅價价億亿凍冻準准凈净淚泪滯滞漲涨漿浆澆浇瀉泻灑洒燙烫煙烟煉炼爍烁牽牵狹狭獲获瓏珑疊叠癢痒皺皱盜盗矽硅礙碍祕秘稜棱穀谷竄窜競竞筆笔籠笼糧粮紗纱紮扎"
    "絡络綁绑綜综緻致織织繪绘缽钵羅罗聰聪肅肃脈脉腳脚膩腻臨临艦舰蔔卜蕩荡虧亏蝕蚀蠟蜡衝冲褲裤託托訪访許许評评誌志誰谁諸诸譜谱讚赞豎竖貓猫賬账賽赛賓宾蹤踪轄辖轎轿辭辞遞递遷迁遺遗鄰邻醬酱釣钓鈉钠鈣钙鉀钾鉤钩"
    "銳锐鋪铺錐锥鍍镀鍛锻鎳镍鎢钨鏟铲鑄铸鑒鉴閂闩闆板陸陆陳陈霑沾韌韧韓韩頸颈顧顾顫颤飄飘餅饼駛驶騎骑騰腾騷骚驚惊鬧闹麥麦齡龄斷断數数亂乱兩两舉举尋寻將将彎弯徹彻戲戏擇择擔担攔拦敗败暢畅殺杀毀毁淺浅渾浑濁浊"
    "瀏浏營营爭争獎奖竅窍築筑簽签緯纬縱纵罰罚膚肤艷艳莖茎薦荐術术詞词談谈諮咨農农鄉乡鉸铰錘锤鍊链靈灵飾饰駁驳鬥斗鹼碱麗丽乾干佈布佔占佇伫於于嚇吓廁厕溼湿燬毁髮发幾几徵征遊游臺台檯台颱台牠它妳你係系繫系籲吁"
    "纏缠蝸蜗貝贝贓赃軋轧軀躯遲迟鏤镂閘闸鞏巩頹颓魯鲁鱗鳞鴉鸦櫥橱爾尔殼壳滷卤懸悬著着儲储輯辑搖摇捲卷壺壶洩泄帳帐溝沟樓楼絞绞脫脱諾诺負负責责貯贮賠赔輻辐轍辙釐厘鈍钝鉻铬鋅锌錨锚顛颠帶带恆恒惡恶慮虑憑凭懶懒"
    "擬拟攜携敵敌晝昼曠旷樹树樸朴歡欢歲岁歷历沖冲況况湯汤滿满漢汉潑泼澀涩濃浓濟济災灾烏乌煩烦瑪玛畢毕盞盏瞭了矯矫稅税篩筛簾帘籃篮約约紐纽紛纷紹绍繃绷罷罢義义習习翹翘腫肿臉脸艱艰藝艺衛卫親亲訓训誠诚謹谨豐丰"
    "趨趋踐践輛辆迴回銘铭鑲镶闖闯際际飪饪飽饱鬚须須须鮮鲜鳴鸣爲为綫线衆众廚厨彙汇匯汇壽寿奧奥寧宁屢屡師师愛爱擾扰攤摊曬晒曆历棄弃樁桩渦涡湧涌漬渍潛潜燄焰癱瘫砲炮紀纪納纳紡纺絨绒練练聞闻脹胀註注誘诱講讲邁迈"
    "蹺跷釦扣鉋刨鎚锤颳刮黴霉黏粘龐庞嗚呜啞哑燻熏墜坠壘垒撐撑摺折彆别別别剎刹嚙啮鬱郁鑿凿鈎钩癟瘪纔才並并"
)
#: One character to one character, so offsets stay; usable with str.translate on any text.
SIMPLIFIED: dict[int, str] = {ord(_PAIRS[i]): _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2)}
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ′＇`´"), "'")
_FOLD = {**SIMPLIFIED, **_APOSTROPHES}

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
# Text in which every character folds by itself and to one character.
_PLAIN = re.compile(r"[\x00-\x7f\u4e00-\u9fff、。，？！：；（）“”‘’]*")

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_LETTER = r"a-z0-9\u00b5\u00df-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff\u3041-\u30ff\uac00-\ud7a3"
_HAN_ONLY = re.compile(f"[{_HAN}]+")
_MODAL = "无法|没办法|没有办法|没法儿?|不能够?|不会|未能|没能|不可以|不再|不肯|死活不|怎么[都也]不"
_CANNOT = re.compile(_MODAL)
_WORD = re.compile(
    rf"(?P<cannot>{_MODAL})|没有|[{_HAN}]"
    rf"|[{_LETTER}]+(?:'[{_LETTER}]+|(?<=\d)\.(?=\d)[{_LETTER}]+)*"
    r"|(?P<soft>[\s\-‐‑–_/·]+)|(?P<stop>.)",
    re.DOTALL,
)

_AUXILIARY = frozenset({
    "will", "would", "do", "does", "did", "is", "are", "was", "were", "be", "been", "can", "could",
    "has", "have", "had", "should", "am",
})  # fmt: skip
_CONTRACTED = frozenset({
    "wont", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "cant", "cannot", "couldnt",
    "wouldnt", "hasnt", "havent", "aint", "never",
})  # fmt: skip
_BEFORE_TO = frozenset({
    "fail", "fails", "failed", "failing", "refuse", "refuses", "refused", "refusing", "unable",
})  # fmt: skip
_NOT_X_TO = frozenset({
    "want", "seem", "appear", "able", "wanna", "going",
})  # fmt: skip
_CEASED = frozenset({
    "stopped", "stops", "quit", "quits", "ceased",
})  # fmt: skip
_SPELLING = {
    "colour": "color", "colours": "colors", "aluminium": "aluminum", "tyre": "tire", "tyres": "tires",
    "centre": "center", "grey": "gray", "mould": "mold", "mouldy": "moldy", "fibre": "fiber",
    "metre": "meter", "vapour": "vapor", "vapours": "vapors", "odour": "odor", "odours": "odors",
    "programme": "program", "disk": "disc", "disks": "discs", "without": "no",
}  # fmt: skip
_IRREGULAR = {
    "broke": "break", "broken": "break", "stuck": "stick", "burnt": "burn", "froze": "freeze",
    "frozen": "freeze", "bent": "bend", "lost": "lose", "worn": "wear", "wore": "wear", "torn": "tear",
    "tore": "tear", "blown": "blow", "blew": "blow", "spun": "spin", "went": "go", "gone": "go", "goes": "go",
    "came": "come", "ran": "run", "fell": "fall", "fallen": "fall", "shook": "shake", "shaken": "shake",
    "heard": "hear", "held": "hold", "kept": "keep", "took": "take", "taken": "take", "lit": "light",
    "fed": "feed", "bled": "bleed", "swollen": "swell", "smelt": "smell", "hung": "hang", "rang": "ring",
    "wound": "wind", "stank": "stink", "sank": "sink", "threw": "throw", "drew": "draw", "knives": "knife",
    "died": "die", "dying": "die", "slid": "slide", "stolen": "steal", "struck": "strike", "ground": "grind",
    "does": "do", "did": "do", "done": "do", "feet": "foot", "found": "find", "made": "make", "gave": "give",
}  # fmt: skip
_FOLDED_FURTHER = _CONTRACTED | _BEFORE_TO | _CEASED | _SPELLING.keys() | {"not", "longer"}
_UNINFLECTED = frozenset({
    "not", "no", "on", "off", "up", "out", "in", "to", "and", "of", "or", "by", "at", "with", "for",
    "from", "over", "down", "too", "very",
})  # fmt: skip


def fold(text: str) -> tuple[str, list[int] | None, list[int] | None]:
    """NFKC, casefold, simplified characters, one apostrophe; with start and end of every folded character.

    The places are None where folding kept every character in its place.
    """
    if _PLAIN.fullmatch(text):
        return text.lower().translate(_FOLD), None, None
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = text[start:end].translate(_APOSTROPHES)
        piece = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", piece).casefold())
        # NFKC turns a spacing acute accent, typed as an apostrophe, into blank + combining acute.
        piece = _INVISIBLE.sub("", "'" if piece == " \u0301" else piece).translate(_FOLD)
        out.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return "".join(out), starts, ends


def words(text: str) -> list[Word]:
    """The comparable words of a text in order, negations folded; punctuation stays as words with no key."""
    folded, starts, ends = fold(text)
    found: list[Word] = []
    english_negation = False
    for match in _WORD.finditer(folded):
        group = match.lastgroup
        if group == "soft":
            continue
        start, end = match.span()
        if group == "stop":
            key = ""
        elif group == "cannot":
            key = CANNOT
        else:
            key = match.group()
            if key == "没有":
                key = "没"
            elif key.isascii():
                key = _english(key)
                english_negation = english_negation or key == "not" or key in _BEFORE_TO or key in _CEASED
                english_negation = english_negation or key == "longer"
        if starts is not None and ends is not None:
            start, end = starts[start], ends[end - 1]
        found.append(Word(key, start, end))
    return _fold_negations(found) if english_negation else found


@lru_cache(maxsize=65536)
def key_of(phrase: str) -> tuple[str, ...]:
    """The keys of `words(phrase)`; a short way for the thousands of plain phrases of a glossary."""
    if phrase.isascii():
        parts = phrase.lower().split()
        if phrase.replace(" ", "").isalnum() and _FOLDED_FURTHER.isdisjoint(parts):
            return tuple(parts)
    elif _HAN_ONLY.fullmatch(phrase) and not _CANNOT.search(phrase):
        return tuple(phrase.translate(SIMPLIFIED).replace("没有", "没"))
    return tuple(word.key for word in words(phrase))


def is_han(key: str) -> bool:
    """Whether a comparable word is one Chinese character."""
    return len(key) == 1 and _HAN_ONLY.match(key) is not None


def inflections(word: str) -> set[str]:
    """The forms a word in letters may take: plural, third person, -ing, -ed; the word itself included."""
    if len(word) < 3 or not word.isascii() or not word.isalpha() or word in _UNINFLECTED:
        return {word}
    if not re.search("[aeiouy]", word):
        return {word, f"{word}s"}
    forms = {word, f"{word}s", f"{word}ing", f"{word}ed"}
    if word.endswith(("s", "x", "z", "ch", "sh")):
        forms.add(f"{word}es")
    if word.endswith("e"):
        forms |= {f"{word[:-1]}ing", f"{word}d"}
        forms.discard(f"{word}ed")
    elif word.endswith("y") and word[-2] not in "aeiou":
        forms |= {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    elif re.search(r"[^aeiou][aeiou][bdfglmnprt]$", word):
        doubled = word + word[-1]
        forms |= {f"{doubled}ing", f"{doubled}ed"}
        if not re.search(r"[aeiou].*[aeiou]", word):
            # "taping" is tape, never tap: a short word doubles its consonant.
            forms -= {f"{word}ing", f"{word}ed"}
    return forms


@lru_cache(maxsize=16384)
def bases(key: str) -> tuple[str, ...]:
    """The words a comparable word may be a form of, itself first: "taping" → taping, tape; never tap."""
    if key == CANNOT:
        return (CANNOT, "不")
    if len(key) < 4 or not key.isascii() or not key.isalpha():
        return (key,)
    guesses = [_IRREGULAR.get(key, key)]
    if key.endswith("s"):
        guesses += [key[:-1], key[:-2], f"{key[:-3]}y"]
    for ending in ("ing", "ed"):
        if key.endswith(ending):
            stem = key.removesuffix(ending)
            guesses += [stem, f"{stem}e", stem[:-1], f"{stem[:-1]}y"]
    own = (guess for guess in guesses if key in inflections(guess) or _IRREGULAR.get(key) == guess)
    return tuple(dict.fromkeys((key, *own)))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            yield start, end
            start = end


def _english(key: str) -> str:
    if "'" in key:
        head, _, tail = key.rpartition("'")
        if tail == "t" and head.endswith("n"):
            return "not"
        key = head if tail in {"s", "re", "ve", "ll", "m", "d"} else key.replace("'", "")
    return "not" if key in _CONTRACTED else _SPELLING.get(key, key)


def _fold_negations(found: list[Word]) -> list[Word]:
    """won't, does not, unable to, fails to, no longer → one word "not"; "stopped charging" → not charging."""
    out: list[Word] = []
    position = 0
    while position < len(found):
        word = found[position]
        key, end, step = word.key, word.end, 1
        following = found[position + 1].key if position + 1 < len(found) else ""
        if (key in _BEFORE_TO and following == "to") or (key == "no" and following == "longer"):
            key, end, step = "not", found[position + 1].end, 2
        elif key in _CEASED and following.endswith("ing"):
            key = "not"
        start = word.start
        if key == "not":
            after = position + step
            if after + 1 < len(found) and found[after].key in _NOT_X_TO and found[after + 1].key == "to":
                end, step = found[after + 1].end, step + 2
            while out and (out[-1].key in _AUXILIARY or out[-1].key == "not"):
                start = out.pop().start
        out.append(Word(key, start, end))
        position += step
    return out
