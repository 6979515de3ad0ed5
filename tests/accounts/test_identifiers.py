"""Identity numbers, credit codes, phones: normal forms, problems, masks."""

import pytest
from stdnum.cn import ric

from gongfang.accounts import identifiers


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("11010519491231002x", "11010519491231002X"),
        (" 110105 19491231 002X ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),
        ("not a number", "NOTANUMBER"),
    ],
)
def test_normalise_id_number(given: str, normal: str) -> None:
    assert identifiers.normalise_id_number(given) == normal


@pytest.mark.parametrize("good", ["11010519491231002X", "11010519491231002x", "110105491231002"])
def test_id_number_without_a_problem(good: str) -> None:
    assert identifiers.id_number_problem(good) is None


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("110105194912310021", "校验位"),
        ("110105194913310026", "出生日期"),
        ("110105194902300021", "出生日期"),
        ("1101051949123100", "18位"),
        ("X1010519491231002X", "18位"),
        ("", "18位"),
    ],
)
def test_id_number_problem_says_what_is_wrong(bad: str, said: str) -> None:
    problem = identifiers.id_number_problem(bad)
    assert problem is not None
    assert said in problem


def test_a_county_code_younger_than_its_bearer_is_no_problem() -> None:
    """654203 exists since 2021; people born before carry 654223 or, reissued, either."""
    number = "65420319800101001"
    assert identifiers.id_number_problem(number + ric.calc_check_digit(number + "0")) is None


def test_credit_code_problem() -> None:
    assert identifiers.credit_code_problem("91350100M000100Y43") is None
    assert identifiers.credit_code_problem("91350100m000100y43 ") is None
    assert "校验位" in str(identifiers.credit_code_problem("91350100M000100Y44"))
    assert "18位" in str(identifiers.credit_code_problem("91350100M000100Y4Z"))
    assert "18位" in str(identifiers.credit_code_problem("9135"))


@pytest.mark.parametrize(
    "given", ["13800138000", "+86 138 0013 8000", "0086-13800138000", "１３８００１３８０００"]
)
def test_normalise_login_knows_a_phone(given: str) -> None:
    assert identifiers.normalise_login(given) == "13800138000"


def test_normalise_login_folds_case() -> None:
    assert identifiers.normalise_login(" Ann@Example.org ") == identifiers.normalise_login("ann@example.ORG")
    assert identifiers.normalise_login("0901-6222222") != identifiers.normalise_login("09016222222")


def test_masks() -> None:
    assert identifiers.mask_id_number("11010519491231002X") == "110105********002X"
    assert identifiers.mask_phone("13800138000") == "138****8000"
    assert identifiers.mask_name("王小二") == "王**"
    assert identifiers.mask_name("王") == "*"
    assert identifiers.mask_id_number("123") == "***"
    assert identifiers.mask_phone("") == ""
