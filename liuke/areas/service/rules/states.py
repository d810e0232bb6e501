"""The life of a work order as one table: which act leads from which state where, and who may do it.

Everything that asks "may this be done now, by this person?" asks here; the diagram in the docs is drawn from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from liuke.foundation.words import Words

STATES: Final = {
    "new": Words("待受理", "new"),
    "to_dispatch": Words("待派工", "to dispatch"),
    "offered": Words("待接单", "offered"),
    "to_book": Words("待预约", "to book"),
    "booked": Words("待上门", "booked"),
    "on_the_way": Words("已出发", "on the way"),
    "in_service": Words("服务中", "in service"),
    "on_hold": Words("挂起", "on hold"),
    "second_visit_due": Words("待二次上门", "second visit due"),
    "in_review": Words("待完工审核", "in review"),
    "sent_back": Words("审核驳回", "sent back"),
    "to_call_back": Words("待回访", "to call back"),
    "closed": Words("已关闭", "closed"),
    "closed_unconfirmed": Words("已关闭·未确认", "closed unconfirmed"),
    "cancelled": Words("已取消", "cancelled"),
    "no_service_trip": Words("空跑结单", "no-service trip"),
}
ENDED: Final = frozenset({"closed", "closed_unconfirmed", "cancelled", "no_service_trip"})
OPEN: Final = tuple(state for state in STATES if state not in ENDED)
BEFORE_THE_DOOR: Final = ("new", "to_dispatch", "offered", "to_book", "booked", "on_hold", "second_visit_due")
AT_A_SITE: Final = ("offered", "to_book", "booked", "on_the_way", "in_service", "second_visit_due", "sent_back")
OCCUPYING: Final = ("offered", "to_book", "booked", "on_the_way", "in_service")  # their window takes capacity

_LEADS: Final = frozenset({"duty_manager", "regional_manager", "service_director", "general_manager", "administrator"})
REGIONAL: Final = _LEADS - {"duty_manager"}
GROUPS: Final = {
    "hotline": frozenset({"agent", "hotline_lead", "complaint_officer", "complaint_manager"}) | _LEADS,
    "dispatch": frozenset({"dispatcher", "dispatch_lead", "agent", "hotline_lead"}) | _LEADS,
    "review": frozenset({"settlement_clerk", "dispatch_lead", "quality_manager"}) | _LEADS,
    "callback": frozenset({"callback_agent", "callback_lead", "hotline_lead", "complaint_officer"}) | _LEADS,
    "parts": frozenset({"parts_clerk", "parts_lead"}) | _LEADS,
    "site": frozenset({"site_clerk", "site_manager"}),
    "technician": frozenset({"technician"}),
    "customer": frozenset(),  # no role: his own actor, on his own page
}
GROUP_WORDS: Final = {
    "hotline": Words("坐席", "hotline"),
    "dispatch": Words("调度", "dispatch"),
    "review": Words("审单", "review"),
    "callback": Words("回访", "callback"),
    "parts": Words("配件", "parts"),
    "site": Words("网点", "site"),
    "technician": Words("师傅", "technician"),
    "customer": Words("用户", "the customer"),
}


@dataclass(frozen=True)
class Step:
    """One act: from which states, to which (none: the state stays), by whom, and the word on its button."""

    act: str
    words: Words
    of: tuple[str, ...]
    to: tuple[str, ...]
    who: tuple[str, ...]


_CENTRE = ("hotline", "dispatch")
_SITE = ("hotline", "dispatch", "site")
_ALL = ("hotline", "dispatch", "site", "technician")
_FIELD = ("technician", "site", "dispatch")

TABLE: Final = (
    Step("take", Words("受理", "take on"), ("new",), ("to_dispatch",), _CENTRE),
    Step("dispatch", Words("派工", "dispatch"), ("to_dispatch",), ("offered",), _CENTRE),
    Step(
        "redispatch",
        Words("改派", "reassign"),
        ("offered", "to_book", "booked", "second_visit_due"),
        ("offered",),
        ("dispatch",),
    ),
    Step("accept", Words("接单", "accept"), ("offered",), ("to_book", "booked"), ("site", "dispatch")),
    Step("decline", Words("拒单", "decline"), ("offered",), ("to_dispatch",), ("site",)),
    Step("recall", Words("收回", "recall"), ("offered",), ("to_dispatch",), ("dispatch",)),
    Step("book", Words("预约", "book"), ("to_book", "second_visit_due"), ("booked",), (*_ALL, "customer")),
    Step("assign", Words("安排师傅", "assign"), ("booked", "on_the_way"), ("booked",), ("site", "dispatch")),
    Step("reschedule", Words("改约", "reschedule"), ("booked", "on_the_way"), ("booked",), (*_ALL, "customer")),
    Step(
        "wish",
        Words("改期望时间", "change wished time"),
        ("new", "to_dispatch", "offered", "to_book"),
        (),
        (*_CENTRE, "customer"),
    ),
    Step(
        "not_reached",
        Words("联系不上", "not reached"),
        ("to_book", "booked", "second_visit_due"),
        ("on_hold",),  # the third time; before it the state stays
        _ALL,
    ),
    Step("chase_up", Words("催单", "chase up"), OPEN, (), ("hotline", "dispatch", "callback", "customer")),
    Step("explain", Words("告知进展", "tell the user"), OPEN, (), (*_ALL, "callback")),
    Step(
        "hold",
        Words("挂起", "hold"),
        ("to_dispatch", "to_book", "booked", "second_visit_due"),
        ("on_hold",),
        (*_SITE, "customer"),
    ),
    Step(
        "resume",
        Words("恢复", "resume"),
        ("on_hold",),
        ("to_dispatch", "to_book", "booked", "second_visit_due"),
        _SITE,
    ),
    Step("cancel", Words("取消", "cancel"), (*BEFORE_THE_DOOR, "on_the_way"), ("cancelled",), (*_CENTRE, "customer")),
    Step("call_ahead", Words("联系用户", "call ahead"), ("booked", "on_the_way"), (), _FIELD),
    Step("depart", Words("出发", "depart"), ("booked",), ("on_the_way",), _FIELD),
    Step("arrive", Words("到达签到", "arrive"), ("booked", "on_the_way"), ("on_the_way",), _FIELD),
    Step("start", Words("开始服务", "start"), ("on_the_way",), ("in_service",), _FIELD),
    Step("note_work", Words("填写服务记录", "note the work"), ("in_service",), (), _FIELD),
    Step("use_code", Words("核销", "use the code"), ("on_the_way", "in_service", "in_review", "sent_back"), (), _FIELD),
    Step("settle_guarantee", Words("核定保修", "settle the guarantee"), ("in_service",), (), _FIELD),
    Step("finish", Words("结束服务", "finish"), ("in_service",), (), _FIELD),
    Step("second_visit", Words("待二次上门", "second visit"), ("in_service",), ("second_visit_due",), _FIELD),
    Step("no_service", Words("空跑", "no-service trip"), ("on_the_way", "in_service"), ("in_review",), _FIELD),
    Step("report", Words("提交完工", "report completion"), ("in_service", "sent_back"), ("in_review",), _FIELD),
    Step("review", Words("审核通过", "accept"), ("in_review",), ("to_call_back", "no_service_trip"), ("review",)),
    Step("send_back", Words("驳回", "send back"), ("in_review",), ("sent_back",), ("review",)),
    Step("request_part", Words("申请配件", "request a part"), OPEN, (), ("site", "technician", "dispatch", "parts")),
    Step("move_part", Words("配件进度", "part progress"), OPEN, (), ("parts", "site", "dispatch")),
    Step("close", Words("关闭", "close"), ("to_call_back",), ("closed",), ("callback",)),
    Step(
        "close_unconfirmed",
        Words("未确认关闭", "close unconfirmed"),
        ("to_call_back",),
        ("closed_unconfirmed",),
        ("callback",),
    ),
    Step(
        "repeat",
        Words("开返修单", "open a repeat"),
        ("to_call_back", "closed", "closed_unconfirmed"),
        ("closed",),  # what waits for its callback goes on in the repeat; the others stay
        ("callback", "hotline"),
    ),
)
BY_ACT: Final = {step.act: step for step in TABLE}


@dataclass(frozen=True)
class Refusal:
    """Why an act may not be done: `code` state | role | target, and the words for it."""

    code: str
    words: Words


def groups_of(roles: Iterable[str], *, machine: bool = False) -> frozenset[str]:
    """The groups of the table somebody belongs to; the house's own machinery (loop, job, import) belongs to all."""
    if machine:
        return frozenset(GROUPS)
    held = set(roles)
    return frozenset(name for name, members in GROUPS.items() if not members.isdisjoint(held))


