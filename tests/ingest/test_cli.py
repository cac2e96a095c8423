"""`kb-ingest` as a user meets it: what it prints, what it exits with, and that nothing is half-stored."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest import cli


class Site(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """run("add", "x.md") → exit code, stdout, stderr; in a folder and knowledge base of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("KB_RETRIEVAL_STORE", "exact")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kb-ingest", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
            raise SystemExit(0)
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


MANUAL = "# Cover\n\n1. Tighten the screw to {torque}.\n2. Close the cover.\n"


def test_a_manual_from_file_to_removal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MANUAL.format(torque="1.5 N·m"))
    (tmp_path / "b.md").write_text(MANUAL.format(torque="2.5 N·m"))
    described = ("--title", "Cover", "--maker", "Acme", "--product", "C1")
    code, out, err = run("add", "a.md", *described)
    assert (code, "2 steps" in out) == (0, True), out + err
    assert f"KB_DATA={tmp_path / 'var'}" in err
    assert "unchanged" in run("add", "a.md", *described)[1]
    assert run("add", "b.md", *described)[0] == 0
    (manual,) = json.loads(run("status", "--json")[1])
    assert [e["edition"]["state"] for e in manual["editions"]] == ["superseded", "live"]
    assert manual["manual"]["products"] == ["C1"]
    name = manual["manual"]["id"]
    assert "✓ a.md" in run("rollback", name)[1]
    assert "Out of search: a.md" in run("retire", name)[1]
    code, out, _ = run("retire", name)
    assert (code, "Nothing to do" in out) == (0, True)
    assert json.loads(run("reindex", "--json")[1]) == {"passages": 0}
    assert json.loads(run("remove", name, "--json")[1])["removed"]
    assert "No manuals yet" in run("status")[1]


def test_a_doubtful_edition_is_told_and_settled_either_way(run: Run, tmp_path: Path) -> None:
    def state() -> list[tuple[str, str]]:
        rows = json.loads(run("status", "--json")[1])
        return sorted(
            (e["edition"]["source_name"], e["edition"]["state"]) for r in rows for e in r["editions"]
        )

    for file in ("a.md", "b.md", "c.md"):
        (tmp_path / file).write_text(MANUAL.format(torque=f"{file[0]} N·m"))
    described = ("--maker", "Acme", "--product", "C1")
    run("add", "a.md", "--title", "Cover Rev A", *described)
    code, out, err = run("add", "b.md", "--title", "Cover Rev B", *described)
    assert (code, "needs_review" in out) == (0, True)
    assert "looks like another revision of 'Cover Rev A'" in err
    name = err.partition("review approve ")[2][:12]
    assert "b.md" in run("review", "list")[1]
    assert "b.md, page 1: looks like" in run("review", "show", name)[1]
    assert run("review", "fix", name, "words")[0] == 1
    assert "b.md is live" in run("review", "approve", name)[1]
    assert "Nothing awaits review" in run("review", "list")[1]
    _, _, err = run("add", "c.md", "--title", "Cover Rev C", *described)
    of = err.partition("--manual ")[2].partition("`")[0]
    assert "2 steps" in run("add", "c.md", "--manual", of)[1]
    assert state() == [("a.md", "superseded"), ("b.md", "live"), ("c.md", "live")]


def test_what_is_queued_is_said_and_worked_off_by_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MANUAL.format(torque="1.5 N·m"))
    code, out, _ = run("add", "a.md", "--no-wait")
    assert (code, "a.md: 1 pages queued (job_" in out, "kb-ingest worker" in out) == (0, True, True)
    assert "queued" in run("status", "--jobs")[1]
    code, out, _ = run("worker")
    assert (code, "✓ a.md: 1 pages" in out, "1 job(s)" in out) == (0, True, True)
    assert "Nothing is queued" in run("worker")[1]


def test_removal_asks_with_names_and_needs_a_yes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text(MANUAL.format(torque="1.5 N·m"))
    run("add", "a.md")
    (row,) = json.loads(run("status", "--json")[1])
    for answer, left in (("n\n", 1), ("", 1), ("y\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        code, out, _ = run("remove", row["manual"]["id"])
        assert (code, "Remove a.md (" in out) == (left, True)
        assert len(json.loads(run("status", "--json")[1])) == left


def test_an_address_is_fetched_when_it_has_changed_and_only_from_hosts_that_are_allowed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.md").write_text(MANUAL.format(torque="1.5 N·m"))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/a.md"
        code, _, err = run("add", url)
        assert (code, "private network" in err, "KB_SOURCES_OWN_HOSTS" in err) == (1, True, True)
        monkeypatch.setenv("KB_SOURCES_OWN_HOSTS", "manuals.example, 127.0.0.1")
        assert "2 steps" in run("add", url)[1]
        assert "a.md has not changed at its address" in run("add", url)[1]
        (manual,) = json.loads(run("status", "--json")[1])
        run("remove", manual["manual"]["id"], "--yes")
        assert not list((tmp_path / "var" / "stamps").iterdir())
        assert "2 steps" in run("add", url)[1]
        assert run("add", url.replace("a.md", "b.md"))[0] == 1
        server.shutdown()


def test_unusable_files_are_named_and_the_others_still_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(MANUAL.format(torque="1.5 N·m"))
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "junk.pdf").write_bytes(b"\x00\x01\x02junk" * 50)
    code, out, err = run("add", ".")
    assert code == 1
    assert "good.md" in out
    assert "empty.pdf" in err
    assert "junk.pdf" in err
    assert len(json.loads(run("status", "--json")[1])) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add",), 2, "Nothing to add"),
        (("add", "x.md", "--language", "de"), 2, "neither zh nor en"),
        (("add", "ftp://norvik.example/n7.pdf"), 2, "cannot be fetched"),
        (("add", "http://ann:secret@norvik.example/n7.pdf"), 1, "holds a user name"),
        (("add", "missing.pdf"), 1, "does not exist"),
        (("add", "--manifest", "missing.csv"), 1, "cannot be read"),
        (("retire", "nonsense"), 1, "no edition"),
        (("retire", "abc"), 1, "8 characters"),
        (("rollback", "nonsense"), 1, "no edition"),
        (("remove", "nonsense"), 1, "no edition"),
        (("add", "test.md", "--manual", "nonsense"), 1, "no manual"),
        (("review", "show", "nonsense:1:1"), 1, "no edition"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_mistakes_end_with_a_sentence_and_a_code(
    run: Run, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "test.md").write_text("words")
    got, out, err = run(*words)
    assert (got, said in out + err) == (code, True), out + err
    assert "Traceback" not in out + err


def test_an_unknown_setting_is_exit_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_DTAA", "x")
    code, _, err = run("status")
    assert code == 2
    assert "KB_DTAA" in err
