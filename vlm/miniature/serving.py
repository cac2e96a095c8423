"""`transformers serve` for a checkpoint, on loopback, with our processor in the place of the stock one."""

from __future__ import annotations

import json
from pathlib import Path


def serve_checkpoint(folder: Path, port: int) -> None:
    """Serves until it is killed; the model's name is the folder. Raises ImportError without its packages."""
    from transformers.cli.serve import Serve

    from vlm.qwen_processor import register_processor

    register_processor()
    Serve(
        force_model=str(folder),
        device="cpu",
        dtype="float32",
        host="127.0.0.1",
        port=port,
        # Without it a passage could write turns of its own.
        chat_template_kwargs=json.dumps({"sanitize_control_tokens": True}),
    )
