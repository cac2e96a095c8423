"""One owner at a time, told by a lock that the kernel drops with the process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import owner
from kb_sources.errors import Busy


def hold_elsewhere(data: Path, url: str) -> subprocess.Popen[str]:
    code = (
        "import sys, time; from pathlib import Path; from ingest import owner; "
        f"held = owner.take(Path({str(data)!r})); held.announce({url!r}); "
        "print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_service_that_owns_the_folder_is_reached(tmp_path: Path) -> None:
    process = hold_elsewhere(tmp_path, "http://127.0.0.1:9")
    try:
        with owner.hold_or_reach(tmp_path, wait_s=0.2) as found:
            assert isinstance(found, owner.Owner)
            assert (found.pid, found.url) == (process.pid, "http://127.0.0.1:9")
            assert len(found.token) > 30
        assert (tmp_path / "owner").stat().st_mode & 0o777 == 0o600
    finally:
        process.kill()
        process.wait()


def test_a_command_that_owns_it_is_waited_for_then_named(tmp_path: Path) -> None:
    process = hold_elsewhere(tmp_path, "")
    try:
        with pytest.raises(Busy, match=str(process.pid)), owner.hold_or_reach(tmp_path, wait_s=0.3):
            pass
    finally:
        process.kill()
        process.wait()


def test_a_killed_owner_leaves_no_lock_behind(tmp_path: Path) -> None:
    process = hold_elsewhere(tmp_path, "http://127.0.0.1:9")
    process.kill()
    process.wait()
    with owner.hold_or_reach(tmp_path, wait_s=0) as found:
        assert isinstance(found, owner.Held)
        assert json.loads((tmp_path / "owner").read_text())["pid"] == os.getpid()
    assert owner.current(tmp_path) is None
