"""Rows of a table as queries: which column is what, in four languages, and what of a cell can be used.

A cell that cannot be used is left out of the query and said with its line; nothing is guessed. A row whose
cells cannot be told apart is not asked at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from repatria.notices.importing import RowFault
from repatria.notices.importing.cleaning import can_be_compared, clean, find_country, find_date
from repatria.screening.records import LISTED_KINDS, Identifier, Kind, Subject
from repatria.sdk.errors import WrongUse
from repatria.sdk.tables import read_rows

NUMBERS = (
    "passport", "id_card", "tax", "register", "iban", "account", "bic", "lei", "isin", "imo", "mmsi", "vin",
    "plate", "tail", "wallet",
)  # fmt: skip
FIELDS = (
    "id", "name", "first_name", "last_name", "other_names", "kind", "born", "country", "gender", *NUMBERS
)  # fmt: skip
# As people head their columns; letter case, accents and signs do not count.
_HEADS: Mapping[str, str] = {
    "id": "id|ref|reference|row|customer id|client id|référence|référence client|identifiant|referencia"
    "|identificador|المرجع|المعرف|الرقم المرجعي",
    "name": "name|names|full name|fullname|legal name|company|company name|nom|nom complet|nom et prénom"
    "|raison sociale|nombre|nombre completo|nombre y apellidos|razón social|الاسم|الاسم الكامل|اسم الشركة",
    "first_name": "first name|given name|given names|forename|prénom|prénoms|nombre de pila|nombres"
    "|الاسم الأول|الاسم الشخصي",
    "last_name": "last name|surname|family name|nom de famille|apellido|apellidos|اللقب|اسم العائلة|النسب",
    "other_names": "other names|alias|aliases|aka|autres noms|otros nombres|otros nombres alias|أسماء أخرى"
    "|الأسماء المستعارة|alias name",
    "kind": "kind|type|entity type|genre d objet|type d entité|tipo|tipo de entidad|clase|النوع|نوع الكيان",
    "born": "born|birth date|birthdate|date of birth|dob|year of birth|date de naissance|année de naissance"
    "|né le|fecha de nacimiento|año de nacimiento|تاريخ الميلاد|سنة الميلاد",
    "country": "country|countries|nationality|nationalities|citizenship|pays|nationalité|país|nacionalidad"
    "|البلد|الجنسية|الدولة",
    "gender": "gender|sex|sexe|genre|sexo|género|الجنس",
    "passport": "passport|passport number|passport no|passeport|numéro de passeport|pasaporte"
    "|número de pasaporte|جواز السفر|رقم جواز السفر",
    "id_card": "national id|id card|identity card|id number|carte d identité|numéro d identité"
    "|documento de identidad|cédula|dni|بطاقة الهوية|رقم الهوية|الرقم الوطني",
    "tax": "tax|tax number|tax id|tin|numéro fiscal|nif|número fiscal|rfc|الرقم الضريبي",
    "register": "register|registration|registration number|company number|numéro d immatriculation|rccm|siren"
    "|número de registro|registro mercantil|رقم السجل|السجل التجاري",
    "iban": "iban",
    "account": "account|account number|compte|numéro de compte|cuenta|número de cuenta|رقم الحساب|الحساب",
    "bic": "bic|swift|swift code",
    "lei": "lei",
    "isin": "isin",
    "imo": "imo|imo number",
    "mmsi": "mmsi",
    "vin": "vin|chassis|chassis number|numéro de châssis|número de chasis|bastidor|رقم الهيكل",
    "plate": "plate|licence plate|license plate|number plate|plaque|plaque d immatriculation|matrícula|placa"
    "|رقم اللوحة|اللوحة",
    "tail": "tail|tail number|immatriculation aéronef|matrícula de aeronave|رقم ذيل الطائرة",
    "wallet": "wallet|wallet address|address of wallet|portefeuille|billetera|monedero|المحفظة|عنوان المحفظة",
}
_KINDS: Mapping[Kind, str] = {
    Kind.PERSON: "person|individual|natural person|p|personne|personne physique|particulier|persona"
    "|persona física|individuo|شخص|شخص طبيعي|فرد",
    Kind.ORGANISATION: "organisation|organization|company|entity|legal entity|business|o|société|entreprise"
    "|personne morale|entité|empresa|sociedad|entidad|persona jurídica|organización|شركة|كيان|منظمة|مؤسسة",
    Kind.VESSEL: "vessel|ship|boat|navire|bateau|buque|embarcación|barco|سفينة|قارب",
    Kind.VEHICLE: "vehicle|car|véhicule|voiture|vehículo|coche|مركبة|سيارة",
    Kind.AIRCRAFT: "aircraft|plane|airplane|aéronef|avion|aeronave|avión|طائرة",
    Kind.ACCOUNT: "account|bank account|compte|cuenta|حساب|حساب مصرفي",
    Kind.WALLET: "wallet|crypto wallet|portefeuille|billetera|monedero|محفظة",
    Kind.PROPERTY: "property|real estate|bien|immeuble|inmueble|propiedad|عقار",
    Kind.SECURITY: "security|securities|share|titre|valeur mobilière|valor|acción|ورقة مالية",
}
_GENDERS: Mapping[str, str] = {
    "female": "f|female|woman|femme|féminin|mujer|femenino|أنثى|امرأة",
    "male": "m|male|man|homme|masculin|hombre|masculino|h|ذكر|رجل",
    "other": "x|other|autre|otro|آخر",
}
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_SEVERAL = re.compile(r"\s*[;|\n]\s*")


@dataclass(frozen=True, slots=True)
class Asked:
    """One row as a query. `label`: the id that the row has. `notes`: cells that were left out."""

    line: int
    label: str
    subject: Subject
    notes: tuple[RowFault, ...]


class Columns:
    """What each column of a table is."""

    def __init__(self, header: Sequence[str], named: Mapping[str, str], kind: Kind) -> None:
        """`named`: field to heading, for what is headed otherwise; `kind` of rows that do not say theirs.

        Raises WrongUse (`no_columns`) where there is neither a name nor a number, (`no_such_column`).
        """
        self._kind = kind
        self._width = len(header)
        folded = [_fold(head) for head in header]
        self.places: dict[str, list[int]] = {}
        for field, head in named.items():
            if field not in FIELDS or _fold(head) not in folded:
                raise WrongUse("no_such_column", f"{field}={head}: {', '.join(header)}")
            self.places[field] = [folded.index(_fold(head))]
        taken = {place for places in self.places.values() for place in places}
        for place, head in enumerate(folded):
            meant = _meanings().get(head, "")
            if meant and meant not in named and place not in taken:
                self.places.setdefault(meant, []).append(place)
        if not self.places.keys() & {"name", "first_name", "last_name", *NUMBERS}:
            raise WrongUse("no_columns", ", ".join(header)[:300])

    def ask(self, line: int, cells: Sequence[str]) -> Asked | RowFault:
        """The row as a query, or why it is none."""
        if any(cell for cell in cells[self._width :]):
            return RowFault(line, _shown(cells), "too_many_cells")
        row = {field: _cells(cells, places) for field, places in self.places.items()}
        names = tuple(filter(can_be_compared, dict.fromkeys(_names(row))))
        numbers = [(scheme, value) for scheme in NUMBERS for value in row.get(scheme, ())]
        if not names and not numbers:
            return RowFault(line, _shown(cells), "no_name")
        notes: list[RowFault] = []
        subject = Subject(
            id="",
            kind=self._kind_of(row, line, notes),
            names=names,
            birth_dates=tuple(_dates(row, line, notes)),
            countries=tuple(_countries(row, line, notes)),
            genders=tuple(_genders(row, line, notes)),
            identifiers=tuple(Identifier(*number) for number in numbers),
        )
        return Asked(line, " ".join(row.get("id", ())), subject, tuple(notes))

    def _kind_of(self, row: Mapping[str, list[str]], line: int, notes: list[RowFault]) -> Kind:
        for cell in row.get("kind", ()):
            found = _words_of_kinds().get(_fold(cell))
            if found is not None:
                return found
            notes.append(RowFault(line, cell, "bad_kind"))
        return self._kind


def asked_of(path: Path, named: Mapping[str, str], kind: Kind) -> Iterator[Asked | RowFault]:
    """Every row under the heading of a table, as a query or with what is wrong with it.

    Raises WrongUse (`no_columns`, `no_such_column`, `bad_table`, `table_too_large`).
    """
    columns: Columns | None = None
    for row in read_rows(path):
        if isinstance(row, RowFault):
            yield row
        elif columns is None:
            columns = Columns(row[1], named, kind)
        else:
            yield columns.ask(*row)
    if columns is None:
        raise WrongUse("no_columns", str(path))


def _cells(cells: Sequence[str], places: list[int]) -> list[str]:
    found = (cells[place] for place in places if place < len(cells))
    return [text for text in (clean(cell)[0] for cell in found) if text]


def _names(row: Mapping[str, list[str]]) -> Iterator[str]:
    yield from row.get("name", ())
    parts = [*row.get("first_name", ()), *row.get("last_name", ())]
    if parts:
        yield " ".join(parts)
    for cell in row.get("other_names", ()):
        yield from (name for name in _SEVERAL.split(cell) if name)


def _dates(row: Mapping[str, list[str]], line: int, notes: list[RowFault]) -> Iterator[str]:
    for cell in row.get("born", ()):
        for text in _SEVERAL.split(cell):
            found = find_date(text) or _written_date(text)
            if found is None:
                notes.append(RowFault(line, text, "bad_date"))
                continue
            if len(found) == 4 and len(text) > 4 and text != found:
                notes.append(RowFault(line, text, "date_ambiguous"))
            yield found


def _written_date(text: str) -> str | None:
    """Day, month, year, with dots; with other signs only where one of the two can be no month, else the year
    alone."""
    match = _DAY_FIRST.fullmatch(text.strip())
    if match is None:
        return None
    one, sign, other, year = int(match[1]), match[2], int(match[3]), match[4]
    if sign == "." or one > 12 or one == other:
        return find_date(f"{year}-{other}-{one}")
    if other > 12:
        return find_date(f"{year}-{one}-{other}")
    return find_date(year)


def _countries(row: Mapping[str, list[str]], line: int, notes: list[RowFault]) -> Iterator[str]:
    for cell in row.get("country", ()):
        for text in [cell] if find_country(cell) else re.split(r"\s*[;|/,]\s*", cell):
            found = find_country(text)
            if found is None:
                notes.append(RowFault(line, text, "bad_country"))
            else:
                yield found


def _genders(row: Mapping[str, list[str]], line: int, notes: list[RowFault]) -> Iterator[str]:
    for cell in row.get("gender", ()):
        found = _words_of_genders().get(_fold(cell))
        if found is None:
            notes.append(RowFault(line, cell, "bad_gender"))
        else:
            yield found


def _shown(cells: Sequence[str]) -> str:
    return " | ".join(cell for cell in cells if cell)[:80]


def _fold(text: str) -> str:
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if unicodedata.category(letter) not in ("Mn", "Cf")
    )
    return " ".join(re.sub(r"[^\w]+|_", " ", bare).split())


@cache
def _meanings() -> Mapping[str, str]:
    heads = {_fold(head): field for field, heads in _HEADS.items() for head in heads.split("|")}
    return heads | {_fold(field): field for field in FIELDS}


@cache
def _words_of_kinds() -> Mapping[str, Kind]:
    words = {_fold(word): kind for kind, words in _KINDS.items() for word in words.split("|")}
    return words | {kind.value: kind for kind in LISTED_KINDS}


@cache
def _words_of_genders() -> Mapping[str, str]:
    return {_fold(word): code for code, words in _GENDERS.items() for word in words.split("|")}
