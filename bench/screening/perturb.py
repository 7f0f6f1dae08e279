"""How people misspell names: one change each, drawn with a seeded chance."""

import random
import unicodedata
from collections.abc import Callable

VOWELS = "aeiouy"
Change = Callable[[str, random.Random], str]


def perturbed(name: str, chance: random.Random) -> str:
    """The name after one or two changes; the same name only where none of them applies."""
    changes = LATIN_CHANGES + ANY_CHANGES if name.isascii() or _is_latin(name) else ANY_CHANGES
    for _ in range(chance.choice((1, 1, 2))):
        name = _changed(name, changes, chance)
    return name


def _changed(name: str, changes: tuple[Change, ...], chance: random.Random) -> str:
    for change in chance.sample(changes, len(changes)):
        other = change(name, chance)
        if other != name and other.strip():
            return other
    return name


def _is_latin(name: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())


def last_name_first(name: str, chance: random.Random) -> str:
    words = name.split(" ")
    comma = chance.choice((", ", " "))
    return f"{words[-1]}{comma}{' '.join(words[:-1])}" if len(words) > 1 else name


def middle_left_out(name: str, chance: random.Random) -> str:
    words = name.split(" ")
    if len(words) < 3:
        return name
    place = chance.randrange(1, len(words) - 1)
    return " ".join(words[:place] + words[place + 1 :])


def transposed(name: str, chance: random.Random) -> str:
    place = _inside(name, chance)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :] if place else name


def letter_left_out(name: str, chance: random.Random) -> str:
    place = _inside(name, chance)
    return name[:place] + name[place + 1 :] if place else name


def letter_doubled(name: str, chance: random.Random) -> str:
    place = _inside(name, chance)
    return name[:place] + name[place] + name[place:] if place else name


def vowel_exchanged(name: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(name) if letter in VOWELS]
    if not places:
        return name
    place = chance.choice(places)
    return name[:place] + chance.choice(VOWELS.replace(name[place], "")) + name[place + 1 :]


def given_name_as_initial(name: str, chance: random.Random) -> str:
    words = name.split(" ")
    return " ".join([words[0][0] + chance.choice((".", "")), *words[1:]]) if len(words) > 1 else name


def joined(name: str, chance: random.Random) -> str:
    return name.replace(" ", chance.choice(("-", "")), 1)


def without_marks(name: str, chance: random.Random) -> str:
    del chance
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )


def _inside(name: str, chance: random.Random) -> int:
    """A place whose letter and the next belong to one word, not its first; 0 where there is none."""
    places = [place for place in range(1, len(name) - 1) if name[place - 1 : place + 2].isalpha()]
    return chance.choice(places) if places else 0


ANY_CHANGES: tuple[Change, ...] = (last_name_first, middle_left_out, transposed, letter_left_out)
LATIN_CHANGES: tuple[Change, ...] = (
    letter_doubled,
    vowel_exchanged,
    given_name_as_initial,
    joined,
    without_marks,
)
