"""What leaves the room: frozen rows of cases, decisions, appeals, points and grades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from liuke.areas.quality.models import Appeal, Case, Verdict
from liuke.areas.quality.rules.faults import PARTIES, STATES
from liuke.areas.service.rules.names import OUTCOMES
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words

NOTHING = Words("", "")


@dataclass(frozen=True)
class CaseRow:
    """A case in one line. `appeal` is the number of the appeal, if there is one; `heard`, whether that is decided."""

    id: int
    number: str
    order: str
    customer_id: int
    site: str
    site_name: str
    outcome_words: Words
    state: str
    state_words: Words
    party: str
    party_words: Words
    opened_at: datetime
    decided_at: datetime | None
    appeal_until: datetime | None
    appeal: str
    version: int


@dataclass(frozen=True)
class VerdictRow:
    """One decision. `by_id` is for the pages of those who judge; a site reads in which role it was decided."""

    party_words: Words
    reason: str
    evidence: tuple[str, ...]
    at: datetime
    by_id: int
    by_name: str
    role_words: Words


@dataclass(frozen=True)
class AppealRow:
    """The site's appeal. `against` is the first decider, who does not hear it."""

    number: str
    reason: str
    files: tuple[str, ...]
    lodged_at: datetime
    lodged_by: str
    against: int
    granted: bool | None
    decided_at: datetime | None


@dataclass(frozen=True)
class CaseView:
    """A case as its page shows it; `why_no_appeal` is None where the reader's site may appeal now."""

    row: CaseRow
    verdicts: tuple[VerdictRow, ...]
    appeal: AppealRow | None
    is_own_site: bool
    why_no_appeal: Words | None


@dataclass(frozen=True)
class PartRow:
    measure: str
    words: Words
    weight: Decimal
    count: int
    lost: Decimal
    points: Decimal
    each: Decimal


@dataclass(frozen=True)
class LossRow:
    """An order behind lost points: what was wrong, when, and what it cost of the 100."""

    measure: str
    measure_words: Words
    order: str
    because_words: Words
    at: datetime
    cost: Decimal


@dataclass(frozen=True)
class ScoreRow:
    """A site's points on a day. An empty grade: too few customers were heard."""

    id: int
    on_date: date
    from_date: date
    points: Decimal | None
    grade: str
    confirmed: int
    unconfirmed: int
    audit: bool
    parts: tuple[PartRow, ...] = ()


@dataclass(frozen=True)
class GradingRow:
    """A grade that was given, by points or by hand."""

    grade: str
    former: str
    at: datetime
    points: Decimal | None
    score_date: date | None
    by_hand: bool
    until_date: date | None
    because: str
    in_force: bool


@dataclass(frozen=True)
class Standing:
    """Where a site stands among all, without a name: its rank, the middle and the best quarter. None: too few sites."""

    rank: int
    of: int
    middle: Decimal
    best_quarter: Decimal


@dataclass(frozen=True)
class SiteScore:
    """A site with its grade and latest points, for the list of those who judge."""

    number: str
    name: str
    mode: str
    grade: str
    by_hand: bool
    score: ScoreRow | None


def case_row(c: Case) -> CaseRow:
    """Reads order, site and appeal: select them for lists."""
    appeal = getattr(c, "appeal", None)
    return CaseRow(
        id=c.pk, number=c.number, order=c.order.number, customer_id=c.order.customer_id, site=c.site.number,
        site_name=c.site.name, outcome_words=OUTCOMES[c.outcome], state=c.state, state_words=STATES[c.state],
        party=c.party, party_words=PARTIES.get(c.party, NOTHING), opened_at=c.opened_at, decided_at=c.decided_at,
        appeal_until=c.appeal_until, appeal=appeal.number if appeal else "", version=c.version,
    )  # fmt: skip


def verdict_row(v: Verdict) -> VerdictRow:
    return VerdictRow(
        PARTIES[v.party], v.reason, tuple(v.evidence), v.at, v.by_id, v.by.name,
        Words(*ROLES.get(v.role, (v.role, v.role))),
    )  # fmt: skip


def appeal_row(a: Appeal) -> AppealRow:
    return AppealRow(
        a.number, a.reason, tuple(a.files), a.lodged_at, a.lodged_by.name, a.against_id, a.granted, a.decided_at
    )
