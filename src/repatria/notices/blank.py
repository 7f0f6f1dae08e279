"""A record with nothing said yet (`reference/notice-blank.json`): what a form begins with.

The browser's form reads the same file (web/src/ui/notices/blank.ts).
"""

from __future__ import annotations

import copy
from typing import Any

from repatria import reference

Json = dict[str, Any]


def blank_record(language: str, title: str = "") -> Json:
    """What a record of protocol/notices.md says at the least; without a title it is none yet."""
    return {**_copy("record"), "texts": [{**_copy("text"), "language": language, "title": title}]}


def begun_record(colour: str, language: str) -> Json:
    """A blank record with one of each thing that the colour is about, to be filled in.

    Raises nothing for a colour that there is not: it begins with nothing.
    """
    begins_with = reference.notice_blank()["begins_with"]
    return {
        **blank_record(language),
        "offences": [_copy("offence")] if colour in begins_with["offence"] else [],
        "assets": [blank_asset()] if colour in begins_with["asset"] else [],
    }


def blank_asset() -> Json:
    """With one identifier."""
    return {**_copy("asset"), "identifiers": [_copy("identifier")]}


def _copy(name: str) -> Json:
    made: Json = copy.deepcopy(reference.notice_blank()[name])
    return made
