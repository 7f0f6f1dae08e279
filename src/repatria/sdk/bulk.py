"""A table of names, screened row by row: at any size, and going on where it was cut off.

Beside the output stands a journal while it runs: what it says is done is not done again after a kill. It
holds names in clear, as the output will, and is its owner's alone; it goes when the output is written.

    run = Bulk(path, out, Settings(...))
    run.begin(session.screening)      # takes what is listed now
    run.screen(tell)                  # needs no session: it may take longer than one lives
    run.look_again(screening, tell)   # after another sync: what came and what ended meanwhile
    for result in run.results(): ...
    run.finish()
"""

from __future__ import annotations

import hashlib
import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repatria.notices.importing import RowFault
from repatria.screening.forms import hit_form
from repatria.screening.records import Kind, Subject
from repatria.sdk.columns import Asked, asked_of
from repatria.sdk.decisions import Decisions, identity_of
from repatria.sdk.journal import Journal
from repatria.sdk.screening import Entry, Screening, first_name, once, short
from repatria.sdk.tables import Progress, count_rows

if TYPE_CHECKING:
    from repatria.screening.index import Index
    from repatria.screening.screen import Screener

BATCH = 100
WORKERS = 2
WAITING = 4 * WORKERS  # batches asked and not yet written down
ALONE_BELOW = 2_000  # rows for which starting workers costs more than it saves
VERSION = 1
Forms = list[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the rows are asked. `kind` of rows that do not say theirs; `columns`: field to heading."""

    threshold: float
    limit: int = 10
    kind: Kind = Kind.PERSON
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """One hit of one row, in the form of `Lead.to_json`; late: found by the last look only."""

    line: int
    label: str
    asked: str
    lead: dict[str, Any]
    late: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """screened: rows asked. hits: that hold now. ended: hits whose record is not listed any more, or says
    something else; they are not shown. late: hits with what came meanwhile. left_out: rows that were not
    asked. notes: cells of rows that were asked without them."""

    screened: int
    hits: int
    ended: int
    late: int
    left_out: int
    notes: int


class Bulk:
    """One run over one table."""

    def __init__(self, path: Path, out: Path, settings: Settings) -> None:
        self._path = path
        self._settings = settings
        self._journal = Journal(out.with_name(out.name + ".journal"))
        self._index: Index | None = None
        self._entries: Mapping[str, Entry] = {}
        self._decisions: Decisions | None = None

    def begin(self, screening: Screening) -> int:
        """Take what is listed now; how many rows an earlier run has done already.

        Raises WrongUse (`other_journal`) when what was cut off was another table, or asked otherwise.
        """
        next(self._asked(), None)  # a table that cannot be read is said before anything is written
        self._index, self._entries = screening.index(), dict(screening.listed())
        head = {"version": VERSION, "table": _hash_of(self._path), "settings": asdict(self._settings)}
        self._journal.begin(head, {"sources": sorted(screening.sources())})
        return self._journal.done

    def screen(self, tell: Progress) -> None:
        """Every row that is not done yet, against what `begin` took."""
        assert self._index is not None
        self._pass(self._index, self._entries, self._journal.done, tell, "rows")

    def look_again(self, screening: Screening, tell: Progress) -> None:
        """Every row against what came since the run was first begun; what ended is dropped from `results`."""
        entries = dict(screening.listed())
        known = set(self._journal.start["sources"])
        fresh = {
            id_: entries[id_] for key, ids in screening.sources().items() if key not in known for id_ in ids
        }
        self._journal.forget("late")
        if fresh:
            from repatria.screening.index import Index

            index = Index(entry.subject for entry in fresh.values())
            self._pass(index, fresh, 0, tell, "late")
        self._entries, self._decisions = entries, screening.decisions

    def results(self) -> Iterator[Result]:
        """The hits that hold, in the table's order, then those of the last look."""
        seen: set[tuple[int, str]] = set()
        for kind, row, form in self._hits():
            key = (row["line"], form["id"])
            if key not in seen and self._holds(form):
                seen.add(key)
                yield Result(row["line"], row["label"], row["asked"], self._lead(row, form), kind == "late")

    def faults(self) -> Iterator[RowFault]:
        """Rows that were not asked, and cells that were left out."""
        for batch in self._journal.batches("rows"):
            yield from (RowFault(*fault) for fault in batch["faults"])

    def tally(self) -> Tally:
        batches = self._journal.batches("rows")
        counts = [
            (batch["screened"], batch["end"] - batch["before"], len(batch["faults"])) for batch in batches
        ]
        screened, rows, faults = (
            (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
        )
        late = Counter(result.late for result in self.results())
        ended = sum(not self._holds(form) for _, _, form in self._hits())
        left_out = rows - screened
        return Tally(screened, late.total(), ended, late[True], left_out, faults - left_out)

    def finish(self) -> None:
        """The output is written: the journal goes."""
        self._journal.remove()

    # Parts.

    def _pass(self, index: Index, entries: Mapping[str, Entry], done: int, tell: Progress, kind: str) -> None:
        total = count_rows(self._path)
        batches = self._batches(done)
        with _workers(index, alone=total - done < ALONE_BELOW) as ask:
            for batch, forms in _in_order(ask, batches, self._settings):
                self._journal.write(kind, _written(batch, forms, entries))
                tell(batch.end, total)

    def _batches(self, done: int) -> Iterator[_Batch]:
        """Rows from place `done` on (0: the first under the heading)."""
        asked: list[Asked] = []
        faults: list[RowFault] = []
        before = place = done
        for number, row in enumerate(self._asked()):
            if number < done:
                continue
            place = number + 1
            if isinstance(row, RowFault):
                faults.append(row)
            else:
                asked.append(row)
                faults += row.notes
            if len(asked) >= BATCH or len(faults) >= BATCH:
                yield _Batch(before, place, asked, faults)
                before, asked, faults = place, [], []
        if asked or faults:
            yield _Batch(before, place, asked, faults)

    def _asked(self) -> Iterator[Asked | RowFault]:
        return asked_of(self._path, self._settings.columns, self._settings.kind)

    def _hits(self) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
        for kind in ("rows", "late"):
            for batch in self._journal.batches(kind):
                yield from ((kind, row, form) for row in batch["found"] for form in row["hits"])

    def _holds(self, form: dict[str, Any]) -> bool:
        entry = self._entries.get(form["id"])
        return entry is not None and entry.content == form["content"]

    def _lead(self, row: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
        entry = self._entries[form["id"]]
        found = self._decisions.find(row["query"], form["id"]) if self._decisions else None
        return {
            **form,
            "name": form["name"] or first_name(entry),
            "listed": short(entry),
            "origin": asdict(entry.origin),
            "decision": found.to_json() if found else None,
            "decide_again": found is not None and found.content != entry.content,
        }


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows asked together; `before` and `end`: how many rows of the table are done before and with them."""

    before: int
    end: int
    asked: list[Asked]
    faults: list[RowFault]


def _written(batch: _Batch, forms: Forms, entries: Mapping[str, Entry]) -> dict[str, Any]:
    found = [
        {
            "line": row.line,
            "label": row.label,
            "asked": next(iter(row.subject.names), "") or row.subject.identifiers[0].value,
            "query": identity_of(row.subject),
            "hits": [{**hit, "content": entries[hit["id"]].content} for hit in hits],
        }
        for row, hits in zip(batch.asked, forms, strict=True)
        if hits
    ]
    faults = [(fault.line, fault.what, fault.code) for fault in batch.faults]
    counts = {"before": batch.before, "end": batch.end, "screened": len(batch.asked)}
    return {**counts, "found": found, "faults": faults}


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Screening beside: at most two processes, which have the index and nothing else.

Asking = Callable[[Sequence[Subject], int, float], Callable[[], Forms]]
_screeners: list[Screener] = []  # of this process


def _prepare(index: Index) -> None:
    from repatria.screening.screen import Screener

    _screeners[:] = [Screener(index)]


def _prepare_worker(index: Index) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it says when it ends
    _prepare(index)


def _screen(subjects: Sequence[Subject], limit: int, threshold: float) -> Forms:
    found = _screeners[0].screen_all(subjects, limit=2 * limit, threshold=threshold)
    return [[hit_form(hit) for hit in once(hits)[:limit]] for hits in found]


@contextmanager
def _workers(index: Index, *, alone: bool) -> Iterator[Asking]:
    """How to ask: here, or one of WORKERS processes. They end with this one, however it ends."""
    if alone:
        _prepare(index)
        yield lambda *asked: partial(_screen, *asked)
        _screeners.clear()
        return
    # Forked ones would hold this one's connections and keys.
    with multiprocessing.get_context("spawn").Pool(WORKERS, _prepare_worker, (index,)) as pool:
        yield lambda *asked: pool.apply_async(_screen, asked).get


def _in_order(ask: Asking, batches: Iterator[_Batch], settings: Settings) -> Iterator[tuple[_Batch, Forms]]:
    """Answers in the order of the batches, with no more than WAITING of them asked ahead."""
    waiting: deque[tuple[_Batch, Callable[[], Forms]]] = deque()
    for batch in batches:
        subjects = [row.subject for row in batch.asked]
        waiting.append((batch, ask(subjects, settings.limit, settings.threshold)))
        if len(waiting) > WAITING:
            first, answer = waiting.popleft()
            yield first, answer()
    for batch, answer in waiting:
        yield batch, answer()
