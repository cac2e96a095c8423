"""Pictures of a run, as SVG text: measures, actions, time spent, causes, reliability. It computes nothing.

matplotlib (the extra `eval`) draws; words stay words, so that a browser sets them in its own fonts.
"""

from __future__ import annotations

import importlib
import io
import logging
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from evaluation.checker import Bin
from kb_sources.errors import SettingsInvalid

INK, MUTED, ACCENT, LIT, BAD = "#20262b", "#616a71", "#0e5a61", "#c46a00", "#b3261e"
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def plot_measures(measures: Mapping[str, Mapping[str, Any]]) -> str:
    """A point and its 95 % interval for every measure (Estimate as JSON) that could be judged."""
    known = [(name, e) for name, e in measures.items() if e["mean"] is not None]
    if not known:
        return ""
    with _figure(7.2, 0.27 * len(known) + 0.6) as (figure, axes):
        for row, (_, e) in enumerate(reversed(known)):
            axes.plot([e["low"], e["high"]], [row, row], color=ACCENT, linewidth=5, alpha=0.25)
            axes.plot([e["mean"]], [row], "o", color=ACCENT, markersize=6)
            axes.text(1.03, row, f"{e['mean']:.3f}   n={e['n']}", va="center", fontsize=8.5, color=MUTED)
        axes.set_yticks(range(len(known)), [_plain(name) for name, _ in reversed(known)])
        axes.set_xlim(-0.02, 1.02)
        axes.grid(axis="x", color="#dfdad0", linewidth=0.7)
        return _svg(figure)


def plot_actions(actions: Mapping[str, Mapping[str, Any]]) -> str:
    """How often each wanted action (rows) came as which (columns)."""
    columns = list(next(iter(actions.values()))["got"]) if actions else []
    counts = [[row["got"][name] for name in columns] for row in actions.values()]
    if not any(map(sum, counts)):
        return ""
    with _figure(4.6, 2.9) as (figure, axes):
        shares = [[n / (sum(row) or 1) for n in row] for row in counts]
        axes.imshow(shares, cmap=_colours(), vmin=0, vmax=1, aspect="auto")
        for y, row in enumerate(counts):
            for x, n in enumerate(row):
                axes.text(
                    x, y, n or "", ha="center", va="center", color="white" if shares[y][x] > 0.5 else INK
                )
        axes.set_xticks(range(len(columns)), columns)
        axes.set_yticks(range(len(actions)), list(actions))
        axes.tick_params(length=0)
        return _svg(figure)


def plot_time(milliseconds: Sequence[float]) -> str:
    """Which share of the answers was there after how many milliseconds (logarithmic)."""
    spent = sorted(ms for ms in milliseconds if ms > 0)
    if not spent:
        return ""
    with _figure(4.6, 2.9) as (figure, axes):
        shares = [(n + 1) / len(spent) for n in range(len(spent))]
        axes.step(spent, shares, where="post", color=ACCENT, linewidth=2)
        axes.set_xscale("log")
        axes.set_ylim(0, 1.02)
        axes.set_xlabel("ms")
        axes.grid(color="#dfdad0", linewidth=0.7)
        return _svg(figure)


def plot_bars(counts: Mapping[str, int], colour: str = BAD) -> str:
    """A bar for every name, in the order given."""
    if not counts:
        return ""
    with _figure(4.6, 0.32 * len(counts) + 0.5) as (figure, axes):
        names = list(counts)[::-1]
        axes.barh(range(len(names)), [counts[name] for name in names], color=colour, alpha=0.75, height=0.6)
        for row, name in enumerate(names):
            axes.text(counts[name], row, f" {counts[name]}", va="center", fontsize=8.5, color=MUTED)
        axes.set_yticks(range(len(names)), [_plain(name) for name in names])
        axes.set_xticks([])
        return _svg(figure)


def plot_reliability(bins: Mapping[str, Sequence[Bin]]) -> str:
    """Of each judge, said probability against the share found right; a larger dot stands for more texts."""
    if not any(bins.values()):
        return ""
    with _figure(4.0, 3.8) as (figure, axes):
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, linestyle=":")
        for (name, points), colour in zip(bins.items(), (ACCENT, LIT, BAD, INK) * len(bins), strict=False):
            said, found = [b.said for b in points], [b.found for b in points]
            counts = [b.n for b in points]
            axes.plot(said, found, color=colour, linewidth=1.5, label=_plain(name))
            axes.scatter(said, found, [6 + 90 * n / max(counts) for n in counts], color=colour, alpha=0.6)
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(-0.03, 1.03)
        axes.set_xlabel("said")
        axes.set_ylabel("found right")
        axes.grid(color="#dfdad0", linewidth=0.7)
        axes.legend(frameon=False)
        return _svg(figure)


@contextmanager
def _figure(width: float, height: float) -> Iterator[tuple[Any, Any]]:
    """A figure and its axes, in inches; nothing of matplotlib's state is touched."""
    try:
        matplotlib = importlib.import_module("matplotlib")
        drawn = importlib.import_module("matplotlib.figure")
    except ModuleNotFoundError as error:
        raise SettingsInvalid(
            f"The report's plots need {error.name}, which is not installed.",
            hint="pip install 'fixcite[eval]'",
        ) from error
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    style = {"svg.fonttype": "none", "svg.hashsalt": "fixcite", "font.size": 9.5, "font.family": "sans-serif"}
    with matplotlib.rc_context(style), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a glyph its own fonts lack; the browser has it
        figure = drawn.Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.tick_params(colors=INK, length=0)
        yield figure, axes


def _svg(figure: Any) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    return _METADATA.sub("", _PROLOGUE.sub("", out.getvalue()))


def _colours() -> Any:
    return importlib.import_module("matplotlib.colors").LinearSegmentedColormap.from_list(
        "fixcite", ["#f5f3ee", ACCENT]
    )


def _plain(text: str) -> str:
    """Text that matplotlib does not read as a formula."""
    return text.replace("$", r"\$")
