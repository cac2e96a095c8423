"""What a user types, and what is printed: commands on the knowledge base of transcripts.py.

Each section is the real command in a process of its own. Only the folders of this run are renamed in print.
"""

from __future__ import annotations

import base64
import json
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from transformers import pipeline

from tests.acceptance.miniature_teacher import PRODUCT
from tests.retrieval.seeing import DIMENSION, build_both
from tests.vlm.approved import line, write_pairs
from tests.vlm.served import served
from vlm.checkpoints import load_checkpoint
from vlm.finetune.pairs import Pair, read_pairs
from vlm.judge import Statement
from vlm.judges.decisions import request_of
from vlm.miniature.lessons import draw_words
from vlm.model import Deadline, ModelSettings, Sampling, build_model
from vlm.prompts import read_one_word
from vlm.vision_probe import picture_of

ROOT = Path(__file__).parents[1]
_LONG = 1800  # characters of what is printed that are shown, half of them from its end
_PARTS = ("NV-7021-B", "NV-7544-B", "J3", "J4", "TP1", "TP3", "E21", "E04")
_COMMANDS = {
    "kb-ask": ("-c", "from api.ask_cli import main; main()"),
    "kb-ingest": ("-m", "ingest"),
    "kb-serve": ("-m", "api"),
    "python": (),
}
_START_S = 300.0
_PORT = re.compile(r"127\.0\.0\.1:\d+")
_NOISE = ("Failed to load CPU gemm", "Loading weights", "Writing model shards")  # of libraries


@dataclass(frozen=True, slots=True)
class Stage:
    """The fitted checkpoint, an ingested knowledge base that nobody owns, and a folder for what is made."""

    checkpoint: Path
    data: Path
    scratch: Path

    def run(self, *command: str, **settings: str) -> str:
        """The command and what it printed, as Markdown. Raises CalledProcessError, its output told."""
        done = subprocess.run(
            [sys.executable, *_COMMANDS[command[0]], *command[1:]],
            env=self._environ(settings), cwd=self.scratch, capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = (*done.stdout.splitlines(), *done.stderr.splitlines())
        said = "\n".join(n for n in lines if not n.startswith(_NOISE)).strip()
        told = " ".join([*(f"{k}={v}" for k, v in settings.items()), *map(_as_typed, command)])
        code = f"\n(exit code {done.returncode})" if done.returncode else ""
        return f"`{self.named(told)}`\n\n{quoted(self.named(said) + code)}\n"

    @contextmanager
    def serving(self, **settings: str) -> Iterator[str]:
        """Our own service; its address."""
        port = free_port()
        command = [sys.executable, *_COMMANDS["kb-serve"], "--port", str(port)]
        with subprocess.Popen(
            command, env=self._environ(settings), cwd=self.scratch, stderr=subprocess.DEVNULL
        ) as process:
            try:
                wait_for(f"http://127.0.0.1:{port}/health/ready")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()

    def model(self, kind: str, **more: str) -> dict[str, str]:
        """The settings of a model that was fitted."""
        name = more.pop("KB_VLM_NAME", str(self.checkpoint))
        return {"KB_VLM_MODEL": kind, "KB_VLM_NAME": name, "KB_VLM_JUDGE": "json_judge", **more}

    def named(self, text: str) -> str:
        """Without the folders and ports of this machine."""
        for folder, name in ((self.checkpoint, "miniature"), (self.data, "var"), (self.scratch, ".")):
            text = text.replace(str(folder), name)
        return _PORT.sub("127.0.0.1:8000", text)

    def _environ(self, settings: dict[str, str]) -> dict[str, str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith("KB_")}
        fixed = {
            "KB_DATA": str(self.data), "KB_RETRIEVAL_STORE": "exact", "KB_ASK_DEADLINE": "600",
            "PYTHONPATH": str(ROOT), "COLUMNS": "110", "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore",
            "TQDM_DISABLE": "1",
        }  # fmt: skip
        return {**own, **fixed, **settings}


def quoted(text: str, most: int = _LONG) -> str:
    short = text if len(text) <= most else f"{text[: most // 2]}\n[…]\n{text[-most // 2 :]}"
    return f"~~~\n{short}\n~~~"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def wait_for(url: str) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"{url} did not answer.")


def show_request(stage: Stage, question: str) -> Iterator[str]:
    yield "## What would be sent: `kb-ask --show-request`\n\nNo model is asked and none is needed.\n"
    yield stage.run("kb-ask", question, "--product", PRODUCT, "--show-request")


