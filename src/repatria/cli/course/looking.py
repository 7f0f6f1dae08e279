"""`repatria course list | get`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from repatria.cli.language import spoken
from repatria.cli.output import show, show_json, words
from repatria.cli.publishing import AsJson, ItemName, in_language, tell_retired
from repatria.cli.working import signed_in
from repatria.protocol.canonical import Json
from repatria.sdk import Course


def listed(as_json: AsJson = False) -> None:
    """List courses, the newest first, with how many of their modules you have passed."""
    with signed_in() as session:
        rows = [(one, len(session.courses.passed(one.item))) for one in session.courses.all()]
    if as_json:
        show_json([{**one.to_json(), "passed": passed} for one, passed in rows])
        return
    for one, passed in rows:
        show(f"{one.item}  {_way(one, passed)}  {one.words(spoken())['title']}")


def get(
    item: ItemName,
    module: Annotated[str, typer.Argument(help="A module's id; none: what the course is about.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show a course, or one of its modules with its questions and their choices by number."""
    with signed_in() as session:
        tell_retired(session, "course", item, as_json=as_json)
        course = session.courses.get(item)
        own = course.module(module) if module else None
        passed = session.courses.passed(item)
    if as_json:
        show_json(own or {**course.to_json(), "passed": passed})
        return
    for line in _module_lines(own) if own else _lines(course, passed):
        show(line)


def _way(course: Course, passed: int) -> str:
    return words("course.passed", passed=passed, count=len(course.record["modules"]))


def _lines(course: Course, passed: list[str]) -> Iterator[str]:
    record, own = course.record, course.words(spoken())
    yield f"{own['title']}\n{course.item}  {_way(course, len(passed))}"
    yield words("course.asks", hours=record["hours"], percent=record["pass_percent"])
    if record["office"]:
        yield words("course.office", office=record["office"])
    if own["text"]:
        yield f"\n{own['text']}\n"
    for one in record["modules"]:
        mark = "+" if one["id"] in passed else "-"
        yield f"{mark} {one['id']}  {in_language(one['words'])['title']}"


def _module_lines(module: Json) -> Iterator[str]:
    said = in_language(module["words"])
    yield f"{said['title']}\n\n{said['text']}".rstrip()
    for document in module["documents"]:
        yield f"library/{document}"
    for question in module["quiz"]:
        yield f"\n{question['id']}  {in_language(question['words'])['title']}"
        for number, choice in enumerate(question["choices"], 1):
            yield f"   {number}  {in_language(choice['words'])['title']}"
