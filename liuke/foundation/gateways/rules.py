"""Templates with places and nothing else, and the hours in which nobody is bothered with marketing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

PLACE = re.compile(r"\{([a-z_]+)\}")
MARKETING_FROM, MARKETING_UNTIL = time(9), time(20)
WAY_OUT_ZH, WAY_OUT_EN = "拒收请回复R", "Reply R to opt out"


class WrongTemplate(ValueError):
    """A template or its values do not fit; the text names what."""


@dataclass(frozen=True)
class Template:
    """`registered` is the id under which the SMS carrier knows it (`registered_en` its English twin, if there is one);
    marketing waits for decent hours and ends with the way out of it. `purpose`: what the recipient must have agreed to;
    nothing for pure service."""

    name: str
    zh: str
    en: str
    subject_zh: str = ""
    subject_en: str = ""
    registered: str = ""
    registered_en: str = ""
    marketing: bool = False
    purpose: str = ""

    def __post_init__(self) -> None:
        if self.marketing and not (WAY_OUT_ZH in self.zh and WAY_OUT_EN in self.en):
            raise WrongTemplate(f"{self.name}: marketing says {WAY_OUT_ZH} / {WAY_OUT_EN}")

    @property
    def asks(self) -> str:
        """The purpose to which the recipient must have agreed; empty where it is pure service."""
        return self.purpose or ("marketing" if self.marketing else "")

    @property
    def places(self) -> frozenset[str]:
        return frozenset(PLACE.findall(self.zh + self.en + self.subject_zh + self.subject_en))

    def check(self, values: Mapping[str, str]) -> None:
        """Every place is filled and nothing is given that has no place."""
        if missing := self.places - set(values):
            raise WrongTemplate(f"{self.name}: no value for {', '.join(sorted(missing))}")
        if strange := set(values) - self.places:
            raise WrongTemplate(f"{self.name}: no place for {', '.join(sorted(strange))}")

    def number(self, language: str) -> str:
        """The registered id for this language, the Chinese one where there is no other; empty if it is not registered."""
        return (language.startswith("en") and self.registered_en) or self.registered

    def spoken(self, language: str) -> str:
        """The language of what goes out by SMS: the carrier fills the text that it has registered."""
        return language if language.startswith("en") and (self.registered_en or not self.registered) else "zh-hans"

    def parameters(self, values: Mapping[str, str]) -> dict[str, str]:
        """The values that the text has places for; carriers refuse others."""
        return {place: str(values[place]) for place in sorted(set(PLACE.findall(self.zh)))}

    def text(self, values: Mapping[str, str], language: str) -> str:
        return fill(self.en if language.startswith("en") else self.zh, values)

    def subject(self, values: Mapping[str, str], language: str) -> str:
        return " ".join(fill(self.subject_en if language.startswith("en") else self.subject_zh, values).split())


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values into their places, once: whatever stands in a value comes out as it is."""
    return PLACE.sub(lambda found: str(values[found[1]]), text)


def may_bother_from(at: datetime, zone: tzinfo) -> datetime:
    """The first moment from `at` on when marketing may go out."""
    local = at.astimezone(zone)
    opening = local.replace(hour=MARKETING_FROM.hour, minute=0, second=0, microsecond=0)
    if local < opening:
        return opening
    return at if local.time() < MARKETING_UNTIL else opening + timedelta(days=1)
