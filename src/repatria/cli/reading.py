"""What is given to commands: texts and files, codes, moments. What cannot be taken is said, by its option."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from repatria.sdk import WrongUse
from repatria.server.refusals import Refusal
from repatria.server.shapes import CLOCK, COUNTRY, EMAIL, HEX32, OFFICE, Shape, Text

_SPAN = re.compile(r"\+([0-9]{1,4})([hd])")
_SECONDS = {"h": 3600, "d": 24 * 3600}
STDIN = Path("-")


def read_text(path: Path) -> str:
    """A UTF-8 file, or standard input for `-`. Raises WrongUse (`not_utf8`), OSError with the file's name."""
    data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse("not_utf8", f"{path}: {error.start}") from error


def demand_text(arguments: Sequence[str]) -> None:
    """Raises WrongUse (`no_text`) for an argument that is no text and could not be signed."""
    for number, argument in enumerate(arguments, start=1):
        if any("\ud800" <= letter <= "\udfff" for letter in argument):
            raise WrongUse("no_text", f"{number}: {argument.encode(errors='replace').decode()}")


def said(text: str, body_file: Path | None) -> str:
    """The text of a message, from its option or a file, not both."""
    if body_file is None:
        return text
    if text:
        raise WrongUse("text_twice", "--text, --body-file")
    return read_text(body_file)


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object of a file. Raises WrongUse (`bad_json_file`)."""
    try:
        value = json.loads(read_text(path))
    except ValueError as error:
        raise WrongUse("bad_json_file", f"{path}: {error}") from error
    if not isinstance(value, dict):
        raise WrongUse("bad_json_file", f"{path}: {{…}}")
    return value


def one_of(option: str, value: str, known: Collection[str]) -> str:
    """`value`, if it is known. Raises WrongUse (`bad_choice`), which lists what is."""
    if value not in known:
        raise WrongUse("bad_choice", f"{option} {value!r}: {', '.join(known)}")
    return value


def code_of(option: str, value: str, known: Collection[str]) -> str:
    """The same where nothing was said, or where there are too many to list."""
    if value and value not in known:
        near = [code for code in known if value.lower() in code.lower()] or list(known)
        raise WrongUse("bad_choice", f"{option} {value!r}: {', '.join(near[:30])}")
    return value


def country_of(option: str, value: str) -> str:
    """The two letters of a country that is said by them or by its name. Raises WrongUse (`bad_country`)."""
    from repatria.notices.importing.cleaning import find_country

    found = find_country(value)
    if found is None:
        raise WrongUse("bad_country", f"{option} {value!r}")
    return found


def _shaped(code: str, shape: Shape) -> Callable[[str, str], str]:
    """Takes an option and its value as the server would take it; raises WrongUse with `code`."""

    def read(option: str, value: str) -> str:
        try:
            shape.read(value)
        except Refusal as error:
            raise WrongUse(code, f"{option} {value!r}") from error
        return value

    return read


language = _shaped("bad_language", Text(2, 2, "[a-z]{2}"))
office = _shaped("bad_office", OFFICE)
country = _shaped("bad_country", COUNTRY)
email = _shaped("bad_email", EMAIL)  # or nothing
root_hash = _shaped("bad_root_hash", HEX32)
clock = _shaped("bad_hour", CLOCK)  # hours and minutes of a day


def zone(option: str, value: str) -> str:
    """An IANA time zone."""
    if value not in available_timezones():
        raise WrongUse("bad_zone", f"{option} {value!r}")
    return value


def days(option: str, value: str) -> list[int]:
    """Days of a week, `1,2,3,4,5`; 1 is Monday."""
    parts = [part.strip() for part in value.split(",")]
    if not all(part in ("1", "2", "3", "4", "5", "6", "7") for part in parts):
        raise WrongUse("bad_choice", f"{option} {value!r}: 1, 2, 3, 4, 5, 6, 7")
    return [int(part) for part in parts]


def whole(option: str, value: float, least: int, most: int) -> None:
    """Raises WrongUse (`bad_number`)."""
    if not least <= value <= most:
        raise WrongUse("bad_number", f"{option} {value}: {least}-{most}")


def moment(option: str, value: str, now: int, clocks: str = "") -> int:
    """Unix seconds of `2026-11-24T18:00+03:00`, `+20h`, `+9d`, or Unix seconds.

    `clocks` is the IANA zone of a moment that names none; else this machine's.
    """
    if (span := _SPAN.fullmatch(value)) is not None:
        return now + int(span[1]) * _SECONDS[span[2]]
    try:
        return int(value) if value.isascii() and value.isdigit() else int(_aware(value, clocks).timestamp())
    except (ValueError, OverflowError) as error:
        raise WrongUse("bad_moment", f"{option} {value!r}") from error


def _aware(value: str, clocks: str) -> datetime:
    read = datetime.fromisoformat(value)
    return read.replace(tzinfo=ZoneInfo(clocks)) if clocks and read.tzinfo is None else read.astimezone()
