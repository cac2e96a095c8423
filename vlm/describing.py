"""Photos → what a vision-language model sees in them: a hint for the search, shown to the client.

It is never evidence: no citation may point at it, and no code of it is believed unless a person confirms it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from kb_sources.codes import codes_in
from kb_sources.errors import AnswerUnusable
from kb_sources.manual import Language
from vlm.chatter import plain_statement, without_thoughts
from vlm.model import Completion, Deadline, Picture, Sampling, VisionModel
from vlm.personal_numbers import hide_numbers
from vlm.prompts import describe_photos
from vlm.qwen_json import Json, flat_objects, read_json

_TOKENS = 320  # of the description of one photo
_LONGEST = 600  # characters of what is seen
_SHORT = 60  # characters of a symptom, a line or a code
_MOST_LINES = 20
_ADDRESS = re.compile(
    r"(?:[a-z]{2,12}://|www\.)[^\s，。；）]{1,300}|[\w.+-]{1,64}@[\w.-]{1,200}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Description:
    """What a model says that one photo shows."""

    shows: str = ""
    text: tuple[str, ...] = ()  # words on it, as the model reads them
    codes: tuple[str, ...] = ()
    symptom: str = ""  # the fault that is seen, in the asker's language; "" for none

    @property
    def hint(self) -> str:
        """All of it as words to search by, the most telling first."""
        return "\n".join(x for x in (self.symptom, *self.codes, *self.text, self.shows) if x)


class Describer:
    """One call for all photos of an ask. Threads may share it."""

    def __init__(self, model: VisionModel) -> None:
        self._model = model

    def describe(
        self, photos: Sequence[Picture], language: Language, deadline: Deadline
    ) -> tuple[Description | None, ...]:
        """One a photo, in order; None where the model left one out.

        Raises the ModelUnavailable that the model meets, AnswerUnusable where nothing can be read from it.
        """
        sampling = Sampling(max_tokens=_TOKENS * len(photos))
        completion = self._model.complete(describe_photos(photos, language), sampling, deadline)
        found = read_descriptions(completion)
        if not found:
            raise AnswerUnusable("The model did not describe the photo.", hint="Ask again.")
        return (*found, *(None for _ in photos))[: len(photos)]


def read_descriptions(completion: Completion) -> tuple[Description, ...]:
    """The descriptions in a model's answer, in order; what is no JSON is one description in prose."""
    text = without_thoughts(completion.text)
    read = read_json(text, completion.finish)
    objects = [o for o in flat_objects(read.value) if isinstance(o.get("shows"), str)]
    if not objects:
        prose = plain_statement(_line(text, _LONGEST)) if read.has("no_json") else ""
        return (Description(prose),) if prose else ()
    return tuple(_description(each) for each in objects)


def as_described(descriptions: Sequence[Description]) -> str:
    """Descriptions in the words that vlm/prompts.py asks for, on one line."""
    told = [asdict(d) for d in descriptions]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _description(said: dict[str, Json]) -> Description:
    return Description(
        plain_statement(_line(said.get("shows"), _LONGEST)),
        _lines(said.get("text")),
        tuple(code for line in _lines(said.get("codes")) for code in codes_in(line)),
        plain_statement(_line(said.get("symptom"), _SHORT)),
    )


def _lines(said: Json) -> tuple[str, ...]:
    each = said if isinstance(said, list) else said.splitlines() if isinstance(said, str) else []
    lines = (_line(line, _SHORT) for line in each[:_MOST_LINES])
    return tuple(dict.fromkeys(line for line in lines if line))


def _line(said: Json, longest: int) -> str:
    """One line without addresses and personal numbers: a picture may hold what lures or must not be kept."""
    bare = _ADDRESS.sub("", said) if isinstance(said, str) else ""
    return hide_numbers(" ".join(bare.split()))[:longest]
