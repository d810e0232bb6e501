"""Whatever is typed, sent or uploaded: an answer that says what is wrong. Never a 500, never a half-written change."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, connection, connections
from django.http import HttpResponse
from django.test import Client

from liuke.api.main import api
from liuke.areas.customers.models import Customer
from liuke.areas.customers.rules import names, phones, searching
from liuke.foundation import clock
from liuke.foundation.export.cells import guarded
from liuke.foundation.faults import Invalid
from liuke.foundation.files.rules import tidy_name
from liuke.foundation.forms.actions import issue
from liuke.kernel.playbook import loading
from liuke.kernel.playbook.models import RuleVersion
from liuke.web.desk.said_time import parse
from tests.safety import bodies, hostile, matrix, routes
from tests.safety.conftest import browser_of, token_of
from tests.safety.test_headers import of_page
from tests.safety.test_matrix import ACTS, CALLS, LOOKS
from tests.safety.world import HANDBOOK, World
from tests.support.databases import Database

ANSWERS = {200, 201, 204, 301, 302, 400, 403, 404, 405, 409, 413, 414, 415, 422}
WHO = ("administrator", "agent", "east site_manager", "callback_agent", "complaint_officer", "east technician")
_READ = re.compile(
    r"""(?:GET|POST|said|asked|values|request\.GET|data)(?:\.get|\.getlist)?[(\[]\s*["']([\w.\-]+)["']"""
    r"""|(?:id_of|moment_of|chip|_number|number_of)\(\s*request,\s*["'](\w+)["']"""
)


@pytest.fixture(scope="module")
def fields() -> Callable[[str], list[str]]:
    """The names that a view's module reads from a request, itself or by the modules of its folder that it imports."""
    return cache(lambda module: sorted(_names_read(module, module.rpartition(".")[0], set())))


def _names_read(module: str, folder: str, seen: set[str]) -> set[str]:
    """A module of another folder reads what all pages read alike (cursors, filters): it is tried by its own tests."""
    seen.add(module)
    told = Path(str(import_module(module).__file__)).read_text()
    names = {a or b for a, b in _READ.findall(told)}
    for below in _imported(told, folder):
        if below not in seen:
            names |= _names_read(below, folder, seen)
    return names


def _imported(told: str, folder: str) -> list[str]:
    """The modules of the folder that a text imports, whether `from folder.x import y` or `from folder import x`."""
    found = re.findall(rf"^from {re.escape(folder)}\.([\w.]+) import", told, re.MULTILINE)
    for listed in re.findall(rf"^from {re.escape(folder)} import (\([^)]*\)|.*)$", told, re.MULTILINE):
        found += re.findall(r"\w+", re.sub(r" as \w+", "", listed))
    return [f"{folder}.{name}" for name in found]


def judged(answer: HttpResponse, what: str) -> list[str]:
    faults = [] if answer.status_code in ANSWERS else [f"{answer.status_code} by {what[:300]}"]
    return faults + [f"{fault} by {what[:300]}" for fault in of_page(answer)]


# hostile text


def test_ten_thousand_texts_pass_the_rules_that_read_them() -> None:
    at = clock.now()
    for text in hostile.corpus():
        tidied = names.tidy(text)
        searching.words_of([tidied[:120]], [tidied[:200]])
        tidy_name(text)
        parse(text[:200], now=at)
        if phones_of(text):
            assert phones_of(text).isascii()


def phones_of(text: str) -> str:
    try:
        return phones.parse(text).e164
    except Invalid as wrong:
        assert wrong.words.zh and wrong.words.en
        return ""


def test_no_text_becomes_a_formula() -> None:
    for text in hostile.corpus():
        cell = guarded(text)
        seen = cell.lstrip(" \t\r\n\ufeff\u200b\u00ad\x00\u3000").lstrip()
        assert not seen or seen[0] not in "=+-@＝＋－＠", repr(text)


def test_a_phone_of_no_known_format_is_told_at_its_field(world: World) -> None:
    browser, clear = browser_of(world.people["agent"]), token_of("intake")
    for said in hostile.PHONES:
        answer = browser.post("/calls/lookup/", {"form_number": issue(), "number": said})
        assert answer.status_code in (302, 422), (said, answer.status_code)
        body = {"phone": said}
        answer = _api("/api/v1/calls", body, clear)
        assert answer.status_code in (200, 201, 422), (said, answer.content)
        if answer.status_code == 422:
            assert json.loads(answer.content)["errors"], said


def someone_for(world: World, page: routes.Page) -> str:
    """The first of WHO whom the page lets in: what is read does not depend on who sends it."""
    assert page.policy is not None
    return next((who for who in WHO if page.policy.admits(world.people[who])), "")


def test_no_text_in_an_address_breaks_a_page(world: World, fields: Callable[[str], list[str]]) -> None:
    browsers = {who: browser_of(world.people[who]) for who in WHO}
    wrong, texts, nth = [], hostile.sample(600, seed=5), 0
    for page in LOOKS:
        who = someone_for(world, page)
        url = routes.fill(page.route, matrix.things(world, "east"))
        for name in fields(page.module) if who else ():
            nth += 1
            said = _sayable(texts, nth)
            wrong += judged(browsers[who].get(url, {name: said}), f"GET {url}?{name}={said!r} by {who}")
    assert nth > 100
    assert "\n".join(wrong) == ""


def test_no_text_in_a_form_breaks_an_act_or_is_half_written(world: World, fields: Callable[[str], list[str]]) -> None:
    browsers = {who: browser_of(world.people[who]) for who in WHO}
    wrong, texts, nth = [], hostile.sample(600, seed=7), 0
    things, before = matrix.things(world, "east"), matrix.contents()
    for page in ACTS:
        who = someone_for(world, page)
        if not who or page.route == "sign-out/":
            continue
        url, known = routes.fill(page.route, things), fields(page.module)
        forms = [{name: _sayable(texts, nth + i) for i, name in enumerate(known)}]
        for name in known:
            nth += 1
            forms.append(bodies.form(page.route, things) | {name: _sayable(texts, nth)})
        for form in forms:
            with matrix.kept_if_refused() as told:
                answer = browsers[who].post(url, {**form, "form_number": issue()})
                told.append(answer.status_code)
                wrong += judged(answer, f"POST {url} {form!r} by {who}")
    assert nth > 100
    assert "\n".join(wrong) == ""
    assert matrix.differing(before, matrix.contents()) == []


def test_hostile_words_in_the_file_show_as_words(world: World) -> None:
    browser, wrong = browser_of(world.people["agent"]), []
    for said in hostile.MARKUP:
        with matrix.kept_if_refused() as told:
            form = {"form_number": issue(), "kind": "household", "name": said, "contacts.0.name": said,
                    "contact_name": said, "relation": "本人", "phone": "13811112222"}  # fmt: skip
            answer = browser.post("/customers/new/", form)
            told.append(answer.status_code)
            if answer.status_code == 302:
                for url in (answer["Location"], "/customers/", f"{answer['Location']}?tab=people", "/search/?q=script"):
                    page = browser.get(url)
                    wrong += judged(page, f"{url} with {said}")
                    assert said not in page.content.decode() or "<" not in said
    assert "\n".join(wrong) == ""


def test_no_text_breaks_a_look_of_the_api(world: World) -> None:
    clear, wrong, document = token_of(), [], api.get_openapi_schema()
    texts = hostile.sample(300, seed=3)
    nth = 0
    for call in CALLS:
        if call.method != "GET":
            continue
        named = document["paths"][call.route]["get"].get("parameters", [])
        url = routes.fill(call.route, matrix.things(world, "east"))
        client = Client(headers={"authorization": f"Bearer {clear}"}, raise_request_exception=False)
        for parameter in named:
            if parameter["in"] == "query":
                for _ in range(4):
                    nth += 1
                    said = _sayable(texts, nth)
                    wrong += judged(
                        client.get(url, {parameter["name"]: said}), f"{call.id}?{parameter['name']}={said!r}"
                    )
    assert nth > 40
    assert "\n".join(wrong) == ""


# the wrong kind of thing

CONFUSED: tuple[Any, ...] = ([], ["x"], {}, {"$gt": ""}, None, True, -1, 1.5, 10**30, "", "\x00", "x" * 100_000, [[[]]])


def test_an_array_where_text_is_meant_is_told_so(world: World) -> None:
    clear, wrong, before = token_of(), [], matrix.contents()
    for call in CALLS:
        if call.method == "GET":
            continue
        url = routes.fill(call.route, matrix.things(world, "east"))
        body = bodies.json_for(api, call, world)
        for n, name in enumerate(body):
            for i in range(3):
                strange = CONFUSED[(n * 3 + i + len(call.route)) % len(CONFUSED)]
                with matrix.kept_if_refused() as told:
                    answer = _api(url, body | {name: strange}, clear, call.method)
                    told.append(answer.status_code)
                    wrong += judged(answer, f"{call.id} {name}={strange!r:.60}")
        for whole in ([], [body], "x", 1, None, {"unknown_field": 1, **body}):
            with matrix.kept_if_refused() as told:
                answer = _api(url, whole, clear, call.method)
                told.append(answer.status_code)
                if answer.status_code not in (400, 404, 409, 422) and body:
                    wrong.append(f"{answer.status_code} by {call.id} {whole!r:.60}")
    assert "\n".join(wrong) == ""
    assert matrix.differing(before, matrix.contents()) == []


def test_signing_in_takes_text_and_nothing_else(world: World) -> None:
    browser = browser_of(None)
    for said in (
        {"username": ["a", "b"], "password": ["c", "d"]},
        {"username[]": "wangfang", "password[]": "x"},
        {"username": "x" * 100_000, "password": "y" * 100_000},
        {"username": "a\x00b", "password": "\x00"},
        {"username": "ｗａｎｇｆａｎｇ", "password": "x"},
        {},
    ):
        assert browser.post("/sign-in/", said).status_code == 422, said
    answer = browser.post("/sign-in/", b'{"username": ["x"]}', content_type="application/json")
    assert answer.status_code == 422


def test_a_parameter_given_twice_is_one_or_refused(world: World) -> None:
    browser, clear = browser_of(world.people["agent"]), token_of("read")
    for url in (
        "/orders/?state=open&state=x",
        "/promises/?after=1&after=x",
        "/search/?q=a&q=b",
        "/customers/?grade=A&grade=B",
    ):
        assert browser.get(url).status_code in ANSWERS, url
    api_client = Client(headers={"authorization": f"Bearer {clear}"}, raise_request_exception=False)
    for url in ("/api/v1/orders?state=a&state=b", "/api/v1/customers?q=a&q=b", "/api/v1/promises?limit=1&limit=x"):
        assert api_client.get(url).status_code in ANSWERS, url


def test_very_long_addresses_and_strange_paths_are_not_found(world: World) -> None:
    browser = browser_of(world.people["agent"])
    for path in (
        "/" + "a" * 60_000 + "/", f"/orders/{'9' * 60_000}/", f"/promises/{'9' * 5_000}/", f"/promises/{'9' * 19}/",
        "/customers/%00/", "/orders/%ff%fe/", "/orders/WO-%E2%80%AE1/", "/customers/..%2f..%2fetc/", "/%2e%2e/", "//evil.example/",
        f"/contacts/{2**63}/phones/", f"/search/?q={'李' * 20_000}", f"/people/{'9' * 30}/",
    ):  # fmt: skip
        answer = browser.get(path)
        assert answer.status_code in (200, 301, 302, 400, 404, 405, 414, 422, 403), (path[:60], answer.status_code)
        if answer.status_code in (301, 302):
            assert not answer["Location"].startswith(("//", "http")), path


def test_a_method_that_is_not_there_is_a_problem_of_405(world: World) -> None:
    clear = token_of()
    for call in CALLS:
        url = routes.fill(call.route, matrix.things(world, "east"))
        there = {one.method for one in CALLS if one.route == call.route}
        for method in {"PUT", "DELETE", "PATCH"} - there:
            answer = _api(url, {}, clear, method)
            assert answer.status_code == 405, (method, url)
            assert answer["Content-Type"] == "application/problem+json"


# files


def _bomb() -> bytes:
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * 60_000_000)
    return told.getvalue()


def _entities() -> bytes:
    told = io.BytesIO()
    doctype = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(told, "w") as packed:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
            packed.writestr(name, doctype)
        packed.writestr("../../evil", "x")
    return told.getvalue()


FILES = {
    "empty.xlsx": b"", "text.xlsx": b"hello", "half.xlsx": b"PK\x03\x04" + b"\0" * 40, "bomb.xlsx": _bomb(),
    "entities.xlsx": _entities(), "page.csv": b"<script>1</script>", "binary.csv": bytes(range(256)) * 40,
    "nul.csv": b"\0\0\0", "page.html": b"<script>1</script>", "name.csv.exe": b"MZ", "x\u202excod.csv": b"a,b\n1,2",
    "../../x.csv": b"a", "wide.csv": b"," * 200_000, "deep.csv": b'"' * 100_001, "utf16.csv": "姓名,电话\n".encode("utf-16"),
    "formula.csv": b"=cmd|' /C calc'!A0,+1,@x\n", "picture.csv": b"\x89PNG\r\n\x1a\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_refused_or_named_by_row(world: World, name: str) -> None:
    lead = browser_of(world.people["hotline_lead"])
    customers = Customer.objects.count()
    for template in ("customers", "orders", "nothing", ""):
        file = SimpleUploadedFile(name, FILES[name])
        answer = lead.post("/imports/", {"form_number": issue(), "template": template, "file": file})
        assert answer.status_code in (302, 404, 413, 422), (template, answer.status_code)
    assert Customer.objects.count() == customers


def test_a_huge_upload_is_too_large(world: World, settings: Any) -> None:
    settings.INTAKE_MOST_BYTES = 4 * 1024 * 1024
    lead, huge = browser_of(world.people["hotline_lead"]), b"x" * (6 * 1024 * 1024)
    answer = lead.post(
        "/imports/", {"form_number": issue(), "template": "customers", "file": SimpleUploadedFile("h.csv", huge)}
    )
    assert answer.status_code in (413, 422)
    answer = browser_of(world.people["agent"]).post("/customers/new/", {"name": "x" * (21 * 1024 * 1024)})
    assert answer.status_code == 413


def test_a_wrong_or_huge_picture_of_an_order_is_refused(world: World) -> None:
    clear = token_of("field")
    url = f"/api/v1/orders/{world.east_order}/files"
    page = base64.b64encode(b"<svg onload=alert(1)>").decode()
    for name, data in (
        ("x.svg", page), ("x.png", page), ("x.html", page), ("../../x.png", page), ("x.php\u200b", page), ("x.png", "////"),
        ("x", "AAAA"), ("x.png.exe", page), ("x.jpg", "=" * 8),
    ):  # fmt: skip
        assert _api(url, {"name": name, "data": data}, clear).status_code == 422, name
    big = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * (6 * 1024 * 1024)).decode()
    assert _api(url, {"name": "x.png", "data": big}, clear).status_code == 413


# rules, clicks, tabs


def test_a_broken_rule_file_is_named_with_its_line_and_changes_nothing(world: World, tmp_path: Path) -> None:
    boss, before = (
        world.people["administrator"],
        list(RuleVersion.objects.order_by("pk").values_list("pk", "in_force_from")),
    )
    sound = next(HANDBOOK.glob("*.toml")).read_text()
    for n, broken in enumerate((
        sound.replace("[[rule]]", "[[rule", 1),
        sound.replace('when = "', 'when = "no.such.', 1),
        sound.replace("owner = ", "owner_is = ", 1),
        sound.replace("[rule.promise]", '[rule.promise]\nsurprise = "x"', 1),
        sound + "\n" + sound,
    )):  # fmt: skip
        folder = tmp_path / str(n)
        folder.mkdir()
        (folder / "mine.toml").write_text(broken)
        with pytest.raises(Invalid) as told:
            loading.load([folder], by=boss, at=clock.now())
        for words in (told.value.words.zh, told.value.words.en):
            assert re.search(r"mine\.toml:(\d+|.*at line \d+)", words), words
    assert list(RuleVersion.objects.order_by("pk").values_list("pk", "in_force_from")) == before


def test_a_second_click_gets_the_first_answer_and_writes_once(world: World) -> None:
    browser, count = browser_of(world.people["agent"]), Customer.objects.count()
    form = _newcomer()
    first, second = (browser.post("/customers/new/", form) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302), first.content.decode()[:2000]
    assert first["Location"] == second["Location"]
    assert Customer.objects.count() == count + 1


def test_a_stale_tab_is_shown_the_difference(world: World) -> None:
    browser, code = browser_of(world.people["agent"]), world.things["customer"].north
    version = Customer.objects.get(code=code).version
    for name in ("周建邦", "周建军"):
        form = {"form_number": issue(), "name": name, "kind": "household", "version": str(version)}
        answer = browser.post(f"/customers/{code}/edit/", form)

    assert answer.status_code == 409
    assert "周建邦" in answer.content.decode() and "周建军" in answer.content.decode()
    assert Customer.objects.get(code=code).name == "周建邦"


def test_the_same_key_with_another_call_is_refused(world: World) -> None:
    clear, key = token_of("intake"), str(uuid4())
    first = _api("/api/v1/calls", {"phone": "13811112222"}, clear, key=key)
    again = _api("/api/v1/calls", {"phone": "13811112222"}, clear, key=key)
    other = _api("/api/v1/calls", {"phone": "13811113333"}, clear, key=key)

    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert other.status_code == 422


# a lost database


def test_a_database_that_is_gone_is_a_503_that_says_when_to_come_back(world: World) -> None:
    browser, clear = browser_of(world.people["agent"]), token_of()
    with _gone():
        answers = {
            "/": browser.get("/"),
            "/orders/": browser.get("/orders/"),
            "post": browser.post("/customers/new/", _newcomer()),
            "sign-in": browser_of(None).post("/sign-in/", {"username": "x", "password": "y"}),
            "api": Client(headers={"authorization": f"Bearer {clear}"}, raise_request_exception=False).get(
                "/api/v1/orders"
            ),
            "api post": _api("/api/v1/calls", {"phone": "13811112222"}, clear),
            "readyz": browser_of(None).get("/readyz"),
        }
        assert browser_of(None).get("/healthz").status_code == 200
    for what, answer in answers.items():
        assert answer.status_code == 503, (what, answer.status_code)
        assert int(answer["Retry-After"]) > 0, what
        assert "Traceback" not in answer.content.decode(), what


def test_a_connection_cut_in_the_middle_is_a_503_and_the_next_one_works(fresh_database: Database) -> None:
    clear = token_of()
    client = Client(headers={"authorization": f"Bearer {clear}"}, raise_request_exception=False)
    assert client.get("/api/v1/orders").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    _cut()
    cut = client.get("/api/v1/orders")
    assert cut.status_code in (200, 503)
    close_old_connections()  # what the start of a request does in service, and the test client leaves out
    assert client.get("/api/v1/orders").status_code == 200


@contextmanager
def _gone() -> Iterator[None]:
    """As if the server did not listen: every query fails as psycopg says it then."""
    from django.db.utils import OperationalError

    def refuse(execute: object, sql: str, params: object, many: object, context: object) -> None:
        raise OperationalError("connection to server failed: Connection refused")

    with connection.execute_wrapper(refuse):
        yield


def _cut() -> None:
    import psycopg

    from tests.support.databases import database

    name = connections.settings["default"]["NAME"]
    with psycopg.connect(database(name).url, autocommit=True) as other:
        other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()",
            [name],
        )


def _newcomer() -> dict[str, str]:
    return {
        "form_number": issue(), "kind": "household", "name": "周一新", "contacts.0.name": "周一新", "contacts.0.relation": "本人",
        "contacts.0.phones.0": "13811114444", "relation": "本人", "contact_name": "周一新", "phone": "13811114444",
        "phones.0": "13811114444", "source": "hotline",
    }  # fmt: skip


def _sayable(texts: list[str], n: int) -> str:
    return texts[n % len(texts)].encode("utf-8", "replace").decode()


def _api(url: str, body: object, clear: str, method: str = "POST", key: str = "") -> HttpResponse:
    client = Client(raise_request_exception=False)
    headers = {"authorization": f"Bearer {clear}", "idempotency-key": key or str(uuid4()), "accept-language": "zh-CN"}
    data = json.dumps(body).encode("utf-8", "surrogatepass")
    answer: HttpResponse = client.generic(method, url, data, content_type="application/json", headers=headers)
    return answer
