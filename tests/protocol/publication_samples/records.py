"""A record of every shelf in which nothing is empty."""

from typing import Any

from tests.protocol.invented import digest

Json = dict[str, Any]


def words(title: str = "Titre", text: str = "Premier alinéa.\nSecond alinéa.") -> list[Json]:
    return [
        {"language": "fr", "title": title, "text": text},
        {"language": "ar", "title": "عنوان", "text": ""},
    ]


DURATION: Json = {"n": 72, "unit": "hours", "from": "reception", "extendable": True, "max": None}
FACT: Json = {
    "field": "fiu",
    "value": "CENTIF",
    "text": "Cellule nationale\nau ministère",
    "source": "Loi 2018-03, art. 59",
    "url": "https://example.sn/loi-2018-03#art59",
    "certainty": "high",
    "as_of": "2026-11",
    "review": "2027-11-01",
}
FILE: Json = {
    "language": "fr",
    "name": "Guide (2ᵉ éd.).pdf",
    "type": "application/pdf",
    "sha256": digest("a guide").hex(),
    "len": 268_435_456,
}
SESSION: Json = {
    "start": "2026-10-25T01:30",
    "end": "2026-10-25T03:00",
    "place": "Salle A",
    "speakers": ["محمد", "Amina"],
    "words": words("Ouverture"),
}
CHOICE: Json = {"right": True, "words": words("Oui")}
QUESTION: Json = {
    "id": "q-1",
    "words": words("Qui gèle ?"),
    "choices": [CHOICE, {**CHOICE, "right": False}],
}
MODULE: Json = {"id": "m-1", "words": words(), "documents": ["star-handbook-2"], "quiz": [QUESTION]}

FULL: dict[str, Json] = {
    "framework": {
        "jurisdiction": "sn",
        "facts": [
            FACT,
            {**FACT, "field": "fiu_hold_days", "value": DURATION, "source": "", "certainty": "unverified"},
            {**FACT, "field": "languages", "value": ["fr", "wo"], "url": "", "as_of": "", "review": ""},
            {**FACT, "field": "ncb", "value": None},
        ],
    },
    "library": {
        "type": "handbook",
        "topics": ["tracing", "non-conviction"],
        "regions": ["global", "SN"],
        "audiences": ["prosecutors"],
        "phases": ["freezing"],
        "publisher": "StAR",
        "authors": ["A. Auteur"],
        "year": "2021",
        "edition": "2",
        "identifier": "ISBN 978-1-4648-1616-1",
        "url": "http://example.org/guide",
        "licence": "CC BY 3.0 IGO",
        "certainty": "medium",
        "supersedes": "star-handbook-1",
        "review": "2028",
        "words": words(),
        "files": [FILE, {**FILE, "sha256": digest("a guide as text").hex(), "len": 1}],
        "body": [{"language": "en", "text": "# Title\n\n- one\n"}, {"language": "ar", "text": "نص"}],
    },
    "meeting": {
        "kind": "conference",
        "series": "Global Focal Point conference",
        "number": 9,
        "words": words(),
        "start": "2026-10-24",
        "end": "2026-10-26",
        "tz": "Europe/Vienna",
        "city": "Vienne",
        "country": "AT",
        "host": "Ministère",
        "organisers": ["INTERPOL"],
        "office": "xn/desk",
        "state": "open",
        "capacity": 150,
        "register_by": 1_790_000_000,
        "programme": [SESSION],
        "documents": ["star-handbook-2"],
        "decisions": words("Décisions"),
        "participants": None,
        "countries": None,
        "certainty": "high",
        "source": "Lettre d'invitation",
    },
    "course": {
        "words": words(),
        "hours": 6,
        "pass_percent": 80,
        "office": "xn/desk",
        "modules": [MODULE, {**MODULE, "id": "m-2", "quiz": [{**QUESTION, "id": "q-2"}]}],
    },
    "news": {"words": words(), "link": "meeting/vienna-2026", "pinned": False},
}
ITEMS = {"framework": "sn", **{shelf: f"{shelf}-1" for shelf in ("library", "meeting", "course", "news")}}
