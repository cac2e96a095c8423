"""Options and small manuals that the acceptance tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest

Maker = Callable[[str, int, str], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=10, help="random moments at which ingest is killed")


@pytest.fixture(scope="module")
def make_manual(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """make(name, pages, torque) → a small digital manual whose every page names the torque."""
    folder = tmp_path_factory.mktemp("manuals")

    def make(name: str, pages: int, torque: str) -> Path:
        import pymupdf

        document = pymupdf.open()
        for number in range(1, pages + 1):
            page = document.new_page()
            page.insert_text((72, 80), f"{number} Cover {number}", fontsize=18)
            page.insert_text((72, 120), f"1. Tighten the screws of cover {number} to {torque}.", fontsize=11)
            page.insert_text((72, 140), f"2. Close cover {number} and switch on.", fontsize=11)
        path = folder / name
        document.save(path, no_new_id=True)  # the same bytes each time: an edition is its sha256
        return path

    return make
