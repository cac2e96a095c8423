"""The workshop from settings: it opens, finds what was there, and lets go."""

import io
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from ingest.desk import Described
from ingest.wiring import build, recipe
from kb_sources.errors import Gone, NotFound, PluginUnknown
from kb_sources.settings import Settings
from vlm.prompts import READING


def test_what_was_added_is_there_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", retrieval_store="exact")
    manual = tmp_path / "a.md"
    manual.write_text("# Cover\n\nTighten the screw to 1.5 N·m.\n")
    steps: list[str] = []
    workshop = build(settings, steps.append)
    workshop.desk.add(manual, "a.md", Described())
    workshop.worker.work_off()
    workshop.close()
    assert steps == ["read", "page", "structure", "chunk", "store", "index", "publish", "sweep", "done"]
    again = build(settings)
    try:
        (reading,) = again.catalogue.live("default")
        assert again.retrieval.store.ids("default", reading)
        assert again.desk.add(manual, "a.md", Described()).noop
    finally:
        again.close()


def test_a_figure_is_kept_as_a_picture_and_goes_with_its_manual(tmp_path: Path) -> None:
    file = tmp_path / "pump.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 90), "The pump stands at the left behind the cover and is held by a clamp.")
        drawing = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 300, 200), False)
        drawing.set_rect(drawing.irect, (200, 30, 30))
        page.insert_image(pymupdf.Rect(100, 150, 400, 350), pixmap=drawing)
        page.insert_text((180, 372), "Figure 1 Pump")
        document.save(file)
    settings = Settings(data=tmp_path / "var", retrieval_store="exact")
    workshop = build(settings)
    try:
        receipt = workshop.desk.add(file, "pump.pdf", Described())
        workshop.worker.work_off()
        (reading,) = workshop.catalogue.live("default")
        (figure,) = [p for p in workshop.catalogue.passages_of(reading) if p.kind == "figure"]
        with Image.open(io.BytesIO(workshop.desk.figure(receipt.edition, figure.id))) as picture:
            assert picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2)) == (200, 30, 30)
            assert picture.width / picture.height == pytest.approx(300 / 200, rel=0.05)
        with pytest.raises(NotFound):
            workshop.desk.figure(receipt.edition, "nonsense")
        workshop.desk.remove(receipt.manual)
        with pytest.raises(Gone):
            workshop.desk.figure(receipt.edition, figure.id)
        assert not [f for f in (tmp_path / "var" / "blobs").rglob("*") if f.is_file()]
    finally:
        workshop.close()


def test_another_model_revision_adapter_or_quantisation_is_another_recipe_and_none_changes_nothing() -> None:
    def of(**values: str) -> str:
        return recipe(
            Settings.model_validate({"vlm_model": "openai_http", "vlm_name": "qwen3-vl-8b"} | values)
        )

    without = recipe(Settings())
    assert of(vlm_model="none") == of(vlm_reads="never") == without
    every = [without, of(), of(vlm_name="qwen3-vl-32b"), of(vlm_revision="abc"), of(vlm_reads="all")]
    every += [of(vlm_adapter="int8"), of(vlm_adapter="second"), of(vlm_quantization="int8")]
    assert len(set(every)) == len(every)
    assert READING in of()


def test_an_unknown_store_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(PluginUnknown, match="qdrant_edge"):
        build(Settings(data=tmp_path, retrieval_store="nonsense"))
