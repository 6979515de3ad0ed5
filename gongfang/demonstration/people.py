"""Generated people and identifiers. Nobody here exists: every identifier is made, with a lawful checksum."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import ric, uscc

MARK = "（演示）"
_HAN_FAMILY = "赵钱孙周吴郑王冯陈杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘范彭鲁马方任袁柳"
_HAN_GIVEN = (
    "建国",
    "秀英",
    "玉兰",
    "文静",
    "海涛",
    "志强",
    "丽华",
    "晓燕",
    "国栋",
    "春梅",
    "永福",
    "雪莲",
    "思远",
    "明霞",
)
_KAZAKH = (
    "阿依古丽",
    "努尔兰",
    "叶尔波力",
    "古丽娜尔",
    "巴合提",
    "加娜尔",
    "赛力克",
    "哈丽玛",
    "叶尔江",
    "沙吾列",
)
_KAZAKH_FATHER = ("木拉提", "别克", "吐尔逊", "哈力别克", "赛肯", "江布尔", "阿合买提")
_MONGOL = ("巴音达拉", "其其格", "乌仁图雅", "才仁加甫", "娜仁", "布音巴图", "斯琴高娃", "道尔吉")


@dataclass(frozen=True)
class Person:
    """A generated person: name, ID number (GB 11643) and mobile number."""

    name: str
    id_number: str
    phone: str


def person(seed: random.Random, county: str) -> Person:
    """Return a generated adult of `county`, the same for the same state of `seed`."""
    return Person(_name(seed), _id_number(seed, county), _phone(seed))


def _name(seed: random.Random) -> str:
    kind = seed.random()
    if kind < 0.4:
        return seed.choice(_HAN_FAMILY) + seed.choice(_HAN_GIVEN)
    if kind < 0.8:
        return f"{seed.choice(_KAZAKH)}·{seed.choice(_KAZAKH_FATHER)}"
    return seed.choice(_MONGOL)


def _id_number(seed: random.Random, county: str) -> str:
    born = date(1965, 1, 1) + timedelta(days=seed.randrange(38 * 365))
    body = f"{county}{born:%Y%m%d}{seed.randrange(1000):03d}"
    return body + ric.calc_check_digit(f"{body}0")


def _phone(seed: random.Random) -> str:
    # 192 numbers with a run of zeros behind the prefix: dialling one reaches nobody by chance.
    return f"19200{seed.randrange(1_000_000):06d}"


def credit_code(seed: random.Random, county: str, kind: str = "92") -> str:
    """Return a generated unified social credit code (GB 32100) registered in `county`."""
    body = f"{kind}{county}MA" + "".join(seed.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))
    return body + uscc.calc_check_digit(body)
