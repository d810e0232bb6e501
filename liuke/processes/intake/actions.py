"""The doors of bulk intake: a file is handed in, checked whole, and taken in batch by batch."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from django.db import transaction

from liuke.areas.service.queries.names import SOURCES
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress import actions as progress
from liuke.foundation.progress.queries import JobView, get_job
from liuke.foundation.queue.actions import defer
from liuke.foundation.words import Words
from liuke.processes.intake import kept, refused
from liuke.processes.intake.columns import CUSTOMERS, TEMPLATES, Template, template_called
from liuke.processes.intake.lines import Options
from liuke.processes.intake.models import Upload
from liuke.processes.intake.reading import files

LEADS: Final = frozenset({"administrator", "hotline_lead", "dispatch_lead"})
ROLES: Final = LEADS | {"account_manager"}
KEPT_FOR: Final = timedelta(days=7)
KEPT_UNSTARTED: Final = timedelta(days=1)
KEPT_APART: Final = timedelta(days=30)
CHECK, RUN, HELP = "intake.check", "intake.run", "intake.help"
MANY: Final = 40_000
"""Rows from which on a second worker is worth what it costs to read the file once more."""
WAYS: Final = {key: words for key, words in SOURCES.items() if key not in ("call", "counter", "callback", "api")}
"""Where orders of a file may come from."""


@dataclass(frozen=True)
class UploadView:
    """What the page of an import shows."""

    number: str
    template: str
    name: str
    options: Options
    handed_at: datetime
    has_refused: bool
    is_kept: bool
    check: JobView
    run: JobView | None


def hand_in(
    data: bytes | Iterable[bytes], name: str, *, template: str, options: Options, by: Actor, at: datetime
) -> str:
    """Take a file, whole or piece by piece, and have it checked; answers its number.

    What cannot be a file of ours is refused at once.
    """
    check_may(by)
    wanted = template_called(template)
    if wanted not in templates_of(by):
        raise Forbidden(
            "平台订单由班长和管理员导入。", "Orders of a platform are taken in by leads and administrators."
        )
    pieces = kept.cut((data,) if isinstance(data, bytes) else data)
    first = next(pieces, b"")
    files.check_size(len(first))
    files.check_type(first, name)
    _check(options)
    number = secrets.token_urlsafe(16)
    with transaction.atomic():
        words = Words(f"检查{wanted.words.zh}:{name[:80]}", f"Checking {wanted.words.en.lower()}: {name[:80]}")
        job = progress.open_job(CHECK, words, by=by, at=at, cursor={"upload": number})
        upload = Upload.objects.create(
            number=number, template=wanted.key, name=name[:120], options=options.as_json(), check_job=job, handed_by=by,
            handed_at=at,
        )  # fmt: skip
        upload.digest = kept.keep_file(upload, chain((first,), pieces), options)
        upload.save(update_fields=["digest"])
        note("intake.file.handed_in", by=by, at=at, subject=f"intake:{number}", detail={"template": wanted.key})
        defer(CHECK, key=f"{CHECK}:{number}", upload=number)
    return number


def start(number: str, *, leave_out: bool = False, looked_over: bool = False, by: Actor, at: datetime) -> str:
    """Have a checked file taken in; answers the job's number. Refused rows are left out only if that is said.

    A bought list stays apart until somebody says that he has looked it over (H3).
    """
    check_may(by)
    with transaction.atomic():
        upload = find_upload(number, by, lock=True)
        checked = get_job(upload.check_job, by=by)
        if checked.state == "done" and not checked.result.get("good"):
            raise Refused("没有可以导入的行。", "There is no row to take in.")
        if checked.state != "done" or not upload.is_kept:
            raise Refused("文件尚未检查完，或已不再保存。", "The file is not checked yet, or no longer kept.")
        if upload.run_job and get_job(upload.run_job, by=by).state not in ("failed", "stopped"):
            raise Refused("该文件已在导入。", "This file is being taken in already.", code="started")
        if checked.refused and not leave_out:
            raise Invalid.field(
                "leave_out", "有被拒绝的行；请确认只导入其余各行。", "Some rows are refused; say that they be left out."
            )
        if Options.from_json(upload.options).bought and not looked_over:
            raise Invalid.field(
                "looked_over",
                "购入名单须先核对抽样再并入客户档案。",
                "A bought list is looked over before it is mixed in.",
            )
        words = Words(f"导入：{upload.name}", f"Import: {upload.name}")
        upload.run_job = progress.open_job(RUN, words, by=by, at=at, total=checked.total, cursor={"upload": number})
        upload.save(update_fields=["run_job"])
        told = {"rows": checked.total} | ({"looked_over": True} if looked_over else {})
        note("intake.file.started", by=by, at=at, subject=f"intake:{number}", detail=told)
        defer(RUN, key=f"{RUN}:{number}", lock=f"{RUN}:{number}", upload=number)
        if checked.total >= MANY:
            defer(HELP, key=f"{HELP}:{number}", upload=number)
    return upload.run_job


def stop(number: str, *, by: Actor, at: datetime) -> None:
    """Stop an intake after the batch it is at; what is in stays in, and the file may be started again."""
    check_may(by)
    upload = find_upload(number, by)
    if upload.run_job:
        progress.stop(upload.run_job, at=at)
        note("intake.file.stopped", by=by, at=at, subject=f"intake:{number}")


def get_upload(number: str, *, by: Actor) -> UploadView:
    """A file of one's own; administrators see all."""
    check_may(by)
    return _view(find_upload(number, by), by)