def refusal(state: str, act: str, groups: frozenset[str], to: str | None = None) -> Refusal | None:
    """None when the act is allowed from this state by somebody of these groups (and to that state), else why not."""
    step = BY_ACT[act]
    if state not in step.of:
        now, word = STATES[state], step.words
        return Refusal(
            "state",
            Words(
                f"工单现在是「{now.zh}」，不能{word.zh}；可以做的：{_list(acts_in(state), 'zh') or '无'}",
                f"The order is “{now.en}” now: “{word.en}” is not possible; possible is: "
                f"{_list(acts_in(state), 'en') or 'nothing'}",
            ),
        )
    if groups.isdisjoint(step.who):
        who_zh = "、".join(GROUP_WORDS[g].zh for g in step.who)
        who_en = ", ".join(GROUP_WORDS[g].en for g in step.who)
        return Refusal(
            "role",
            Words(f"{step.words.zh}由{who_zh}办理", f"“{step.words.en}” is done by {who_en}"),
        )
    if to is not None and to != state and to not in step.to:
        return Refusal("target", Words(f"不能转为「{STATES[to].zh}」", f"It cannot become “{STATES[to].en}”"))
    return None


def after(state: str, act: str, to: str | None = None) -> str:
    """The state after an allowed act: the named one, the only one, or the same; of several one must be named."""
    step = BY_ACT[act]
    if to is not None:
        return to
    if len(step.to) > 1:
        raise ValueError(f"{act}: name one of {step.to}")
    return step.to[0] if step.to else state


