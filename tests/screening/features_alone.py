"""The features of one name by itself, said plainly: what `Wordbook.features` is held against."""

from collections.abc import Iterable, Iterator

from repatria.screening.channels import (
    WHOLE_READINGS,
    Channel,
    acronyms,
    bounded_forms,
    glued_neighbours,
    keys_of,
    known_names,
    latin_forms,
    paired,
    script_of_token,
    skeletons_of,
    spoken,
    tells,
)
from repatria.screening.records import Kind
from repatria.screening.tokens import NameTokens, Role, Token


def features(name: NameTokens) -> list[set[int]]:
    """One set for each channel."""
    tokens = _telling(name)
    heard = [spoken(token) for token in tokens]
    through = ["".join(each) for each in _read_through(heard)]
    latin = ["".join(each) for each in _read_through([latin_forms(token) for token in tokens])]
    symbols = [code for token in tokens for code in known_names(token)]
    if name.kind is not Kind.PERSON:
        symbols += acronyms([token.latin for token in tokens if token.role is Role.NAME])
    texts: dict[Channel, Iterable[str]] = {
        Channel.GRAM: [gram for token in tokens for word in bounded_forms(token) for gram in _grams(word, 3)],
        Channel.SYMBOL: symbols,
        Channel.SKELETON: [
            *(each for token in tokens for each in skeletons_of(token)),
            *glued_neighbours(heard),
        ],
        Channel.SKELETON_GRAM: [gram for whole in through for size in (3, 4) for gram in _grams(whole, size)],
        Channel.GLUED: [gram for whole in latin for gram in _grams(whole, 4)],
        Channel.PAIR: paired(heard),
    }
    return [set(keys_of(channel, texts[channel])) for channel in Channel]


def script_number(name: NameTokens) -> int:
    """The script of a name's first token that tells."""
    tokens = _telling(name)
    return script_of_token(tokens[0]) if tokens else 0


def _telling(name: NameTokens) -> list[Token]:
    """The tokens that tell names apart; all of them where there are no such."""
    return [token for token in name.tokens if tells(token)] or list(name.tokens)


def _read_through(readings: list[list[str]]) -> Iterator[list[str]]:
    """The name read through: every token in its first reading, then every one in its second …"""
    for number in range(min(max(map(len, readings), default=0), WHOLE_READINGS)):
        yield [each[min(number, len(each) - 1)] for each in readings]


def _grams(text: str, size: int) -> list[str]:
    if len(text) <= size:
        return [text] if text else []
    return [text[at : at + size] for at in range(len(text) - size + 1)]
