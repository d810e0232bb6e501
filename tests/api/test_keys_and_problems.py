"""Done once, and every refusal a problem document."""

import json
import re
import threading
from collections.abc import Callable
from datetime import timedelta

import orjson
import pytest
from django.db import OperationalError, connections

from liuke.api import idempotency
from liuke.api.models import KeptAnswer
from liuke.areas.customers.models import Customer
from liuke.foundation.audit.models import AuditRow
from liuke.kernel.journal.models import Event
from tests.api.conftest import NOW, Caller, caller
from tests.given.service import Company
from tests.support.databases import Database

NEW = {"kind": "household", "name": "王小明", "contacts": [{"name": "王小明", "phones": ["13800138000"]}]}


def _is_problem(answer: object, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.content  # type: ignore[attr-defined]
    assert answer["content-type"] == "application/problem+json"  # type: ignore[index]
    told = answer.json()  # type: ignore[attr-defined]
    assert told["status"] == status and told["title"] and told["detail"] and told["type"].startswith("/problems/")
    return told  # type: ignore[no-any-return]


@pytest.mark.django_db
def test_the_same_key_and_call_is_done_once_and_answered_the_same(call: Callable[..., Caller]) -> None:
    program = call("intake")

    first, second = (program.post("/customers", NEW, key="k-1") for _ in range(2))

    assert first.status_code == second.status_code == 201
    assert first.content == second.content and second["idempotency-replayed"] == "true"
    assert Customer.objects.filter(name="王小明").count() == 1
    assert b"\xe7\x8e\x8b" in first.content  # Chinese as Chinese
    assert "王小明".encode() not in bytes(KeptAnswer.objects.get().sealed)


@pytest.mark.django_db
def test_the_same_key_with_another_body_or_path_is_refused(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake")
    program.post("/customers", NEW, key="k-1")

    told = _is_problem(program.post("/customers", NEW | {"name": "王大明"}, key="k-1"), 422)
    assert told["type"] == "/problems/idempotency-key-reused"
    _is_problem(program.post("/calls", {"phone": ""}, key="k-1"), 422)
    assert call("intake").post("/customers", NEW, key="k-1").status_code == 201  # another's key is another key


@pytest.mark.django_db
def test_a_refused_call_leaves_its_key_free(call: Callable[..., Caller]) -> None:
    program = call("intake")

    _is_problem(program.post("/customers", NEW | {"contacts": [{"phones": ["12"]}]}, key="k-1"), 422)
    assert program.post("/customers", NEW, key="k-1").status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "a" * 256, "with\ttab", "中文".encode().decode("latin-1")])
def test_a_writing_call_needs_a_fitting_key(call: Callable[..., Caller], key: str) -> None:
    program = call("intake")
    headers = {"authorization": f"Bearer {program.clear}"} | ({"idempotency-key": key} if key else {})
    answer = program.client.post(
        "/api/v1/customers", data=json.dumps(NEW), content_type="application/json", headers=headers
    )

    _is_problem(answer, 422)
    assert not Customer.objects.filter(name="王小明").exists()


def test_two_at_once_do_it_once(fresh_database: Database) -> None:
    program = caller("intake")
    answers: list[bytes] = []
    together = threading.Barrier(6)

    def go() -> None:
        together.wait()
        answers.append(Caller(program.clear, program.actor).post("/customers", NEW, key="race").content)
        connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]

    assert len(set(answers)) == 1 and b"C" in answers[0]
    assert Customer.objects.count() == 1
    assert Event.objects.filter(kind="customers.customer.registered").count() == 1
    connections.close_all()


@pytest.mark.django_db
def test_answers_are_forgotten_after_thirty_days(call: Callable[..., Caller]) -> None:
    call("intake").post("/customers", NEW)

    assert idempotency.forget_old(NOW + timedelta(days=29)) == 0
    assert idempotency.forget_old(NOW + timedelta(days=31)) == 1