def acts_in(state: str, groups: frozenset[str] | None = None) -> list[Step]:
    """The acts open in a state (to these groups), in the order of the table: the buttons of a page."""
    return [s for s in TABLE if state in s.of and (groups is None or not groups.isdisjoint(s.who))]


def edges() -> Iterator[tuple[str, Step, str]]:
    """Every change of state that the table allows."""
    for step in TABLE:
        for state in step.of:
            for to in step.to:
                if to != state or len(step.to) == 1:
                    yield state, step, to


def diagram() -> str:
    """The table as a Mermaid state diagram, acts named in Chinese, with the English list below."""
    lines = ["stateDiagram-v2", "    direction TB", "    [*] --> new", "    [*] --> to_dispatch"]
    lines += [f"    {state} : {words.zh} {state}" for state, words in STATES.items()]
    arrows: dict[tuple[str, str], list[str]] = {}
    for state, step, to in edges():
        if state != to:
            arrows.setdefault((state, to), []).append(step.words.zh)
    lines += [f"    {state} --> {to} : {' / '.join(acts)}" for (state, to), acts in arrows.items()]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in STATES if state in ENDED)])


def page() -> str:
    """docs/generated/order-states.md, whole."""
    rows = [
        f"| `{s.act}` | {s.words.zh} · {s.words.en} | {', '.join(s.of)} | {', '.join(s.to) or 'stays'} "
        f"| {', '.join(s.who)} |"
        for s in TABLE
    ]
    head = "# The states of a work order\n\nDrawn from `liuke/areas/service/rules/states.py`; a test compares.\n"
    table = "| act | words | from | to | who |\n|--|--|--|--|--|\n"
    return f"{head}\n```mermaid\n{diagram()}\n```\n\n{table}" + "\n".join(rows) + "\n"


def _list(steps: list[Step], language: str) -> str:
    words = [s.words.told(language) for s in steps if s.to]
    return "、".join(words) if language == "zh" else ", ".join(words)
