"""Identity numbers, credit codes and phone numbers: normal forms, what is wrong with one, masks for screens.

Only the checksum functions of python-stdnum are used: its look-up of birth places refuses people whose county
code did not exist in the year they were born.
"""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc

ID_NUMBER = re.compile(r"\d{17}[\dX]")
OLD_ID_NUMBER = re.compile(r"\d{15}")
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
MOBILE_PHONE = re.compile(r"1[3-9]\d{9}")
# Old numbers were issued until 1999: their two-digit years are all of the twentieth century.
OLD_CENTURY = "19"


def normalise(value: str) -> str:
    """Return `value` in NFKC, upper case, without spaces around it."""
    return unicodedata.normalize("NFKC", value).strip().upper()


def normalise_id_number(value: str) -> str:
    """Return an identity number in eighteen characters: an old one gets its century and check digit."""
    if value.isascii() and ID_NUMBER.fullmatch(value):
        return value
    number = re.sub(r"[\s-]", "", normalise(value))
    if not OLD_ID_NUMBER.fullmatch(number):
        return number
    longer = number[:6] + OLD_CENTURY + number[6:]
    return longer + ric.calc_check_digit(longer + "0")


def id_number_problem(value: str) -> str | None:
    """Say what is wrong with an identity number (GB 11643), or return None."""
    number = normalise_id_number(value)
    if not ID_NUMBER.fullmatch(number):
        return _("身份证号码应为18位：前17位为数字，末位为数字或X。")
    if not _is_date(number[6:14]):
        return _("身份证号码中的出生日期不存在。")
    if ric.calc_check_digit(number) != number[-1]:
        return _("身份证号码校验位不符，请核对。")
    return None


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def normalise_credit_code(value: str) -> str:
    """Return a unified social credit code in upper case without spaces or hyphens."""
    return re.sub(r"[\s-]", "", normalise(value))


def credit_code_problem(value: str) -> str | None:
    """Say what is wrong with a unified social credit code (GB 32100), or return None.

    Codes that fail the checksum have been issued: callers warn with it and do not block.
    """
    code = normalise_credit_code(value)
    if not CREDIT_CODE.fullmatch(code):
        return _("统一社会信用代码应为18位数字或大写字母（不含I、O、Z、S、V）。")
    if uscc.calc_check_digit(code) != code[-1]:
        return _("统一社会信用代码校验位不符，请核对。")
    return None


def normalise_phone(value: str) -> str:
    """Return a phone number as digits only, without the country code 86."""
    number = re.sub(r"[\s()-]", "", normalise(value))
    return re.sub(r"^(?:\+|00)86", "", number)


def is_mobile_phone(value: str) -> bool:
    """Return whether `value` is a mobile number of the mainland."""
    return MOBILE_PHONE.fullmatch(normalise_phone(value)) is not None


def normalise_login(value: str) -> str:
    """Return the one form of a phone number, e-mail address or account name under which it is looked up."""
    return normalise_phone(value) if is_mobile_phone(value) else normalise(value)


def mask_id_number(value: str) -> str:
    """Return an identity number with its birth date and sequence hidden: 110105********002X."""
    return _masked(value, head=6, tail=4)


def mask_phone(value: str) -> str:
    """Return a phone number with its middle hidden: 138****8000."""
    return _masked(value, head=3, tail=4)


def mask_name(value: str) -> str:
    """Return a name of which only the first character is shown: 王**."""
    return _masked(value, head=1, tail=0)


def _masked(value: str, *, head: int, tail: int) -> str:
    """Hide the middle of `value`; all of it where nothing would be left to hide."""
    hidden = len(value) - head - tail
    if hidden <= 0:
        return "*" * len(value)
    return value[:head] + "*" * hidden + value[len(value) - tail :]
