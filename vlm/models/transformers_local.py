"""Qwen3-VL in this process, through transformers: for a laptop, a workstation, and tests.

It does not know what it is asked. Requests that wait at the same time are answered in one batch; scheduling
beyond that, and keeping prefixes, is what servers such as vLLM are for.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kb_sources.errors import ContextTooLong, ModelMisconfigured, ModelTimeout, ModelUnavailable
from vlm.batching import Batcher
from vlm.checkpoints import Checkpoint, check_checkpoint, load_checkpoint
from vlm.model import Completion, Deadline, ModelSettings, Prompt, Sampling, Usage
from vlm.replies import completion_of

if TYPE_CHECKING:
    from vlm.generation import Request, Written

_MOST = 8  # requests of a batch
_ROOM = 32_768  # tokens of a batch, padded: about 5 GB of keys and values of an 8B model in bfloat16


class TransformersLocal:
    """One checkpoint; it is loaded when first asked, by a thread of its own. Any number may ask at once."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._called = "@".join(filter(None, (settings.name, settings.revision)))
        self._lock = threading.Lock()
        self._running = threading.Lock()
        self._loading: Future[Checkpoint] | None = None
        self._batcher: Batcher[Request] = Batcher(self._run, most=_MOST, room=_ROOM)

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        *_, last = self.stream(prompt, sampling, deadline)
        assert isinstance(last, Completion)
        return last

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        """Raises ModelTimeout, ContextTooLong, ModelMisconfigured where it cannot be loaded, ModelUnavailable
        where it fails, AnswerEmpty, AnswerCut, EngineFault; PhotoRejected for a picture nobody can open."""
        if deadline.left <= 0:
            raise self._late()
        request = self._prepared(self._loaded(deadline), prompt, sampling, deadline)
        self._batcher.add(request)
        try:
            while True:
                item = request.told.get(timeout=deadline.left or 1e-6)
                if isinstance(item, Exception):
                    raise self._fault(item) from item
                if not isinstance(item, str):
                    yield self._completion(item, request)
                    return
                yield item
        except queue.Empty:
            raise self._late() from None
        finally:
            request.given_up = True

    @contextmanager
    def lent(self, deadline: Deadline) -> Iterator[Checkpoint]:
        """The loaded checkpoint, between two batches. Raises as `stream` does where it cannot be had."""
        loaded = self._loaded(deadline)
        if not self._running.acquire(timeout=deadline.left):
            raise self._late()
        try:
            yield loaded
        finally:
            self._running.release()

    def _completion(self, written: Written, request: Request) -> Completion:
        if written.finish is None:
            raise self._late()
        usage = Usage(request.prompt_tokens, written.tokens)
        return completion_of(written.text, written.finish, usage, self._called, self._called)

    def _loaded(self, deadline: Deadline) -> Checkpoint:
        with self._lock:
            if self._loading is None:
                self._loading = Future()
                threading.Thread(
                    target=self._load, args=(self._loading,), name="model-load", daemon=True
                ).start()
            loading = self._loading
        try:
            return loading.result(timeout=deadline.left)
        except NotYet:
            raise ModelTimeout(
                f"{self._called} is still being loaded.", hint="Ask again in a while."
            ) from None

    def _load(self, loading: Future[Checkpoint]) -> None:
        """Any fault is told to whoever waits, and to who asks later: loading again would fail again."""
        try:
            loading.set_result(load_checkpoint(self._settings))
        except Exception as error:
            told = ModelMisconfigured(
                f"{self._called} cannot be loaded: {type(error).__name__}: {error}",
                hint="Check KB_VLM_NAME, its files, and the memory that is left.",
            )
            told.__cause__ = error
            loading.set_exception(told)

    def _prepared(
        self, loaded: Checkpoint, prompt: Prompt, sampling: Sampling, deadline: Deadline
    ) -> Request:
        from vlm.encoding import encode
        from vlm.generation import Request

        with self._lock:
            inputs = encode(loaded.processor, prompt, self._settings.most_pixels)
        request = Request(inputs, sampling, deadline)
        if request.size > loaded.context:
            error = ContextTooLong(
                f"{self._called} takes {loaded.context} tokens, {request.size} are needed.",
                hint="Send fewer or smaller pictures, or fewer passages.",
            )
            error.limit, error.needed = loaded.context, request.size
            raise error
        return request

    def _run(self, requests: list[Request]) -> None:
        """Any fault is told to those who wait: nobody sees a thread's."""
        from vlm.generation import generate

        try:
            loaded = self._loaded(requests[0].deadline)
            with self._running:
                generate(loaded.model, loaded.processor.tokenizer, requests)
        except Exception as error:
            for request in requests:
                request.told.put(error)

    def _fault(self, error: Exception) -> ModelUnavailable:
        if isinstance(error, ModelUnavailable):
            return error
        return ModelUnavailable(
            f"{self._called} failed: {type(error).__name__}: {error}",
            hint="Is there memory enough? Send smaller pictures, or set KB_VLM_QUANTIZATION=int8.",
        )

    def _late(self) -> ModelTimeout:
        return ModelTimeout(
            f"{self._called} did not answer in time.", hint="Ask again, or give it more time."
        )


def build(settings: ModelSettings) -> TransformersLocal:
    """Needs a checkpoint's folder, or its name and revision. Raises SettingsInvalid; loads nothing yet."""
    check_checkpoint(settings)
    return TransformersLocal(settings)
