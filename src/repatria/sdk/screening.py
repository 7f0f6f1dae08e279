"""Screening on this machine: every valid notice that this officer may read, and the office's own lists.

What is asked never leaves the machine, and neither does what is found. A hit is a lead, never an action.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from repatria.notices.subjects import subjects_of
from repatria.protocol.canonical import Json
from repatria.protocol.notice_states import VALID, Notice
from repatria.protocol.screening import listed_id
from repatria.screening.forms import hit_form
from repatria.screening.records import Subject
from repatria.sdk import kept_index
from repatria.sdk.decisions import Decision, Decisions, identity_of
from repatria.sdk.errors import Blocked, WrongUse
from repatria.sdk.lists import OwnList, OwnLists
from repatria.sdk.notices import Notices
from repatria.sdk.store import Store

if TYPE_CHECKING:  # the tables and numpy come with the first question: most commands ask none
    from repatria.screening.index import Index
    from repatria.screening.score import Measured
    from repatria.screening.screen import Hit, Screener

NOTICE: Final = "notice"
LIST: Final = "list"
AS_ORGANISATION = "-organisation"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a listed record stands: in a notice, or in an own list.

    name: the notice's hash, or the list's name. title: the notice's reference, or the file's name.
    dated: when the list's file was taken. licence: code of notice_words()["licences"]. terms: the licence as
    whoever brought the file told it. All three are "" for notices.
    """

    kind: Literal["notice", "list"]
    name: str
    title: str
    colour: str = ""
    country: str = ""
    dated: str = ""
    licence: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed record; `content` is the digest of all that it says, of a notice its hash."""

    subject: Subject
    origin: Origin
    content: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A hit, where it comes from, and what was decided of it before.

    `decision` may be about what the record said at that time: then `decide_again`.
    """

    hit: Hit
    entry: Entry
    decision: Decision | None

    @property
    def decide_again(self) -> bool:
        return self.decision is not None and self.decision.content != self.entry.content

    @property
    def name(self) -> str:
        """The name that was compared; where a number was, the record's first."""
        return self.hit.name or first_name(self.entry)

    @property
    def short(self) -> str:
        """What people call the listed record."""
        return short(self.entry)

    def to_json(self) -> Json:
        """score and weights: per mille, whole."""
        return {
            **hit_form(self.hit),
            "name": self.name,
            "listed": self.short,
            "origin": asdict(self.entry.origin),
            "content": self.entry.content,
            "decision": self.decision.to_json() if self.decision else None,
            "decide_again": self.decide_again,
        }


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold, and what was measured at the nearest one that is not above it; None where nothing was.

    with_facts: where the query had birth dates and the like, too.
    """

    value: float
    names_alone: Measured | None
    with_facts: Measured | None


def threshold_of(value: float | None = None) -> Threshold:
    """None: the default one."""
    from repatria.screening import score

    chosen = score.model().threshold if value is None else value

    def at(*, facts: bool) -> Measured | None:
        rows = (row for row in score.measured(facts=facts) if row.threshold <= chosen)
        return max(rows, default=None)

    return Threshold(chosen, at(facts=False), at(facts=True))


class Screening:
    """One officer's screening. Looks for what changed whenever it is asked; call `session.sync()` before."""

    def __init__(
        self, notices: Notices, lists: OwnLists, decisions: Decisions, store: Store | None = None
    ) -> None:
        """store: where the index is kept for the next program; None: nowhere."""
        self.notices = notices
        self._store = store
        self._lists = lists
        self.decisions = decisions
        self._sources: dict[str, tuple[str, ...]] = {}  # ids of the entries of each notice and list
        self._unreadable: dict[str, str] = {}  # names of lists by the entry that took each
        self._entries = kept_index.Entries()
        self._index: Index | None = None
        self._screener: Screener | None = None
        # Of some sources, and of which whole it is a part.
        self._part: tuple[frozenset[str], Screener, Screener] | None = None

    def screen(self, query: Subject, *, limit: int = 10, threshold: float | None = None) -> list[Lead]:
        """The leads of one record, best first, at or above the threshold (None: the default one)."""
        return self.screen_all([query], limit=limit, threshold=threshold)[0]

    def screen_all(
        self,
        queries: Sequence[Subject],
        *,
        limit: int = 10,
        threshold: float | None = None,
        among: Collection[str] | None = None,
    ) -> list[list[Lead]]:
        """The leads of many; in batches of about a hundred it is quickest. `among`: only what stands in these
        of `sources`."""
        self.refresh()
        # An unnamed holder stands there twice, as a person and as an organisation.
        found = self._screener_of(among).screen_all(queries, limit=2 * limit, threshold=threshold)
        return [
            [self.lead(query, hit) for hit in once(hits)[:limit]]
            for query, hits in zip(queries, found, strict=True)
        ]

    def _screener_of(self, among: Collection[str] | None) -> Screener:
        from repatria.screening.index import Index
        from repatria.screening.screen import Screener

        assert self._screener is not None
        if among is None:
            return self._screener
        key = frozenset(among)
        if self._part is None or self._part[0] != key or self._part[1] is not self._screener:
            ids = (id_ for source in key for id_ in self._sources.get(source, ()))
            self._part = key, self._screener, Screener(Index(self._entries[id_].subject for id_ in ids))
        return self._part[2]

    def lead(self, query: Subject, hit: Hit) -> Lead:
        """A hit with what is known of it here. KeyError where its record is not listed any more."""
        return Lead(hit, self._entries[hit.id], self.decisions.find(identity_of(query), hit.id))

    def decide(self, query: Subject, lead: Lead, verdict: str, why: str) -> Decision:
        """Say to the office what a lead was found to be. Raises WrongUse (`bad_choice`, `no_reason`)."""
        return self.decisions.remember(
            {
                "query": identity_of(query),
                "listed": lead.entry.subject.id,
                "content": lead.entry.content,
                "verdict": verdict,
                "why": why,
                "name": next(iter(query.names), ""),
                "listed_name": lead.name,
            }
        )

    def refresh(self) -> None:
        """Take in what became valid or was listed, and leave out what ended, since the last time."""
        from repatria.screening.index import Index
        from repatria.screening.screen import Screener

        if self._screener is None:
            self._begin()
        found = dict(self._found())
        gone = [id_ for source in self._sources.keys() - found.keys() for id_ in self._sources.pop(source)]
        lists = {held.entry: held.name for held in self._lists.all()}
        self._unreadable = {key: name for key, name in self._unreadable.items() if key in lists}
        fresh: dict[str, list[Entry]] = {}
        for source in found.keys() - self._sources.keys() - self._unreadable.keys():
            try:
                fresh[source] = list(found[source]())
            except Blocked:
                if source not in lists:
                    raise
                self._unreadable[source] = lists[source]
        for id_ in gone:
            del self._entries[id_]
        added = {one.subject.id: one for entries in fresh.values() for one in entries}
        self._sources |= {source: tuple(one.subject.id for one in own) for source, own in fresh.items()}
        self._entries.update(added)
        if self._screener is not None and not gone and not added:
            return
        subjects = [one.subject for one in added.values()]
        index = self._index
        index = Index(subjects) if index is None else index.without(gone).with_added(subjects)
        if self._store:
            held = kept_index.Kept(index, self._sources, self._entries)
            index = kept_index.renew(self._store, held, added=len(added), gone=len(gone))
        self._index = index
        self._screener = Screener(index)

    def _begin(self) -> None:
        """With what a program before this one kept."""
        kept = kept_index.read(self._store) if self._store else None
        if kept is not None:
            self._index, self._sources, self._entries = kept.index, kept.sources, kept.entries

    def listed(self) -> Mapping[str, Entry]:
        """Everything that is screened against, by id."""
        self.refresh()
        return self._entries

    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of `listed` by where they stand. What stands in a source never changes: a notice that is
        amended is another one, and so is a list that was taken again."""
        self.refresh()
        return self._sources

    @property
    def unreadable(self) -> tuple[str, ...]:
        """Names of the lists whose files are not what the office's room says: none is screened against."""
        self.refresh()
        return tuple(sorted(self._unreadable.values()))

    def sources_now(self) -> Iterator[str]:
        """The hashes of the notices and of the entries of lists that there are to screen against; reads none.

        A diffusion is one of them where it reached me."""
        for notice in self.notices.all(VALID):
            if notice.variant != "diffusion" or self.notices.message_of(notice) is not None:
                yield notice.hash
        yield from (held.entry for held in self._lists.all() if held.entry not in self._unreadable)

    def index(self) -> Index:
        """The index of `listed`, for workers that screen with it."""
        self.refresh()
        assert self._index is not None
        return self._index

    def _found(self) -> Iterator[tuple[str, Callable[[], Iterable[Entry]]]]:
        """What there is to list, each with how its entries are read."""
        for notice in self.notices.all(VALID):
            if notice.hash in self._sources:
                yield notice.hash, tuple
            elif (record := self._record(notice)) is not None:
                yield notice.hash, partial(of_notice, notice, record)
        for held in self._lists.all():
            yield held.entry, partial(self._of_list, held)

    def _record(self, notice: Notice) -> Json | None:
        """None where it is sealed to others. A diffusion is never asked for: the server has none."""
        if notice.variant == "diffusion" and self.notices.message_of(notice) is None:
            return None
        try:
            return self.notices.record(notice)
        except WrongUse as error:
            if error.code != "no_record":
                raise
            return None

    def _of_list(self, held: OwnList) -> Iterator[Entry]:
        for one, content in self._lists.records(held):
            source = one.origin.source
            origin = Origin(
                LIST, held.name, source.name, one.colour, "", source.taken, held.licence, source.licence
            )
            subject = replace(one.screened, id=listed_id(held.name, one.id))
            yield Entry(subject, origin, content)


def of_notice(notice: Notice, record: Json) -> Iterator[Entry]:
    """Whom and what a notice names. A notice never changes, so its hash is what it says."""
    origin = Origin(NOTICE, notice.hash, record["reference"], notice.colour, notice.country)
    for subject in subjects_of(record, notice.hash):
        yield Entry(subject, origin, notice.hash)


def first_name(entry: Entry) -> str:
    """What to call a record that was found by a number."""
    return next(iter(entry.subject.names), "") or next((one.value for one in entry.subject.identifiers), "")


def short(entry: Entry) -> str:
    """An id for people: twelve characters of a notice's hash, or a list's name and its own id."""
    if entry.origin.kind == NOTICE:
        return entry.origin.name[:12] + entry.subject.id.removeprefix(entry.origin.name)
    return entry.subject.id.removeprefix(f"{LIST}/")


def once(hits: Iterable[Hit]) -> list[Hit]:
    """Without the worse half of a holder who is listed as a person and as an organisation."""
    seen: set[str] = set()
    kept = []
    for hit in hits:
        bare = hit.id.removesuffix(AS_ORGANISATION)
        if bare not in seen:
            kept.append(hit)
        seen.add(bare)
    return kept
