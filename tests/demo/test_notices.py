"""The invented notices: whole by their colours' gates, of every state, in many scripts, and nobody's."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from repatria import reference
from repatria.demo import content, pictures
from repatria.demo.notices import DemoNotice, notices, whole
from repatria.notices.gate import missing
from repatria.notices.subjects import subjects_of
from repatria.protocol.notice_states import REVIEW_SECONDS
from repatria.protocol.notices import NONCE_BYTES, record_document
from repatria.screening.identifiers import check_digits_hold

POSTS = {post.login: post for post in content.network().officers}
ALL = pytest.mark.parametrize("notice", notices(), ids=lambda notice: notice.id)


def record_of(notice: DemoNotice) -> dict[str, Any]:
    return whole(notice, POSTS[notice.by], "Agency")


def every(verb: str) -> Iterator[tuple[DemoNotice, tuple[Any, ...]]]:
    """Each step of this verb: the notice, and what follows the verb."""
    for notice in notices():
        yield from ((notice, tuple(rest)) for _, done, *rest in notice.steps if done == verb)


@ALL
def test_each_is_whole_and_asked_for_by_a_lead(notice: DemoNotice) -> None:
    record = record_of(notice)
    assert missing(record, notice.colour) == ()
    record_document(record, bytes(NONCE_BYTES))
    assert POSTS[notice.by].role in {"head", "deputy"}
    for offence in record["offences"]:
        assert offence["code"] in reference.offence_codes()
    for asset in record["assets"]:
        assert asset["type"] in reference.asset_types()


@ALL
def test_each_number_has_its_check_digits_and_a_form_that_is_nobodys(notice: DemoNotice) -> None:
    for subject in subjects_of(record_of(notice), notice.id):
        for number in subject.identifiers:
            assert check_digits_hold(number), number
            if number.scheme == "imo":
                assert number.value.removeprefix("IMO ").startswith("2")
            if number.scheme in {"lei", "vin"}:
                assert number.value.startswith({"lei": "ZZZZ", "vin": "0"}[number.scheme])


@ALL
def test_each_is_reviewed_by_two_other_people_of_the_secretariat(notice: DemoNotice) -> None:
    reviews = [(login, rest) for login, verb, *rest in notice.steps if verb == "review"]
    reviewers = [login for login, _ in reviews]
    assert len(set(reviewers)) == len(reviewers) <= 2
    assert all(POSTS[login].country == "XN" and login != notice.by for login in reviewers)


def test_every_state_that_people_bring_about_is_there() -> None:
    ends = {rest[1] for _, rest in every("review")}
    assert ends == {"pass", "return", "refuse"}
    assert {rest[0] for _, rest in every("change")} == {"suspend", "withdraw", "redress", "cancel"}
    assert [(rest[1], rest[2]) for _, rest in every("review") if rest[1] == "refuse"] == [("refuse", "ART3")]
    reviewed = {len([step for step in one.steps if step[1] == "review"]) for one in notices()}
    assert reviewed == {0, 1, 2}
    assert sum(one.amends is not None for one in notices()) == 1
    assert sum(one.days * 86_400 < REVIEW_SECONDS for one in notices()) == 1
    assert [one.variant for one, _ in every("send")] == ["diffusion"]
    assert len(list(every("hit"))) == 1


def test_colours_languages_scripts_and_pictures() -> None:
    colours = [one.colour for one in notices()]
    assert set(colours) == {"silver", "red", "blue", "green", "purple", "un"}
    assert colours.count("silver") > len(colours) / 2
    most = max(len(one.record["texts"]) for one in notices())
    assert most == 4
    assert sum(one.picture is not None for one in notices()) == 2
    names = [
        name for one in notices() for subject in subjects_of(record_of(one), one.id) for name in subject.names
    ]
    scripts = {unicodedata.name(char).split()[0] for name in names for char in name if char.isalpha()}
    assert scripts >= {
        "LATIN", "ARABIC", "CYRILLIC", "GREEK", "HEBREW", "CJK", "KATAKANA", "HANGUL", "THAI", "GEORGIAN",
        "ARMENIAN",
    }  # fmt: skip


def test_a_silhouette_is_a_whole_png_and_the_same_each_time() -> None:
    drawn = pictures.silhouette("seed")
    assert drawn == pictures.silhouette("seed") != pictures.silhouette("another")
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = {}, 8
    while at < len(drawn):
        (length,) = struct.unpack(">I", drawn[at : at + 4])
        name, data = drawn[at + 4 : at + 8], drawn[at + 8 : at + 8 + length]
        assert struct.unpack(">I", drawn[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + data),)
        found[name] = data
        at += 12 + length
    assert list(found) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    rows = zlib.decompress(found[b"IDAT"])
    assert len(rows) == pictures.HEIGHT * (pictures.WIDTH + 1)
    assert set(rows) == {pictures.GROUND, pictures.FIGURE, pictures.FRAME}