def behind_a_server(stage: Stage, url: str, question: str) -> Iterator[str]:
    yield "## Behind `transformers serve`\n"
    yield (
        "`python -m vlm.miniature serve miniature` is `transformers serve` on loopback with our processor. "
        "The answer is the one given in process, drafted and judged over HTTP.\n"
    )
    yield stage.run("kb-ask", question, "--product", PRODUCT, **stage.model("openai_http", KB_VLM_URL=url))


def decisions(stage: Stage, url: str) -> Iterator[str]:
    statement = Statement("风扇绕组电阻约 72 Ω。", ("（2）拔下插头 CN3，测量风扇绕组电阻：约 72 Ω。",))
    request = request_of([statement])
    yield "## Judging by typed decisions\n"
    yield (
        "What `KB_VLM_JUDGE=decisions` asks, and the probabilities that come back. The miniature was never "
        "taught to decide: **its numbers are worth nothing**, they show the way there and back.\n"
    )
    yield f"`POST /v1/systemone`\n\n{quoted(_json(request))}\n"
    body = {"model": str(stage.checkpoint), **request}
    over = httpx.post(f"{url}/systemone", json=body, timeout=120).raise_for_status().json()
    yield f"**over HTTP:**\n\n{quoted(_json(over['answers']))}\n"
    loaded = load_checkpoint(ModelSettings(name=str(stage.checkpoint)))
    decide: Any = pipeline(
        "decision", model=loaded.model, tokenizer=loaded.processor.tokenizer, processor=loaded.processor
    )
    yield f'**in process, `pipeline("decision")`:**\n\n{quoted(_json(decide(request)))}\n'


