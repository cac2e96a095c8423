"""Works off queues in forks of itself, each of which kills itself (SIGKILL, no clean-up) at a step or moment.

Each line of standard input is [DATA, STEP, N, SCRIPT]: killed when the step begins for the n-th time, or with
STEP "" after N milliseconds, 0 never; a model that says what stands in SCRIPT ("": none) reads all pages.
Each is answered by a line: the fork's exit code, and when it lived how many milliseconds it worked.
A fork has imported all there is to import, which would cost more than the work.
"""

import json
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

from ingest.wiring import build
from kb_sources.settings import Settings


def main() -> None:
    for line in sys.stdin:
        data, step, n, script = json.loads(line)
        told, tell = os.pipe()
        fork = os.fork()
        if not fork:
            os.close(told)
            _work(Path(data), step, n, script, tell)
        os.close(tell)
        with os.fdopen(told) as answer:
            worked = answer.read()  # until the fork ends, however it does
        _, status = os.waitpid(fork, 0)
        print(json.dumps([os.waitstatus_to_exitcode(status), worked]), flush=True)


def _work(data: Path, step: str, n: int, script: str, tell: int) -> None:
    """Never returns."""
    seen = 0

    def observe(begun: str) -> None:
        nonlocal seen
        seen += begun == step
        if step and begun == step and seen == n:
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        model = {"vlm_model": "scripted", "vlm_url": script, "vlm_reads": "all", "vlm_in_flight": 2}
        chosen = {"data": data, "retrieval_store": "qdrant_edge", **(model if script else {})}
        workshop = build(Settings.model_validate(chosen), observe)
        if not step and n:
            threading.Thread(target=_kill_after, args=(n / 1000,), daemon=True).start()
        began = time.monotonic()
        workshop.queue.requeue_abandoned()
        workshop.worker.work_off()
        workshop.close()
        os.write(tell, f"{1000 * (time.monotonic() - began):.0f}".encode())
        code = 0
    except BaseException:
        traceback.print_exc()
    os._exit(code)


def _kill_after(seconds: float) -> None:
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
