"""Second readings: pages that were read and await a model, several asked at once, each stored as it is done.

It does not know what a model is asked, nor how pages were read first. What awaits a model is marked so on the
stored page: a run that was killed goes on with exactly those.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from ingest.inflight import InFlight
from ingest.page import Consulted, PageRead
from ingest.sheets import Sheets
from kb_sources.blobs import Blobs

_BEAT_S = 10.0  # between two signs of life while nothing comes


class Consults(Protocol):
    """Decides which pages a model is asked about, and asks."""

    def wants(self, page: PageRead) -> Consulted | None: ...
    def consult(self, page: PageRead, png: bytes) -> PageRead: ...


class SecondReadings:
    """Of one reading. `stored` is told of each page that is done; `beat` is called while one waits."""

    def __init__(
        self,
        consultant: Consults | None,
        sheets: Sheets,
        blobs: Blobs,
        reading: str,
        most: int,
        stored: Callable[[PageRead], None],
    ) -> None:
        self._consultant, self._sheets, self._blobs = consultant, sheets, blobs
        self._reading, self._stored = reading, stored
        self._flight: InFlight[int, PageRead] = InFlight(most, self._ask)

    @property
    def pending(self) -> int:
        return self._flight.pending

    def marked(self, page: PageRead) -> PageRead:
        """The page, marked where the model is to be asked; it needs a stored picture for that."""
        if self._consultant is None or not page.picture:
            return page
        return replace(page, consulted=self._consultant.wants(page))

    def take_up(self) -> None:
        """Ask about the stored pages that an earlier run left waiting."""
        if self._consultant is None:
            return
        for page in self._sheets.pages(self._reading):
            self.ask(page)

    def ask(self, page: PageRead) -> None:
        """Put a stored page in line, when it is marked."""
        if page.consulted is not None and page.consulted.state == "wanted":
            self._flight.put(page.number)

    def settle(self) -> None:
        """Store what is ready."""
        while (page := self._flight.take(0)) is not None:
            self._store(page)

    def drain(self, beat: Callable[[], None], enough: Callable[[int], bool] = lambda stored: False) -> bool:
        """Store all that is in line, or what is in flight once `enough` were stored; whether that was all."""
        stored, whole = 0, True
        while self._flight.pending:
            page = self._flight.take(_BEAT_S)
            if page is None:
                beat()
                continue
            self._store(page)
            stored += 1
            if whole and enough(stored):
                self._flight.recall()
                whole = False
        return whole

    def close(self) -> None:
        self._flight.close()

    def _store(self, page: PageRead) -> None:
        self._sheets.store(self._reading, page)
        self._stored(page)

    def _ask(self, number: int) -> PageRead:
        if self._consultant is None:
            raise AssertionError("nothing is put in line without a consultant")
        page = self._sheets.page(self._reading, number)
        return self._consultant.consult(page, self._blobs.get(page.picture))
