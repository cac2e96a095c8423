"""Real Gradio apps with the interface of Qwen3-VL-WEBUI; they answer what they were given, without a model.

Three ports: picture as JSON; picture as Gradio's own component; a text that grows. Run by a Python that has
gradio.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import threading
from collections.abc import Iterator
from typing import Any

import gradio as gr
from PIL import Image


def _told(picture: Any, prompt: str, temperature: float, top_p: float, tokens: int) -> str:
    if prompt.endswith("boom"):
        raise ValueError("CUDA out of memory")
    if isinstance(picture, dict):
        picture = Image.open(io.BytesIO(base64.b64decode(picture["image"].split(",", 1)[1])))
    size = list(picture.size) if picture else None
    return json.dumps([size, prompt, temperature, top_p, tokens], ensure_ascii=False)


def whole(picture: Any, prompt: str, temperature: float, top_p: float, tokens: int) -> str:
    return _told(picture, prompt, temperature, top_p, tokens)


def growing(picture: Any, prompt: str, temperature: float, top_p: float, tokens: int) -> Iterator[str]:
    text = _told(picture, prompt, temperature, top_p, tokens)
    for at in range(7, len(text) + 7, 7):
        yield text[:at]


def main(*ports: str) -> None:
    kinds = ((gr.JSON, whole), (lambda: gr.Image(type="pil"), whole), (gr.JSON, growing))
    for port, (picture, answer) in zip(ports, kinds, strict=True):
        inputs = [picture(), gr.Textbox(), gr.Slider(0, 2), gr.Slider(0, 1), gr.Slider(1, 4096, step=1)]
        app = gr.Interface(answer, inputs, gr.Textbox(), api_name="predict")
        app.queue(api_open=True)
        app.launch(
            server_name="127.0.0.1",
            server_port=int(port),
            show_error=True,
            quiet=True,
            prevent_thread_lock=True,
        )
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
