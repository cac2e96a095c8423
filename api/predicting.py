"""Asks in the shape of Qwen3-VL-WEBUI: {"data": [picture, prompt, temperature, top_p, max_new_tokens]}.

It does not know HTTP nor how an answer is made. The text that goes back is the checked answer with its
citations written out, for a script that looks at nothing else.
"""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.phrases import phrase
from api.reply import Reply, ReplyCitation
from api.wire import WireAsk
from kb_sources.errors import InputRejected
from kb_sources.manual import Language

_SHAPE = (
    "Send [picture or null, question, temperature, top_p, max_new_tokens]; the last three may be left out."
)
_PICTURE = 'Send {"image": "data:image/jpeg;base64,…"}, or null for none.'
_LEAST_TOP_P = 0.01  # the web UI's slider goes to 0, where there would be no word to choose
_SPANS = (("temperature", 0.0, 2.0), ("top_p", _LEAST_TOP_P, 1.0), ("max_tokens", 1, 8192))


class WirePredict(BaseModel):
    """The body; what Gradio's own clients add (fn_index, session_hash) says nothing to us."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    data: Annotated[list[Any], Field(min_length=2, max_length=5, description=_SHAPE)]

    def ask(self) -> WireAsk:
        """The ask it stands for. Raises InputRejected, and pydantic's ValidationError for what /ask refuses.

        Sampling is kept within the limits of /ask, as the sliders of a web UI do.
        """
        picture, question, *numbers = self.data
        if not isinstance(question, str):
            raise InputRejected("The second entry of `data` is not a text.", hint=_SHAPE)
        uri = _uri(picture)
        spans = zip(_SPANS, numbers, strict=False)
        sampling = {
            name: _within(name, given, low, high) for (name, low, high), given in spans if given is not None
        }
        photos = [{"data": uri}] if uri else []
        return WireAsk.model_validate({"question": question, "photos": photos, "sampling": sampling or None})


def _uri(picture: object) -> str:
    """The data URI of a picture in any of Gradio's forms; "" for none."""
    if isinstance(picture, dict):
        picture = picture.get("image") or picture.get("url") or picture.get("path")
    if picture is None or picture == "":
        return ""
    if not isinstance(picture, str) or picture[:5].lower() != "data:":
        raise InputRejected(
            "The picture is not a data URI; files and addresses are not fetched.", hint=_PICTURE
        )
    return picture


def _within(name: str, given: Any, low: float, high: float) -> float:
    is_number = isinstance(given, int) or (isinstance(given, float) and not math.isnan(given))
    if not is_number or isinstance(given, bool):
        raise InputRejected(f"{name} in `data` is not a number.", hint=_SHAPE)
    kept = min(max(given, low), high)
    return int(kept) if isinstance(low, int) else kept


def written(reply: Reply, base_url: str) -> str:
    """The answer's text; below it the options of a question back, and each citation with page and address."""
    lines = [reply.text]
    if reply.clarify:
        lines += [f"{n}. {option.label}" for n, option in enumerate(reply.clarify.options, start=1)]
    if reply.citations:
        lines += ["", *(_cited(citation, reply.language, base_url) for citation in reply.citations)]
    return "\n".join(lines)


def _cited(citation: ReplyCitation, language: Language, base_url: str) -> str:
    title = " ".join(word for word in (citation.manual.title, citation.edition.revision) if word)
    place = citation.places[0] if citation.places else None
    quote = " ".join(citation.quote.split())
    if place is None:
        return f"[{citation.n}] {title}: {quote}"
    page = phrase("predict.page", language, page=place.page_label or str(place.page))
    return f"[{citation.n}] {title}, {page}: {quote} {base_url}{place.page_url}"
