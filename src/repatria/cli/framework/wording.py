"""Facts in words: names of fields and values in the language spoken, how sure they are, and how old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from repatria.cli.language import spoken
from repatria.cli.output import local_moment, words
from repatria.cli.publishing import country_word
from repatria.frameworks.exchange import PLAIN, value_out
from repatria.frameworks.facts import Duration, Fact, Standing
from repatria.reference.jurisdictions import framework_words, jurisdictions, language_names

LANGUAGES_ACCEPTED = "languages"
Jurisdiction = Annotated[str, typer.Argument(help="CH, or GB-SCT for a part of a country.")]
Jurisdictions = Annotated[list[str], typer.Argument(help="CH, or GB-SCT for a part of a country.")]


def name_of_item(item: str) -> str:
    part = jurisdictions().get(item)
    if part is not None and part.names:
        return part.names[spoken()]
    return country_word(item.upper())


def named(group: str, code: str) -> str:
    """A section, field or value in the language spoken; the code where it has no name."""
    found = framework_words()[group].get(code)
    return found[spoken()] if found else code


def languages_named(codes: Iterable[str]) -> str:
    """Languages by name; the code of one that is no country's."""
    names = language_names()
    return ", ".join(names[code][spoken()] if code in names else code for code in codes)


def value_words(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, Duration):
        return span_words(value)
    if isinstance(value, tuple) and fact.field == LANGUAGES_ACCEPTED:
        return languages_named(value)
    if isinstance(value, tuple):
        return ", ".join(named("value", one) for one in value)
    return named("value", value) if value else ""


def span_words(span: Duration) -> str:
    parts = [words(f"framework.unit.{span.unit}", count=span.n)]
    if span.start:
        parts.append(words("framework.from", event=span.start))
    if span.extendable:
        parts.append(words("framework.extendable"))
    if span.most is not None:
        parts.append(words("framework.most", span=words(f"framework.unit.{span.unit}", count=span.most)))
    return ", ".join(parts)


def state_words(standing: Standing) -> str:
    """How far what stands can be relied on, and who says so. Proposals beside it do not make a draft that
    ships a proposal."""
    is_draft = standing.state == "proposed" and standing.fact is not None
    state = "to_be_confirmed" if is_draft else standing.state
    made, said = standing.version, words(f"framework.state.{state}")
    if made is None:
        return said
    return words("framework.said", state=said, name=made.by, time=local_moment(made.at))


def standing_lines(standing: Standing) -> Iterator[str]:
    """A fact as people read it: what is known, on what it rests, and what is proposed."""
    fact = standing.fact
    yield f"{named('field', standing.field)}: {value_words(fact) if fact else words('framework.none')}"
    if fact is not None:
        if fact.text:
            yield f"    {fact.text}"
        source = "  ".join(part for part in (fact.source, fact.url) if part)
        certainty = words(f"framework.certainty.{fact.certainty}")
        yield f"    {source or words('framework.unsourced')}  [{certainty}]"
    dated = words("framework.as_of", date=fact.as_of) if fact and fact.as_of else ""
    yield "    " + "  ".join(part for part in (state_words(standing), dated) if part)
    for offer in standing.proposed:
        proposed = value_words(offer.fact) if offer.fact else ""
        yield "    " + words("framework.proposal", offer=offer.ref[:12], value=proposed, name=offer.by)


def fact_words(fact: Fact | None) -> str:
    """A fact in a line: its value, or its words; and its source."""
    if fact is None:
        return words("framework.none")
    said = value_words(fact) or fact.text
    return f"{said} [{fact.source}]" if fact.source else said


def plain(fact: Fact | None) -> dict[str, Any] | None:
    """For programs."""
    if fact is None:
        return None
    return {"value": value_out(fact.value), **{name: getattr(fact, name) for name in PLAIN}}
