"""How good the answers to the two hundred labelled questions are; the same figure beside PostgreSQL is in
bench/.
"""

from pathlib import Path
from statistics import mean

from repatria.library.index import IndexReader, IndexWriter
from repatria.library.items import Question
from tests.library.labelled import TUNING, UNSEEN, labelled_questions, ndcg
from tests.library.shipped import key_of, shipped_items


def test_the_labelled_questions_find_their_answers(tmp_path: Path) -> None:
    items = shipped_items()
    with IndexWriter(tmp_path / "index") as writer:
        writer.put(items, position=1)
    named = {item.key: key_of(item) for item in items}
    questions = labelled_questions(named.values())
    values = []
    with IndexReader(tmp_path / "index") as reader:
        for each in questions:
            answer = reader.search(Question(each.text), None)
            found = [named[hit.shelf, hit.item, hit.part] for hit in answer.hits]
            values.append(ndcg(found, each.grades))
    rows = list(zip(questions, values, strict=True))
    assert len(rows) == 200
    for half, least in ((TUNING, 0.90), (UNSEEN, 0.86)):
        assert mean(value for each, value in rows if each.half == half) >= least, half
    for language in ("en", "fr", "es", "ar"):
        own = [value for each, value in rows if each.language == language]
        assert len(own) == 50
        assert mean(own) >= 0.85, language