BAD_BODIES = {
    "no json": (b"{", 400),
    "blank": (b" ", 400),
    "a list": (b"[]", 422),
    "invalid utf-8": (b'{"phone": "\xff\xfe"}', 400),
    "lone surrogate": (rb'{"phone": "\ud800"}', 400),
    "nul": (rb'{"phone": "1\u00003"}', 422),
    "nul in a name": (rb'{"pho\u0000ne": "13"}', 422),
    "escaped backslash only": (rb'{"phone": "\\u0000"}', 422),
    "huge int": (b'{"phone": ' + b"9" * 400 + b"}", 400),
    "not a number": (b'{"phone": NaN}', 400),
    "deep": (b'{"phone": ' + b"[" * 3000 + b"]" * 3000 + b"}", 400),
    "extra field": (b'{"phone": "13812342203", "is_core": true}', 422),
    "wrong type": (b'{"phone": 13812342203}', 422),
    "controls": (rb'{"phone": "138\u000712342203"}', 422),
    "bidi override": (rb'{"phone": "138\u202e12342203"}', 422),
    "too large": (b'{"phone": "' + b"1" * (6 * 1024 * 1024) + b'"}', 413),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_bad_body_is_a_problem(call: Callable[..., Caller], name: str) -> None:
    body, status = BAD_BODIES[name]

    _is_problem(call("intake").raw("/calls", body), status)


@pytest.mark.django_db
def test_another_media_type_is_refused(call: Callable[..., Caller]) -> None:
    _is_problem(call("intake").raw("/calls", b"phone=13812342203", "application/x-www-form-urlencoded"), 415)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/customers?q=%00", "/customers/%00", "/customers?limit=99999999999999999999999", "/customers?after=%FF",
        "/customers/99999999999999999999", "/promises/999999999999999999", "/events?subject=%00",
        "/customers/1/events?after=x~1", "/promises?since=0001-01-01T00:00:00%2B14:00", "/promises?since=2026-01-01",
        "/orders?customer=%D9%A3", "/orders/WO-9999999", "/nothing", "/machines?serial=%F0%9F%98%80",
    ],
)  # fmt: skip
def test_a_bad_address_is_a_problem_or_finds_nothing(call: Callable[..., Caller], path: str) -> None:
    answer = call("read").get(path)

    assert answer.status_code in (200, 404, 422), answer.content
    if answer.status_code != 200:
        assert answer["content-type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_method_that_is_not_there_is_a_problem(call: Callable[..., Caller]) -> None:
    program = call("read")
    answer = program.client.put("/api/v1/customers")

    _is_problem(answer, 405)
    assert set(answer["allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.django_db
def test_every_guilty_field_is_named_in_the_readers_language(call: Callable[..., Caller]) -> None:
    program = call("intake")
    wrong = {"kind": "martian", "name": "", "contacts": [{"name": "王", "phones": ["13800138000", 5]}]}

    zh = _is_problem(program.post("/customers", wrong), 422)
    en = _is_problem(program.post("/customers", wrong, accept_language="en"), 422)

    assert [e["field"] for e in zh["errors"]] == ["kind", "name", "contacts.0.phones.1"]  # type: ignore[attr-defined,index]
    assert zh["title"] == "内容有误" and en["title"] == "Invalid input"
    assert all(re.search("[一-鿿]", e["reason"]) for e in zh["errors"])  # type: ignore[attr-defined,index]
    assert not re.search("[一-鿿]", orjson.dumps(en["errors"]).decode())
    told = _is_problem(program.post("/customers", NEW | {"contacts": [{"phones": ["12"]}]}), 422)
    assert told["errors"][0]["field"] == "contacts.0.phones.0"  # type: ignore[index]


@pytest.mark.django_db
def test_a_stale_edit_shows_theirs_beside_yours(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake")
    path = f"/customers/{company.known.li}"

    assert program.patch(path, {"version": 1, "name": "李秀瑛"}).json()["version"] == 2
    told = _is_problem(program.patch(path, {"version": 1, "name": "李绣英"}), 409)

    assert told["difference"] == {"name": {"theirs": "李秀瑛", "yours": "李绣英"}}


@pytest.mark.django_db
def test_a_lost_database_is_503_and_says_when_to_come_back(
    call: Callable[..., Caller], company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("liuke.api.customers.file.get_file", gone)
    answer = call("read").get(f"/customers/{company.known.li}")

    _is_problem(answer, 503)
    assert int(answer["retry-after"]) > 0


@pytest.mark.django_db
def test_no_token_a_wrong_one_and_a_revoked_one_are_401(call: Callable[..., Caller]) -> None:
    program = call("read")
    for header in ({}, {"authorization": "Bearer no"}, {"authorization": f"Basic {program.clear}"}):
        answer = program.client.get("/api/v1/customers", headers=header)
        _is_problem(answer, 401)
        assert answer["www-authenticate"].startswith("Bearer")
    boss = call("admin", roles=("administrator",))
    rows = boss.get("/tokens").json()["rows"]
    mine = next(r["id"] for r in rows if r["tail"] == program.clear[-4:])
    assert boss.post(f"/tokens/{mine}/revocation").status_code == 200
    _is_problem(program.get("/customers"), 401)


@pytest.mark.django_db
def test_a_token_without_the_scope_or_the_role_is_refused_and_audited(
    call: Callable[..., Caller], company: Company
) -> None:
    _is_problem(call("read").post("/customers", NEW), 403)
    _is_problem(call("read", roles=("technician",), teams=(f"site:{company.sites.east}",)).get("/customers"), 403)
    assert call("read", roles=("agent",)).get("/customers").status_code == 200

    refused = AuditRow.objects.filter(act="access.refused")
    assert refused.count() == 2 and not Customer.objects.filter(name="王小明").exists()


@pytest.mark.django_db
def test_the_docs_page_and_the_schema_need_nobody_and_nothing_from_outside(call: Callable[..., Caller]) -> None:
    client = call("read").client
    page, document = client.get("/api/v1/docs"), client.get("/api/v1/openapi.json")

    assert page.status_code == document.status_code == 200
    text = page.content.decode()
    assert "/api/v1/orders/{number}/dispatch" in text
    assert not re.search(r"""(src|href)=["'](https?:)?//""", text)
    assert document.json()["openapi"].startswith("3.1")
