"""Every KB_* setting: its name, default and meaning.

Read in the packages' wiring.py only; everything else is given values.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb_sources.errors import SettingsInvalid

PREFIX = "KB_"
# Read by the tests alone; a shell that has them set must still be able to run the commands.
_TEST_PREFIX = "KB_TEST_"


class Settings(BaseModel):
    """Environment variables `KB_<NAME>`, or keys of `kb.toml` in lower case without the prefix."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(default=Path("var"), description="folder of everything the knowledge base keeps")
    tenant: str = Field(default="default", min_length=1, description="whose manuals these are")
    database_url: str = Field(default="", description="catalogue; default SQLite in KB_DATA")
    blobs_url: str = Field(default="", description="originals and pictures; default a folder in KB_DATA")
    sources_own_hosts: str = Field(
        default="",
        description="hosts of one's own network that kb-ingest may fetch from, with commas; default none",
    )
    retrieval_store: str = Field(
        default="qdrant_edge", description="index: qdrant_edge, qdrant_server or exact"
    )
    retrieval_url: str = Field(default="", description="address of the Qdrant server, for qdrant_server")
    retrieval_key: str = Field(default="", description="API key of the Qdrant server")
    retrieval_glossary: str = Field(
        default="", description="an editor's glossary file that extends the built-in one"
    )
    retrieval_embedder: str = Field(
        default="none", description="finds by meaning too: none, minilm (English) or sentence_transformers"
    )
    retrieval_embedder_name: str = Field(
        default="", description="folder or name of the model, for sentence_transformers"
    )
    retrieval_embedder_revision: str = Field(default="", description="revision of that model")
    retrieval_embedder_dimension: int = Field(
        default=0, ge=0, description="numbers in a vector of that model; its own, or less if it allows that"
    )
    retrieval_dense_weight: float = Field(
        default=30.0, ge=0, description="how much a cosine adds to a score by words (benchmarks/fusion.md)"
    )
    retrieval_reranker: str = Field(
        default="none",
        description="reads the best hits again with the question: none or sentence_transformers",
    )
    retrieval_reranker_name: str = Field(default="", description="folder or name of the reranker's model")
    retrieval_reranker_revision: str = Field(default="", description="revision of that model")
    vlm_model: str = Field(
        default="none",
        description="vision-language model: none (answers are quotations), or a file of vlm/models",
    )
    vlm_name: str = Field(default="", description="the model as its server names it, or its folder")
    vlm_revision: str = Field(default="", description="revision of that model; stands in every answer")
    vlm_url: str = Field(default="", description="address of the model's server")
    vlm_key: str = Field(default="", description="API key of the model's server", repr=False)
    vlm_recording: str = Field(
        default="",
        description="file that every request to the model and its reply go to, customers' words too; "
        "KB_VLM_JUDGE=decisions asks over a connection of its own, which is not recorded",
    )
    vlm_quantization: Literal["", "int8", "int4"] = Field(
        default="", description="weights of a model in process (transformers_local): as stored, int8 or int4"
    )
    vlm_adapter: str = Field(
        default="", description="folder of a LoRA adapter for a model in process; `python -m vlm.finetune`"
    )
    vlm_reads: Literal["never", "hard", "all"] = Field(
        default="hard",
        description="pages that the model reads, once there is one: never, hard (scans and the like), all",
    )
    vlm_judge: str = Field(
        default="local",
        description="who judges whether a reworded claim follows from its quotes: local (no download), "
        "none (only quotations leave), decisions or json_judge (the model), token_classifier",
    )
    vlm_judge_name: str = Field(
        default="", description="folder or name of the checkpoint, for token_classifier"
    )
    vlm_judge_revision: str = Field(default="", description="revision of that checkpoint")
    vlm_judge_calibration: str = Field(
        default="",
        description="JSON file with temperatures fitted on the answers of decisions or json_judge",
    )
    vlm_in_flight: int = Field(
        default=4, ge=1, le=100, description="pages that the model is asked to read at the same time"
    )
    vlm_page_s: float = Field(
        default=120.0, gt=0, description="seconds that the model may take for each question about a page"
    )
    vlm_prompt_tokens: int = Field(
        default=6144,
        ge=1024,
        description="tokens that the prompt of an answer may take of the model's context",
    )
    ask_deadline: float = Field(
        default=60.0,
        gt=0,
        description="seconds within which a question is answered, if need be without the model",
    )
    ask_sufficient: float = Field(
        default=0.5,
        description="log-odds that what was found answers, from which is answered; set on repair manuals",
    )
    policy: str = Field(
        default="", description="file of blocked words and disclaimer; default the built-in one"
    )
    ingest_document: str = Field(
        default="pymupdf", description="library that opens PDFs: a file of ingest/documents"
    )

    @property
    def catalogue_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data.resolve() / 'catalogue.db'}"

    @property
    def blobs_address(self) -> str:
        return self.blobs_url or str(self.data.resolve() / "blobs")


def read_settings(environ: Mapping[str, str] | None = None, file: Path = Path("kb.toml")) -> Settings:
    """Settings from `kb.toml`, overridden by the environment. Raises SettingsInvalid for an unknown KB_*."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    if file.is_file():
        try:
            values.update(tomllib.loads(file.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsInvalid(f"{file} cannot be read: {error}.") from error
    for name, value in environ.items():
        if name.startswith(PREFIX) and not name.startswith(_TEST_PREFIX):
            values[name.removeprefix(PREFIX).lower()] = value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problems = "; ".join(
            f"{PREFIX}{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        )
        known = ", ".join(f"{PREFIX}{n.upper()}" for n in Settings.model_fields)
        raise SettingsInvalid(f"Settings are wrong: {problems}.", hint=f"Known settings: {known}.") from error
