"""What the register says, as of the newest leaf: the network, its posts and people, what was published.

`Known` only reads the books; `Directory` writes them (directory.py).
"""

import unicodedata
from collections.abc import Mapping

from repatria.protocol.checkpoint import Trust
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import Keyset
from repatria.protocol.notice_states import Notice
from repatria.protocol.publication_states import WHOLE, Offer, Publication
from repatria.protocol.records import (
    ACTIVE,
    Agency,
    Books,
    Bureau,
    Head,
    Office,
    Officer,
    RootInForce,
    Standing,
    touches,
)


class Known:
    """The books, to be read."""

    def __init__(self) -> None:
        self._books = Books()

    # The network and its posts.

    @property
    def root(self) -> RootInForce:
        if self._books.root is None:
            raise ProtocolError("bad_root", "the directory is empty")
        return self._books.root

    @property
    def trust(self) -> Trust:
        """Whose signatures make a checkpoint, by the root in force."""
        root = self.root
        return Trust(root.origin, root.log_ed25519, root.log_mldsa44, root.witnesses, root.quorum)

    @property
    def bureaus(self) -> Mapping[str, Bureau]:
        return self._books.bureaus

    @property
    def agencies(self) -> Mapping[str, Agency]:
        return self._books.agencies

    @property
    def offices(self) -> Mapping[str, Office]:
        return self._books.offices

    @property
    def release(self) -> tuple[int, int, str] | None:
        """(version, minimum, manifest) of the last client-release."""
        return self._books.release

    @property
    def notices(self) -> Mapping[str, Notice]:
        """Every notice that was ever submitted, by the hash of its statement, oldest first."""
        return self._books.notices

    def notice(self, hash_: str) -> Notice | None:
        return self._books.notices.get(hash_)

    def check_client(self, version: int) -> None:
        """Stop (`stale_client`) a client older than the last release allows."""
        if self.release and version < self.release[1]:
            raise ProtocolError("stale_client", f"{version} < {self.release[1]}")

    def bureau_head(self, country: str) -> Head | None:
        """The bureau's head in force, or None."""
        return self._books.bureau_head(country)

    def agency_head(self, agency: str) -> Head | None:
        return self._books.agency_head(agency)

    def head(self, keyid: str) -> Head | None:
        """The head, present or former, with this key."""
        return self._books.heads.get(keyid)

    # What was published (publications.md).

    @property
    def offers(self) -> Mapping[str, Offer]:
        """Every offer that was ever made, by the hash of its statement, oldest first."""
        return self._books.offers

    def offer(self, hash_: str) -> Offer | None:
        return self._books.offers.get(hash_)

    @property
    def publications(self) -> Mapping[str, Publication]:
        """Every publication there ever was, by the hash of its statement, oldest first."""
        return self._books.publications

    def standing(self, shelf: str, item: str, part: str = WHOLE) -> Publication | None:
        """The last publication of an item, or of one fact of it; without a document: it was retired."""
        return self._books.standing(shelf, item, part)

    def standings(self, shelf: str, item: str) -> Mapping[str, Publication]:
        """The last publication by part: by fact, or of the whole."""
        return self._books.item_standings.get((shelf, item), {})

    def history(self, shelf: str, item: str) -> tuple[Publication, ...]:
        """All publications of an item and its parts, oldest first."""
        return tuple(self._books.item_histories.get((shelf, item), ()))

    def items(self, shelf: str) -> list[str]:
        """The items of a shelf of which something stands with a document, sorted."""
        return sorted(
            item
            for (of, item), standings in self._books.item_standings.items()
            if of == shelf and any(one.document for one in standings.values())
        )

    def offer_of(self, document: str) -> Offer | None:
        """The offer of the document of this hash."""
        return self._books.offers.get(self._books.offered_documents.get(document, ""))

    def publication_of(self, document: str) -> Publication | None:
        """The publication of the document of this hash."""
        return self._books.publications.get(self._books.published_documents.get(document, ""))

    # Keys and officers.

    @property
    def keysets(self) -> Mapping[str, Keyset]:
        """Every published keyset by its key id, whatever became of it."""
        return self._books.keys

    def keyset(self, keyid: str) -> Keyset | None:
        return self._books.keys.get(keyid)

    def keyset_hash(self, keyid: str) -> str | None:
        """The hash of the (first) keyset statement of a key: how statements name it."""
        link = self._books.keyset_links.get(keyid)
        return link.hash if link else None

    def awaits_authorisation(self, keyid: str, office: str) -> bool:
        """Whether a nomination of this key for this office stands, neither authorised nor voided."""
        books = self._books
        return any(
            one.keyid == keyid and one.office == office and not touches(one.chain, books.voided)
            for hash_, one in books.nominations.items()
            if hash_ not in books.authorised
        )

    def nomination(self, hash_: str) -> tuple[str, bool] | None:
        """(key id, whether authorised) of a nomination by its hash."""
        nomination = self._books.nominations.get(hash_)
        return (nomination.keyid, hash_ in self._books.authorised) if nomination else None

    def officer(self, keyid: str) -> Officer | None:
        return self._books.officers.get(keyid)

    @property
    def officers(self) -> Mapping[str, Officer]:
        return self._books.officers

    def officers_of(self, office: str, at: int) -> list[Officer]:
        """The active officers of an office at time `at`, sorted by key id."""
        members = sorted(self._books.office_members.get(office, ()))
        officers = (self._books.officers.get(keyid) for keyid in members)
        return [who for who in officers if who and who.office == office and who.active(at)]

    def status_at(self, keyid: str, size: int) -> Standing | None:
        """What held for an officer's key in the tree of that size."""
        return self._books.standing_at(keyid, size)

    def active_at(self, keyid: str, size: int, time: int) -> str | None:
        """The office of which the key was an active officer at that size and time, or None."""
        standing = self._books.standing_at(keyid, size)
        if standing is None or standing.status != ACTIVE or time >= standing.until:
            return None
        return standing.office

    def find(self, text: str) -> list[Officer]:
        """Officers whose name, latin name, country, office or agency holds every word of `text`."""
        words = _fold(text).split()
        return [
            officer
            for officer in self._books.officers.values()
            if all(word in self._search_text(officer) for word in words)
        ]

    def _search_text(self, officer: Officer) -> str:
        office = self._books.offices.get(officer.office)
        agency = self._books.agencies.get(officer.agency)
        parts = [officer.person["name"], officer.person["latin"], officer.country, officer.office]
        parts += [record.name for record in (office, agency) if record]
        return _fold(" ".join(parts))


def _fold(text: str) -> str:
    """Case and accents do not matter when somebody is looked for."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
