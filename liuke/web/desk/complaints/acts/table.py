"""What may be done to a complaint from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from liuke.areas.complaints.queries.complaints import CaseView
from liuke.web.desk.complaints.acts import closing, facts, letters, linking, remedy, talk
from liuke.web.ui.doors import Request

Act = Callable[[Request, CaseView], str]

ACTS: Final[dict[str, Act]] = {
    "take": talk.take, "name": talk.name, "accept": talk.accept, "acknowledge": talk.acknowledge,
    "contact": talk.contact, "assess": talk.assess, "step": talk.step, "note": talk.note, "sort": facts.sort, "judge": facts.judge,
    "stance": facts.stance, "propose": remedy.propose, "decide": remedy.decide, "answer": remedy.answer,
    "fulfil": remedy.fulfil, "improve": closing.improve, "close": closing.close, "reopen": closing.reopen,
    "aftercare": closing.aftercare, "write": letters.write, "reword": letters.reword, "send": letters.send, "mail": letters.mail,
    "keep": letters.keep, "link": linking.link, "unlink": linking.unlink,
}  # fmt: skip
