"""Who should keep whom next (H8): the area first, then the grade, then the load; every proposal says why. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from liuke.foundation.words import Words

COUNTY: Final = 6  # digits of a division's code
AREA_WEIGHT: Final = 3.0
GRADE_WEIGHT: Final = 1.0
LOAD_WEIGHT: Final = 4.0
_ORDER: Final = {"A": 0, "B": 1, "C": 2, "": 3}


@dataclass(frozen=True)
class Orphan:
    """A customer without a keeper: where he is, how he is graded."""

    id: int
    division: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody who keeps customers: how many, how many in each county, how many of grade A."""

    id: int
    load: int
    counties: Mapping[str, int]
    of_grade_a: int = 0


@dataclass(frozen=True)
class Proposal:
    """One customer's next keeper, with the reason; none where nobody keeps customers."""

    customer_id: int
    keeper_id: int | None
    because: Words


NOBODY: Final = Words("暂无在岗客户经理，请先指定", "Nobody keeps customers now; name somebody first")


def propose(orphans: Iterable[Orphan], candidates: Sequence[Candidate]) -> list[Proposal]:
    """A keeper for each, the best customers first; what each was given counts as load for the next."""
    taken = {c.id: c for c in candidates}
    most = max((c.load for c in candidates), default=0)
    found = []
    for orphan in sorted(orphans, key=lambda o: (_ORDER.get(o.grade, 3), o.id)):
        if not taken:
            found.append(Proposal(orphan.id, None, NOBODY))
            continue
        best = max(taken.values(), key=lambda c: (_fit(orphan, c, most), -c.load, -c.id))
        found.append(Proposal(orphan.id, best.id, _because(orphan, best)))
        taken[best.id] = replace(best, load=best.load + 1)
        most = max(most, best.load + 1)
    return found


def candidate(keeper_id: int, customers: Iterable[tuple[str, str]]) -> Candidate:
    """A candidate from (division, grade) of the customers he keeps now."""
    kept = list(customers)
    counties = Counter(division[:COUNTY] for division, _ in kept if division)
    return Candidate(keeper_id, len(kept), counties, sum(1 for _, grade in kept if grade == "A"))


def _fit(orphan: Orphan, c: Candidate, most: int) -> float:
    near = c.counties.get(orphan.division[:COUNTY], 0) if orphan.division else 0
    at_home = AREA_WEIGHT * near / (near + 5)
    of_grade = GRADE_WEIGHT * c.of_grade_a / (c.of_grade_a + 5) if orphan.grade == "A" else 0.0
    return at_home + of_grade - LOAD_WEIGHT * c.load / (most + 20)


def _because(orphan: Orphan, c: Candidate) -> Words:
    near = c.counties.get(orphan.division[:COUNTY], 0) if orphan.division else 0
    zh = [f"同区已负责 {near} 户"] if near else []
    en = [f"keeps {near} in this county"] if near else []
    if orphan.grade == "A" and c.of_grade_a:
        zh.append(f"熟悉 A 级客户（{c.of_grade_a} 户）")
        en.append(f"used to grade A ({c.of_grade_a})")
    zh.append(f"现负责 {c.load} 户")
    en.append(f"keeps {c.load} now")
    return Words("，".join(zh), ", ".join(en))
