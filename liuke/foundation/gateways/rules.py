"""Templates with places and nothing else, and the hours in which nobody is bothered with marketing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

PLACE = re.compile(r"\{([a-z_]+)\}")
MARKETING_FROM, MARKETING_UNTIL = time(9), time(20)


class WrongTemplate(ValueError):
    """A template or its values do not fit; the text names what."""


@dataclass(frozen=True)
class Template:
    """`registered` is the id under which the carrier knows it; marketing waits for decent hours."""

    name: str
    zh: str
    en: str
    subject_zh: str = ""
    subject_en: str = ""
    registered: str = ""
    marketing: bool = False

    @property
    def places(self) -> frozenset[str]:
        return frozenset(PLACE.findall(self.zh + self.en + self.subject_zh + self.subject_en))

    def check(self, values: Mapping[str, str]) -> None:
        """Every place is filled and nothing is given that has no place."""
        if missing := self.places - set(values):
            raise WrongTemplate(f"{self.name}: no value for {', '.join(sorted(missing))}")
        if strange := set(values) - self.places:
            raise WrongTemplate(f"{self.name}: no place for {', '.join(sorted(strange))}")

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
