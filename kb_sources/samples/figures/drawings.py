"""Every drawing by the name the sources call it."""

from __future__ import annotations

from collections.abc import Callable

from kb_sources.samples.canvas import Canvas
from kb_sources.samples.figures import cooker, phone, printer, washer
from kb_sources.samples.figures.marks import Box

DRAWINGS: dict[str, Callable[[Canvas, Box], None]] = {
    "phone": phone.draw_front_and_back,
    "phone-exploded": phone.draw_exploded,
    "phone-board": phone.draw_board,
    "phone-screws": phone.draw_screws,
    "phone-opening": phone.draw_opening,
    "phone-port": phone.draw_port,
    "cooker": cooker.draw_cooker,
    "cooker-exploded": cooker.draw_exploded,
    "cooker-board": cooker.draw_board,
    "cooker-fan": cooker.draw_fan,
    "printer": printer.draw_printer,
    "printer-path": printer.draw_path,
    "printer-fuser": printer.draw_fuser,
    "printer-roller": printer.draw_roller,
    "washer": washer.draw_washer,
    "washer-plain": washer.draw_cabinet,
    "washer-rear": washer.draw_rear,
    "washer-pump": washer.draw_pump,
    "washer-lock": washer.draw_lock,
    "washer-bearing": washer.draw_bearing,
    "washer-wiring": washer.draw_wiring,
}
