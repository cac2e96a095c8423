"""vlm/models/webui_predict against real Gradio; that wants an older Pillow, so it has its own environment."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb_sources.errors import ModelMisconfigured, ModelTimeout, ModelUnavailable
from vlm.model import Completion, Deadline, ModelSettings, Prompt, Sampling, Turn
from vlm.models.webui_predict import build
from vlm.pixels import PixelBudget, fit_size
from vlm.vision_probe import picture_of

GRADIO = Path(os.environ.get("KB_TEST_GRADIO", Path(sys.prefix) / "webui" / "bin" / "python"))
ASKED = Prompt((Turn("system", ("Quote.",)), Turn("user", (picture_of("FANTEM"), "What now? 怎么办？"))))
_PROBE = picture_of("FANTEM")
SHOWN = list(fit_size(_PROBE.width, _PROBE.height, PixelBudget()))
SAMPLING = Sampling(temperature=0.25, top_p=0.5, max_tokens=77)


def free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in taken]
    finally:
        for each in taken:
            each.close()


@pytest.fixture(scope="module")
def ports() -> Iterator[list[int]]:
    if not GRADIO.exists():
        pytest.skip(
            f"no Gradio at {GRADIO}; `make test` installs it, or KB_TEST_GRADIO names a Python that has it"
        )
    found = free_ports(3)
    app = [str(GRADIO), "-I", str(Path(__file__).with_name("webui_app.py")), *map(str, found)]
    quiet = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "PATH": os.environ["PATH"]}
    with subprocess.Popen(
        app, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        late = threading.Timer(120, run.kill)  # its output then ends, and with it the waiting
        late.start()
        said = next((line for line in run.stdout if line.startswith("ready")), "")
        late.cancel()
        try:
            assert said
            yield found
        finally:
            run.kill()


# Below /gradio_api the app's direct way is /api/predict, as it is at the root of Gradio 3 and 4.
@pytest.mark.parametrize("below", ["", "/gradio_api", "/gradio_api/api/predict", "/gradio_api/call/predict"])
@pytest.mark.parametrize(
    ("app", "grows"), [(0, False), (1, False), (2, True)], ids=["json", "image", "growing"]
)
def test_a_picture_a_prompt_and_the_sampling_arrive(
    ports: list[int], below: str, app: int, grows: bool
) -> None:
    model = build(ModelSettings(url=f"http://127.0.0.1:{ports[app]}{below}"))
    for _ in range(2):  # the second time it knows the way
        *pieces, last = model.stream(ASKED, SAMPLING, Deadline.after(20))
        assert isinstance(last, Completion)
        assert json.loads(last.text) == [SHOWN, "Quote.\n\nWhat now? 怎么办？", 0.25, 0.5, 77]
        assert "".join(str(piece) for piece in pieces) == last.text
        assert (len(pieces) > 3) == grows
    words = Prompt((Turn("user", ("no picture",)),))
    said = model.complete(words, Sampling(), Deadline.after(20))
    assert json.loads(said.text) == [None, "no picture", 0, 1, 1024]


@pytest.mark.parametrize("app", [0, 1, 2])
def test_a_fault_of_the_app_is_told_in_its_words(ports: list[int], app: int) -> None:
    model = build(ModelSettings(url=f"http://127.0.0.1:{ports[app]}"))
    with pytest.raises(ModelUnavailable, match="CUDA out of memory"):
        model.complete(Prompt((Turn("user", ("boom",)),)), Sampling(), Deadline.after(20))


def test_another_page_of_the_same_server_is_no_web_ui(ports: list[int]) -> None:
    with pytest.raises(ModelMisconfigured, match="404"):
        build(ModelSettings(url=f"http://127.0.0.1:{ports[0]}/elsewhere")).complete(
            ASKED, SAMPLING, Deadline.after(20)
        )


def test_no_time_is_a_timeout(ports: list[int]) -> None:
    with pytest.raises(ModelTimeout):
        build(ModelSettings(url=f"http://127.0.0.1:{ports[0]}")).complete(
            ASKED, SAMPLING, Deadline.after(0.001)
        )
