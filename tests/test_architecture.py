"""The house rules that no linter knows: folders, lengths, mirrors, error mapping, light starts."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb_sources import errors

ROOT = Path(__file__).parents[1]
PACKAGES = ("kb_sources", "vlm", "retrieval", "ingest", "api", "evaluation")
PLUGINS = {
    "readers", "stores", "embedders", "models", "checks", "scorers", "connectors", "drafters", "documents",
    "datasets", "judges", "rerankers", "commands", "wordings",
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "base", "manager", "misc"}
HEAVY = {"torch", "transformers", "llama_index", "rapidocr", "onnxruntime", "openvino", "pymupdf", "cv2"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "samples" not in file.parts and "migrations" not in file.parts:
                yield file


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_six_packages_no_seventh() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    on_disk = {f.parent.name for f in ROOT.glob("*/__init__.py")}
    assert on_disk == set(PACKAGES)
    assert {p.removesuffix("*") for p in settings["setuptools"]["packages"]["find"]["include"]} == on_disk
    assert set(settings["importlinter"]["root_packages"]) == on_disk


def test_imports_point_down_the_page() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", modules(), ids=name)
def test_modules_and_functions_stay_short(file: Path) -> None:
    text = file.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    assert file.stem not in FORBIDDEN_NAMES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines"


@pytest.mark.parametrize("file", modules(), ids=name)
def test_every_module_says_what_it_owns(file: Path) -> None:
    if file.name not in ("__init__.py", "__main__.py"):
        assert ast.get_docstring(ast.parse(file.read_text("utf-8"))), "no module docstring"


def _does(function: ast.FunctionDef) -> bool:
    """Whether a function has a body beyond a docstring or an ellipsis, as a Protocol's has not."""
    return any(not (isinstance(x, ast.Expr) and isinstance(x.value, ast.Constant)) for x in function.body)


@pytest.mark.parametrize("file", modules(), ids=name)
def test_every_module_with_logic_has_its_mirror(file: Path) -> None:
    package, *between = file.relative_to(ROOT).parts[:-1]
    functions = [
        n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.FunctionDef) and _does(n)
    ]
    if file.stem.startswith("__") or PLUGINS & set(between) or not functions:
        pytest.skip("nothing of its own to mirror: no logic, or a plug-in proved by its contract suite")
    assert (ROOT / "tests" / package / f"test_{file.stem}.py").is_file()


def leaves(kind: type[errors.FixciteError]) -> Iterator[type[errors.FixciteError]]:
    for child in kind.__subclasses__():
        yield from leaves(child) if child.__subclasses__() else (child,)


@pytest.mark.parametrize("leaf", leaves(errors.FixciteError), ids=lambda leaf: leaf.__name__)
def test_every_error_has_a_status_and_an_exit_code(leaf: type[errors.FixciteError]) -> None:
    assert 400 <= leaf.http_status < 600
    assert leaf.exit_code in (1, 2)
    assert leaf().message, "the docstring is the default message"
    if leaf.exit_code == 1:
        assert leaf.http_status != 500, "a named error is no accident: give it a status of its own"


@pytest.mark.parametrize("door", ["api.app", "ingest.cli", "evaluation.cli"])
def test_doors_open_without_heavy_libraries(door: str) -> None:
    code = f"import sys, {door}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_tests_are_no_packages() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
