"""The knowledge library: what ships as a catalogue, what was published in its place, what is offered."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repatria.protocol.canonical import Json
from repatria.protocol.publication_shapes import is_item
from repatria.protocol.publication_states import Publication
from repatria.reference.library import catalogue
from repatria.sdk.blobs import Attachment, Progress, silent
from repatria.sdk.errors import Blocked, WrongUse
from repatria.sdk.files import Files
from repatria.sdk.publications import Publications, Written
from repatria.sdk.register import Landed

SHELF = "library"
GLOSSARY = "glossary"  # terms, which ship and are never published
SHIPPING = ("framework", SHELF, "meeting", GLOSSARY)  # the product has no courses and news of its own
SHIPPED, PUBLISHED = "shipped", "published"
TEXTS_OF_HIT = ("shelf", "item", "part", "document", "language", "title", "access", "type")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the library. `publication` is None where it ships and nobody has published it."""

    item: str
    record: Json
    publication: Publication | None

    @property
    def state(self) -> str:
        return SHIPPED if self.publication is None else PUBLISHED

    def title(self, language: str) -> str:
        return str(self.words(language)["title"])

    def words(self, language: str) -> Json:
        """In a language where it has that, else in the original's."""
        own: Sequence[Json] = self.record["words"]
        return next((one for one in own if one["language"] == language), own[0])

    def to_json(self) -> Json:
        made = self.publication
        return {
            "item": self.item,
            "state": self.state,
            "access": made.access if made else "members",
            "published": made.issue.time if made else None,
            "statement": made.hash if made else None,
            "record": self.record,
        }


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file on this disk that an entry shall name."""

    path: Path
    language: str
    type: str = ""


class Library:
    def __init__(self, publications: Publications) -> None:
        self.publications = publications
        self.files = Files(publications.connection)

    def entries(self) -> Iterator[Entry]:
        """What stands and I may read, by item; what was retired is left out, also where it ships."""
        items = {*catalogue(), *self.publications.items(SHELF)}
        for item in sorted(items):
            entry = self._entry(item)
            if entry is not None:
                yield entry

    def get(self, item: str) -> Entry:
        """Raises WrongUse (`no_such_item`)."""
        entry = self._entry(item)
        if entry is None:
            raise WrongUse("no_such_item", item)
        return entry

    def _entry(self, item: str) -> Entry | None:
        stands = self.publications.standing(SHELF, item)
        if stands is None:
            shipped = catalogue().get(item)
            return Entry(item, _plain(shipped.record), None) if shipped else None
        if stands.document is None:
            return None
        try:
            return Entry(item, self.publications.record(stands), stands)
        except WrongUse as error:
            if error.code != "no_record":
                raise
            return None

    def offer(
        self,
        item: str,
        record: Mapping[str, Any],
        files: Sequence[NewFile] = (),
        *,
        access: str = "members",
        seen: int | None = None,
        progress: Progress = silent,
    ) -> Landed:
        """Send the files, then offer the record that names them (after those that it names already).

        Raises as `Files.upload` and `Publications.offer`.
        """
        named = list(record.get("files", []))
        for one in files:
            sent = self.files.upload(one.path, one.type, progress)
            if all(sent.sha256 != other["sha256"] for other in named):
                named.append(sent.in_record(one.path.name, one.language))
        written = Written(SHELF, item, {**record, "files": named}, access, seen)
        return self.publications.offer(written)

    def download(self, entry: Entry, folder: Path, progress: Progress = silent) -> list[Path]:
        """All files of an entry, each checked against what was published. Names are never a path."""
        return [
            self.files.download(one, folder, safe_name(one["name"]), progress)
            for one in entry.record["files"]
        ]

    def search(self, text: str, **further: Any) -> Json:
        """What the server finds for a text (wire.md, `POST /search`), with what the register confirms.

        Each hit has `stands`: whether what the register says stands there has this document. A hit that
        ships has no document. Raises Blocked (`bad_answer`) for an answer of another shape.
        """
        answer: Json = self.publications.connection.post("/search", {"text": text, **further})
        if not _is_answer(answer):
            raise Blocked("bad_answer", "search")
        for hit in answer["hits"]:
            hit["stands"] = self._confirms(hit)
        return answer

    def _confirms(self, hit: Json) -> bool:
        """What ships has no document, and stands as long as nothing was published in its place."""
        document = hit["document"]
        if not document and hit["shelf"] not in SHIPPING:
            return False
        if hit["shelf"] == GLOSSARY:
            return not document
        directory = self.publications.register.directory
        stands = directory.standing(hit["shelf"], hit["item"], hit["part"])
        return stands is None if not document else stands is not None and bool(stands.document == document)


def _is_answer(answer: Any) -> bool:
    """Whether it has the shape that wire.md gives to what `POST /search` answers."""
    if not isinstance(answer, dict) or not isinstance(answer.get("hits"), list):
        return False
    counts = [answer.get("position"), answer.get("total"), *_values(answer.get("searched"))]
    for facet in _values(answer.get("facets")):
        counts += _values(facet)
    return all(map(_is_count, counts)) and all(map(_is_hit, answer["hits"]))


def _values(found: Any) -> list[Any]:
    """None stands for what is no object: no count either."""
    return list(found.values()) if isinstance(found, dict) else [None]


def _is_hit(hit: Any) -> bool:
    if not isinstance(hit, dict) or not all(isinstance(hit.get(name), str) for name in TEXTS_OF_HIT):
        return False
    file, page, snippet = (hit.get(name, ...) for name in ("file", "page", "snippet"))
    place = (file is None or isinstance(file, str)) and (page is None or _is_count(page))
    return (
        place
        and _is_count(hit.get("published"))
        and isinstance(snippet, list)
        and all(map(_is_piece, snippet))
    )


def _is_piece(piece: Any) -> bool:
    return isinstance(piece, list) and list(map(type, piece)) == [str, bool]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def blank_record(title: str, language: str) -> Json:
    """The least that an entry says."""
    texts = ("publisher", "year", "edition", "identifier", "url", "licence", "supersedes", "review")
    lists = ("topics", "regions", "audiences", "phases", "authors", "files", "body")
    return {
        "type": "guide",
        "certainty": "medium",
        "words": [{"language": language, "title": title, "text": ""}],
        **dict.fromkeys(texts, ""),
        **{name: [] for name in lists},
    }


def new_item(title: str) -> str:
    """A name for an item that nobody has: what of the title is Latin letters, and chance."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
    item = f"{slug}-{secrets.token_hex(3)}" if slug else secrets.token_hex(8)
    assert is_item(item)
    return item


def safe_name(name: str) -> str:
    """A file's name on this disk, as attachments' are."""
    return Attachment("", name, "", 0, b"", "", "", 0).safe_name


def _plain(record: Mapping[str, Any]) -> Json:
    return dict(record)
