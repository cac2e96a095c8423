"""What tests of several packages share."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def seeing_models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of a tiny, unfitted Qwen3-VL as embedding model and as reranker."""
    if find_spec("sentence_transformers") is None:
        pytest.skip("the extra `local` is not installed")
    from tests.retrieval.seeing import build_both

    return build_both(tmp_path_factory.mktemp("seeing"))
