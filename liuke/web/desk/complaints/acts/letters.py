"""Acts on what is written: letters written, reworded, sent with proof; what came in writing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import letters, mailing, papers
from liuke.areas.complaints.actions.filing import Came
from liuke.areas.complaints.queries.complaints import CaseView
from liuke.areas.complaints.queries.letters import get_letter
from liuke.foundation.faults import Invalid
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.complaints.papers import letter_pdf
from liuke.web.desk.complaints.taking import given_files
from liuke.web.desk.words import let_out
from liuke.web.ui.doors import Request


def write(request: Request, view: CaseView) -> str:
    language = "en" if request.POST.get("language") == "en" else "zh"
    letters.write_letter(
        view.row.number, request.POST.get("letter", ""), language=language, by=request.by, at=request.at
    )
    return _("The letter is written. Read it, print it, send it.")


def reword(request: Request, view: CaseView) -> str:
    chosen = _chosen(request, view)
    letters.reword_letter(chosen, text=request.POST.get(f"text_{chosen}", ""), by=request.by)
    return _("The text is kept. Print it anew if it goes out on paper.")


def send(request: Request, view: CaseView) -> str:
    """Its text as it stands in the form; of one that is on its way by mail, as it was sent there."""
    said, chosen = request.POST, _chosen(request, view)
    with transaction.atomic():
        text = None if _is_on_its_way(chosen, view) else _let_out(request, chosen, view)
        letters.send_letter(
            chosen, via=said.get("via", ""), proof=said.get("proof", ""), text=text,
            shown_by=next(iter(given_files(request)), None), by=request.by, at=request.at, keeps=keeps_of(said),
        )  # fmt: skip
    return _("Noted that it went out.")


def mail(request: Request, view: CaseView) -> str:
    """The same text on the page, in the mail and in its PDF: what was typed is kept first."""
    chosen, number = _chosen(request, view), view.row.number
    with transaction.atomic():
        letters.reword_letter(chosen, text=_let_out(request, chosen, view), by=request.by)
        row = get_letter(number, chosen, by=request.by)
        paper = Came(f"{number}-{row.kind_words.told(row.language)}.pdf", letter_pdf(request, number, row))
        mailing.mail_letter(chosen, to=request.POST.get("to", ""), paper=paper, by=request.by, at=request.at)
    return _("It is on its way. The case shows when the mail server has taken it, or why not.")


def keep(request: Request, view: CaseView) -> str:
    given = given_files(request)
    if not given:
        raise Invalid.field("files", "请选择收到的邮件文件、照片或 PDF。", "Choose the mail, photo or PDF that came.")
    papers.keep_papers(view.row.number, given, by=request.by, at=request.at)
    return _("Kept as it came. Answer it today.")


def _chosen(request: Request, view: CaseView) -> int:
    known = {str(one.id): one.id for one in view.letters}
    if request.POST.get("letter", "") not in known:
        raise Invalid.field("letter", "没有这封信。", "There is no such letter.")
    return known[request.POST["letter"]]


def _let_out(request: Request, letter: int, view: CaseView) -> str:
    return let_out(request, f"text_{letter}", about=view.row.number, where="complaint", on=view.row.customer_id)


def _is_on_its_way(letter: int, view: CaseView) -> bool:
    return any(one.id == letter and one.mailed_at and not one.sent_at for one in view.letters)
