"""LaTeX becomes the words that are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.qwen_latex import Mark, plain_latex, plain_math, raised, read_latex


@pytest.mark.parametrize(
    ("latex", "printed"),
    [
        ("\\textbf{Part}", "Part"),
        ("R\\&D 50\\% \\$5 \\#1 a\\_b \\{x\\}", "R&D 50% $5 #1 a_b {x}"),
        ("25\\,\\mathrm{N\\cdot m}", "25 N·m"),
        ("40^{\\circ}\\mathrm{C}", "40°C"),
        ("40^\\circ C", "40°C"),
        ("10^{3}", "10³"),
        ("10^3", "10³"),
        ("10^{-6}", "10⁻⁶"),
        ("2^{1/2}", "2^1/2"),
        ("H_2O", "H₂O"),
        ("H_{2}O", "H₂O"),
        ("V_{max}", "Vmax"),
        ("part_no", "part_no"),
        ("\\frac{1}{2}", "1/2"),
        ("\\pm 5", "±5"),
        ("3 \\times 38", "3 × 38"),
        ("\\leq 5\\,\\Omega", "≤ 5 Ω"),
        ("\\mu F", "μ F"),
        ("{\\bf E21}", "E21"),
        ("\\unknown{words}", "words"),
        ("\\unknown", "unknown"),
        ("\\text{断电}", "断电"),
        ("a~b", "a b"),
        ("C:\\textbackslash{}temp", "C:\\temp"),
        ("\\color{red}{hot}", "hot"),
        ("\\vspace{2pt}x", "x"),
        ("\\left( a \\right)", "( a )"),
    ],
)
def test_words(latex: str, printed: str) -> None:
    assert " ".join(plain_latex(latex).split()) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Use $5\\,\\mathrm{V}$ here", "Use 5 V here"),
        ("It costs $30.48, not $5.", "It costs $30.48, not $5."),
        ("\\(10^{3}\\) and \\[x\\]", "10³ and x"),
        ("m$^2$", "m²"),
        ("no formula", "no formula"),
        ("$x", "$x"),
    ],
)
def test_formulas_within_text(text: str, printed: str) -> None:
    assert plain_math(text) == printed


def test_cells_rows_and_spans_are_marked_outside_braces_only() -> None:
    read = [
        piece for piece in read_latex("a & {b & c \\\\ d} \\\\[2pt] \\multicolumn{2}{c}{e}") if piece != " "
    ]
    assert [piece for piece in read if isinstance(piece, Mark)] == [
        Mark("cell"),
        Mark("row"),
        Mark("columns", 2),
    ]


def test_letters_are_not_raised() -> None:
    assert raised("3", "^") == "³"
    assert raised("th", "^") == "th"
    assert raised("3a", "^") == "^3a"
    assert raised("max", "_") == "max"


@given(st.text(alphabet="\\{}&^_$~ab1 []%中\n", max_size=80))
def test_any_text_becomes_words_without_braces(text: str) -> None:
    printed = plain_latex(text)
    assert "{" not in printed.replace("{", "", text.count("\\{"))
    assert sum(c in "ab1中" for c in printed) <= sum(c in "ab1中¹₁" for c in text)
