"""`repatria course answer`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import say, show, show_json
from repatria.cli.publishing import AsJson, ItemName, in_language
from repatria.cli.working import signed_in
from repatria.protocol.canonical import Json
from repatria.sdk import WrongUse


def answer(
    item: ItemName,
    module: Annotated[str, typer.Argument(help="A module's id, as `get` shows it.")],
    choices: Annotated[
        list[str] | None,
        typer.Argument(help="QUESTION=NUMBER[,NUMBER], with the choices as `get` numbers them."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a module's questions. They are checked on this machine; your progress is sealed to you."""
    with signed_in() as session:
        own = session.courses.get(item).module(module)
        given = dict(_chosen(own, one) for one in choices or ())
        found = session.courses.answer(item, module, given)
    if as_json:
        show_json(found.to_json())
        return
    say("course.through" if found.passed else "course.not_through", right=found.right, count=found.asked)
    for question in own["quiz"]:
        if question["id"] in found.wrong:
            said = in_language(question["words"])
            show(f"{question['id']}  {said['title']}\n   {said['text']}".rstrip())


def _chosen(module: Json, said: str) -> tuple[str, list[int]]:
    """Raises WrongUse (`bad_choice`) for what is no question or no choice of it."""
    name, _, numbers = said.partition("=")
    question = next((one for one in module["quiz"] if one["id"] == name), None)
    wanted = numbers.split(",")
    known = {str(n + 1) for n in range(len(question["choices"]))} if question else set()
    if not known.issuperset(wanted):
        raise WrongUse("bad_choice", f"{said!r}: QUESTION=NUMBER[,NUMBER]")
    return name, [int(number) - 1 for number in wanted]
