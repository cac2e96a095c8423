"""What is printed is what stands there: nothing from a file is taken as markup."""

from __future__ import annotations

import pytest

from ingest import printing
from ingest.printing import done, failed, job_row, manual_rows, names, print_table, summary, warned

HOSTILE = "[red]n7[/red] [/nonsense] [link=x].pdf"
REPORT = {
    "pages": 3, "routes": {"textlayer": 2, "ocr": 1}, "steps": 4, "procedures": 1, "warnings": 2, "tables": 0,
    "figures": 1, "unsure": 2, "look_first": [{"page": 3, "why": HOSTILE}],
}  # fmt: skip
EDITION = {"id": "e" * 64, "source_name": HOSTILE, "state": "live", "revision": "B"}


def test_marks_and_tables_print_hostile_names_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    for printed in (done, failed, warned, printing.say):
        printed(HOSTILE)
    print_table(("file",), [(HOSTILE,)])
    told = capsys.readouterr()
    assert told.out.count(HOSTILE) == 3
    assert told.err.count(HOSTILE) == 2


def test_a_summary_names_what_to_look_at_and_a_state_that_is_not_live() -> None:
    words = summary({"edition": EDITION, "report": REPORT})
    assert "3 pages (2 textlayer, 1 ocr)" in words
    assert f"2 unsure lines; look first at page 3: {HOSTILE}" in words
    assert summary({"edition": EDITION | {"state": "retired"}, "report": REPORT}).endswith("[retired]")


def test_a_summary_tells_what_the_model_read() -> None:
    model = {"asked": 5, "read": 4, "fell_back": 1, "agreement": 0.973}
    words = summary({"edition": EDITION, "report": REPORT | {"model": model}})
    assert "4 of 5 pages asked about read by the model (97% like the other reading), 1 fell back" in words
    alone = summary({"edition": EDITION, "report": REPORT | {"model": model | {"agreement": None}}})
    assert "read by the model, 1 fell back" in alone


def test_rows_of_manuals_and_jobs() -> None:
    manual = {"id": "man_1", "title": "N7", "products": ["N7", "N8"]}
    rows = list(manual_rows([{"manual": manual, "editions": [{"edition": EDITION, "report": None}]}]))
    assert rows == [("man_1", "N7", "N7, N8", "eeeeeeeeeeee B", "live", "not yet")]
    job = {"id": "job_1", "edition": "e" * 64, "state": "failed", "stage": "read", "reason": "no"}
    job |= {"pages_done": 2, "pages_total": 0}
    assert job_row(job, {}) == ("job_1", "e" * 12, "failed", "read", "2/?", "no")
    assert job_row(job, {"e" * 64: "a.pdf"})[1] == "a.pdf"
    assert names([EDITION]) == f"{HOSTILE} (eeeeeeeeeeee)"
