"""Words of four languages, and of any other script, by the terms under which they are found."""

import pytest

from repatria.library.analysis import asked_terms, text_terms, word_terms
from repatria.library.asked import parse_question
from repatria.library.folding import fold, words
from repatria.library.snippets import snippet

# Each row is one word in its spellings and forms, of one language: all have a term in common.
ALIKE = [
    ("en", "freezing", "Freezes", "FREEZE", "ｆｒｅｅｚｅ"),
    ("en", "confiscated", "confiscation", "confiscations"),
    ("fr", "gelées", "geler", "gelé"),
    ("fr", "entraides", "entraide"),
    ("fr", "sœur", "soeurs"),
    ("es", "decomisos", "decomiso"),
    ("es", "congelación", "congelaciones"),
    ("ar", "المُصادَرة", "مصادرة", "مصـــادره", "والمصادرة"),
    ("ar", "الأصول", "أصول", "اصول", "للأصول"),
    ("ar", "١٢٣", "123"),
    ("de", "Straße", "STRASSE"),
    ("fa", "کتاب", "كتاب"),
]


@pytest.mark.parametrize("row", ALIKE, ids=lambda row: row[1])
def test_forms_and_spellings_of_a_word_meet(row: tuple[str, ...]) -> None:
    language, *forms = row
    terms = [set(word_terms(form, language)) for form in forms]
    assert set.intersection(*terms)


@pytest.mark.parametrize("row", ALIKE, ids=lambda row: row[1])
def test_a_question_need_not_say_its_language(row: tuple[str, ...]) -> None:
    language, *forms = row
    for form in forms:
        assert set(asked_terms(form)) & set(word_terms(forms[0], language)), form


def test_what_is_typed_without_accents_is_found() -> None:
    assert set(asked_terms("gelee")) & set(word_terms("gelée", "fr"))
    assert set(asked_terms("congelacion")) & set(word_terms("congelaciones", "es"))


def test_different_words_stay_apart() -> None:
    for language, one, other in (("en", "policy", "police"), ("fr", "gel", "gendarme"), ("ar", "حجز", "حجر")):
        assert not set(word_terms(one, language)) & set(word_terms(other, language))


def test_small_words_have_no_terms_in_their_language() -> None:
    assert text_terms("the freezing of the assets", "en") == text_terms("freezing assets", "en")
    assert text_terms("l’entraide", "fr") == text_terms("entraide", "fr")


def test_scripts_without_spaces_are_found_by_two_letters() -> None:
    assert [word.written for word in words("资产追回")] == ["资产", "产追", "追回"]
    assert [word.written for word in words("ทรัพย์ UN")][-1] == "UN"
    assert [fold(word.written) for word in words("हिन्दी में")] == ["हिन्दी", "में"]


def test_words_stand_where_they_are_said_to_stand() -> None:
    text = "L’État requérant — مُصَادَرَة (2018/1805) 资产追回 don't"
    for word in words(text):
        assert text[word.start : word.start + len(word.written)] == word.written


def test_a_question_is_read_as_words_phrases_and_what_must_not_be_there() -> None:
    asked = parse_question('the freeze "mutual legal assistance" -bank -"court order"')
    assert [terms[0] for terms in asked.words] == ["freeze", "mutual", "legal", "assistance"]
    assert ("mutual", "legal", "assist") in asked.phrases[0]
    assert [terms[0] for terms in asked.without_words] == ["bank"]
    assert ("court", "order") in asked.without_phrases[0]


def test_a_question_costs_no_more_than_a_few_phrases() -> None:
    """However it is written: each phrase is looked for in every page that has its words, each name of the
    glossary by a dozen others."""
    again = parse_question('"asset recovery" -"bank secrecy" ' * 14)
    assert (len(again.phrases), len(again.without_phrases)) == (1, 1)
    many = parse_question(" ".join(f'"asset {n}" -"bank {n}"' for n in range(24)))
    assert (len(many.phrases), len(many.without_phrases)) == (4, 4)
    assert len(many.words) == 25
    named = parse_question("asset freezing seizure confiscation forfeiture victim extradition notice trust")
    assert (len(named.words), len(named.spans)) == (9, 8)


def test_a_question_of_small_words_alone_keeps_them() -> None:
    assert [terms[0] for terms in parse_question("to be or not to be").words] == ["to", "be", "or", "not"]


@pytest.mark.parametrize(
    "text", ["", "   ", '"', '""', "-", "--", '-"', "«»", '"a', "\0", "x" * 500, "a-b -c-d", "(*) NEAR/2"]
)
def test_any_text_can_be_asked(text: str) -> None:
    parse_question(text)


def test_the_glossary_knows_a_term_by_its_other_names() -> None:
    names = {name for _, _, names in parse_question("entraide judiciaire Kenya").spans for name in names}
    assert ("mutual", "legal", "assist") in names
    assert not any("kenya" in name for name in names)


def test_a_snippet_is_the_piece_with_the_rarest_words_and_its_own_text() -> None:
    page = (
        "Freeze here. "
        + "Nothing to see. " * 40
        + "A judge may freeze, and may freeze an ACCOUNT  in Bern.\n"
        + "More. " * 80
    )
    pieces, worth = snippet(page, "en", {"freez": 0, "account": 1}, (1.0, 3.0))
    assert [text for text, is_hit in pieces if is_hit] == ["freeze", "freeze", "ACCOUNT"]
    assert worth > 4
    said = "".join(text for text, _ in pieces).strip(" …")
    assert said in " ".join(page.split())
    assert len(said) <= 240
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)


def test_a_snippet_without_a_hit_is_how_the_page_begins() -> None:
    assert snippet("مصادرة الأصول", "ar", {"freez": 0}, (1.0,)) == ((("مصادرة الأصول", False),), 0.0)
