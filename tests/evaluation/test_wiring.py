"""Opening the service to be evaluated, over a small manual and over an address."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.baseline import pages_of
from evaluation.case import Case, GoldPlace
from evaluation.doors import HttpDoor
from evaluation.run import ask_all
from evaluation.wiring import absent_manuals, add_manuals, open_stand, settings_for
from kb_sources.errors import InputRejected, SettingsInvalid
from kb_sources.manifest import ManifestLine
from kb_sources.settings import Settings

MakeCase = Callable[..., Case]
TEXT = """# Kettle K1

## Fuse

1. Pull the plug.
2. Tighten the base screws to 0.25 N·m.
"""


class Editions:
    """A manual's editions, oldest first."""

    truth: Path | None = None

    def __init__(self, *files: Path) -> None:
        self._files = files

    def cases(self) -> tuple[Case, ...]:
        return ()

    def manuals(self) -> tuple[ManifestLine, ...]:
        return tuple(ManifestLine(str(f), "Kettle K1", "Norvik", ("K1",), "en", "") for f in self._files)


def test_a_dataset_has_a_knowledge_base_of_its_own() -> None:
    own = settings_for(Settings(data=Path("kb"), tenant="shop"), "samples")
    assert own.data == Path("kb/datasets/samples")
    assert own.tenant == "dataset-samples"


def test_manuals_are_read_once_and_asked_in_process(tmp_path: Path, make_case: MakeCase) -> None:
    manual = tmp_path / "k1.md"
    manual.write_text(TEXT, "utf-8")
    case = make_case(question="What torque for the base screws?", product="K1")
    with open_stand(Settings(data=tmp_path / "kb")) as stand:
        assert stand.service is not None
        add_manuals(stand.service, Editions(manual))
        jobs = len(stand.service.desk.jobs())
        add_manuals(stand.service, Editions(manual))
        assert len(stand.service.desk.jobs()) == jobs == 1
        (result,) = ask_all([case], stand.door)
        assert result.action == "answer", result.answer["text"]
        assert "0.25 N·m" in result.said
        assert result.found[0] == ("k1.md", 1)
        assert "0.25 N·m" in "".join(page.text for page in pages_of(stand.service))
        gone = make_case("b", places=(GoldPlace("k1.md", ()), GoldPlace("gone.pdf", (1,))))
        assert absent_manuals(stand, [gone]) == ["gone.pdf"]


def test_again_reads_what_is_live_anew(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(TEXT, "utf-8")
    new.write_text(TEXT.replace("0.25", "0.30"), "utf-8")
    with open_stand(Settings(data=tmp_path / "kb")) as stand:
        assert stand.service is not None
        add_manuals(stand.service, Editions(old, new))
        add_manuals(stand.service, Editions(old, new), again=True)
        assert len(stand.service.desk.jobs()) == 3  # the superseded one is left alone
        assert absent_manuals(stand, []) == []
        assert {page.manual for page in pages_of(stand.service)} == {"new.md"}


def test_a_manual_that_cannot_be_read_ends_the_run(tmp_path: Path) -> None:
    broken = tmp_path / "k1.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    with open_stand(Settings(data=tmp_path / "kb")) as stand:
        assert stand.service is not None
        with pytest.raises(InputRejected):
            add_manuals(stand.service, Editions(broken))


def test_an_address_is_asked_over_http(tmp_path: Path) -> None:
    with open_stand(Settings(data=tmp_path / "kb"), "http://127.0.0.1:9") as stand:
        assert isinstance(stand.door, HttpDoor)
        assert stand.service is None
        assert absent_manuals(stand, []) == []
    assert not (tmp_path / "kb").exists()


@pytest.mark.parametrize(
    "url", ["notaurl", "127.0.0.1:8000", "ftp://host", "http://", "http://[", "http://h:x"]
)
def test_what_is_no_address_is_a_wrong_option(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="is no address"), open_stand(Settings(data=tmp_path), url):
        pass
