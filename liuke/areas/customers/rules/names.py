"""Names as they are looked for: pinyin, initials, the pairs of characters in them, a company's name without its form."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

SURNAMES: Final[dict[str, str]] = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge", "华": "hua", "燕": "yan", "纪": "ji", "翟": "zhai", "黑": "he", "秘": "bi", "冼": "xian",
    "覃": "qin", "缪": "miao", "折": "she", "召": "shao", "种": "chong", "重": "chong", "乐": "yue", "员": "yun",
    "贠": "yun", "尉": "wei", "祭": "zhai", "洗": "xian", "宿": "su", "逄": "pang", "不": "fou", "幺": "yao",
    "么": "yao", "牟": "mu", "繁": "po", "哈": "ha", "车": "che", "句": "gou", "过": "guo", "薄": "bo",
    "柏": "bai", "谌": "chen", "隗": "wei", "曲": "qu", "那": "na", "能": "nai", "万": "wan", "都": "du",
    "干": "gan", "葛": "ge", "令": "ling", "宁": "ning", "佴": "nai", "郇": "xun", "洪": "hong", "石": "shi",
    "吕": "lv", "闵": "min", "晟": "cheng", "臧": "zang", "卜": "bu", "适": "kuo", "会": "gui", "占": "zhan",
}  # fmt: skip
TWO_CHARACTERS: Final[dict[str, str]] = {
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "单于": "chanyu", "澹台": "tantai", "宰父": "zaifu",
    "欧阳": "ouyang", "上官": "shangguan", "司马": "sima", "诸葛": "zhuge", "皇甫": "huangfu", "令狐": "linghu",
    "鲜于": "xianyu", "慕容": "murong", "司徒": "situ", "夏侯": "xiahou", "东方": "dongfang", "独孤": "dugu",
    "南宫": "nangong", "公孙": "gongsun", "轩辕": "xuanyuan", "宇文": "yuwen", "呼延": "huyan", "端木": "duanmu",
}  # fmt: skip
_FORMS = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|第[一二三四五六七八九十]+分公司|分公司|支公司|子公司|总公司|集团公司|股份公司"
    r"|集团|公司|股份|有限责任|有限合伙|普通合伙|(?:农民)?(?:专业)?合作社|个人独资企业|个体工商户|工作室|经营部|营业部|门市部|商行"
    r"|co\.?,?\s*ltd\.?|corp\.?|ltd\.?|inc\.?|gmbh|llc)+$",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]")
_FIRST_HAN = "\u3400"
_HAN = r"\u3400-\u9fff"
_STRANGE = re.compile(r"[^a-z0-9]")
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+")


@dataclass(frozen=True)
class Spelling:
    """A name in pinyin without spaces, and its first letters."""

    pinyin: str
    initials: str


def tidy(name: str) -> str:
    """Full-width letters made half-width; control characters, blanks at the ends and doubled ones gone."""
    if name.isprintable() and unicodedata.is_normalized("NFKC", name):  # nearly always: nothing to mend but blanks
        return " ".join(name.split()) if " " in name else name
    told = _CONTROL.sub(" ", unicodedata.normalize("NFKC", name))
    return " ".join(told.split())


@lru_cache(maxsize=50_000)
def spell(name: str, *, of_person: bool) -> Spelling:
    """The name's spelling; a person's surname is read as a surname (单 is shan, not dan)."""
    told = tidy(name).lower()
    syllables = _surname(told) if of_person else []
    rest = told[sum(len(s[0]) for s in syllables) :]
    pinyin, initials = _read(rest)
    pinyin = "".join(p for _, p in syllables) + pinyin
    initials = "".join(_initials_of_surname(*s) for s in syllables) + initials
    return Spelling(_letters(pinyin)[:120], _letters(initials)[:40])


@lru_cache(maxsize=50_000)
def pairs(text: str) -> frozenset[str]:
    """Every two neighbouring characters of the Chinese in a text, and every word of letters or digits."""
    found: set[str] = set()
    for run in _RUN.findall(tidy(text).lower()):
        if run[0] >= _FIRST_HAN:
            found.update(map("".join, pairwise(run)))
        else:
            found.add(run[:40])
    return frozenset(found)


def core_of(company: str) -> str:
    """What distinguishes a company: its name without the legal form and without brackets."""
    told = re.sub(r"[((][^))]*[))]", "", tidy(company).lower())
    shorter = _FORMS.sub("", told.replace(" ", ""))
    return shorter or told


def surname_of(name: str) -> str:
    """The surname of a person; the first word of a foreign name."""
    told = tidy(name)
    if told[:2] in TWO_CHARACTERS:
        return told[:2]
    return told[:1] if re.match(rf"[{_HAN}]", told) else told.split(" ")[0]


def mask_identity(number: str) -> str:
    """An identity number as it may be seen: 330****12; nothing of a short one."""
    told = tidy(number)
    return f"{told[:3]}****{told[-2:]}" if len(told) > 8 else ""


def identity_hash_of(key: bytes, number: str) -> bytes | None:
    """The keyed hash of a person's identity number or a company's unified social credit code; None for a short one."""
    told = _STRANGE.sub("", tidy(number).lower())
    return hmac.digest(key, f"identity:{told}".encode(), hashlib.sha256)[:16] if len(told) > 8 else None


def _surname(told: str) -> list[tuple[str, str]]:
    if told[:2] in TWO_CHARACTERS and len(told) > 2:
        return [(told[:2], TWO_CHARACTERS[told[:2]])]
    return [(told[0], SURNAMES[told[0]])] if told[:1] in SURNAMES else []


def _initials_of_surname(characters: str, pinyin: str) -> str:
    if len(characters) == 1:
        return pinyin[0]
    second = lazy_pinyin(characters[1], style=Style.NORMAL)[0]
    return pinyin[0] + second[0]


@lru_cache(maxsize=100_000)
def _read(text: str) -> tuple[str, str]:
    """Pinyin and initials. Characters that form no known word together are read one by one, each looked up once."""
    if not _holds_a_word(text):
        read = [_read_one(c) if c not in _KEPT else (c, c) for c in text]
        return "".join(p for p, _ in read), "".join(i for _, i in read)
    pinyin = lazy_pinyin(text, style=Style.NORMAL, errors=_letters)
    initials = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_letters)
    return "".join(pinyin), "".join(initials)


def _holds_a_word(text: str) -> bool:
    """Whether pypinyin knows a word in it, which decides between readings (重庆 is chongqing, not zhongqing)."""
    last = len(text)
    return any(text[i:j] in PHRASES_DICT for i in range(last - 1) for j in range(i + 2, last + 1))


@lru_cache(maxsize=30_000)
def _read_one(character: str) -> tuple[str, str]:
    pinyin = lazy_pinyin(character, style=Style.NORMAL, errors=_letters)
    initial = lazy_pinyin(character, style=Style.FIRST_LETTER, errors=_letters)
    return "".join(pinyin), "".join(initial)


def _letters(part: str) -> str:
    if part.isascii() and part.isalnum() and part.islower():
        return part
    return _STRANGE.sub("", part.lower())
