"""What is done about a complaint, as its page does it: handler, contact, stance, proposal, the customer's word."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, Day, In, Out, Ref, Text
from liuke.api.policies import policy
from liuke.api.shapes import Keeps, Version, language
from liuke.areas.complaints.access import HANDLERS
from liuke.areas.complaints.actions import closing, handling, offering, sorting
from liuke.areas.complaints.actions.offering import Offer
from liuke.areas.complaints.queries.complaints import get_case
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.queries import find_person

complaint_acts = Noun("complaints")
_HANDLE = policy("complaints", roles=HANDLERS)
Key = Annotated[Code, Field(min_length=1, max_length=24)]
Said = Annotated[Text, Field(min_length=1)]
Cents = Annotated[int, Field(ge=0, description="In cents.")]


class Case(Out):
    """A complaint after an act. `missing`: what is still to be done before it may be closed."""

    number: str
    state: str
    version: int
    handler: str
    missing: list[str]


class ActIn(In):
    """`version`: the one you had before you; an older one is refused."""

    version: Version | None = None
    keeps: Keeps | None = None

    @property
    def promise(self) -> int | None:
        return int(self.keeps) if self.keeps else None


class HandlerIn(ActIn):
    """By username; left out, it is who is on duty with the least to do."""

    handler: Annotated[Code, Field(max_length=150)] = ""


class ToldIn(ActIn):
    via: Key


class ContactIn(ActIn):
    reached: bool


class AssessmentIn(ActIn):
    kind: Key
    sub: Annotated[Code, Field(max_length=24)] = ""
    wants: Text | None = None
    means: Text = ""


class StanceIn(ActIn):
    """`cause`: a leaf of the tree of causes, as `process.handover`."""

    stance: Key
    finding: Said
    cause: Annotated[Code, Field(max_length=40)] = ""


class ProposalIn(ActIn):
    """`cost`: what it usually costs, where it is left out."""

    remedy: Key
    words: Text = ""
    cost: Cents | None = None
    by_customer: bool = False
    done_by: Day | None = None


class AnswerIn(ActIn):
    agrees: bool
    words: Text = ""


class ClosureIn(ActIn):
    word: Literal["satisfied", "accepts", "refuses", "unreachable"]
    summary: Text = ""


class WordsIn(In):
    words: Said


@complaint_acts.post("/complaints/{number}/handler", _HANDLE, Case)
def name_complaint_handler(request: Request, number: Ref, wish: HandlerIn) -> Case:
    """Put it into somebody's hands; he still has to accept it."""
    person = find_person(wish.handler) if wish.handler else None
    if wish.handler and person is None:
        raise Invalid.field("handler", "没有这位同事", "There is no such colleague")
    handling.name_handler(number, person, seen=wish.version, keeps=wish.promise, by=request.by, at=request.at)
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/acknowledgement", _HANDLE, Case)
def acknowledge_complaint(request: Request, number: Ref, wish: ToldIn) -> Case:
    """The customer was told that we have it."""
    handling.acknowledge(number, via=wish.via, keeps=wish.promise, by=request.by, at=request.at)
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/contact", _HANDLE, Case)
def contact_complainant(request: Request, number: Ref, wish: ContactIn) -> Case:
    """We spoke with the customer, or tried to."""
    handling.contact(number, reached=wish.reached, seen=wish.version, keeps=wish.promise, by=request.by, at=request.at)
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/assessment", _HANDLE, Case)
def assess_complaint(request: Request, number: Ref, wish: AssessmentIn) -> Case:
    """What it is about, what is asked for and what is really meant."""
    sorting.assess(
        number, kind=wish.kind, sub=wish.sub, wants=wish.wants, means=wish.means, seen=wish.version, by=request.by,
        at=request.at,
    )  # fmt: skip
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/stance", _HANDLE, Case)
def take_complaint_stance(request: Request, number: Ref, wish: StanceIn) -> Case:
    """Whose it was: it sets what may be offered."""
    offering.take_stance(
        number, stance=wish.stance, finding=wish.finding, cause=wish.cause, seen=wish.version, by=request.by, at=request.at
    )  # fmt: skip
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/proposal", _HANDLE, Case)
def propose_remedy(request: Request, number: Ref, wish: ProposalIn) -> Case:
    """Offer a remedy; above the token's authority it waits for approval."""
    offer = Offer(wish.remedy, wish.words, wish.cost, wish.by_customer, wish.done_by)
    offering.propose(number, offer, seen=wish.version, keeps=wish.promise, by=request.by, at=request.at)
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/answer", _HANDLE, Case)
def answer_proposal(request: Request, number: Ref, wish: AnswerIn) -> Case:
    """The customer agrees to what is offered, or does not."""
    offering.answer(number, agrees=wish.agrees, words=wish.words, keeps=wish.promise, by=request.by, at=request.at)
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/fulfilment", _HANDLE, Case)
def fulfil_remedy(request: Request, number: Ref, wish: ActIn) -> Case:
    """Everything that was agreed is done."""
    offering.fulfil(number, keeps=wish.promise, by=request.by, at=request.at)
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/closure", _HANDLE, Case)
def close_complaint(request: Request, number: Ref, wish: ClosureIn) -> Case:
    """Close it with the customer's word; 409 says what is missing before."""
    closing.close(
        number, word=wish.word, summary=wish.summary, seen=wish.version, keeps=wish.promise, by=request.by,
        at=request.at,
    )  # fmt: skip
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/reopening", _HANDLE, Case)
def reopen_complaint(request: Request, number: Ref, wish: WordsIn) -> Case:
    """It was not settled after all."""
    closing.reopen(number, words=wish.words, by=request.by, at=request.at)
    return _case(request, number)


@complaint_acts.post("/complaints/{number}/note", _HANDLE, Case)
def note_on_complaint(request: Request, number: Ref, wish: WordsIn) -> Case:
    """Write down what the next one has to know."""
    handling.add_note(number, words=wish.words, by=request.by, at=request.at)
    return _case(request, number)


def _case(request: Request, number: str) -> Case:
    found = get_case(number, by=request.by, at=request.at)
    row = found.row
    return Case(
        number=row.number, state=row.state, version=row.version, handler=row.handler_name,
        missing=[words.told(language()) for words in found.missing],
    )  # fmt: skip
