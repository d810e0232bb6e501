"""What can be owed here: deciding what may leave, answering persons, examining and ending leaks (H9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from liuke.areas.customers.actions import belongings
from liuke.areas.secrecy.models import (
    FileLevel,
    Leak,
    LeakCustomer,
    LeakMeasure,
    LevelTerm,
    PersonRequest,
    Release,
    ReleasedCustomer,
    Restriction,
)
from liuke.areas.secrecy.rules import gate
from liuke.foundation.identity.queries import get_actor, list_people, team_leads, teams_of
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.rows import Owner

IN_CHARGE = "service_director"


def release_deciders(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """The service directors for general data, the general managers for important data and where no director is another
    than those concerned."""
    directors = {person.pk for person in list_people() if person.has_role(IN_CHARGE)}
    return {e.id: Owner(role=_role(e, directors), calendar_key="office") for e in events}


def _role(event: Recorded, directors: set[int]) -> str:
    others = directors - {event.value("asked_by"), event.value("carrier")}
    return IN_CHARGE if others and event.value("level") == gate.LEVELS[0] else "general_manager"


def leads_of_person(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """A lead of a team of the person whom the event names, another than himself."""
    found = {}
    for event in events:
        person = get_actor(int(event.value("person") or 0))
        leads = [one for key in sorted(teams_of(person)) for one in team_leads(key) if one.pk != person.pk]
        if leads:
            found[event.id] = Owner(person_id=leads[0].pk, calendar_key="office")
    return found


def answerers(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """The complaint managers, by working days of the office, as letters of the law are counted."""
    return {e.id: Owner(role="complaint_manager", calendar_key="office") for e in events}


def leak_measure_doers(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """Who carries out the measure of each event, by the days of the office."""
    rows = LeakMeasure.objects.filter(number__in=[e.subject for e in events])
    doers = dict(rows.values_list("number", "responsible_id"))
    return {e.id: Owner(person_id=doers[e.subject], calendar_key="office") for e in events if e.subject in doers}


register.resolver("leak_measure_doer", leak_measure_doers, otherwise="quality_manager")
register.resolver("person_answerer", answerers, otherwise="complaint_manager")
register.resolver("lead_of_person", leads_of_person, otherwise="duty_manager")
register.resolver("release_decider", release_deciders, otherwise="general_manager")
register.promise_kind(
    "decide-release", zh="审批外发", en="Decide what may leave", act_zh="审批", act_en="Decide",
    page="/secrecy/{about}/", seen_by="restricted",
)  # fmt: skip
register.promise_kind(
    "look-into-reveals", zh="核实明文查看", en="Find out why so much was looked at", act_zh="核实", act_en="Find out",
    page="/secrecy/people/{about}/", seen_by="restricted",
)  # fmt: skip
register.promise_kind(
    "review-level", zh="复核商密等级", en="Look a secrecy level over", act_zh="复核", act_en="Look it over",
    page="/customers/{about}/edit/", seen_by="restricted",
)  # fmt: skip
register.promise_kind(
    "review-file-level", zh="复核附件商密等级", en="Look the secrecy level of a file over", act_zh="复核",
    act_en="Look it over", page="/secrecy/files/{about}/", seen_by="restricted",
)  # fmt: skip
register.promise_kind(
    "answer-person", zh="答复本人资料要求", en="Answer what a person asks about their data", act_zh="答复",
    act_en="Answer", page="/secrecy/rights/{about}/",
)  # fmt: skip
_LEAK: Final[dict[str, Any]] = {"page": "/secrecy/leaks/{about}/", "seen_by": "restricted"}
register.promise_kind("examine-leak", zh="核查泄密报告", en="Examine a leak", act_zh="核查", act_en="Examine", **_LEAK)
register.promise_kind(
    "set-leak-measure",
    zh="定泄密补救措施",
    en="Set a measure against a leak",
    act_zh="定措施",
    act_en="Set it",
    **_LEAK,
)
register.promise_kind(
    "tell-authority", zh="泄密告知主管部门", en="Tell the authority of a leak", act_zh="告知", act_en="Tell", **_LEAK
)
register.promise_kind(
    "tell-persons", zh="泄密告知本人", en="Tell the persons concerned of a leak", act_zh="告知", act_en="Tell", **_LEAK
)
register.promise_kind("close-leak", zh="泄密事件办结", en="Close a leak", act_zh="办结", act_en="Close", **_LEAK)
register.promise_kind(
    "do-leak-measure", zh="落实泄密整改措施", en="Carry out a measure against a leak", act_zh="落实",
    act_en="Carry out", page="/secrecy/leaks/measures/{about}/", seen_by="restricted",
)  # fmt: skip
belongings.keep(Leak, "timeline", because="a leak's own history, nobody's file")
belongings.keep(LeakCustomer, because="whose data a leak concerns is a fact; the winner is held with his losers")
belongings.combine(LevelTerm, because="the survivor's level stands until its own day", alike=())
belongings.combine(Restriction, because="whose data rested before go on resting", alike=())
belongings.move(FileLevel, PersonRequest)
belongings.keep(Release, "timeline", because="a request's own history, nobody's file")
belongings.keep(ReleasedCustomer, because="whose file left is a fact; the winner is asked together with his losers")
