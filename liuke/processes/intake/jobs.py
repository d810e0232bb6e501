"""Checking and taking in as jobs of the queue; both may be killed at any moment and are simply done again."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import transaction

from liuke.foundation.faults import Fault, Invalid
from liuke.foundation.progress import actions as progress
from liuke.foundation.progress.actions import Complaint
from liuke.foundation.queue.register import job
from liuke.processes.intake import actions, checking, kept, layouts, ledger, refused, running
from liuke.processes.intake.checking import Batch, Checked, Looked
from liuke.processes.intake.columns import template_called
from liuke.processes.intake.lines import Options
from liuke.processes.intake.models import Upload

_OPEN = ("waiting", "running")


@job(actions.CHECK)
def check(upload: str, at: datetime) -> None:
    """Tell what is wrong with each row, and keep the refused ones as a workbook."""
    handed = Upload.objects.select_related("handed_by").get(number=upload)
    try:
        checked = _checked_or_guessed(handed, at)
    except Fault as fault:
        with transaction.atomic():
            progress.fail(handed.check_job, fault.words, at=at)
            if not handed.options.get("layout"):
                _empty(handed)
        return
    with transaction.atomic():
        total, wrong = checked.total, len(checked.refused_rows)
        progress.advance(handed.check_job, at=at, total=total)
        progress.complain(handed.check_job, _complaints_of(checked))
        progress.finish(handed.check_job, at=at, result={"good": checked.good, "refused": wrong, "rows": total})
        if not checked.good and not handed.options.get("layout"):
            _empty(handed)
        if wrong:
            english = handed.handed_by.language.startswith("en")
            made = refused.refused_file(checked, english=english, by=handed.handed_by, at=at)
            kept.keep(handed, kept.REFUSED, (made,))


@job(actions.RUN)
def run(upload: str, at: datetime) -> None:
    """Take it in from where it stands. Of a large file a helper may write the other part: what it has not done in the
    end is done here."""
    handed = Upload.objects.select_related("handed_by").get(number=upload)
    number = handed.run_job
    if not handed.is_kept or not _is_open(number):
        return  # it was taken in already, or stopped before it began
    try:
        checked = _checked(handed, at)
        _begin(number, checked, at)
        for part in (0, None) if checked.total >= actions.MANY else (None,):
            _write(handed, checked, at, part)
    except Fault as fault:
        progress.fail(number, fault.words, at=at)
        return
    with transaction.atomic():
        if _is_open(number):
            progress.finish(number, at=at, result={"good": checked.good, "refused": len(checked.refused_rows)})
            running.compare_with_the_file(checked)
            _empty(handed)


@job(actions.HELP)
def help_out(upload: str, at: datetime) -> None:
    """Write the other part of a large file at the same time; whatever is wrong with it, the intake itself says."""
    handed = Upload.objects.select_related("handed_by").get(number=upload)
    if handed.is_kept and _is_open(handed.run_job):
        with suppress(Fault):
            _write(handed, _checked(handed, at), at, 1)


def _write(handed: Upload, checked: Checked, at: datetime, part: int | None) -> None:
    moved = partial(_moved, handed.run_job, checked, at=at)
    options = Options.from_json(handed.options)
    for _ in running.run(checked, options, by=handed.handed_by, at=at, also=moved, part=part):
        pass


def _empty(handed: Upload) -> None:
    """Nothing can be taken in from it any more: clear numbers are kept no longer than needed."""
    kept.forget(Upload.objects.filter(pk=handed.pk), kept.FILE)


def _begin(number: str, checked: Checked, at: datetime) -> None:
    with transaction.atomic():
        progress.take(number)
        progress.advance(number, at=at, total=checked.total)
        progress.complain(number, _complaints_of(checked))


def _moved(number: str, checked: Checked, batch: Batch, *, at: datetime) -> bool:
    """Say how many rows stand, whoever wrote them; False once somebody stopped the job."""
    told = progress.take(number)
    if told.state not in _OPEN:
        return False
    stand = ledger.rows_taken(checked.template.key, checked.digest)
    progress.advance(number, at=at, done=stand - told.done)
    return True


def _is_open(number: str) -> bool:
    with transaction.atomic():
        return progress.take(number).state in _OPEN


def _checked_or_guessed(handed: Upload, at: datetime) -> Checked:
    """A file that is none of our templates is read by its likeliest layout, which people may correct on its page."""
    looked = partial(_looked, handed.check_job, at)
    try:
        return _checked(handed, at, looked)
    except Invalid:
        if handed.options.get("layout"):
            raise
        data = kept.read(handed, kept.FILE)
        layout = layouts.propose(data, handed.name, template_called(handed.template))
        if layout is None:
            raise
        layouts.keep(handed, layout, data)
        return _checked(handed, at, looked)


def _looked(number: str, at: datetime, done: int, total: int) -> None:
    """Say how far the check is."""
    with transaction.atomic():
        progress.advance(number, at=at, done=done - progress.take(number).done, total=total)


def _checked(handed: Upload, at: datetime, looked: Looked | None = None) -> Checked:
    data = kept.read(handed, kept.FILE)
    template, options = template_called(handed.template), Options.from_json(handed.options)
    return checking.check(data, handed.name, template, options, by=handed.handed_by, at=at, looked=looked)


def _complaints_of(checked: Checked) -> list[Complaint]:
    """The first refusals as a job tells them; the workbook has them all."""
    return [Complaint(row, words, column) for row, column, words in checked.refusals[: progress.MOST_ERRORS]]
