"""A document library that does what its file says, page by page; for tests of the reading child."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from PIL import Image

from ingest.document import RawLine, RawPage, Rect, Run

WIDTH, HEIGHT = 300.0, 200.0


def build(settings: object = None) -> Callable[[bytes], Misbehaving]:
    return Misbehaving


class Misbehaving:
    """Pages are the words after the first: good, hang, spin, eat, die, raise."""

    title = "Misbehaving"

    def __init__(self, content: bytes) -> None:
        self._deeds = content.decode().split()[1:]
        if "die-at-once" in self._deeds:
            os.abort()

    @property
    def pages(self) -> int:
        return len(self._deeds)

    def size(self, number: int) -> tuple[float, float]:
        return WIDTH, HEIGHT

    def page(self, number: int) -> RawPage:
        match self._deeds[number - 1]:
            case "hang":
                time.sleep(600)
            case "spin":
                while True:
                    pass
            case "eat":
                eaten = []
                while True:
                    eaten.append(b"x" * (32 << 20))
            case "die":
                os.abort()
            case "raise":
                raise RuntimeError("no such font")
            case "print":
                print("a library that prints on standard output")
        rects = tuple((0.1 + i * 0.02, 0.1, 0.12 + i * 0.02, 0.3) for i in range(26))
        run = Run(tuple("abcdefghijklmnopqrstuvwxyz"), rects, 10)
        return RawPage(number, "", WIDTH, HEIGHT, (RawLine((run,), 0),))

    def render(self, number: int, dpi: float, part: Rect = (0, 0, 1, 1)) -> Image.Image:
        picture = Image.new("RGB", (int(WIDTH * dpi / 72), int(HEIGHT * dpi / 72)), "white")
        for x in range(0, picture.width, 4):
            picture.paste("black", (x, 0, x + 2, picture.height // 2))
        return picture