def list_uploads(*, by: Actor, limit: int = 20) -> list[UploadView]:
    """One's own latest files."""
    check_may(by)
    rows = Upload.objects.filter(handed_by=by).order_by("-pk")[:limit]
    return [_view(upload, by) for upload in rows]


def refused_rows(number: str, *, by: Actor, at: datetime) -> bytes:
    """The workbook of the refused rows; each download leaves its audit row."""
    check_may(by)
    upload = find_upload(number, by)
    if not upload.has_refused:
        raise Missing("没有被拒绝的行，或文件已不再保存。", "No row was refused, or the file is no longer kept.")
    note("intake.refused.downloaded", by=by, at=at, subject=f"intake:{number}")
    return kept.read(upload, kept.REFUSED)


def template_file(template: str, *, english: bool = False, by: Actor, at: datetime) -> bytes:
    """The template with its headings, as XLSX."""
    check_may(by)
    return refused.template_file(template_called(template), english=english, by=by, at=at)


def forget_old(at: datetime) -> int:
    """Nightly: what was checked and never started is kept a day, what failed or was stopped a week, a bought list
    that waits to be looked over a month."""
    waits = {"options__has_key": "bought", "handed_at__gte": at - KEPT_APART}
    idle = Upload.objects.filter(run_job="", handed_at__lt=at - KEPT_UNSTARTED).exclude(**waits)
    kept.forget(idle, kept.FILE)
    old = Upload.objects.filter(handed_at__lt=at - KEPT_FOR).exclude(**waits)
    return kept.forget(old, kept.FILE, kept.REFUSED)


def templates_of(by: Actor) -> tuple[Template, ...]:
    """What this person may hand in: leads everything, an account manager his customers."""
    leads = by.kind == Actor.Kind.IMPORT or by.has_role(*LEADS)
    return tuple(TEMPLATES.values()) if leads else (CUSTOMERS,)


def _check(options: Options) -> None:
    if options.source and options.source not in WAYS:
        raise Invalid.field("source", "请选择来源。", "Choose a source.")
    if options.bought and not options.bought.seller:
        raise Invalid.field("seller", "请填写名单来源（卖方）。", "Say from whom the list was bought.")


def check_may(by: Actor) -> None:
    """Forbidden for whoever takes no files in."""
    if by.kind == Actor.Kind.IMPORT or by.has_role(*ROLES):
        return
    raise Forbidden(
        "批量导入由班长、客户经理和管理员办理。", "Bulk intake is for leads, account managers and administrators."
    )


def find_upload(number: str, by: Actor, *, lock: bool = False) -> Upload:
    """One's own; administrators find all. Raises Missing."""
    rows = Upload.objects.select_for_update() if lock else Upload.objects
    found = rows.filter(number=number[:22]).first()
    if found is None or (found.handed_by_id != by.pk and not by.has_role("administrator")):
        raise Missing("没有这次导入。", "There is no such import.")
    return found


def _view(upload: Upload, by: Actor) -> UploadView:
    return UploadView(
        upload.number, upload.template, upload.name, Options.from_json(upload.options), upload.handed_at,
        upload.has_refused, upload.is_kept, get_job(upload.check_job, by=by),
        get_job(upload.run_job, by=by) if upload.run_job else None,
    )  # fmt: skip
