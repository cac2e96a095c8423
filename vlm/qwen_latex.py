r"""LaTeX as Qwen3-VL writes it (tables, formulas, escapes) becomes plain text without a backslash.

It is no TeX: it knows the commands that are seen, keeps the words of the others, never raises and is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\\|[{}&~$^_]|[^\\{}&~$^_]+", re.DOTALL)
_OPTION = re.compile(r"\s*\[[^\[\]\n]{0,40}\]")
_LENGTH = re.compile(r"\s*\[\s?-?[\d.]{1,9}\s?(?:pt|mm|cm|ex|em|in|bp)\s?\]")  # after a row; `[1]` is a cell
_DEEPEST = 40  # braces within braces

_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "div": "÷", "ast": "*", "star": "*",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "~",
    "simeq": "≃", "equiv": "≡", "ll": "≪", "gg": "≫", "infty": "∞", "propto": "∝", "sqrt": "√",
    "sum": "∑", "int": "∫",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "leftrightarrow": "↔",
    "Rightarrow": "⇒", "Leftarrow": "⇐", "longrightarrow": "→", "degree": "°", "textdegree": "°", "circ": "°",
    "celsius": "°C", "ohm": "Ω", "textohm": "Ω", "micro": "μ", "textmu": "μ", "bullet": "•",
    "textbullet": "•", "ldots": "…", "dots": "…", "cdots": "…", "textbackslash": "\\",
    "textasciitilde": "~", "textbar": "|",
    "textless": "<", "textgreater": ">", "lt": "<", "gt": ">", "checkmark": "✓", "square": "□", "Box": "□",
    "blacksquare": "■", "triangle": "△", "perp": "⊥", "parallel": "∥", "angle": "∠", "diameter": "⌀",
    "textregistered": "®", "texttrademark": "™", "copyright": "©", "quad": " ", "qquad": " ", "newline": "\n",
    "linebreak": "\n", "par": "\n", "tabularnewline": "\n", "prime": "′", "mid": "|", "ell": "ℓ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "φ", "varphi": "φ", "omega": "ω", "Delta": "Δ", "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ",
    "Sigma": "Σ", "Phi": "Φ", "Omega": "Ω",
}  # fmt: skip
# Commands that say nothing, with the number of {groups} after them that say nothing either.
_SILENT = {
    "hline": 0, "toprule": 0, "midrule": 0, "bottomrule": 0, "centering": 0, "cline": 1, "cmidrule": 1,
    "left": 0, "right": 0, "displaystyle": 0, "limits": 0, "small": 0, "large": 0, "footnotesize": 0,
    "tiny": 0, "bf": 0, "it": 0, "rm": 0, "bfseries": 0, "itshape": 0, "noindent": 0, "vspace": 1,
    "hspace": 1, "rowcolor": 1, "cellcolor": 1, "color": 1, "textcolor": 1, "label": 1,
    "arraystretch": 0, "begin": 1, "end": 1, "includegraphics": 1, "rule": 2, "big": 0, "Big": 0,
    "raggedright": 0,
}  # fmt: skip
_TIGHT = {"cdot", "pm", "mp", "circ", "degree", "textdegree"}  # no gap is printed after them
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_MATH = re.compile(
    r"\$\$([^$]{1,400})\$\$|\$([^$\n]{1,400})\$|\\\(([^\n]{1,400}?)\\\)|\\\[([^$]{1,400}?)\\\]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What parts a tabular: the end of a cell or row, or a cell's span."""

    kind: Literal["cell", "row", "columns", "rows"]
    count: int = 1


def read_latex(text: str) -> Iterator[str | Mark]:
    """Plain text, with a Mark where a cell or row ends and before the text of a cell that spans."""
    yield from _Reader(text).read()


def plain_latex(text: str) -> str:
    """The words of a stretch of LaTeX."""
    return "".join(piece if isinstance(piece, str) else " " for piece in read_latex(text)).strip()


def plain_math(text: str) -> str:
    r"""A text with its formulas (`$…$`, `\(…\)`) as plain words; prices and other dollars stay."""
    if "$" not in text and "\\" not in text:
        return text
    return _MATH.sub(_said, text)


def _said(match: re.Match[str]) -> str:
    inner = next(group for group in match.groups() if group is not None)
    is_formula = match[0][0] == "\\" or any(sign in inner for sign in "\\^_{")
    return plain_latex(inner) if is_formula else match[0]


