"""Whether the server of a model passes pictures on: asked once when the service starts, and told in the log.

Some servers drop pictures silently and answer all the same. It stops nobody: OCR is held against what a model
says to have read, and what it says of a photo is only ever a hint.
"""

from __future__ import annotations

import threading

import structlog

from kb_sources.errors import ModelMisconfigured, ModelUnavailable
from kb_sources.settings import Settings
from vlm.model import Deadline, VisionModel
from vlm.vision_probe import probe_vision

_log = structlog.get_logger("fixcite.service")
_PATIENCE_S = 60.0


def look(settings: Settings, model: VisionModel | None) -> threading.Thread | None:
    """Asks in the background; a model without a server is not asked (None): it was loaded with its eyes."""
    if model is None or not settings.vlm_url.startswith(("http://", "https://")):
        return None
    named = settings.vlm_name or settings.vlm_model
    asking = threading.Thread(target=sees, args=(model, named), name="vision probe", daemon=True)
    asking.start()
    return asking


def sees(model: VisionModel, name: str, seconds: float = _PATIENCE_S) -> bool | None:
    """Logs and returns whether the model reads a random word from a picture; None where it did not answer."""
    try:
        probe_vision(model, Deadline.after(seconds))
    except ModelMisconfigured as error:
        _log.error(error.message, model=name, hint=error.hint)
        return False
    except ModelUnavailable as error:
        _log.warning("the model did not answer the vision probe", model=name, reason=error.message)
        return None
    _log.info("the model sees pictures", model=name)
    return True
