"""What a vision-language model would be sent for an ask, and no model is asked: messages, pictures, passages.

It needs no model and no weights. What a model would say of the photos is not known here, so it adds no hints.
"""

from __future__ import annotations

import hashlib
from typing import Any

from api.ask import Ask
from api.turn import AskRequest
from vlm.answer import Shown
from vlm.budget import tokens_in, tokens_of_prompt
from vlm.drafters.generated import GeneratedDrafter, with_room
from vlm.drafting import sampling_of
from vlm.model import Picture, Prompt, Sampling
from vlm.pixels import PixelBudget, fit_size, tokens_of
from vlm.prompts import describe_photos, draft_answer

Told = dict[str, Any]


def preview(ask: Ask, request: AskRequest, most_tokens: int) -> Told:
    """The requests in the order in which they would be made. Raises QuestionRejected, PhotoRejected.

    `most_tokens` is a prompt's room where no model writes; a drafter knows what its server has told it.
    """
    asked, shown = ask.foresee(request)
    requests = []
    if asked.photos:
        described = describe_photos(asked.photos, asked.language)
        requests.append({"use": "describe", **_told(described, Sampling())})
    if shown:
        sampling, writing = sampling_of(request.sampling), ask.grounding.writing
        room = writing.room(sampling) if isinstance(writing, GeneratedDrafter) else most_tokens
        sent = with_room(asked, shown, room)
        drafted = _told(draft_answer(asked, sent), sampling)
        left_out = [s.label for s in shown if s.label not in {each.label for each in sent}]
        passages = [_passage(s) for s in sent]
        requests.append({"use": "draft", **drafted, "passages": passages, "left_out": left_out})
    return {"question": asked.question, "language": asked.language, "requests": requests}


def _told(prompt: Prompt, sampling: Sampling) -> Told:
    return {
        "prompt_version": prompt.version,
        "sampling": {
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "max_tokens": sampling.max_tokens,
        },
        "tokens_at_most": tokens_of_prompt(prompt),
        "messages": [{"role": t.role, "content": [_part(p) for p in t.parts]} for t in prompt.turns],
    }


def _part(part: str | Picture) -> Told:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    width, height = fit_size(part.width, part.height, PixelBudget(), part.name)
    return {
        "type": "image",
        "name": part.name,
        "kind": part.kind,
        "sha256": hashlib.sha256(part.data).hexdigest(),
        "bytes": len(part.data),
        "width": part.width,
        "height": part.height,
        "sent_width": width,
        "sent_height": height,
        "tokens": tokens_of(width, height),
    }


def _passage(shown: Shown) -> Told:
    return {
        "id": shown.label,
        "passage_id": shown.passage.id,
        "manual": shown.manual.title,
        "pages": [p.page for p in shown.passage.places],
        "kind": shown.passage.kind,
        "tokens": tokens_in(shown.passage.text),
    }
