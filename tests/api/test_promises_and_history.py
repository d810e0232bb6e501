"""Promises over the API, and the history of another system replayed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from liuke.kernel.promises.models import Promise
from tests.api.conftest import NOW, Caller
from tests.given.service import Company

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _ok(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()  # type: ignore[no-any-return]


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def test_a_promise_is_given_moved_and_kept(call: Callable[..., Caller], company: Company) -> None:
    program = call("promises", "read")
    due = NOW + timedelta(hours=2)
    given = _ok(
        program.post("/promises", {"customer": str(company.known.li), "words": "回电", "due_at": _iso(due)}), 201
    )
    path = f"/promises/{given['id']}"

    told = _ok(program.get(path))
    assert (told["words"], told["state"], told["customer"]) == ("回电", "open", str(company.known.li))
    later = {"due_at": _iso(due + DAY), "because": "用户出差", "wish_of_customer": True}
    moved = _ok(program.post(f"{path}/move", later))
    assert moved["judged_due_at"] > told["judged_due_at"] and moved["first_due_at"] == told["first_due_at"]
    kept = _ok(program.post(f"{path}/done", {"note": "已回电"}))
    assert kept["state"] == "kept" and not kept["late"]
    assert program.post("/promises/999999/done").status_code == 404
    assert program.post(f"{path}/move", later).status_code == 409


def test_a_promise_of_the_past_is_refused_and_only_leads_waive(call: Callable[..., Caller], company: Company) -> None:
    program = call("promises")
    wish = {"customer": str(company.known.li), "words": "回电", "due_at": _iso(NOW - DAY)}

    assert program.post("/promises", wish).status_code == 422
    given = _ok(program.post("/promises", wish | {"due_at": _iso(NOW + DAY)}), 201)["id"]
    assert program.post(f"/promises/{given}/waiver", {"because": "取消"}).status_code == 403
    lead = call("promises", roles=("hotline_lead",))
    assert _ok(lead.post(f"/promises/{given}/waiver", {"because": "取消"}))["state"] == "waived"


def test_the_ledger_is_read_in_pages(call: Callable[..., Caller], company: Company) -> None:
    program = call("promises", "read")
    for hours in range(1, 6):
        wish = {
            "customer": str(company.known.li),
            "words": f"第{hours}件",
            "due_at": _iso(NOW + timedelta(hours=hours)),
        }
        program.post("/promises", wish)

    seen, after = [], ""
    while True:
        page = _ok(program.get(f"/promises?limit=2{after}"))
        seen += [r["words"] for r in page["rows"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == ["第5件", "第4件", "第3件", "第2件", "第1件"]


def test_a_timeline_is_read_in_pages(call: Callable[..., Caller], company: Company) -> None:
    program = call("promises", "read")
    for hours in range(1, 6):
        wish = {
            "customer": str(company.known.li),
            "words": f"第{hours}件",
            "due_at": _iso(NOW + timedelta(hours=hours)),
        }
        program.post("/promises", wish)

    seen, after = [], ""
    while True:
        page = _ok(program.get(f"/customers/{company.known.li}/events?area=promise&limit=2{after}"))
        seen += [e["says"] for e in page["rows"]]
        if page["next"] is None:
            break
        after = "&after=" + page["next"].replace("+", "%2B")
    assert len(seen) == 5 and seen[0].endswith("第5件")


def _past(n: int, customer: int, **more: object) -> dict[str, object]:
    created = datetime(2018, 11, 13, 18, 6, 56, tzinfo=UTC) + n * DAY
    row = {"external_no": f"18-{n:08}", "customer": str(customer), "created_at": _iso(created), "words": "道路坑洼"}
    return row | more


def test_history_is_replayed_with_its_promises_and_repeats_nothing(
    call: Callable[..., Caller], company: Company
) -> None:
    program, li = call("backdate"), company.known.li
    at = datetime(2018, 11, 13, 18, 6, 56, tzinfo=UTC)
    rows = [
        _past(0, li, due_at=_iso(at + DAY), closed_at=_iso(at + timedelta(hours=1))),  # kept
        _past(1, li, due_at=_iso(at + 2 * DAY), closed_at=_iso(at + 9 * DAY)),  # kept, late
        _past(2, li, due_at=_iso(at + 3 * DAY)),  # open
        _past(3, li, closed_at=_iso(at + 4 * DAY)),  # owes nothing
        _past(
            4, li, due_at=_iso(at), closed_at=_iso(at + 4 * DAY - timedelta(seconds=1))
        ),  # due and closed before made
    ]

    first = _ok(program.post("/intake/history", {"source": "api", "rows": rows}), 201)["rows"]
    again = _ok(program.post("/intake/history", {"source": "api", "rows": rows}), 201)["rows"]

    assert [bool(r["promise"]) for r in first] == [True, True, True, False, True]
    assert all(r["repeated"] for r in again) and [r["request"] for r in again] == [r["request"] for r in first]
    states = [Promise.objects.get(pk=int(r["promise"])) for r in first if r["promise"]]
    assert [p.state for p in states] == ["kept", "kept", "open", "kept"]
    assert [p.ended_at is not None and p.ended_at > p.judged_due_at for p in states] == [False, True, False, True]
    assert Promise.objects.filter(timeline_id=li).count() == 4
    assert states[0].opened_at == at


def test_history_needs_its_scope_and_does_not_lie_ahead(call: Callable[..., Caller], company: Company) -> None:
    ahead = {"source": "api", "rows": [_past(0, company.known.li, created_at=_iso(NOW + DAY))]}
    assert call("intake", "promises").post("/intake/history", ahead).status_code == 403
    told = call("backdate").post("/intake/history", ahead)
    assert told.status_code == 422 and told.json()["errors"][0]["field"] == "rows.0.created_at"
    past = {"customer": str(company.known.li), "kind": "repair", "happened_at": _iso(NOW - DAY)}
    assert call("intake").post("/requests", past).status_code == 403
    opened = _ok(call("intake", "backdate").post("/requests", past), 201)
    assert not Promise.objects.filter(about=opened["number"]).exists()


def test_hand_made_promises_of_the_past_stand_whole_or_not_at_all(
    call: Callable[..., Caller], company: Company
) -> None:
    program = call("backdate", "read")
    row = {
        "customer": str(company.known.li), "words": "补寄发票", "given_at": _iso(NOW - 9 * DAY),
        "due_at": _iso(NOW - 7 * DAY), "kept_at": _iso(NOW - 8 * DAY),
    }  # fmt: skip

    assert program.post("/promises/hand-made", {"rows": [row, row | {"customer": "0"}]}).status_code == 404
    assert not Promise.objects.filter(words="补寄发票").exists()
    ids = _ok(program.post("/promises/hand-made", {"rows": [row, row | {"kept_at": None}]}), 201)["ids"]
    kept, still_open = (_ok(program.get(f"/promises/{i}")) for i in ids)
    assert (kept["state"], kept["late"]) == ("kept", False) and (still_open["state"], still_open["late"]) == (
        "open",
        True,
    )
