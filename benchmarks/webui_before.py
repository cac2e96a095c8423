"""A Gradio app with Qwen3-VL-WEBUI's interface before a model that a server has, for transcripts.py.

    PYTHON-WITH-GRADIO benchmarks/webui_before.py PORT http://127.0.0.1:8000/v1 MODEL

It runs in the environment of tests/vlm/gradio.txt and imports nothing of this project.
"""

from __future__ import annotations

import json
import sys
import threading
import urllib.request
from typing import Any

import gradio as gr


def main(port: str, url: str, model: str) -> None:
    def answer(picture: Any, prompt: str, temperature: float, top_p: float, tokens: int) -> str:
        shown = [{"type": "image_url", "image_url": {"url": picture["image"]}}] if picture else []
        body = {
            "model": model,
            "messages": [{"role": "user", "content": [*shown, {"type": "text", "text": prompt}]}],
            "temperature": temperature,
            "top_p": top_p,
            "max_tokens": int(tokens),
        }
        request = urllib.request.Request(
            f"{url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=120) as reply:
            said: str = json.load(reply)["choices"][0]["message"]["content"]
        return said

    inputs = [gr.JSON(), gr.Textbox(), gr.Slider(0, 2), gr.Slider(0, 1), gr.Slider(1, 4096, step=1)]
    app = gr.Interface(answer, inputs, gr.Textbox(), api_name="predict")
    app.queue(api_open=True)
    app.launch(server_name="127.0.0.1", server_port=int(port), quiet=True, prevent_thread_lock=True)
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
