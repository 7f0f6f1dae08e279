"""What an officer fills in before it is sealed: letters and requests, as bodies.md wants them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from repatria.protocol import bodies
from repatria.protocol.body_shapes import OUTCOMES, REQUEST_TYPES
from repatria.protocol.entries import FLOORS, URGENCIES
from repatria.sdk.errors import WrongUse

__all__ = [
    "LINKS",
    "OUTCOMES",
    "REFUSALS",
    "REQUEST_TYPES",
    "STAGES",
    "TICK_STATES",
    "TLP",
    "URGENCIES",
    "Answer",
    "Asset",
    "ConcernedPerson",
    "Letter",
    "Measure",
    "Reply",
    "RequestForm",
    "Tick",
]

TLP = FLOORS  # strictest first
LINKS = ("proceeds", "converted", "intermingled", "benefit", "instrumentality", "equivalent_value")
STAGES = (
    "intelligence", "preliminary", "investigation", "charged", "trial", "final_judgment", "ncb", "civil",
    "administrative",
)  # fmt: skip
REFUSALS = (
    "no_dual_criminality", "insufficient_facts", "no_link_asset_offence", "no_identifier",
    "wrong_authority", "language", "needs_mla", "no_power_without_charge", "de_minimis", "political",
    "human_rights", "limitation", "ne_bis_in_idem", "ongoing_own_case", "confidentiality", "costs",
    "cannot_locate",
)  # fmt: skip
TICK_STATES = ("open", "doing", "done", "not_applicable")


@dataclass(frozen=True, slots=True)
class ConcernedPerson:
    """Somebody a request is about; empty where unknown."""

    name: str
    latin: str = ""
    born: str = ""
    document: str = ""
    nationality: str = ""

    def to_json(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in self.__slots__}


@dataclass(frozen=True, slots=True)
class Asset:
    """`type` is a code of asset-types.csv, `link` the asset's link to the offence, `amount` a text."""

    type: str
    identifier: str = ""
    holder: str = ""
    place: str = ""
    amount: str = ""
    currency: str = ""
    link: str = ""

    def to_json(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in self.__slots__}


@dataclass(frozen=True, slots=True)
class RequestForm:
    """The request inside a body. Times are Unix seconds; texts are empty where unknown."""

    type: str
    urgency: str = "ordinary"
    needed_by: int | None = None
    offence: str = ""
    offence_law: str = ""
    stage: str = ""
    facts: str = ""
    persons: tuple[ConcernedPerson, ...] = ()
    assets: tuple[Asset, ...] = ()
    measure: str = ""
    formal_by: int | None = None
    purpose: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_languages: str = ""
    order: str = ""
    authority: str = ""
    third_parties: str = ""

    def to_json(self, to: str) -> dict[str, Any]:
        for given, known in ((self.type, REQUEST_TYPES), (self.urgency, URGENCIES)):
            if given not in known:
                raise WrongUse("bad_request_form", f"{given!r} is none of {', '.join(known)}")
        return {
            "type": self.type,
            "urgency": self.urgency,
            "to": to,
            "needed_by": self.needed_by,
            "offence": self.offence,
            "offence_law": self.offence_law,
            "stage": self.stage,
            "facts": self.facts,
            "persons": [person.to_json() for person in self.persons],
            "assets": [asset.to_json() for asset in self.assets],
            "measure": self.measure,
            "formal_by": self.formal_by,
            "purpose": self.purpose,
            "contact": {
                "name": self.contact_name,
                "phone": self.contact_phone,
                "languages": self.contact_languages,
            },
            "order": self.order,
            "authority": self.authority,
            "third_parties": self.third_parties,
        }


@dataclass(frozen=True, slots=True)
class Measure:
    """What was done to the asset; `expires` Unix seconds or None."""

    authority: str = ""
    basis: str = ""
    expires: int | None = None
    amount: str = ""
    currency: str = ""

    def to_json(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in self.__slots__}


@dataclass(frozen=True, slots=True)
class Reply:
    """A message in a room that exists; `tlp` None means the strictest of the thread."""

    text: str
    language: str = "en"
    tlp: str | None = None
    re: str | None = None
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a request; `reason` is the code of a refusal (request.md)."""

    outcome: str
    text: str = ""
    reason: str = ""
    measure: Measure | None = None
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """One action of the 24-hour checklist; `owner` is a key id or empty."""

    action: str
    state: str = "done"
    note: str = ""
    owner: str = ""
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """The first message of a room: to one or more offices, with or without a request to the first."""

    to: tuple[str, ...]
    subject: str
    text: str
    tlp: str = "TLP:AMBER"
    language: str = "en"
    request: RequestForm | None = None
    files: tuple[Path, ...] = field(default=())

    def demand_sendable(self) -> None:
        """Raises WrongUse (`bad_handling`, `bad_request_form`) before anything is sealed or kept."""
        if self.tlp not in TLP:
            raise WrongUse("bad_handling", f"{self.tlp!r} is none of {', '.join(TLP)}")
        if self.request is not None:
            self.request.to_json(self.to[0])

    def body(self, attachments: list[dict[str, Any]]) -> dict[str, Any]:
        if self.request is None:
            return bodies.message(
                self.text,
                tlp=self.tlp,
                subject=self.subject,
                attachments=attachments,
                language=self.language,
            )
        return bodies.request(
            self.request.to_json(self.to[0]),
            tlp=self.tlp,
            subject=self.subject,
            text=self.text,
            attachments=attachments,
            language=self.language,
        )
