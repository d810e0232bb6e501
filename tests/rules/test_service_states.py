"""The table of order states: sound as a graph, and no walk through it ever leaves it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from liuke.areas.service.rules import states
from liuke.foundation.identity.roles import ROLES

PAGE = Path(__file__).parents[2] / "docs" / "generated" / "order-states.md"
EVERYBODY = frozenset(states.GROUPS)


def test_the_table_names_only_known_states_and_groups() -> None:
    for step in states.TABLE:
        assert set(step.of) | set(step.to) <= set(states.STATES), step.act
        assert set(step.who) <= EVERYBODY, step.act
        assert set(step.who) <= set(states.GROUP_WORDS)


def test_groups_are_made_of_known_roles() -> None:
    for members in states.GROUPS.values():
        assert members <= set(ROLES)


def test_every_act_stands_in_the_table_once() -> None:
    assert len(states.BY_ACT) == len(states.TABLE)


def test_every_state_is_reached_and_every_open_state_leads_to_an_end() -> None:
    forward: dict[str, set[str]] = {state: set() for state in states.STATES}
    for state, _, to in states.edges():
        forward[state].add(to)
    assert _reach({"new"}, forward) == set(states.STATES)
    for state in states.OPEN:
        assert _reach({state}, forward) & states.ENDED, state


def test_an_ended_order_changes_no_more() -> None:
    for state in states.ENDED:
        assert not any(step.to and set(step.to) - {state} for step in states.acts_in(state)) or all(
            step.act == "repeat" for step in states.acts_in(state)
        )


def test_a_refusal_says_what_could_be_done_instead() -> None:
    refusal = states.refusal("offered", "depart", EVERYBODY)
    assert refusal is not None and refusal.code == "state"
    assert "待接单" in refusal.words.zh and "接单" in refusal.words.zh and "accept" in refusal.words.en


def test_a_site_may_not_dispatch_and_the_centre_may_not_decline() -> None:
    site, agent = states.groups_of(["site_clerk"]), states.groups_of(["agent"])
    assert states.refusal("to_dispatch", "dispatch", site) is not None
    assert states.refusal("offered", "decline", agent) is not None
    assert states.refusal("offered", "decline", site) is None


@pytest.mark.parametrize("role", ["callback_agent"])
def test_who_calls_back_neither_dispatches_nor_reviews(role: str) -> None:
    groups = states.groups_of([role])
    assert states.refusal("to_dispatch", "dispatch", groups) is not None
    assert states.refusal("in_review", "review", groups, "to_call_back") is not None
    assert states.refusal("to_call_back", "close", groups) is None


def test_the_diagram_in_the_docs_is_the_table() -> None:
    if os.environ.get("LIUKE_WRITE_DOCS"):
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(states.page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == states.page(), "run this test with LIUKE_WRITE_DOCS=1"


class Walk(RuleBasedStateMachine):
    """Anybody tries anything, from the beginning on."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.was_reviewed, self.was_worked = "new", False, False

    @rule(act=st.sampled_from(sorted(states.BY_ACT)), role=st.sampled_from(sorted(ROLES)), pick=st.integers(0, 5))
    def try_act(self, act: str, role: str, pick: int) -> None:
        step = states.BY_ACT[act]
        to = (step.to[pick % len(step.to)] if step.to else None) if len(step.to) != 1 else None
        groups = states.groups_of([role])
        if states.refusal(self.state, act, groups, to) is not None:
            return
        assert self.state in step.of and not groups.isdisjoint(step.who)
        before, self.state = self.state, states.after(self.state, act, to)
        self.was_worked |= act in ("finish", "no_service")
        self.was_reviewed |= act == "review"
        assert before not in states.ENDED or act == "repeat"

    @precondition(lambda self: self.state in ("closed", "to_call_back"))
    @invariant()
    def closed_orders_were_reviewed(self) -> None:
        assert self.was_reviewed

    @invariant()
    def it_is_somewhere(self) -> None:
        assert self.state in states.STATES


Walk.TestCase.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
TestWalk = Walk.TestCase


def _reach(start: set[str], forward: dict[str, set[str]]) -> set[str]:
    seen, edge = set(start), set(start)
    while edge:
        edge = {to for state in edge for to in forward[state]} - seen
        seen |= edge
    return seen
