"""How long a deed goes on and what it comes after stay as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.waits import find_waited

WIPE = ["Wipe the axle with a dry rag; do not oil it.", "Push the new wheel on until the latch snaps."]
ZH_WIPE = ["用干布擦拭轴，不要上油。", "推入新滚轮，直到卡扣卡住。"]
DOOR = [
    "Open the door. If it sticks, pull the cord behind the flap.",
    "Clean the face of the tub. Lime must go.",
]
HOLD = ["Hold Mode for 4 seconds. The lamp turns green."]
LID = ["Switch off and wait until the fan has stopped. The lid opens 3 minutes after the lamp goes out."]
ZH_LID = ["关闭电源并等待风扇停止。指示灯熄灭 3 分钟后盖子打开。"]
VALVE = ["Wait 10 minutes, or drain the tank with the hose, before you open the valve."]
ZH_VALVE = ["等待 10 分钟，或用软管排空水箱，然后打开阀门。"]
COIL = ["After unplugging, the coil stays at 90 °C. Wait 20 minutes, then open the cover."]
ZH_HOSE = ["盖上盖子之前必须拔掉软管。", "盖上盖子，用螺钉固定。"]
HOSE = ["Before you close the lid, take the hose off.", "Close the lid and fasten it with screws."]
ZH_FILTER = ["取出滤网，5 秒内应显示 F2。", "显示 F2 时先清洗滤网。"]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Wipe the axle with a dry rag until the latch snaps.", WIPE),
        ("Wipe the axle dry till the latch snaps.", WIPE),
        ("Keep wiping the axle with a rag until the latch has snapped.", WIPE),
        ("Until the latch snaps, wipe the axle with a dry rag.", WIPE),
        ("The axle is wiped with a dry rag until the latch snaps.", WIPE),
        ("用干布擦拭轴，直到卡扣卡住。", ZH_WIPE),
        ("擦拭轴直到卡扣卡住为止。", ZH_WIPE),
        ("一直擦拭轴直至卡扣卡住。", ZH_WIPE),
        ("Switch off 3 minutes after the fan has stopped.", LID),
        ("The lid opens 3 minutes after the fan has stopped.", LID),
        ("Once the fan has stopped, switch off.", LID),
        ("Switch off as soon as the fan has stopped.", LID),
        ("After the fan has stopped, switch off.", LID),
        ("风扇停止 3 分钟后盖子打开。", ZH_LID),
        ("风扇停止后关闭电源。", ZH_LID),
        ("Drain the tank with the hose for 10 minutes.", VALVE),
        ("Let it drain through the hose for 10 minutes before you open the valve.", VALVE),
        ("用软管排空水箱 10 分钟后打开阀门。", ZH_VALVE),
        ("After 20 minutes the coil stays at 90 °C.", COIL),
        ("The coil stays at 90 °C after 20 minutes.", COIL),
        ("20 minutes later the coil stays at 90 °C.", COIL),
        ("用螺钉固定后再拔掉软管。", ZH_HOSE),
        ("固定螺钉后拔掉软管。", ZH_HOSE),
        ("After fastening the lid with screws, take the hose off.", HOSE),
        ("Take the hose off once the lid is fastened with screws.", HOSE),
        ("显示 F2 后 5 秒内清洗滤网。", ZH_FILTER),
        ("5 秒内必须清洗滤网。", ZH_FILTER),
        ("Open the door until you pull the cord behind the flap.", DOOR),
        ("Clean the face of the tub until lime must go.", DOOR),
        ("Wait 4 seconds for the latch to snap.", ["The latch snaps. Wait 4 seconds before you open it."]),
        ("Wait until the fan has stopped, then switch off.", LID),
        ("Wait 10 minutes and drain the tank with the hose before you open the valve.", VALVE),
    ],
)
def test_a_deed_is_not_tied_to_the_end_or_start_of_another(claim: str, evidence: list[str]) -> None:
    reason = find_waited(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Push the new wheel on until the latch snaps.", WIPE),
        ("Wipe the axle with a dry rag, then push the new wheel on until the latch snaps.", WIPE),
        ("The new wheel goes on until its latch snaps.", WIPE),
        ("Wipe the axle and push on the wheel until the latch snaps.", WIPE),
        ("Wipe the axle with a dry rag before pushing the wheel on until the latch snaps.", WIPE),
        ("Do not oil the axle; push the new wheel on until the latch snaps.", WIPE),
        ("推入新滚轮直到卡扣卡住。", ZH_WIPE),
        ("用干布擦拭轴，再推入新滚轮，直到卡扣卡住。", ZH_WIPE),
        ("擦净轴后，把新滚轮推到卡扣卡住为止。", ZH_WIPE),
        ("Hold Mode for 4 seconds until the lamp turns green.", HOLD),
        ("Hold Mode until the lamp turns green.", HOLD),
        ("The lid opens 3 minutes after the lamp has gone out.", LID),
        ("Three minutes after the lamp goes out the lid opens.", LID),
        ("Wait until the fan has stopped after switching off.", LID),
        ("After switching off, wait until the fan has stopped.", LID),
        ("When the fan has stopped, three minutes after the lamp went out, the lid opens.", LID),
        ("指示灯熄灭后 3 分钟盖子打开。", ZH_LID),
        ("关闭电源后等待风扇停止。", ZH_LID),
        ("灯熄灭 3 分钟后，盖子打开。", ZH_LID),
        ("Wait 10 minutes before opening the valve.", VALVE),
        ("Either wait 10 minutes or drain the tank with the hose.", VALVE),
        ("Before opening the valve, wait 10 minutes, or else drain the tank with the hose.", VALVE),
        ("After 10 minutes the valve may be opened; draining the tank with the hose does, too.", VALVE),
        ("等待 10 分钟后打开阀门。", ZH_VALVE),
        ("用软管排空水箱，或等待 10 分钟，再打开阀门。", ZH_VALVE),
        ("先等 10 分钟，或者用软管排空水箱。", ZH_VALVE),
        ("After 20 minutes, open the cover.", COIL),
        ("The coil stays at 90 °C after unplugging; wait 20 minutes.", COIL),
        ("Wait 20 minutes after unplugging, since the coil stays at 90 °C.", COIL),
        ("Open the cover 20 minutes after unplugging.", COIL),
        ("拔掉软管后盖上盖子。", ZH_HOSE),
        ("先拔掉软管，再盖上盖子并用螺钉固定。", ZH_HOSE),
        ("盖上盖子前拔掉软管，盖上后用螺钉固定。", ZH_HOSE),
        ("Take the hose off, then close the lid and fasten it with screws.", HOSE),
        ("After taking the hose off, close the lid.", HOSE),
        ("取出滤网后 5 秒内显示 F2。", ZH_FILTER),
        ("5 秒内应出现 F2。", ZH_FILTER),
        ("取出滤网，F2 应在 5 秒内显示出来。", ZH_FILTER),
    ],
)
def test_a_deed_with_its_own_end_and_start_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_waited(claim, evidence) is None


@given(
    st.lists(st.sampled_from([*WIPE, *LID, *ZH_LID, *VALVE, "until", "after 3 s", "后", "直到"]), max_size=4)
)
def test_a_quote_never_contradicts_itself(parts: list[str]) -> None:
    text = " ".join(parts)
    assert find_waited(text, [text]) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_compared(claim: str, printed: str) -> None:
    find_waited(f"{claim} until {printed}", [printed, claim])
    find_waited(f"{claim} 5 分钟后{printed}", [printed, claim])
