"""The sample photos: drawings made to look like what customers send. All of them are synthetic.

It does not know any manual; models and codes are those of the sample products.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from kb_sources.samples.camera import Quad, Scene, expose, lay_table, put, reflect

INK = (28, 28, 32)
WHITE = (245, 245, 242)
GREY = (120, 122, 126)
# Made up: a resident number no office can issue (its sequence is 000) with a right check character, a card
# number that payment providers publish for tests, a carrier's hotline.
ID_NUMBER = "110101190001010006"
CARD_NUMBER = "6200 0000 0000 0005"
PHONE_NUMBER = "13800138000"


@dataclass(frozen=True, slots=True)
class Photo:
    jpeg: bytes
    words: tuple[str, ...]  # every line drawn, in drawing order
    private: tuple[str, ...] = ()  # what must be blacked out


def draw_phone(screen: Scene | None = None) -> Image.Image:
    """The N7 from the front; black unless a screen is given."""
    phone = Image.new("RGB", (520, 1080), (44, 45, 50))
    pen = ImageDraw.Draw(phone)
    pen.rounded_rectangle((6, 6, 513, 1073), 62, fill=(16, 16, 18), outline=(92, 94, 100), width=4)
    glass = screen.image if screen else Image.new("RGB", (480, 1030), (7, 7, 9))
    phone.paste(glass.resize((476, 1020)), (22, 30))
    pen.ellipse((250, 48, 272, 70), fill=(2, 2, 3), outline=(40, 40, 46), width=2)
    return phone


def photograph_black_phone() -> Photo:
    table = lay_table(1600, 1200, 11, (176, 138, 98))
    carton = Scene.blank(620, 820, (238, 238, 234))
    carton.pen.rectangle((0, 0, 620, 150), fill=(13, 92, 115))
    carton.write((310, 75), "NORVIK", 72, WHITE, True, "mm")
    carton.write((310, 330), "N7", 190, INK, True, "mm")
    carton.write((310, 480), "Smartphone 128 GB", 38, INK, anchor="mm")
    label = [
        ("Model: NV-N7", 560),
        ("Colour: black", 610),
        ("S/N: NV7A-0032817", 660),
        ("5 V / 3 A   25 W", 710),
    ]
    for text, y in label:
        carton.write((70, y), text, 32, INK)
    for i, wide in enumerate((4, 2, 6, 3, 2, 5, 2, 4, 6, 2, 3, 5, 2, 2, 6, 4)):
        carton.pen.rectangle((380 + 11 * i, 560, 380 + 11 * i + wide, 690), fill=INK)
    put(table, carton.image, ((930, 170), (1450, 215), (1470, 930), (905, 900)), 6)
    phone = draw_phone()
    reflect(phone, 46)
    put(table, phone, ((250, 150), (690, 120), (740, 1080), (215, 1100)), 66)
    return Photo(expose(table, 21), tuple(carton.words))


def photograph_washer_panel() -> Photo:
    panel = Scene.blank(1800, 620, (226, 228, 230))
    pen = panel.pen
    panel.write((70, 60), "HELMAR", 64, INK, True)
    panel.write((70, 160), "WM-620", 46, GREY, True)
    panel.write((70, 222), "6 kg  1200 rpm", 34, GREY)
    pen.ellipse((560, 110, 900, 450), fill=(200, 202, 206), outline=(140, 142, 146), width=5)
    pen.ellipse((620, 170, 840, 390), fill=(218, 220, 224), outline=(150, 152, 156), width=4)
    pen.line((730, 190, 730, 260), (60, 60, 66), 12)
    programmes = [("Cotton", 505, 130, "rm"), ("Synthetics", 520, 230, "rm"), ("Wool", 520, 330, "rm")]
    programmes += [("Rinse", 940, 130, "lm"), ("Spin", 950, 230, "lm"), ("Drain", 940, 330, "lm")]
    for text, x, y, anchor in programmes:
        panel.write((x, y), text, 32, INK, anchor=anchor)
    pen.rounded_rectangle((1130, 90, 1660, 350), 18, fill=(14, 10, 10), outline=(70, 70, 74), width=6)
    panel.write_segments((1290, 165), "E21", 110, (255, 58, 40), (26, 12, 12))
    for i, text in enumerate(("Start", "Temp", "Spin", "Delay")):
        x = 1160 + 135 * i
        pen.ellipse((x - 30, 400, x + 30, 460), fill=(240, 240, 240), outline=(120, 120, 124), width=4)
        panel.write((x, 495), text, 28, INK, anchor="mm")
    wall = lay_table(1800, 1200, 12, (150, 152, 156))
    ImageDraw.Draw(wall).rectangle((0, 760, 1800, 1200), fill=(232, 233, 235))
    put(wall, panel.image, ((70, 240), (1745, 190), (1720, 800), (95, 770)), 20, 18)
    return Photo(expose(wall, 22, 1.0), tuple(panel.words))


def draw_plate() -> Scene:
    """The rating plate of the WM-620."""
    plate = Scene.blank(1200, 760, (196, 199, 203))
    pen = plate.pen
    for y in range(0, 760, 3):
        shade = 190 + (y * 37) % 17
        pen.line((0, y, 1200, y), (shade, shade + 2, shade + 5))
    pen.rounded_rectangle((18, 18, 1182, 742), 24, outline=(70, 72, 76), width=5)
    plate.write((70, 55), "HELMAR", 92, INK, True)
    plate.write((70, 165), "Washing machine", 44, INK)
    rows = (("Model", "WM-620"), ("S/N", "620-2409-003187"), ("Voltage", "230 V~ 50 Hz"), ("Power", "2100 W"))
    for i, (name, value) in enumerate(rows):
        y = 250 + 84 * i
        plate.write((70, y), name, 46, INK)
        plate.write((330, y - 4), value, 56, INK, True)
    plate.write((70, 610), "0.5-10 bar   max. 6 kg   IPX4   64 kg", 42, INK)
    for x, y in ((44, 44), (1156, 44), (44, 716), (1156, 716)):
        pen.ellipse((x - 13, y - 13, x + 13, y + 13), fill=(120, 122, 126), outline=(60, 60, 64), width=3)
    return plate


def photograph_plate(quad: Quad, seed: int, blur: float, noise: float) -> Photo:
    plate = draw_plate()
    cabinet = lay_table(1600, 1200, seed, (214, 216, 218))
    put(cabinet, plate.image, quad, 24, 10)
    return Photo(expose(cabinet, seed + 10, blur, noise), tuple(plate.words))


def photograph_straight_plate() -> Photo:
    return photograph_plate(((190, 190), (1410, 215), (1395, 985), (205, 960)), 13, 0.9, 3.2)


def photograph_oblique_plate() -> Photo:
    return photograph_plate(((330, 330), (1330, 120), (1370, 1010), (390, 800)), 14, 2.6, 4.5)


def photograph_cooker() -> Photo:
    panel = Scene.blank(1500, 1100, (18, 18, 22))
    pen = panel.pen
    for r in (360, 350, 200, 194):
        pen.ellipse((750 - r, 400 - r, 750 + r, 400 + r), outline=(150, 150, 158), width=3)
    panel.write((80, 70), "清岚 QL-35", 62, (214, 214, 220), True)
    pen.rounded_rectangle((540, 800, 960, 980), 16, fill=(6, 4, 4), outline=(64, 64, 70), width=5)
    panel.write_segments((665, 835), "E3", 110, (255, 52, 36), (34, 10, 8))
    for text, x in (("开关", 150), ("功能", 400), ("定时", 1100), ("火力", 1350)):
        pen.ellipse((x - 52, 840, x + 52, 944), outline=(196, 196, 202), width=4)
        panel.write((x, 1000), text, 44, (210, 210, 216), anchor="mm")
    reflect(panel.image, 34)
    table = lay_table(1600, 1300, 15, (196, 190, 182))
    put(table, panel.image, ((130, 170), (1470, 150), (1540, 1150), (70, 1170)), 50)
    return Photo(expose(table, 25, 0.9), tuple(panel.words))


def photograph_note() -> Photo:
    """A repair slip with personal numbers beside a phone that shows an error."""
    table = lay_table(1600, 1200, 16, (120, 98, 80))
    slip = Scene.blank(900, 760, (250, 246, 226))
    for y in range(120, 740, 88):
        slip.pen.line((40, y + 80, 860, y + 80), (190, 196, 210), 3)
    ink = (24, 36, 110)
    rows = (
        "维修登记",
        "姓名 张示例",
        f"身份证 {ID_NUMBER}",
        f"银行卡 {CARD_NUMBER}",
        f"手机 {PHONE_NUMBER}",
        "故障 无法开机",
        "型号 N7",
    )
    for i, text in enumerate(rows):
        slip.write((56, 50 + 88 * i), text, 52 if i else 60, INK if i == 0 else ink, i == 0)
    screen = Scene.blank(480, 1030, (10, 12, 18))
    for text, y, size in (
        ("NORVIK", 330, 58),
        ("系统启动失败", 460, 52),
        ("错误 0x07", 550, 48),
        ("长按电源键重启", 640, 40),
    ):
        screen.write((240, y), text, size, (236, 236, 240), anchor="mm")
    put(table, slip.image, ((90, 210), (950, 160), (985, 880), (120, 960)), 4, 14)
    put(table, draw_phone(screen), ((1060, 130), (1450, 160), (1430, 1010), (1010, 980)), 66)
    words = (*slip.words, *screen.words)
    return Photo(expose(table, 26), words, (ID_NUMBER, CARD_NUMBER, PHONE_NUMBER))


def photograph_printer_panel() -> Photo:
    panel = Scene.blank(1500, 620, (66, 70, 78))
    pen = panel.pen
    panel.write((70, 60), "ORLEN", 70, WHITE, True)
    panel.write((70, 150), "P310", 50, (200, 204, 210), True)
    pen.rounded_rectangle((380, 70, 1120, 420), 14, fill=(178, 200, 160), outline=(30, 32, 36), width=8)
    panel.write((430, 110), "Paper jam", 70, (26, 36, 26), True)
    panel.write((430, 205), "J-12", 96, (26, 36, 26), True)
    panel.write((430, 325), "Pull out tray 1", 52, (26, 36, 26))
    for text, x, tone in (("Ready", 440, (60, 90, 60)), ("Error", 620, (255, 150, 30))):
        pen.ellipse((x - 16, 470, x + 16, 502), fill=tone)
        panel.write((x, 545), text, 30, WHITE, anchor="mm")
    for text, x, y in (("OK", 1300, 200), ("Stop", 1300, 400), ("Menu", 200, 400)):
        pen.rounded_rectangle(
            (x - 90, y - 50, x + 90, y + 50), 20, fill=(96, 100, 110), outline=(30, 32, 36), width=4
        )
        panel.write((x, y), text, 38, WHITE, anchor="mm")
    desk = lay_table(1600, 1200, 17, (206, 204, 198))
    put(desk, panel.image, ((120, 330), (1480, 280), (1510, 880), (90, 910)), 26)
    return Photo(expose(desk, 27), tuple(panel.words))


PHOTOS: dict[str, Callable[[], Photo]] = {
    "black-phone.jpg": photograph_black_phone,
    "wm-e21-display.jpg": photograph_washer_panel,
    "rating-plate-wm620.jpg": photograph_straight_plate,
    "oblique-blurred-plate.jpg": photograph_oblique_plate,
    "cooker-e3.jpg": photograph_cooker,
    "id-number.jpg": photograph_note,
    "p310-panel-j12.jpg": photograph_printer_panel,
}
