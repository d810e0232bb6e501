"""An address with and without the door: what may stand on lists, and what only the vault holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from liuke.areas.customers.rules.names import tidy

HIDDEN: Final = "…"
_BEHIND_THE_STREET = re.compile(
    r"(?<![0-9])(?:[0-9]+|[a-z]|[一二三四五六七八九十]{1,3}|[甲乙丙丁东西南北]) ?(?:号楼|栋|幢|座|单元|室|层|楼(?![盘市宇])|户|房(?!产))"
    r"|#|(?<=[^0-9a-z])[0-9]{1,4}[-—][0-9]{1,5}"
    r"|(?<=[村弄组屯寨庄坊苑园墅巷里])\s*[0-9]+(?:弄)?[0-9]*号?"
    r"|(?<=[号弄])\s*[0-9a-z][0-9a-z-]*",
    re.IGNORECASE,
)
_ABOVE_THE_STREET = re.compile(
    r"^(?:[^省市区县]{2,8}(?:省|自治区))?(?:[^省市区县路街]{2,8}(?:自治州|地区|盟|市))?"
    r"(?:[^省市区县路街]{1,7}(?:自治县|县|市|(?<![小社园校景街])区(?!域)|旗))?"
)
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Door:
    """An address in two parts: `masked` down to the street, and whether something was taken away."""

    masked: str
    is_cut: bool


def mask(text: str) -> Door:
    """The address without building, unit and room; a village's number is a door, a street's is not."""
    told = tidy(text)
    cut = _BEHIND_THE_STREET.search(told)
    if cut is None:
        return Door(told, is_cut=False)
    shown = told[: cut.start()].rstrip(" ,、-")
    return Door(f"{shown}{HIDDEN}" if shown else HIDDEN, is_cut=True)


def streets_of(masked: str) -> str:
    """The Chinese and letters of a masked address below the district: what search pairs are made of."""
    rest = _ABOVE_THE_STREET.sub("", tidy(masked.replace(HIDDEN, "")), count=1)
    return re.sub(r"[0-9号弄]+", " ", rest).strip()


def end_of(text: str) -> str:
    """The last number of an address (1203 of 12栋1203室): what a caller is asked for; empty without one."""
    found = _NUMBER.findall(tidy(text))
    return found[-1].lstrip("0") if found else ""


def round_place(lng: float, lat: float) -> tuple[float, float]:
    """About a kilometre: enough to plan by, too coarse to find a door."""
    return round(lng, 2), round(lat, 2)
