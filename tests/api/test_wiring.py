"""The service from settings: what it answers from, what a wrong policy file does."""

import json
import time
from pathlib import Path

import pytest

from api.reply import ModelUsed
from api.turn import AskRequest
from api.wiring import Service, build
from ingest.desk import Described
from kb_sources.errors import SettingsInvalid
from kb_sources.settings import Settings


def _with_manual(settings: Settings) -> Service:
    """A service over one manual about a pump."""
    manual = settings.data.parent / "pump.md"
    manual.write_text("# Pump\n\nThe drain pump has a resistance of 158 Ω.\n")
    service = build(settings)
    service.start()
    receipt = service.desk.add(manual, "pump.md", Described("Pump", "Acme", ("WM-620",), "en"))
    assert receipt.job
    for _ in range(600):
        if service.desk.job(receipt.job).state == "done":
            break
        time.sleep(0.05)
    assert service.desk.job(receipt.job).state == "done"
    return service


def test_a_service_ingests_and_answers(tmp_path: Path) -> None:
    service = _with_manual(Settings(data=tmp_path / "var", retrieval_store="exact"))
    try:
        reply = service.ask(AskRequest("resistance of the drain pump", product="WM-620"))
        assert (reply.action, reply.mode, reply.vlm) == ("answer", "extractive", None)
        assert "158 Ω" in reply.text
        assert service.audit.answer(reply.id) == reply
    finally:
        service.stop()


def test_with_a_model_it_writes_and_names_it(tmp_path: Path) -> None:
    quote = "The drain pump has a resistance of 158 Ω."
    claim = {"kind": "value", "text": "The drain pump has 158 Ω.", "sources": [{"id": "S1", "quote": quote}]}
    script = tmp_path / "script.json"
    script.write_text(json.dumps([json.dumps({"claims": [claim]})]), "utf-8")
    settings = Settings(
        data=tmp_path / "var",
        retrieval_store="exact",
        vlm_model="scripted",
        vlm_name="stub-vl",
        vlm_revision="r1",
        vlm_url=str(script),
        vlm_reads="never",
    )
    service = _with_manual(settings)
    try:
        reply = service.ask(AskRequest("resistance of the drain pump", product="WM-620"))
        assert (reply.action, reply.mode) == ("answer", "generated"), reply.text
        assert reply.vlm == ModelUsed("stub-vl", "r1")
        assert "The drain pump has 158 Ω. [1]" in reply.text
        assert reply.citations[0].quote == quote
    finally:
        service.stop()


def test_a_missing_policy_file_is_a_setting_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="nowhere"):
        build(Settings(data=tmp_path, policy=str(tmp_path / "nowhere.toml")))
