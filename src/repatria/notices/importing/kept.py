"""Entries as lines of a file of entries (protocol/screening.md), and back: how an office keeps a list.

What comes back has been checked by `protocol.screening_files`: somebody else's machine may have written it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from repatria.notices.importing.listed import Charge, Doubt, Link, Listed, Origin, Source
from repatria.notices.offences import Suggestion
from repatria.protocol.canonical import Json
from repatria.protocol.screening import content_of, well_formed
from repatria.protocol.screening_files import FileEntry, head
from repatria.screening.records import Identifier, Kind, Subject

TEXTS = ("names", "birth_dates", "countries", "genders")
Forms = list[list[list[str]]]
Analysis = Callable[[Subject], Forms]


def source_to_json(source: Source) -> Json:
    return dict(_clean(asdict(source)))


def lines_of(entries: Iterable[Listed], version: int, analyse: Analysis) -> Iterator[Json]:
    """The lines of a list's file, the first one first.

    analyse: gives the forms of this version of what is screened, its weak names the last.
    """
    held = list(entries)
    sources: dict[Source, int] = {}
    for one in held:
        sources.setdefault(one.origin.source, len(sources))
    yield head([source_to_json(source) for source in sources], version)
    for one in held:
        line = {"says": says_of(one), "from": sources[one.origin.source], "line": one.origin.line}
        yield {**line, "more": _more_of(one), "forms": analyse(one.screened)}


def says_of(entry: Listed) -> Json:
    """What its publisher says."""
    subject = entry.subject
    said = {
        "id": entry.id,
        "kind": subject.kind.value,
        "colour": entry.colour,
        "names": subject.names,
        "weak_names": entry.weak_names,
        **{name: getattr(subject, name) for name in TEXTS[1:]},
        "identifiers": [asdict(one) for one in subject.identifiers],
        "charges": [
            {"country": one.country, "text": one.text, "translation": one.translation}
            for one in entry.charges
        ],
        "links": [asdict(one) for one in entry.links],
        "facts": [{"field": name, "values": values} for name, values in entry.facts.items()],
    }
    return dict(_clean(said))


def content(entry: Listed) -> str:
    """The digest of `says_of`."""
    return content_of(says_of(entry))


def listed_of(line: FileEntry, source: Source) -> Listed:
    """The entry of a line; `source` is the line's, as one object for all that share it."""
    says, more = line.says, line.more
    names, births, countries, genders = (tuple(says[name]) for name in TEXTS)
    identifiers = tuple(Identifier(**one) for one in says["identifiers"])
    return Listed(
        id=says["id"],
        list=more["list"],
        colour=says["colour"],
        subject=Subject(says["id"], Kind(says["kind"]), names, births, countries, genders, identifiers),
        weak_names=tuple(says["weak_names"]),
        facts={one["field"]: tuple(one["values"]) for one in says["facts"]},
        charges=tuple(Charge(**one) for one in says["charges"]),
        offences=tuple(Suggestion(**one) for one in more["offences"]),
        links=tuple(Link(**one) for one in says["links"]),
        doubts=tuple(Doubt(**one) for one in more["doubts"]),
        origin=Origin(source, line.line),
    )


def _more_of(entry: Listed) -> Json:
    more = {
        "list": entry.list,
        "offences": [asdict(one) for one in entry.offences],
        "doubts": [asdict(one) for one in entry.doubts],
    }
    return dict(_clean(more))


def _clean(value: Any) -> Any:
    """With lists for tuples, and no text that canonical JSON could not hold."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, (list, tuple)) else value
