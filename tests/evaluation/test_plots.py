"""Pictures as text: well-formed, with the words as words."""

from xml.etree import ElementTree

import pytest

from evaluation.checker import Bin
from evaluation.plots import plot_actions, plot_bars, plot_measures, plot_reliability, plot_time

pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
KNOWN = {"mean": 0.5, "low": 0.4, "high": 0.6, "n": 10, "unjudged": 2}
UNKNOWN = {"mean": None, "low": None, "high": None, "n": 0, "unjudged": 12}


def test_measures_that_could_be_judged_are_drawn_with_their_words() -> None:
    svg = plot_measures({"hit@1": KNOWN, "<b>$x$ 命中": KNOWN, "none": UNKNOWN})
    text = "".join(ElementTree.fromstring(svg).itertext())
    assert "hit@1" in text
    assert "<b>$x$ 命中" in text
    assert "0.500" in text
    assert "none" not in text


def test_actions_times_and_bars_are_svg() -> None:
    got = {"answer": 3, "refuse": 1}
    for svg in (
        plot_actions({"answer": {"got": got}, "refuse": {"got": {"answer": 0, "refuse": 2}}}),
        plot_time([3.0, 10.0, 400.0]),
        plot_bars({"action": 4, "not found": 2}),
    ):
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        assert svg.startswith("<svg")


def test_reliability_names_each_judge() -> None:
    svg = plot_reliability({"local": [Bin(5, 0.1, 0.2), Bin(40, 0.9, 0.8)], "decisions": [Bin(1, 0.5, 0.5)]})
    text = "".join(ElementTree.fromstring(svg).itertext())
    assert "local" in text
    assert "decisions" in text


def test_nothing_to_show_is_no_picture() -> None:
    assert plot_measures({"none": UNKNOWN}) == ""
    assert plot_actions({"answer": {"got": {"answer": 0}}}) == ""
    assert plot_time([0.0]) == ""
    assert plot_reliability({"local": ()}) == ""
    assert plot_bars({}) == ""
