import pytest
from django.utils import translation

from gongfang.regulation import clauses
from gongfang.web.citations import citation


@pytest.mark.parametrize(
    ("id", "chinese", "english"),
    [
        ("6(三)", "第六条第（三）项", "Art. 6(3)"),
        ("10(十)", "第十条第（十）项", "Art. 10(10)"),
        ("5", "第五条", "Art. 5"),
        ("民法典201", "《民法典》第二百零一条", "《民法典》第二百零一条"),
    ],
)
def test_citation_in_both_languages(id, chinese, english):
    clause = clauses.clause(id)
    assert citation(clause) == chinese
    with translation.override("en"):
        assert citation(clause) == english
