from __future__ import annotations

import pytest

from vlm.joints_en import told_plainly_en


@pytest.mark.parametrize(
    ("claim", "plain"),
    [
        ("Open it. With that out of the way: close it.", "Open it. Then close it."),
        ("Open it — that being done — close it.", "Open it, then close it."),
        ("Open it and in a second step close it.", "Open it, then close it."),
        ("Open it. Lift it off as the next step.", "Open it. Then lift it off."),
        ("Open it first; close it second.", "First open it; then close it."),
        ("Open it. That comes first. Close it.", "Open it. Then close it."),
        ("Close it, but first, open it.", "Close it; before that, open it."),
        ('First this: "Open it." Then this: "Close it."', "First open it. Then close it."),
        ("The first step is to open it, the second to close it.", "First open it, then close it."),
        ("You first open it and subsequently close it.", "You first open it, then close it."),
        ("Open it and immediately afterwards close it.", "Open it, then close it."),
        ("Open it, and not until that is done close it.", "Open it, then close it."),
        ("Closing it comes only after opening it.", "Closing it after opening it."),
        ("Opening it precedes closing it.", "Opening it before closing it."),
        ("Push it, and next connect CN21 first, then CN20.", "Push it, then connect CN21 first, then CN20."),
        ("Open it. That's step one. Close it.", "Open it. Then close it."),
        ("Close it, but first open it.", "Close it; before that, open it."),
        ("Open it. Now you can close it.", "Open it. Then close it."),
        ("The manual says: open CN5.", "Open CN5."),
        ("Only after opening it may you close it.", "after opening it, you may close it."),
    ],
)
def test_a_joint_is_told_plainly(claim: str, plain: str) -> None:
    assert told_plainly_en(claim, ()) == plain


@pytest.mark.parametrize(
    "claim",
    [
        "Open it.",
        "Open it, then close it.",
        'The display shows "Done".',
        "Press the first key, then the second.",
        "The display shows: done. Close it.",
        "The display shows: done.",
        "Fill the tank, then start it.",
        "Fill the tank, then move it, and close the lid.",
        "Loosen the first, the second, and the third screw.",
        "Finish it, then wait.",
        "After the start, wait.",
        "Tighten them, in order, to 2 Nm.",
        "The last needs to face up.",
        "Once the second is ready to use, close it.",
        "The second is to face up.",
        "Open it and next to it close that.",
        "Push this and that one in.",
        "Do the first; leave the last.",
    ],
)
def test_what_is_plain_stays(claim: str) -> None:
    assert told_plainly_en(claim, ()) == claim
