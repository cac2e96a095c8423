"""What travels over HTTP: the Ask that comes in and the Answer that goes out, to and from our own values.

It does not know how an answer is made; requests it cannot translate end as 422.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from api.replay import Replayed
from api.reply import Reply
from api.turn import USUAL_LIMIT, AskRequest
from kb_sources.errors import InputRejected, PhotoRejected
from kb_sources.manual import Language

MOST_PHOTOS = 4
_REPLY = TypeAdapter(Reply)
_OMITTED = ("vlm", "clarify", "refusal", "handoff")
_WEB_PICTURE = "data:image/"


class Wire(BaseModel):
    """Unknown fields are refused: a misspelt `product` must not silently search all products.

    So is a value of another type: `true` and "5" are no numbers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class WireSampling(Wire):
    temperature: Annotated[float | None, Field(ge=0, le=2)] = None
    top_p: Annotated[float | None, Field(gt=0, le=1)] = None
    max_tokens: Annotated[int | None, Field(ge=1, le=8192)] = None

    def values(self) -> dict[str, float]:
        return self.model_dump(exclude_none=True)


class WirePhoto(Wire):
    data: str = Field(description="base64, or a data URI of an image")

    @field_validator("data")
    @classmethod
    def _is_base64(cls, value: str) -> str:
        decode_photo(value)
        return value


class WireAsk(Wire):
    """The Ask of the contract."""

    question: Annotated[str, Field(max_length=8000)] = ""
    photos: Annotated[list[WirePhoto], Field(max_length=MOST_PHOTOS)] = []
    product: Annotated[str | None, Field(max_length=200)] = None
    language: Language | None = None
    conversation_id: Annotated[str | None, Field(max_length=100)] = None
    sampling: WireSampling | None = None
    limit: Annotated[int | None, Field(ge=1, le=20)] = None

    def request(self, photos: tuple[bytes, ...] = ()) -> AskRequest:
        """The ask in our own words; `photos` are those that came as files."""
        sent = photos or tuple(decode_photo(p.data) for p in self.photos)
        return AskRequest(
            question=self.question,
            photos=sent,
            product=self.product or None,
            language=self.language,
            conversation_id=self.conversation_id or None,
            limit=self.limit or USUAL_LIMIT,
            sampling=self.sampling.values() if self.sampling else None,
        )


class WireFeedback(Wire):
    rating: Literal["up", "down"]
    reasons: Annotated[
        list[Literal["wrong", "other_product", "unclear", "unsafe", "missing"]], Field(max_length=5)
    ] = []
    comment: Annotated[str, Field(max_length=2000)] = ""


def decode_photo(data: str) -> bytes:
    """The bytes of a base64 string or of a base64 data URI of an image; ValueError when it is neither."""
    if data[:5].lower() == "data:":
        head, comma, data = data.partition(",")
        if not (comma and head.lower().startswith(_WEB_PICTURE) and head.lower().endswith(";base64")):
            raise ValueError("a data URI must be data:image/…;base64,…")
    try:
        decoded = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64") from error
    if not decoded:
        raise ValueError("the photo is empty")
    return decoded


def ask_from_fields(fields: Mapping[str, str], photos: tuple[bytes, ...]) -> AskRequest:
    """The ask of a form: the JSON names as text fields, `sampling` as JSON text, empty means absent.

    Raises pydantic's ValidationError, InputRejected (sampling is no JSON) and PhotoRejected (too many).
    """
    if len(photos) > MOST_PHOTOS:
        raise too_many_photos()
    given: dict[str, Any] = {name: value for name, value in fields.items() if value != ""}
    if "photos" in given:
        raise InputRejected(
            "In a form, photos come as files.", hint="Send each as a file in the field `photo`."
        )
    if "sampling" in given:
        try:
            given["sampling"] = json.loads(given["sampling"])
        except (ValueError, RecursionError) as error:
            raise InputRejected(
                "The field `sampling` is not JSON.", hint='Send for example {"temperature": 0.2}.'
            ) from error
    if "limit" in given:
        given["limit"] = _whole(given["limit"])
    return WireAsk.model_validate(given).request(photos)


def too_many_photos() -> PhotoRejected:
    return PhotoRejected(f"At most {MOST_PHOTOS} photos can be looked at.", hint="Send fewer.")


def answer_json(reply: Reply) -> dict[str, Any]:
    """The Answer of the contract: what does not apply is left out, what is not known is null."""
    answer: dict[str, Any] = _REPLY.dump_python(reply, mode="json")
    for name in _OMITTED:
        if answer[name] is None:
            del answer[name]
    if "vlm" in answer and answer["vlm"]["adapter"] is None:
        del answer["vlm"]["adapter"]
    for claim in answer["claims"]:
        if claim["step"] is None:
            del claim["step"]
    answer["timings_ms"] = answer["timings_ms"] or {}
    return answer


def replayed_json(replayed: Replayed) -> dict[str, Any]:
    """Two Answers of the same question and the names of the parts in which they differ."""
    return {
        "changed": list(replayed.changed),
        "then": answer_json(replayed.then),
        "now": answer_json(replayed.now),
    }


def told(error: ValidationError) -> str:
    """What is wrong with a request, field by field, without repeating what was sent."""
    parts = []
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        where = ".".join(str(step) for step in one["loc"]) or "body"
        parts.append(f"{where}: {one['msg']}")
    return "; ".join(parts[:8])


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text
