"""Files of approved pairs as docs/training-pairs.md describes them, for tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TIGHTEN = "用 T3 螺丝刀以 0.25 N·m 拧紧。"


def line(name: str, *, text: str = TIGHTEN, photos: Sequence[str] = ()) -> dict[str, Any]:
    """One approved pair whose only claim quotes its only passage."""
    return {
        "id": name,
        "language": "zh",
        "question": "后盖螺丝拧多紧？",
        "product": "N7",
        "photos": list(photos),
        "photo_text": "",
        "codes": [],
        "passages": [
            {
                "label": "S1",
                "text": text,
                "manual": "诺维 N7 维修手册",
                "edition": "9a",
                "page": 5,
                "section": ["5 后盖"],
            }
        ],
        "claims": [{"kind": "step", "step": "3", "text": text, "quotes": [{"label": "S1", "quote": text}]}],
        "approved": {"by": "feedback", "at": "2026-11-26"},
    }


def write_pairs(folder: Path, lines: Sequence[dict[str, Any]]) -> Path:
    """The file, with photos a.jpg and b.jpg beside it."""
    from PIL import Image

    (folder / "photos").mkdir(parents=True, exist_ok=True)
    for name, colour in (("a", "red"), ("b", "blue")):
        Image.new("RGB", (64, 48), colour).save(folder / "photos" / f"{name}.jpg")
    file = folder / "pairs.jsonl"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), "utf-8")
    return file
