"""What is said beside the data."""

import pytest

from evaluation.console import bar, say, when_stopped
from kb_sources.errors import SourceUnavailable


def test_what_is_said_does_not_mix_with_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    say("[red]KB_DATA=var", quiet=False)
    say("not this", quiet=True)
    with bar(quiet=False) as shown:
        shown.advance(shown.add_task("asking", total=1))
    told = capsys.readouterr()
    assert told.out == ""
    assert "[red]KB_DATA=var" in told.err
    assert "not this" not in told.err


def test_a_stop_says_what_was_kept_by_then() -> None:
    done = 0
    with pytest.raises(KeyboardInterrupt, match="3 are kept"), when_stopped(lambda: f"{done} are kept"):
        done = 3
        raise KeyboardInterrupt


def test_where_the_service_is_gone_what_was_kept_is_said_too() -> None:
    with pytest.raises(SourceUnavailable) as gone, when_stopped(lambda: "3 are kept."):
        raise SourceUnavailable("Silence.", hint="Start it.")
    assert str(gone.value) == "Silence. 3 are kept. Start it."
