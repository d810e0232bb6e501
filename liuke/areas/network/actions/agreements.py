"""Agreements in editions, and the opening of a site out of a candidate (H12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from liuke.areas.network import access
from liuke.areas.network.actions.candidates import checked_mode, must_follow, tell_moved, turn
from liuke.areas.network.actions.sites import open_site, set_coverage
from liuke.areas.network.models import Agreement, Candidate, Site
from liuke.areas.network.rules.building import missing_standards
from liuke.events.network_building import AgreementSigned
from liuke.foundation import lines, numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.files.access import files_of
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record

LONGEST = 2000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """What is agreed: the mode, from and until which day (both count), in words, with the signed papers' keys."""

    mode: str
    starts_on: date
    ends_on: date
    words: str = ""
    papers: Sequence[str] = ()


@transaction.atomic
def contract(
    number: str, terms: Terms, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None
) -> str:
    """A negotiated candidate signs: he is contracted. Answers the agreement's number, AG-.

    The signed paper is needed: a file stored for `candidate:CA-…`. Raises Invalid with `mode`, `ends_on`, `papers`.
    """
    _check(terms)
    candidate = access.candidate(number, by=by, lock=True, seen=seen)
    must_follow(candidate, "contracted")
    made = Agreement.objects.create(
        number=numbers.take("AG"), candidate=candidate, mode=terms.mode, starts_on=terms.starts_on,
        ends_on=terms.ends_on, terms=terms.words.strip(), papers=_papers(f"candidate:{candidate.number}", terms, by),
        signed_at=at, signed_by=by,
    )  # fmt: skip
    former, candidate.mode = candidate.stage, terms.mode
    turn(candidate, "contracted", at)
    record(_signed(made), on=candidate.pk, by=by, at=at)
    tell_moved(candidate, former, by=by, at=at, keeps=keeps)
    return made.number


@transaction.atomic
def open_candidate(
    number: str, *, by: Actor, at: datetime, address: str = "", seen: int | None = None, keeps: int | None = None
) -> str:
    """A trained candidate becomes a site under his agreement, serving his own division. Answers its number, S-.

    Refused while a must-standard or an agreement that still runs is missing.
    """
    candidate = access.candidate(number, by=by, lock=True, seen=seen)
    must_follow(candidate, "open")
    agreement = _running(candidate, at)
    if missing_standards(candidate.standards):
        raise Refused("必备标准未全部达到。", "Not all must-standards are met.", code="not-fit")
    site = open_site(
        name=candidate.name, mode=agreement.mode, division=candidate.division, address=address, by=by, at=at,
        contract_until=agreement.ends_on,
    )  # fmt: skip
    set_coverage(site, areas={candidate.division: []}, by=by, at=at)
    opened = access.site(site, by=by)
    agreement.site = opened
    agreement.save(update_fields=["site"])
    former, candidate.site = candidate.stage, opened
    turn(candidate, "open", at)
    record(_signed(agreement), on=opened.pk, by=by, at=at)
    tell_moved(candidate, former, by=by, at=at, keeps=keeps)
    return site


@transaction.atomic
def renew_agreement(site: str, terms: Terms, *, by: Actor, at: datetime, keeps: int | None = None) -> str:
    """A new edition with a site; the one before ends the day before it starts. Answers the agreement's number.

    The site's mode and the end of its contract follow. Raises Invalid with `mode`, `starts_on`, `ends_on`, `papers`.
    """
    access.require_keeper(by)
    _check(terms)
    found = access.site(site, by=by, lock=True)
    latest = Agreement.objects.filter(site=found).order_by("-edition").first()
    _make_room(latest, terms.starts_on)
    made = Agreement.objects.create(
        number=latest.number if latest else numbers.take("AG"), edition=latest.edition + 1 if latest else 1, site=found,
        mode=terms.mode, starts_on=terms.starts_on, ends_on=terms.ends_on, terms=terms.words.strip(),
        papers=_papers(f"agreement:{found.number}", terms, by), signed_at=at, signed_by=by,
    )  # fmt: skip
    Site.objects.filter(pk=found.pk).update(mode=terms.mode, contract_until=terms.ends_on, version=found.version + 1)
    record(_signed(made), on=found.pk, by=by, at=at, keeps=keeps)
    return made.number


def _running(candidate: Candidate, at: datetime) -> Agreement:
    agreement = Agreement.objects.filter(candidate=candidate, site__isnull=True).order_by("-pk").first()
    if agreement is None or agreement.ends_on < at.date():
        raise Refused("没有有效的协议。", "There is no agreement that still runs.", code="no-agreement")
    return agreement


def _make_room(latest: Agreement | None, starts_on: date) -> None:
    if latest is None or latest.ends_on < starts_on:
        return
    if starts_on <= latest.starts_on + ONE_DAY:
        raise Invalid.field(
            "starts_on",
            f"须晚于上一版开始日期 {latest.starts_on}",
            f"It starts after the last edition ({latest.starts_on})",
        )
    latest.ends_on = starts_on - ONE_DAY
    latest.save(update_fields=["ends_on"])


def _signed(agreement: Agreement) -> AgreementSigned:
    return AgreementSigned(
        number=agreement.number, edition=agreement.edition, site=agreement.site.number if agreement.site else "",
        candidate=agreement.candidate.number if agreement.candidate else "", mode=agreement.mode,
        starts_on=agreement.starts_on, ends_on=agreement.ends_on, in_force=agreement.site is not None,
    )  # fmt: skip


def _check(terms: Terms) -> None:
    checked_mode(terms.mode)
    if terms.ends_on <= terms.starts_on:
        raise Invalid.field("ends_on", "结束日期须晚于开始日期", "It ends after it starts")
    lines.words("words", terms.words, most=LONGEST)


def _papers(subject: str, terms: Terms, by: Actor) -> list[str]:
    given = list(dict.fromkeys(key for key in terms.papers if key))
    if not given:
        raise Invalid.field("papers", "请上传签字盖章的协议", "Add the signed agreement")
    if set(given) - {file.key for file in files_of(subject, by=by)}:
        raise Invalid.field("papers", "有文件未上传到此处", "A file does not belong here; upload it again")
    return given
