"""An order's whole way over the API: call, request, window, dispatch, visit, review, callback, closed."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from liuke.areas.network.models import Technician
from liuke.kernel.promises.loop import run_due
from tests.api.conftest import NOW, Caller
from tests.given.customers import LI_PHONE
from tests.given.service import PIXEL, Company

pytestmark = pytest.mark.django_db


def _ok(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()  # type: ignore[no-any-return]


def _opened(program: Caller, company: Company, **more: object) -> str:
    pop = _ok(program.post("/calls", {"phone": LI_PHONE}))
    wish = {
        "customer": pop["customer"], "kind": "repair", "fault": "不吸烟,声音大", "product_line": "hood",
        "address": str(company.li_address), "source": "call", "call": pop["call"], **more,
    }  # fmt: skip
    return str(_ok(program.post("/requests", wish), 201)["number"])


def _dispatched(program: Caller, company: Company) -> tuple[str, dict[str, Any]]:
    request = _opened(program, company)
    offer = _ok(program.get(f"/windows?kind=repair&product_line=hood&address={company.li_address}"))
    assert offer["site"] == company.sites.east and len(offer["windows"]) == 3 and not offer["asks_wish"]
    window = {name: offer["windows"][0][name] for name in ("start", "end")}
    wish = {"machines": [{"machine": company.hood}], "site": offer["site"], "window": window}
    made = _ok(program.post(f"/requests/{request}/order", wish), 201)
    assert made["state"] == "offered" and made["window"] == window
    return made["number"], window


def test_from_a_ringing_phone_to_a_satisfied_customer(
    call: Callable[..., Caller], company: Company, still: Callable[[datetime], None]
) -> None:
    program = call()
    number, window = _dispatched(program, company)
    start = datetime.fromisoformat(window["start"])
    technician = Technician.objects.get(pk=company.cast.east_technician.pk).number

    assert _ok(program.post(f"/orders/{number}/acceptance"))["state"] == "booked"
    assert _ok(program.post(f"/orders/{number}/assignment", {"technician": technician}))["visit"]
    still(start - timedelta(minutes=40))
    assert _ok(program.post(f"/orders/{number}/call-ahead"))
    assert _ok(program.post(f"/orders/{number}/departure"))["state"] == "on_the_way"
    still(start + timedelta(minutes=5))
    assert _ok(program.post(f"/orders/{number}/arrival"))
    assert _ok(program.post(f"/orders/{number}/start"))["state"] == "in_service"
    still(start + timedelta(minutes=50))
    done = {"results": [{"line": 1, "result": "repaired"}], "checklist": ["power", "test_run"]}
    lacking = program.post(f"/orders/{number}/completion", done)
    assert lacking.status_code == 422
    assert {e["field"] for e in lacking.json()["errors"]} == {"photos", "signature"}
    pixel = base64.b64encode(PIXEL).decode()
    photo, sign = (
        _ok(program.post(f"/orders/{number}/files", {"name": "a.png", "data": pixel}), 201)["key"] for _ in range(2)
    )
    finished = _ok(program.post(f"/orders/{number}/completion", done | {"photos": [photo], "signature": sign}))
    assert finished["state"] == "in_review"
    assert _ok(program.post(f"/orders/{number}/review"))["state"] == "to_call_back"

    still((start + timedelta(days=1)).replace(hour=10, minute=30))
    rows = _ok(program.get("/callbacks"))["rows"]
    callback = next(r["number"] for r in rows if r["about"] == number)
    guide = _ok(program.get(f"/callbacks/{callback}"))
    assert len(guide["steps"]) == 6 and any(s["questions"] for s in guide["steps"])
    _ok(program.post(f"/callbacks/{callback}/start"))
    answers = {"solved": True, "satisfied": True, "attitude_good": True, "comes_back": True, "words": "很好"}
    outcome = _ok(program.post(f"/callbacks/{callback}/answer", answers))
    assert outcome["outcome"] == "satisfied" and outcome["finished"]

    told = _ok(program.get(f"/orders/{number}"))
    assert told["state"] == "closed" and told["visits"][0]["in_window"]
    story = _ok(program.get(f"/events?subject={number}"))["rows"]
    assert [e["kind"] for e in story][0] == "service.order.made" and "service.order.closed" in {
        e["kind"] for e in story
    }


def test_steps_that_the_state_forbids_are_409_and_say_what_is_open(
    call: Callable[..., Caller], company: Company
) -> None:
    program = call()
    number, _ = _dispatched(program, company)

    answer = program.post(f"/orders/{number}/start")

    assert answer.status_code == 409 and answer.json()["type"] == "/problems/order-state"
    assert program.post(f"/orders/{number}/hold", {"reason": "nonsense"}).status_code == 422
    assert program.post("/orders/WO-999999/acceptance").status_code == 404


def test_an_order_is_held_resumed_chased_and_cancelled(call: Callable[..., Caller], company: Company) -> None:
    program = call()
    number, _ = _dispatched(program, company)
    version = _ok(program.post(f"/orders/{number}/acceptance"))["version"]

    stale = program.post(f"/orders/{number}/hold", {"reason": "waiting_part", "version": version - 1})
    assert stale.status_code == 409 and stale.json()["difference"]["version"]
    assert _ok(program.post(f"/orders/{number}/hold", {"reason": "waiting_part"}))["state"] == "on_hold"
    assert _ok(program.post(f"/orders/{number}/resumption"))["state"] == "to_book"
    assert _ok(program.post(f"/orders/{number}/chase-up", {"note": "很急"}))["state"] == "to_book"
    offer = _ok(program.get(f"/orders/{number}/windows"))["rows"]
    window = {name: offer[0][name] for name in ("start", "end")}
    assert _ok(program.post(f"/orders/{number}/booking", {"window": window}))["state"] == "booked"
    later = {name: offer[1][name] for name in ("start", "end")}
    moved = {"window": later, "moved_by": "user", "reason": "user_absent"}
    assert _ok(program.post(f"/orders/{number}/rescheduling", moved))["window"] == later
    assert _ok(program.post(f"/orders/{number}/cancellation", {"reason": "user_withdrew"}))["state"] == "cancelled"


def test_a_site_declines_and_the_centre_dispatches_anew(call: Callable[..., Caller], company: Company) -> None:
    program = call()
    number, _ = _dispatched(program, company)

    assert _ok(program.post(f"/orders/{number}/decline", {"reason": "full"}))["state"] == "to_dispatch"
    suggested = _ok(program.get(f"/orders/{number}/sites"))["rows"]
    assert suggested and all(s["reasons"] for s in suggested)
    assert _ok(program.post(f"/orders/{number}/dispatch", {"site": company.sites.east}))["state"] == "offered"
    assert _ok(program.post(f"/orders/{number}/recall"))["state"] == "to_dispatch"


def test_a_sites_token_sees_and_does_only_what_is_its_sites(call: Callable[..., Caller], company: Company) -> None:
    number, _ = _dispatched(call(), company)
    east = call("read", "field", roles=("site_clerk",), teams=(f"site:{company.sites.east}",))
    north = call("read", "field", roles=("site_clerk",), teams=(f"site:{company.sites.north}",))

    assert [r["number"] for r in _ok(east.get("/orders"))["rows"]] == [number]
    assert _ok(north.get("/orders"))["rows"] == []
    assert north.get(f"/orders/{number}").status_code == 404
    assert north.post(f"/orders/{number}/acceptance").status_code == 404
    assert east.get(f"/customers/{company.known.zhou}").status_code == 403
    assert east.get("/promises").status_code == 403
    assert _ok(east.post(f"/orders/{number}/acceptance"))["state"] == "booked"


def test_a_request_is_solved_on_the_phone(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake")
    number = _opened(program, company)

    assert program.post(f"/requests/{number}/solution", {"reason": "magic"}).status_code == 422
    assert _ok(program.post(f"/requests/{number}/solution", {"reason": "setting"}))["state"] == "solved"
    assert program.post(f"/requests/{number}/order").status_code == 409


def test_an_order_of_a_platform_comes_once_for_each_number(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake", "dispatch")
    wish = {
        "source": "jd", "external_no": "JD-1", "kind": "install",
        "new_customer": {"name": "孙丽", "phone": "13911112222", "address": {"text": "宁波市鄞州区中山东路9号"}},
        "machines": [{"product_line": "hood", "model": "CXW-268-T5"}],
    }  # fmt: skip

    first = _ok(program.post("/intake/orders", wish), 201)
    again = _ok(program.post("/intake/orders", wish), 201)

    assert first["order"].startswith("WO-") and not first["repeated"]
    assert again["repeated"] and again["order"] == first["order"] and again["customer"] == first["customer"]
    assert _ok(program.post(f"/orders/{first['order']}/taking"))["state"] == "to_dispatch"


def test_late_promises_of_an_order_stand_on_the_ledger(
    call: Callable[..., Caller], company: Company, still: Callable[[datetime], None]
) -> None:
    program = call()
    number, _ = _dispatched(program, company)
    from liuke.foundation.identity.queries import system_actor

    still(NOW + timedelta(days=3))
    run_due(by=system_actor("loop", "promises"), at=NOW + timedelta(days=3))

    rows = _ok(program.get(f"/customers/{company.known.li}/promises?state=open"))["rows"]
    assert isinstance(rows, list)
    assert _ok(program.get(f"/orders/{number}"))["number"] == number


def test_a_platform_calls_its_order_off_once(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake")
    wish = {
        "source": "jd", "external_no": "JD-2", "kind": "install", "payer": "platform", "verification_code": "8842",
        "new_customer": {"name": "孙丽", "phone": "13911112222", "address": {"text": "宁波市鄞州区中山东路9号"}},
        "machines": [{"product_line": "hood", "model": "CXW-268-T5"}],
    }  # fmt: skip
    order = _ok(program.post("/intake/orders", wish), 201)["order"]

    for _ in range(2):
        told = _ok(program.post("/intake/cancellations", {"source": "jd", "external_no": "JD-2"}))
        assert told == {"order": order, "state": "cancelled", "settled": True}
    assert program.post("/intake/cancellations", {"source": "jd", "external_no": "JD-404"}).status_code == 404
    assert program.post("/intake/orders", wish | {"external_no": "JD-3", "payer": "nobody"}).status_code == 422