def raised(words: str, sign: str) -> str:
    """Words set above ("^") or below ("_") the line: 10³ is not 103. Letters stay as they are, as in 5th."""
    table = _RAISED if sign == "^" else _LOWERED
    if words and all(char in table for char in words):
        return "".join(table[char] for char in words)
    return f"^{words}" if sign == "^" and any(char.isdigit() for char in words) else words


class _Reader:
    """Reads each token once. Within braces cells and rows do not end."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = _TOKEN.findall(text)
        self._at = 0

    def read(self) -> Iterator[str | Mark]:
        while self._at < len(self._tokens):
            yield from self._next(0)

    def _next(self, depth: int) -> Iterator[str | Mark]:
        token = self._tokens[self._at]
        self._at += 1
        if token == "&":
            yield Mark("cell") if depth == 0 else "&"
        elif token in ("{", "}", "$"):
            if token == "{" and depth < _DEEPEST:
                yield self._rest_of_group(depth + 1)
        elif token == "~":
            yield " "
        elif token in ("^", "_"):
            yield self._script(token, depth)
        elif token[0] != "\\":
            yield token
        elif token == "\\\\":
            self._skip(_LENGTH)
            yield Mark("row") if depth == 0 else " "
        elif token[1:2].isalpha() and token.isascii():
            yield from self._command(token[1:].rstrip("*"), depth)
        elif token[1:] in ("(", ")", "[", "]", ""):
            yield ""
        else:
            yield " " if token[1] in ",;:! \n\t" else token[1]  # \% \& \_ \# \$ \{

    def _command(self, name: str, depth: int, *, nested: bool = False) -> Iterator[str | Mark]:
        if name in ("multicolumn", "multirow"):
            count = _number(self._group(depth))
            self._skip(_OPTION)
            self._group(depth)
            if depth == 0:
                yield Mark("columns" if name == "multicolumn" else "rows", count)
            if self._opens() and not nested:
                yield from self._spread_group(depth)
            else:
                yield self._group(depth)
        elif name in ("frac", "dfrac", "tfrac"):
            yield f"{self._group(depth)}/{self._group(depth)}"
        elif name in _SILENT:
            self._skip(_OPTION)
            for _ in range(_SILENT[name]):
                self._group(depth)
        elif name in _SIGNS:
            yield _SIGNS[name]
            if name in _TIGHT and self._at < len(self._tokens):
                self._tokens[self._at] = self._tokens[self._at].lstrip(" ") or " "
        elif self._opens():
            yield self._group(depth)  # \textbf{Part}, \mathrm{N}, \makecell{a \\ b}: the words
        else:
            yield name

    def _spread_group(self, depth: int) -> Iterator[str | Mark]:
        """A group whose own span counts: `\\multicolumn{2}{c}{\\multirow{2}{*}{A}}`."""
        if self._at + 1 < len(self._tokens) and self._tokens[self._at + 1] in ("\\multirow", "\\multicolumn"):
            self._at += 2
            yield from self._command(self._tokens[self._at - 1][1:], depth, nested=True)
            return  # the closing brace that is left over says nothing
        yield self._group(depth)

    def _group(self, depth: int) -> str:
        """The words of the {group} that follows, or of the one sign that does."""
        self._skip_blank()
        if self._at >= len(self._tokens) or depth >= _DEEPEST:
            return ""
        token = self._tokens[self._at]
        if token == "{":
            self._at += 1
            return self._rest_of_group(depth + 1)
        if token in ("}", "&", "\\\\"):
            return ""
        if token[0] != "\\" and len(token) > 1:
            self._tokens[self._at] = token[1:]
            return token[0]
        return "".join(piece for piece in self._next(depth + 1) if isinstance(piece, str))

    def _rest_of_group(self, depth: int) -> str:
        words: list[str] = []
        while self._at < len(self._tokens):
            if self._tokens[self._at] == "}":
                self._at += 1
                break
            words += [piece for piece in self._next(depth) if isinstance(piece, str)]
        return "".join(words)

    def _script(self, sign: str, depth: int) -> str:
        """Raised or lowered signs where Unicode has them; an underscore in a name stays."""
        if sign == "_" and not (self._opens() or self._next_is_digit()):
            return "_"
        return raised(self._group(depth), sign)

    def _next_is_digit(self) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at][:1].isdigit()

    def _opens(self) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at] == "{"

    def _skip_blank(self) -> None:
        if self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1

    def _skip(self, option: re.Pattern[str]) -> None:
        """What stands in brackets after a command."""
        if self._at < len(self._tokens) and (found := option.match(self._tokens[self._at])):
            self._tokens[self._at] = self._tokens[self._at][found.end() :] or " "


def _number(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 1
