"""The service from settings: what it answers from, what a wrong policy file does."""

import time
from pathlib import Path

import pytest

from api.turn import AskRequest
from api.wiring import build
from ingest.desk import Described
from kb_sources.errors import SettingsInvalid
from kb_sources.settings import Settings


def test_a_service_ingests_and_answers(tmp_path: Path) -> None:
    manual = tmp_path / "pump.md"
    manual.write_text("# Pump\n\nThe drain pump has a resistance of 158 Ω.\n")
    service = build(Settings(data=tmp_path / "var", retrieval_store="exact"))
    try:
        service.start()
        receipt = service.desk.add(manual, "pump.md", Described("Pump", "Acme", ("WM-620",), "en"))
        assert receipt.job
        for _ in range(600):
            if service.desk.job(receipt.job).state == "done":
                break
            time.sleep(0.05)
        reply = service.ask(AskRequest("resistance of the drain pump", product="WM-620"))
        assert reply.action == "answer"
        assert "158 Ω" in reply.text
        assert service.audit.answer(reply.id) == reply
    finally:
        service.stop()


def test_a_missing_policy_file_is_a_setting_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="nowhere"):
        build(Settings(data=tmp_path, policy=str(tmp_path / "nowhere.toml")))
