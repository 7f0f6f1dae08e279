"""Names that an office screens again whenever either side changes, and what its officers were told of them.

A lead is told once in the whole office for each name, listed record and what that record says: a changed name
or record is told again. Names and what was told stand in the office's room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from repatria.protocol import bodies
from repatria.protocol.canonical import Json, stringify
from repatria.protocol.screening import (
    OfficeScreening,
    Standing,
    identity_of,
    mark_of,
    source_of,
    subject_record,
    watched_of,
)
from repatria.protocol.screening_files import pack_records, read_records
from repatria.screening.forms import subject_of
from repatria.screening.records import Subject
from repatria.sdk.decisions import record_of
from repatria.sdk.errors import WrongUse, blocking
from repatria.sdk.office import OfficeRoom
from repatria.sdk.screening import Lead, Screening

MOST_NAMES = 100_000
AT_ONCE = 100
MOST_INLINE, MOST_INLINE_BYTES = 50, 60_000  # more records than these make a file
MOST_MARKS, MOST_DROPS = 2_000, 1_000  # of one entry
FILE_NAME = "names.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Watched:
    """A name that is watched: `id` is the beginning of its identity."""

    identity: str
    query: Subject

    @property
    def id(self) -> str:
        return self.identity[:12]


@dataclass(frozen=True, slots=True)
class Alert:
    """A lead that was not told yet."""

    watched: Watched
    lead: Lead

    @property
    def mark(self) -> str:
        return mark_of(self.watched.identity, self.lead.entry.subject.id, self.lead.entry.content)


@dataclass(frozen=True, slots=True)
class Due:
    """What nobody of the office has screened yet: so many notices and lists; whether names were added."""

    sources: int
    names: bool

    def __bool__(self) -> bool:
        return self.sources > 0 or self.names


class Watch:
    """The watched names of an office."""

    def __init__(self, office: OfficeRoom, screening: Screening) -> None:
        self._office = office
        self.screening = screening
        self._resolved: tuple[str, list[Watched]] = ("", [])
        self._looked: tuple[tuple[str, ...], int] = (
            (),
            0,
        )  # sources, and the room's newest entry, of `alerts`

    def all(self) -> list[Watched]:
        """In the order in which they were added."""
        steps = self._office.state().watch
        newest = steps[-1].hash if steps else ""
        if self._resolved[0] != newest:
            files = {
                file["id"]: self._records(step, file) for step in steps for file in step.body["attachments"]
            }
            found = watched_of(steps, files)
            self._resolved = newest, [Watched(key, subject_of(record)) for key, record in found.items()]
        return list(self._resolved[1])

    def add(self, queries: Iterable[Subject]) -> int:
        """How many were not watched before. Raises WrongUse (`too_many_names`, `bad_query`)."""
        held = {one.identity for one in self.all()}
        fresh: dict[str, Json] = {}
        for query in queries:
            record = record_of(query)
            if not subject_record(record):
                raise WrongUse("bad_query", next(iter(query.names), "")[:80])
            identity = identity_of(record)
            if identity not in held:
                fresh.setdefault(identity, record)
        if len(held) + len(fresh) > MOST_NAMES:
            raise WrongUse("too_many_names", str(MOST_NAMES))
        if fresh:
            self._add(list(fresh.values()))
        return len(fresh)

    def drop(self, *ids: str) -> None:
        """By eight or more characters of each id. Raises WrongUse (`no_such_name`), and then drops none."""
        held = self.all()
        gone = iter(dict.fromkeys(self._find(held, id_) for id_ in ids))
        while some := list(islice(gone, MOST_DROPS)):
            self._office.say(bodies.screening_watch(drop=some))

    def _find(self, held: list[Watched], id_: str) -> str:
        found = [one.identity for one in held if len(id_) >= 8 and one.identity.startswith(id_)]
        if len(found) != 1:
            raise WrongUse("no_such_name", id_)
        return found[0]

    def due(self) -> Due:
        """What a run would look at that none has looked at; without loading what screens."""
        state = self._office.state()
        # No client adds what is there or drops what is not, so files need not be opened to know who is left.
        if sum(_adds(step) - len(step.body["drop"]) for step in state.watch) <= 0:
            return Due(0, names=False)
        sources = sum(source_of(one) not in state.sources for one in self.screening.sources_now())
        return Due(sources, names=self._newest_added() > self._covered(state))

    def alerts(
        self, *, limit: int = 10, threshold: float | None = None, whole: bool = True
    ) -> Iterator[Alert]:
        """What is new since it was told last, name by name. Decided leads of this content are not new.

        Not `whole`: only what is `due`, names that came against everything, and all against what came.
        """
        self._looked = (), 0
        self.screening.refresh()  # which lists cannot be read is known now
        covering = tuple(self.screening.sources_now()), self._office.seq
        state = self._office.state()
        held = self.all()
        came = held if whole else self._came(held, state)
        fresh = [one for one in covering[0] if source_of(one) not in state.sources]
        known = {one.identity for one in came}
        others = [one for one in held if one.identity not in known] if fresh else []
        for names, among in ((came, None), (others, fresh)):
            for start in range(0, len(names), AT_ONCE):
                batch = names[start : start + AT_ONCE]
                queries = [one.query for one in batch]
                found = self.screening.screen_all(queries, limit=limit, threshold=threshold, among=among)
                for one, leads in zip(batch, found, strict=True):
                    new = (Alert(one, lead) for lead in leads if lead.decision is None or lead.decide_again)
                    yield from (alert for alert in new if alert.mark not in state.marks)
        if held:
            self._looked = covering

    def untold(self, alerts: Iterable[Alert]) -> list[Alert]:
        """Those that no colleague was told meanwhile, as far as this client has synced."""
        told = self._office.state().marks
        return [alert for alert in alerts if alert.mark not in told]

    def tell(self, alerts: Iterable[Alert]) -> None:
        """Remember that somebody has seen these, and what was screened where `alerts` came to its end.

        Call it after they were shown: what is cut off before is told again, never lost.
        """
        marks = iter(sorted({alert.mark for alert in alerts}))
        while some := list(islice(marks, MOST_MARKS)):
            self._office.say(bodies.screening_told(some))
        state = self._office.state()
        sources, seq = self._looked
        fresh = iter([key for one in sources if (key := source_of(one)) not in state.sources])
        through = seq if seq > self._covered(state) and self._newest_added() > self._covered(state) else 0
        while (some := list(islice(fresh, MOST_MARKS))) or through:
            self._office.say(bodies.screening_told(sources=some, through=through, lists_through=through))
            through = 0
        self._looked = (), 0

    def _came(self, held: list[Watched], state: OfficeScreening) -> list[Watched]:
        """Those that an entry added which no screening has covered, whatever was there before."""
        covered = self._covered(state)
        steps = [step for step in state.watch if step.seq > covered]
        files = {file["id"]: self._records(step, file) for step in steps for file in step.body["attachments"]}
        added = watched_of(steps, files)
        return [one for one in held if one.identity in added]

    def _newest_added(self) -> int:
        """The place of the newest entry that added names."""
        return max((step.seq for step in self._office.state().watch if _adds(step)), default=0)

    def _covered(self, state: OfficeScreening) -> int:
        """Up to which entry the names were screened against everything: a browser leaves out the lists."""
        return min(state.through, state.lists_through) if state.lists else state.through

    def _add(self, records: list[Json]) -> None:
        inline = len(records) <= MOST_INLINE and len(stringify({"add": records})) <= MOST_INLINE_BYTES
        if inline:
            self._office.say(bodies.screening_watch(add=records))
        else:
            file = self._office.attach(pack_records(records), FILE_NAME)
            self._office.say(bodies.screening_watch(entries=len(records), attachment=file))

    def _records(self, step: Standing, file: Json) -> list[Json]:
        with blocking(FILE_NAME):
            return list(read_records(self._office.pieces(file), step.body["entries"]))


def _adds(step: Standing) -> int:
    return len(step.body["add"]) + int(step.body["entries"])
