"""A calibration on disk, and what it says."""

from pathlib import Path

import pytest

from api.confidence import Calibration, calibration_path, read_calibration, write_calibration
from kb_sources.errors import SettingsInvalid


def test_a_tenant_has_its_own_and_it_comes_back(tmp_path: Path) -> None:
    path = calibration_path(tmp_path, "shop")
    assert read_calibration(path) is None
    made = Calibration({"sufficiency": 1.5}, -0.5, 0.7, 50, "2026-11-27")
    write_calibration(path, made)
    assert read_calibration(path) == made
    assert read_calibration(calibration_path(tmp_path, "other")) is None


def test_confidence_rises_with_a_sign_and_stays_a_share() -> None:
    told = Calibration({"sufficiency": 1.0, "agreement": 0.5}, 0.0)
    assert told({}) == 0.5
    assert told({"sufficiency": 1.0}) < told({"sufficiency": 2.0, "agreement": 1.0}) < 1
    assert 0 < told({"sufficiency": -1e9}) < told({"sufficiency": 1e9}) < 1


def test_a_file_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text('{"weights": "heavy"}', "utf-8")
    with pytest.raises(SettingsInvalid, match="kb-eval pilot --marks"):
        read_calibration(path)
