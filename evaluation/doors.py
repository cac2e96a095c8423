"""The two ways to the deployed Ask: in this process, or over HTTP."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import httpx

from api.turn import AskRequest
from api.wire import answer_json
from api.wiring import Service
from evaluation.case import Case
from ingest.counter import problem_of
from kb_sources.errors import Forbidden, PhotoRejected, SourceUnavailable


@dataclass(frozen=True, slots=True)
class OwnDoor:
    """The service was built in this process, which owns its folder."""

    service: Service

    def check(self) -> None:
        """It was built ready."""

    def ask(self, case: Case) -> dict[str, Any]:
        return answer_json(self.service.ask(AskRequest(case.question, _photos(case), case.product)))

    def trail(self, answer_id: str) -> dict[str, Any]:
        return dict(self.service.audit.trail(answer_id))

    def picture(self, edition: str, page: int) -> bytes:
        return self.service.desk.picture(edition, page)


@dataclass(frozen=True, slots=True)
class HttpDoor:
    """A kb-serve elsewhere. Without an editor's token its trail is closed: nothing says what was found."""

    client: httpx.Client

    def check(self) -> None:
        if self._call("GET", "/health/ready").get("status") != "ready":
            raise self._strange()

    def ask(self, case: Case) -> dict[str, Any]:
        photos = [{"data": base64.b64encode(data).decode()} for data in _photos(case)]
        body = {"question": case.question, "photos": photos, "product": case.product}
        answer = self._call("POST", "/ask", json={name: value for name, value in body.items() if value})
        if not all(isinstance(answer.get(name), str) for name in ("id", "action", "mode")):
            raise self._strange()
        return answer

    def trail(self, answer_id: str) -> dict[str, Any]:
        try:
            return self._call("GET", f"/answers/{answer_id}/trail")
        except Forbidden:
            return {}

    def picture(self, edition: str, page: int) -> bytes:
        return self._send("GET", f"/editions/{edition}/pages/{page}.png").content

    def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            told = self._send(method, path, **content).json()
        except ValueError as error:
            raise self._strange() from error
        if not isinstance(told, dict):
            raise self._strange()
        return told

    def _strange(self) -> SourceUnavailable:
        return SourceUnavailable(
            f"{self.client.base_url} answers, but not as kb-serve does.", hint="Is that a kb-serve?"
        )

    def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            response = self.client.request(method, path, **content)
        except httpx.HTTPError as error:
            raise SourceUnavailable(
                f"{self.client.base_url} does not answer: {error}.",
                hint="Is kb-serve running there? Start it, or mend --url.",
            ) from error
        if not response.is_success:
            raise problem_of(response)
        return response


def _photos(case: Case) -> tuple[bytes, ...]:
    if case.photo is None:
        return ()
    try:
        return (case.photo.read_bytes(),)
    except OSError as error:
        raise PhotoRejected(
            f"{case.photo} cannot be read: {error.strerror}.", hint="--photos names the folder."
        ) from error
