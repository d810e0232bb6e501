"""Feelings and facts apart; facts judged on evidence; the steps of the talk; what is really meant (H23, C3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liuke.areas.complaints.actions.changing import loaded, saved, tell, text_of
from liuke.areas.complaints.models import Complaint, Part, Step
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.severity import weigh
from liuke.areas.complaints.rules import states
from liuke.events.complaints.handling import FactJudged, PartsSorted, StepTaken
from liuke.events.complaints.way import ClockChanged, ComplaintAssessed
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import is_blank, one_of

MOST = 60


@dataclass(frozen=True)
class Sentence:
    """One sentence with what a person says it is; `proposed` is what was proposed to him."""

    text: str
    kind: str
    proposed: str = ""


@transaction.atomic
def assess(
    number: str, *, kind: str, sub: str = "", wants: str | None = None, means: str = "", by: Actor, at: datetime,
    seen: int | None = None,
) -> None:  # fmt: skip
    """Say what it is about, what he asks for and what he really means. Severity follows from it, with reasons."""
    data = the_catalogue()
    one_of("kind", kind, data.kinds)
    if sub:
        one_of("sub", sub, data.subs[kind])
    found = loaded(number, "assess", by=by, seen=seen)
    was_hard = found.hard
    found.kind, found.sub, found.means = kind, sub, text_of("means", means)
    found.wants = found.wants if wants is None else text_of("wants", wants)
    weigh(found, at=at)
    saved(found, "kind", "sub", "means", "wants", "severity", "hard")
    words = data.sub_words(kind, sub) if sub else data.kinds[kind]
    event = ComplaintAssessed(
        number=found.number, about=found.about, topic=kind, topic_zh=words.zh, topic_en=words.en, sub=sub,
        severity=found.severity, hard=found.hard, means=found.means,
    )  # fmt: skip
    events: list[object] = [event]
    if found.hard != was_hard and found.handler_id is not None:
        events.append(ClockChanged(found.number, found.about, hard=found.hard, received_at=found.counted_from))
    tell(found, events, by=by, at=at)


@transaction.atomic
def sort_parts(
    number: str, sentences: Sequence[Sentence], *, by: Actor, at: datetime, seen: int | None = None
) -> None:  # fmt: skip
    """Write down which sentences are feelings, facts, wishes, opinions. What was judged already keeps its verdict."""
    kept = [s for s in sentences if not is_blank(s.text)][:MOST]
    if not kept:
        raise Invalid.field("parts", "至少保留一句", "Keep one sentence at least")
    for one in kept:
        one_of("parts", one.kind, states.PARTS)
        text_of("parts", one.text)
    found = loaded(number, "assess", by=by, seen=seen)
    judged = {p.text: p for p in Part.objects.filter(complaint=found, kind="fact").exclude(verdict="")}
    Part.objects.filter(complaint=found).delete()
    Part.objects.bulk_create([_part(found, nth, one, judged, by) for nth, one in enumerate(kept, start=1)])
    saved(found)
    count = {kind: sum(one.kind == kind for one in kept) for kind in states.PARTS}
    event = PartsSorted(
        number=found.number, about=found.about, feelings=count["feeling"], facts=count["fact"], wishes=count["wish"],
        opinions=count["opinion"], changed=sum(bool(s.proposed) and s.proposed != s.kind for s in kept),
    )  # fmt: skip
    tell(found, [event], by=by, at=at)


@transaction.atomic
def judge_fact(
    number: str, nth: int, *, verdict: str, evidence: Sequence[str] = (), note: str = "", by: Actor, at: datetime
) -> None:
    """Is it so? With what it rests on: `event:<id>` or `file:<key>` of this case, or a note."""
    one_of("verdict", verdict, states.VERDICTS)
    found = loaded(number, "assess", by=by)
    part = Part.objects.select_for_update().filter(complaint=found, nth=nth, kind="fact").first()
    if part is None:
        raise Missing("没有这条事实。", "There is no such fact.")
    if verdict != "unknown" and not evidence and is_blank(note):
        raise Invalid.field("evidence", "请勾选依据，或写明从何得知", "Tick what it rests on, or say how you know")
    part.verdict, part.evidence, part.note = verdict, list(dict.fromkeys(evidence))[:20], text_of("note", note)
    part.judged_at, part.judged_by = at, by
    part.save()
    words = states.VERDICTS[verdict]
    event = FactJudged(
        number=found.number, about=found.about, nth=nth, verdict=verdict, verdict_zh=words.zh, verdict_en=words.en,
        evidence=tuple(part.evidence),
    )  # fmt: skip
    tell(found, [event], by=by, at=at)


@transaction.atomic
def take_step(number: str, key: str, *, by: Actor, at: datetime) -> None:
    """A step of the talk was taken; any order is possible, and what was passed over stays to be seen."""
    step = next((one for one in the_catalogue().steps if one.key == key), None)
    if step is None:
        raise Invalid.field("step", "没有这一步", "There is no such step")
    found = loaded(number, "assess", by=by)
    if Step.objects.filter(complaint=found, key=key).exists():
        raise Refused("这一步已记录。", "This step is noted already.", code="step-taken")
    Step.objects.create(complaint=found, key=key, at=at, by=by)
    event = StepTaken(number=found.number, about=found.about, step=key, step_zh=step.words.zh, step_en=step.words.en)
    tell(found, [event], by=by, at=at)


def _part(found: Complaint, nth: int, one: Sentence, judged: dict[str, Part], by: Actor) -> Part:
    text = one.text.strip()
    made = Part(complaint=found, nth=nth, text=text, kind=one.kind, proposed=one.proposed[:8], by=by)
    old = judged.get(text) if one.kind == "fact" else None
    if old is not None:
        made.verdict, made.evidence, made.note = old.verdict, old.evidence, old.note
        made.judged_at, made.judged_by_id = old.judged_at, old.judged_by_id
    return made
