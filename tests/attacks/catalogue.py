"""The list of attacks as docs/security/claims.md shows it: `python -m tests.attacks.catalogue`.

Prints the part of the page between the two marks, so that nobody writes it by hand.
"""

from collections.abc import Iterable, Iterator

from tests.attacks.families import FAMILIES
from tests.attacks.server_lies import LIES
from tests.attacks.tables import ATTACKS

BEGIN = "<!-- attacks: python -m tests.attacks.catalogue -->"
END = "<!-- end of attacks -->"


def section() -> str:
    """Every family with its attacks, and the codes with which both clients block."""
    return "\n".join([BEGIN, "", *_lines(), END])


def _lines() -> Iterator[str]:
    yield f"{len(ATTACKS)} attacks on scenes and {len(LIES)} lies of a server, in {len(FAMILIES)} families."
    yield ""
    for family in FAMILIES:
        yield f"### {family[0].upper()}{family[1:]}"
        yield ""
        yield from _rows(family)
        yield ""


def _rows(family: str) -> Iterator[str]:
    for attack in ATTACKS.values():
        if attack.family == family:
            yield f"- {_sentence(attack.name)}: {_codes(attack.codes)}. *{attack.attacker.split(':')[0]}*"
    for lie in LIES.values():
        if lie.family == family:
            yield f"- lying server: {_sentence(lie.name)}: {_codes(lie.codes)}"


def _sentence(name: str) -> str:
    return f"`{name}`"


def _codes(codes: Iterable[str]) -> str:
    return " or ".join(f"`{code}`" for code in codes)


if __name__ == "__main__":
    print(section())
