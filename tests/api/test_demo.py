"""The demonstration on one small manual: read, asked, shown on a page with the lit picture."""

from pathlib import Path

import pytest

from api import demo

SAMPLES = Path(__file__).parents[2] / "kb_sources" / "samples"


def test_the_page_shows_answers_and_lit_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "norvik-n7-pro-repair-en.pdf"
    (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    (tmp_path / "manifest.csv").write_text(f"file,title,maker,products\n{name},N7 Pro manual,Norvik,N7 Pro\n")
    monkeypatch.setattr(demo, "SAMPLES", tmp_path)
    showings = (
        demo.Showing("torque of the charging board screws", "N7 Pro"),
        demo.Showing("warranty?", "P999"),
    )
    monkeypatch.setattr(demo, "SHOWINGS", showings)
    page = demo.run(tmp_path / "var").read_text("utf-8")
    assert "data:image/png;base64," in page
    assert "N·m" in page
    told = capsys.readouterr().out
    assert f"✓ {name}" in told
    assert "→ refuse" in told
