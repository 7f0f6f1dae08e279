"""The countries' frameworks: what ships, what was published in its place, what is proposed.

Facts stand each by itself. Anybody but partners proposes; the country's own officers confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from repatria.frameworks.changes import Change, Difference, changes, differences
from repatria.frameworks.exchange import fact_in, value_out
from repatria.frameworks.facts import Fact, Standing, Version, merge, shipped_facts
from repatria.protocol.canonical import Json
from repatria.protocol.publication_shapes import FRAMEWORK, is_jurisdiction
from repatria.protocol.publication_states import OFFERED, Offer, Publication
from repatria.reference import framework_countries
from repatria.sdk.errors import WrongUse
from repatria.sdk.publications import Publications, Retiring, Written
from repatria.sdk.register import Landed

Standings = dict[str, Standing]


class Frameworks:
    def __init__(self, publications: Publications) -> None:
        self.publications = publications

    def jurisdictions(self) -> list[str]:
        """Items of which something is known: shipped, published or proposed."""
        offered = {one.item for one in self.publications.offers(FRAMEWORK, OFFERED)}
        shipped = {country.lower() for country in framework_countries()}
        return sorted({*shipped, *offered, *self.publications.items(FRAMEWORK)})

    def standings(self, item: str) -> Standings:
        """What stands of a jurisdiction (`ch`, `gb-sct`; capitals are taken too), by field.

        A version that is not for me to read is as if it were not. Raises WrongUse (`no_jurisdiction`).
        """
        item = self.item_of(item)
        published = self.publications.history(FRAMEWORK, item)
        offers = [one for one in self.publications.offers(FRAMEWORK, OFFERED) if one.item == item]
        return merge(
            shipped_facts(item), self._versions(published), self._versions(offers), self.publications.now()
        )

    def offers(self, item: str) -> list[Offer]:
        """Proposals for a jurisdiction that nobody has answered, newest first."""
        item = self.item_of(item)
        return [one for one in self.publications.offers(FRAMEWORK, OFFERED) if one.item == item]

    def propose(
        self, item: str, facts: Iterable[Fact], access: str = "members", seen: int | None = None
    ) -> Landed:
        """Offer facts of a jurisdiction to its own officers."""
        return self.publications.offer(self._written(item, facts, access, seen))

    def publish(
        self, item: str, facts: Iterable[Fact], access: str = "members", seen: int | None = None
    ) -> Landed:
        """Confirm facts of my own country."""
        return self.publications.publish(self._written(item, facts, access, seen))

    def put_anew(self, item: str, facts: Iterable[Fact], *, confirm: bool = False) -> list[Landed]:
        """Propose facts, or confirm them for my own country, each readable by whom it was readable before:
        a statement for each kind of reader.
        """
        item, by_access = self.item_of(item), dict[str, list[Fact]]()
        for fact in facts:
            stands = self.publications.standing(FRAMEWORK, item, fact.field)
            by_access.setdefault(stands.access if stands else "members", []).append(fact)
        say_it = self.publish if confirm else self.propose
        return [say_it(item, own, access) for access, own in by_access.items()]

    def confirm_shipped(self, item: str, fields: Sequence[str], seen: int | None = None) -> Landed:
        """Confirm drafts of my own country that ship, as they are. Raises WrongUse (`no_such_fact`)."""
        known = {fact.field: fact for fact in shipped_facts(self.item_of(item))}
        if unknown := sorted(set(fields) - set(known)):
            raise WrongUse("no_such_fact", ", ".join(unknown))
        return self.publish(item, [known[field] for field in fields], seen=seen)

    def changes(self, item: str, since: int) -> tuple[Change, ...]:
        """What was proposed, confirmed or taken away at position `since` of the register or later."""
        return changes(self.standings(item), since)

    def differences(self, found: Mapping[str, Iterable[Fact]]) -> dict[str, tuple[Difference, ...]]:
        """Of the facts of a file (`exchange.from_json`, `from_csv`), by item, what does not stand so."""
        return {item: differences(tuple(facts), self.standings(item)) for item, facts in found.items()}

    def retire(self, item: str, fields: Sequence[str], why: Retiring) -> Landed:
        return self.publications.retire(FRAMEWORK, self.item_of(item), why, fields)

    @staticmethod
    def item_of(name: str) -> str:
        item = name.strip().lower()
        if not is_jurisdiction(item):
            raise WrongUse("no_jurisdiction", name)
        return item

    def _written(self, item: str, facts: Iterable[Fact], access: str, seen: int | None) -> Written:
        item = self.item_of(item)
        written = sorted((_out(fact) for fact in facts), key=lambda one: str(one["field"]))
        return Written(FRAMEWORK, item, {"jurisdiction": item, "facts": written}, access, seen)

    def _versions(self, made: Sequence[Offer | Publication]) -> Iterator[Version]:
        for one in made:
            facts = self._facts(one)
            if facts is None:
                continue
            by = self._name(one.issue.by)
            why = self.publications.reason(one) if isinstance(one, Publication) else ""
            for part in one.parts:
                yield Version(part, facts.get(part), one.issue.time, one.issue.index, by, one.hash, why)

    def _facts(self, of: Offer | Publication) -> Mapping[str, Fact] | None:
        """By field; nothing where it retires; None where I cannot read it."""
        if of.document is None:
            return {}
        try:
            own = self.publications.record(of)
        except WrongUse as error:
            if error.code != "no_record":
                raise
            return None
        return {raw["field"]: fact_in(raw) for raw in own["facts"]}

    def _name(self, keyid: str) -> str:
        directory = self.publications.register.directory
        who = directory.officer(keyid) or directory.head(keyid)
        return str(who.person["latin"]) if who else keyid[:12]


def _out(fact: Fact) -> Json:
    return {
        "field": fact.field,
        "value": value_out(fact.value),
        "text": fact.text,
        "source": fact.source,
        "url": fact.url,
        "certainty": fact.certainty if fact.source else "unverified",
        "as_of": fact.as_of,
        "review": fact.review,
    }
