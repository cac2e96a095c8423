"""Drafts through a vision-language model: it sees question, photos and passages and writes claims.

It checks nothing, and believes nothing that came back: the gate does not care who drafted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb_sources.errors import ContextTooLong, SettingsInvalid
from vlm.answer import Asked, Draft, Dropped, Shown
from vlm.budget import within
from vlm.drafting import Drafter, Terms
from vlm.frames import told
from vlm.model import Prompt, Sampling, VisionModel
from vlm.prompts import DRAFT, draft_answer, repair_draft
from vlm.written import as_written, read_claims

MOST_TOKENS = 6144  # of a prompt: four photos, or one and about twelve passages, and a quick first token
_LEAST = 512  # tokens: with fewer there is nothing to draft from
_SPARE = 64  # tokens, for what a server's template adds


@dataclass(frozen=True, slots=True)
class GeneratedSettings:
    """`name` stands in the draft; `most_tokens` is what a prompt may take of the model's context."""

    model: VisionModel
    name: str = ""
    most_tokens: int = MOST_TOKENS


class GeneratedDrafter:
    """One call for a draft, one for its repair. Threads may share it."""

    def __init__(self, settings: GeneratedSettings) -> None:
        self._model = settings.model
        self._name = settings.name
        self._most = settings.most_tokens
        self._limit: int | None = None  # of prompt and answer, once a server has told it

    def draft(self, asked: Asked, shown: Sequence[Shown], terms: Terms) -> Draft:
        """Without passages nothing is asked. Raises the ModelUnavailable that the model meets."""
        if not shown:
            return Draft((), "generated", model=self._name, prompt_version=DRAFT)
        prompt = self.prompt(asked, shown, terms)
        try:
            completion = self._model.complete(prompt, terms.sampling, terms.deadline)
        except ContextTooLong as error:
            if error.limit is not None:  # the next prompt fits
                self._limit = min(error.limit, self._limit or error.limit)
            raise
        written = read_claims(completion, shown)
        return Draft(
            written.claims,
            "generated",
            figures=written.figures,
            model=completion.model or self._name,
            prompt_version=prompt.version,
        )

    def room(self, sampling: Sampling) -> int:
        """Tokens that a prompt may take: what the server takes, as far as it told, less this answer's."""
        if self._limit is None:
            return self._most
        return min(self._most, max(self._limit - sampling.max_tokens - _SPARE, _LEAST))

    def prompt(self, asked: Asked, shown: Sequence[Shown], terms: Terms) -> Prompt:
        """What the model is sent: for a repair, the first prompt and answer and what was wrong with it."""
        first = draft_answer(asked, with_room(asked, shown, self.room(terms.sampling)))
        if terms.first is None:
            return first
        failed = [(d.claim.id, d.claim.text, _why(d)) for d in terms.first.dropped]
        return repair_draft(first, as_written(terms.first.draft), failed)


def with_room(asked: Asked, shown: Sequence[Shown], most_tokens: int) -> tuple[Shown, ...]:
    """Those of the passages that the prompt of a first draft has room for."""
    return within(shown, most_tokens, lambda some: draft_answer(asked, some))


def _why(dropped: Dropped) -> str:
    """In English, as the rest of the prompt; what it repeats of the claim is in the claim's language."""
    return told(dropped.reason, "en")


def build(settings: object) -> Drafter:
    """Needs GeneratedSettings. Raises SettingsInvalid."""
    if not isinstance(settings, GeneratedSettings):
        raise SettingsInvalid(
            "The drafter `generated` needs a vision-language model.", hint="Set KB_VLM_MODEL."
        )
    return GeneratedDrafter(settings)
