"""A worker that kills itself (SIGKILL, no clean-up) when a step begins for the n-th time, or after a while.

Run as: killed_ingest.py DATA STEP N [SCRIPT] (STEP "": after N milliseconds, 0 never; SCRIPT: a model reads all
pages, two at once, and says what stands in that file). When it lived it prints "ended" and how many
milliseconds it worked.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from ingest.wiring import build
from kb_sources.settings import Settings


def main() -> None:
    data, step, n = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    seen = 0

    def observe(begun: str) -> None:
        nonlocal seen
        seen += begun == step
        if step and begun == step and seen == n:
            os.kill(os.getpid(), signal.SIGKILL)

    model = {"vlm_model": "scripted", "vlm_url": sys.argv[4], "vlm_reads": "all", "vlm_in_flight": 2}
    chosen = {"data": data, "retrieval_store": "qdrant_edge", **(model if sys.argv[4:] else {})}
    workshop = build(Settings.model_validate(chosen), observe)
    if not step and n:
        threading.Thread(target=_kill_after, args=(n / 1000,), daemon=True).start()
    began = time.monotonic()
    workshop.queue.requeue_abandoned()
    workshop.worker.work_off()
    workshop.close()
    print(f"ended {1000 * (time.monotonic() - began):.0f}", flush=True)


def _kill_after(seconds: float) -> None:
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
