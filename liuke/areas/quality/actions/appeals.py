"""The site's one appeal, in time and with evidence, and its hearing by another person than the first decider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.quality import access
from liuke.areas.quality.actions.cases import checked, checked_reason, decided_event, write_verdict
from liuke.areas.quality.actions.telling import tell
from liuke.areas.quality.models import Appeal, Case
from liuke.areas.quality.rules.faults import SITE, why_no_appeal
from liuke.events.quality import AppealDecided, AppealLodged
from liuke.foundation import numbers
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.files.access import files_of
from liuke.foundation.identity.models import Actor

MOST_FILES = 10


@transaction.atomic
def lodge_appeal(
    number: str, *, reason: str, files: Sequence[str], by: Actor, at: datetime, seen: int | None = None
) -> str:
    """The site's desk does not accept the decision. `files` are keys stored for `fault:FD-…`. Answers the number, AP-.

    Raises Invalid with `reason`, `files`; Refused where it is too late, was appealed before, or costs the site nothing.
    """
    case = access.case(number, by=by, lock=True, seen=seen)
    if not access.may_appeal_for(case, by=by):
        raise Forbidden("由该网点的负责人或信息员申诉。", "The site's own desk lodges its appeal.")
    refused = why_no_appeal(
        state=case.state, party=case.party, until=case.appeal_until, appealed=Appeal.objects.filter(case=case).exists(),
        at=at,
    )  # fmt: skip
    if refused:
        raise Refused(refused.zh, refused.en, code="no-appeal")
    checked_reason(reason)
    appeal = Appeal.objects.create(
        number=numbers.take("AP"), case=case, against_id=_first_decider(case), reason=reason.strip(),
        files=_files(case, files, by), lodged_at=at, lodged_by=by,
    )  # fmt: skip
    case.state = Case.State.APPEALED
    case.version += 1
    case.save(update_fields=["state", "version"])

    told = AppealLodged(
        number=appeal.number, order=case.order.number, fault=case.number, site=case.site.number, reason=appeal.reason,
        files=len(appeal.files),
    )  # fmt: skip
    tell(case, [told], "appealed", by=by, at=at, appeal=appeal.number)
    return appeal.number


@transaction.atomic
def decide_appeal(
    number: str, *, party: str, reason: str, evidence: Sequence[str], by: Actor, at: datetime, seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Say again whose fault it was. What is said here stands in the place of the first decision, for good.

    Forbidden to whoever decided first. Raises Invalid with `party`, `reason`, `evidence`.
    """
    access.require_judge(by)
    checked(party, reason)
    appeal = access.appeal(number, by=by, lock=True, seen=seen)
    if appeal.decided_at is not None:
        raise Refused("这件申诉已经复核。", "This appeal is decided already.", code="decided")
    if appeal.against_id == by.pk:
        raise Forbidden(
            "原判定人不能复核自己的判定，请由另一人复核。",
            "Whoever decided first does not hear the appeal: another person does.",
            code="own-decision",
        )
    case = appeal.case
    write_verdict(case, party, reason, evidence, state=Case.State.FINAL, by=by, at=at)
    case.save()
    appeal.granted, appeal.decided_at, appeal.decided_by = party != SITE, at, by
    appeal.save()

    tell(
        case,
        [_heard(appeal, reason), decided_event(case, reason, evidence, by=by, appeal=appeal.number)],
        "appeal_decided", by=by, at=at, keeps=keeps,
    )  # fmt: skip


def _heard(appeal: Appeal, reason: str) -> AppealDecided:
    case = appeal.case
    return AppealDecided(
        number=appeal.number, order=case.order.number, fault=case.number, site=case.site.number,
        granted=bool(appeal.granted), party=case.party, verdict_zh="成立" if appeal.granted else "不成立",
        verdict_en="was granted" if appeal.granted else "was not granted", reason=reason.strip(),
    )  # fmt: skip


def _first_decider(case: Case) -> int:
    return case.verdicts.order_by("pk").values_list("by_id", flat=True)[0]


def _files(case: Case, keys: Sequence[str], by: Actor) -> list[str]:
    given = list(dict.fromkeys(key for key in keys if key))
    if not given:
        raise Invalid.field("files", "请上传证据（照片、录音或单据）", "Add evidence: a photo, a recording, a paper")
    if len(given) > MOST_FILES:
        raise Invalid.field("files", f"最多 {MOST_FILES} 个文件", f"At most {MOST_FILES} files")
    if set(given) - {file.key for file in files_of(f"fault:{case.number}", by=by)}:
        raise Invalid.field("files", "有文件未上传到此申诉", "A file does not belong to this case")
    return given
