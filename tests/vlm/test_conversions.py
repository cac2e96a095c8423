"""A figure in another unit than the manual's is marked, in both languages; one as printed is not."""

import pytest

from vlm.conversions import conversion
from vlm.frames import told
from vlm.measures import read_figures


@pytest.mark.parametrize(
    ("claim", "quote", "marked"),
    [
        ("Charge it up to 77 °F.", "Charge it up to 25 °C.", ("77 °F", "25 °C")),
        ("拧紧至 12 N·cm。", "拧紧至 0.12 N·m。", ("12 N·cm", "0.12 N·m")),
        ("It weighs 0.189 kg.", "Mass: 189 g", ("0.189 kg", "189 g")),
        ("Tighten to 0.12 Nm.", "Tighten to 0.12 N·m.", None),
        ("210 °C (410 °F)", "The fuser is at 210 °C.", ("410 °F", "210 °C")),
        ("77 °F", "25 °C (77 °F)", None),
        ("Use WM-21405.", "Use WM-21405.", None),
        ("78 °F", "25 °C", None),
    ],
)
def test_what_is_converted_is_marked(claim: str, quote: str, marked: tuple[str, str] | None) -> None:
    found = conversion(read_figures(claim), read_figures(quote))
    assert (found and tuple(value for _, value in found.values)) == marked
    if found is not None and marked is not None:
        for language in ("zh", "en"):
            assert all(text in told(found, language) for text in marked)