def web_ui(stage: Stage, url: str, gradio: Path) -> Iterator[str]:
    """Our model plug-in before a Gradio app that has the served miniature."""
    yield "## Through a Qwen3-VL-WEBUI\n"
    port = free_port()
    app = [str(gradio), "-I", str(Path(__file__).with_name("webui_before.py"))]
    quiet = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "PATH": os.environ["PATH"]}
    with subprocess.Popen(
        [*app, str(port), url, str(stage.checkpoint)],
        env=quiet, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as run:  # fmt: skip
        try:
            assert run.stdout is not None
            if not any(line.startswith("ready") for line in run.stdout):
                raise SystemExit("Gradio did not start.")
            model = build_model("webui_predict", ModelSettings(url=f"http://127.0.0.1:{port}"))
            (word,) = draw_words(random.Random(11), 1, unseen=True)
            prompt = read_one_word(picture_of(word))
            said = model.complete(prompt, Sampling(max_tokens=16), Deadline.after(120)).text
        finally:
            run.kill()
    yield (
        "`KB_VLM_MODEL=webui_predict` asks a real Gradio app with that interface, which asks the served "
        "miniature. The picture shows a code that the miniature never saw; reading such codes is its one "
        "skill.\n"
    )
    told = [part if isinstance(part, str) else f"[picture of {word}]" for part in prompt.turns[-1].parts]
    yield f"`user`\n\n{quoted(chr(10).join(told))}\n\n**Qwen3-VL, the miniature:**\n\n{quoted(said)}\n"


def our_predict(stage: Stage, question: str, photo: bytes) -> Iterator[str]:
    yield "## A script written for Qwen3-VL-WEBUI, asking us\n"
    uri = "data:image/jpeg;base64," + base64.b64encode(photo).decode()
    with stage.serving(**stage.model("transformers_local")) as url:
        body = {"data": [None, question, 0.0, 1.0, 1536]}
        reply = httpx.post(f"{url}/api/predict", json=body, timeout=600).raise_for_status().json()
        mode = httpx.get(f"{url}/answers/{reply['answer_id']}", timeout=60).json()["mode"]
        shown = {"data": [{"image": uri}, "怎么办？", 0.0, 1.0, 512]}
        seen = httpx.post(f"{url}/api/predict", json=shown, timeout=600).raise_for_status().json()
    for sent, got, how in ((body, reply, f"mode {mode}"), (shown, seen, "with a photo")):
        told = _json(sent).replace(uri, f"{uri[:40]}…")
        said = stage.named(got["data"][0])
        yield f"`POST /api/predict` ({how})\n\n{quoted(told)}\n"
        yield f"**`data[0]` of the reply:**\n\n{quoted(said)}\n"


def lora(stage: Stage) -> Iterator[str]:
    pairs = stage.scratch / "pairs"
    lines = [line(f"a{n}", text=f"更换 {_PARTS[n % 8]}。") for n in range(12)]
    data = read_pairs(write_pairs(pairs, lines))
    taught = next(pair for pair in data.pairs if not pair.held_out)
    yield "## Teaching it from approved answers (LoRA)\n"
    yield (
        f"{len(data.pairs)} pairs in the form of docs/training-pairs.md, made for this page: "
        f"{sum(pair.held_out for pair in data.pairs)} held out. That the loss falls and that the adapter "
        "changes what is said is shown; what a real model would learn from real approvals is not.\n"
    )
    how = ("--rank", "8", "--rate", "0.01", "--epochs", "8", "--batch", "4")
    yield stage.run(
        "python", "-m", "vlm.finetune", "train", "pairs/pairs.jsonl", "--base", str(stage.checkpoint),
        "--out", "adapter", *how,
    )  # fmt: skip
    yield stage.run(
        "python", "-m", "vlm.finetune", "merge", "adapter", "--base", str(stage.checkpoint), "--out", "merged"
    )
    base, adapted = (_local(stage, taught, adapter) for adapter in ("", str(stage.scratch / "adapter")))
    merged = stage.scratch / "merged"
    with served(merged, stage.scratch / "merged.log") as url:
        remote = build_model("openai_http", ModelSettings(name=str(merged), url=url))
        there = remote.complete(taught.prompt, Sampling(max_tokens=120), Deadline.after(120)).text
    yield f"A question of a pair it was taught:\n\n{quoted(str(taught.prompt.turns[-1].parts[-1])[-240:])}\n"
    for title, said in (
        ("the base", base),
        ("with the adapter, in process", adapted),
        ("merged, behind `transformers serve`", there),
    ):
        yield f"**{title}:**\n\n{quoted(said)}\n"


def _local(stage: Stage, pair: Pair, adapter: str) -> str:
    settings = ModelSettings(name=str(stage.checkpoint), adapter=adapter)
    model = build_model("transformers_local", settings)
    return model.complete(pair.prompt, Sampling(max_tokens=120), Deadline.after(120)).text


def embedding(stage: Stage, question: str) -> Iterator[str]:
    first, second = build_both(stage.scratch)
    yield "## Embedding and reranking\n"
    yield (
        "Checkpoints of the same shape with **random weights**, as Qwen3-VL-Embedding and Qwen3-VL-Reranker "
        "would be named. What they find is chance; that texts and figures are embedded, kept with model and "
        "dimension, asked, and never mixed with another's is shown.\n"
    )
    chosen = {
        "KB_RETRIEVAL_STORE": "qdrant_edge",
        "KB_RETRIEVAL_EMBEDDER": "sentence_transformers",
        "KB_RETRIEVAL_EMBEDDER_NAME": str(first),
        "KB_RETRIEVAL_EMBEDDER_DIMENSION": str(DIMENSION),
    }
    again = {"KB_RETRIEVAL_RERANKER": "sentence_transformers", "KB_RETRIEVAL_RERANKER_NAME": str(second)}
    yield stage.run("kb-ingest", "reindex", **chosen)
    asked = ("kb-ask", question, "--product", PRODUCT, "--explain")
    yield stage.run(*asked, **chosen, **again)
    yield stage.run(*asked, **{**chosen, "KB_RETRIEVAL_EMBEDDER_DIMENSION": str(DIMENSION // 2)})


def _as_typed(word: str) -> str:
    return f'"{word}"' if " " in word or not word.isascii() else word


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def sections(stage: Stage, questions: Sequence[str], photo: bytes, gradio: Path | None) -> Iterator[str]:
    """All of them in order; without a Python that has Gradio that one says so."""
    yield from show_request(stage, questions[0])
    with served(stage.checkpoint, stage.scratch / "served.log") as url:
        yield from behind_a_server(stage, url, questions[0])
        yield from decisions(stage, url)
        if gradio is None:
            raise SystemExit("KB_TEST_GRADIO must name a Python that has Gradio (tests/vlm/gradio.txt).")
        yield from web_ui(stage, url, gradio)
    yield from our_predict(stage, questions[0], photo)
    yield from lora(stage)
    yield from embedding(stage, questions[1])
