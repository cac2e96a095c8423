"""What a model says beside its statements: thoughts, courtesies, decorations, values it makes up to say none.

It does not judge a statement; what is left of it goes to the gate.
"""

from __future__ import annotations

import re

_THOUGHT = re.compile(r"\A.{0,100000}?</think>", re.DOTALL)
_OPEN_THOUGHT = re.compile(r"\A\s*<think>")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u2b05-\u2b07\u203c\u2049][\ufe0f\u20e3]?|[\ufe0f\u200d\u20e3]"
)
_OPENER = re.compile(
    r"\A\s*(?:"
    r"(?:of course|sure|certainly|great question|absolutely|okay|ok"
    r"|好的|当然(?:可以)?|没问题|您好|你好)[!！.。,，~]+\s*"
    r"|(?:here (?:is|are)|below (?:is|are)|以下是|下面是|这是)[^.:：。\n]{0,80}[:：]\s*"
    r"|(?:final answer|the answer is|答案是|最终答案|答案|answer)\s*[:：]\s*)+",
    re.IGNORECASE,
)
# "Yes, figure 8-1 shows it", 不能：先关机: no quote says yes or no, the statement stays
_ANSWER = re.compile(
    r"\A(?:(?:yes|no|yes and no)(?:\s*[,;:!—–]\s*|\s*\.\s+)(?=[a-z])"
    r"|(?:是的?|不是的?|对的?|不对|能的?|不能的?|可以的?|不可以的?|不行|会的?|不会的?|有的?|没有)(?:的话)?[，,：:。！；]\s*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(  # 可能原因二：…: the number is the writer's
    r"\A(?P<what>(?:可能的?)?(?:原因|措施|方法|办法|处理)"
    r"|(?:possible |likely |probable )?(?:cause|remedy|reason|option))"
    r"\s?(?:[一二三四五六]|[1-6]|one|two|three|four)\s?(?P<mark>[：:])",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\A\W*(?:(?:i )?hope (?:this|that|it) helps|let me know if|(?:please )?feel free to"
    r"|if you (?:have|need) any|i(?:'m| am) (?:happy|glad) to|happy to help|good luck"
    r"|thank(?:s(?! to)| you)\b"
    r"|希望(?:这|以上|对您|对你|能)"
    r"|如(?:果)?(?:您|你)?(?:还)?有(?:任何|其他|其它|更多)"
    r"(?:问题|疑问)|如有(?:任何)?疑问|祝您|祝你|感谢(?:您|你)|请随时(?:联系|告诉|提问))",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\W*(?:nan|n/a|none|null|unknown|not (?:available|applicable|specified|stated)"
    r"|无|未知|暂无|不详|\.\.\.|…|string|text)?\W*",
    re.IGNORECASE,
)
_STARS = re.compile(r"\*\*|__|(?<!\S)#{1,6}\s|(?<!\S)>\s")


def without_thoughts(said: str) -> str:
    """What a thinking model says after it has thought; "" where it never came to that."""
    if "</think>" in said:
        return _THOUGHT.sub("", said, count=1).strip()
    return "" if _OPEN_THOUGHT.match(said) else said.strip()


def plain_statement(text: str) -> str:
    """A statement without emoji, emphasis, openers and a bare yes or no; "" where only courtesy or a dummy
    value is left."""
    bare = _STARS.sub("", _EMOJI.sub("", text)).strip()
    bare = _OPENER.sub("", bare).strip()
    if _DUMMY.fullmatch(bare) or _COURTESY.match(bare):
        return ""
    bare = _NUMBERED.sub(r"\g<what>\g<mark>", bare)
    stated = _ANSWER.sub("", bare)
    return stated if stated == bare else stated[:1].upper() + stated[1:]
