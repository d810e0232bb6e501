"""Bulk intake on PostgreSQL: checked whole, taken in by batches, killed and continued, repeated without doubling."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from liuke.areas.customers.models import Address, Customer, Phone, SearchEntry
from liuke.areas.customers.queries import pairs
from liuke.areas.products.models import Machine
from liuke.areas.service.models import ServiceRequest, WorkOrder
from liuke.cli.main import main
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, TooLarge
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress.queries import get_job, list_errors
from liuke.foundation.queue.running import run_waiting
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from liuke.processes.intake import actions, checking, kept, kinds, running
from liuke.processes.intake.columns import CUSTOMERS, ORDERS
from liuke.processes.intake.lines import Options
from liuke.processes.intake.models import Piece, TakenBatch, Upload
from tests.given import people, products
from tests.given.files import text, xlsx
from tests.given.people import Cast
from tests.support import databases
from tests.support.databases import Database

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HEADS = ["客户名称", "客户类型", "电话", "地址", "等级", "产品型号", "序列号", "购买日期"]
LI = [
    "李秀英",
    "家庭",
    "13812342203",
    "浙江省宁波市鄞州区金家一路88号12栋1203室",
    "A",
    "CXW-268-T5",
    "LK001",
    "2026-03-02",
]
HAICHUAN = ["宁波海川食堂设备有限公司", "企业", "0574-87654321", "宁波市江北区洪塘工业园长兴路689弄2号", "", "", "", ""]
ZHOU = ["周建国", "", "18658212203", "宁波市江北区慈城镇新村36号", "C", "JZT-B8", "", "2025-01-05"]
ORDER_HEADS = [
    "平台单号",
    "客户名称",
    "电话",
    "地址",
    "服务类型",
    "品类",
    "产品型号",
    "需求说明",
    "期望时间",
    "下单时间",
    "核销码",
    "付费方",
]
JD1 = [
    "JD-1",
    "李秀英",
    "13812342203",
    "浙江省宁波市鄞州区金家一路88号12栋1203室",
    "安装",
    "",
    "CXW-268-T5",
    "需打孔",
    "2026-11-25 上午",
    "2026-11-23 09:00",
    "8842",
    "平台",
]
JD2 = ["JD-2", "陈晨", "17757412345", "宁波市鄞州区中山东路18号3-2-501", "维修", "灶具", "", "打不着火", "", "", "", ""]


@pytest.fixture
def cast(db: None) -> Cast:
    one = people.cast(AT)
    products.catalogue(one, AT)
    return one


def take_in(
    data: bytes,
    cast: Cast,
    name: str = "a.xlsx",
    template: str = "customers",
    *,
    by: Actor | None = None,
    **options: str,
) -> str:
    """Through the doors, the queue played."""
    who = by or cast.administrator
    number = actions.hand_in(data, name, template=template, options=Options(**options), by=who, at=AT)
    run_waiting(AT)
    actions.start(number, leave_out=True, by=who, at=AT)
    run_waiting(AT)
    return number


def test_customers_come_in_with_contacts_addresses_machines_and_search_words(cast: Cast) -> None:
    take_in(xlsx([HEADS, LI, HAICHUAN, ZHOU]), cast)

    li = Customer.objects.get(name="李秀英")
    machine = Machine.objects.get(serial="LK001")
    assert (li.kind, li.grade, li.pinyin) == ("household", "A", "lixiuying")
    assert (machine.customer_id, machine.bought_date.isoformat()) == (li.pk, "2026-03-02")
    assert machine.address_id == Address.objects.get(customer=li).pk
    assert Address.objects.get(customer=li).division.startswith("330212")
    assert Customer.objects.get(name__contains="海川").kind == "company"
    assert "秀英" in SearchEntry.objects.get(customer=li).words
    assert Event.objects.filter(kind="customers.customer.registered").count() == 3
    assert not Promise.objects.exists(), "what was bought long ago owes nothing"


def test_the_same_file_again_and_the_same_rows_in_another_file_double_nothing(cast: Cast) -> None:
    take_in(xlsx([HEADS, LI, HAICHUAN, ZHOU]), cast)
    before = _everything()

    take_in(xlsx([HEADS, LI, HAICHUAN, ZHOU]), cast)
    take_in(text([HEADS, ZHOU, HAICHUAN, LI], "gbk"), cast, "b.csv")

    assert _everything() == before


def test_a_known_customer_gets_only_the_machines_he_has_not_yet(cast: Cast) -> None:
    take_in(xlsx([HEADS, LI]), cast)

    take_in(xlsx([HEADS, LI, [*LI[:5], "JZT-B8", "LK002", ""]]), cast)

    assert sorted(Machine.objects.values_list("serial", flat=True)) == ["LK001", "LK002"]
    assert Customer.objects.count() == 1


def test_every_bad_row_is_named_and_comes_back_as_a_workbook_that_can_be_handed_in_again(cast: Cast) -> None:
    bad = ["王五", "外星人", "123", "某路1号", "", "NO-SUCH", "", ""]
    number = actions.hand_in(
        xlsx([HEADS, LI, bad]), "a.xlsx", template="customers", options=Options(), by=cast.administrator, at=AT
    )
    run_waiting(AT)
    upload = actions.get_upload(number, by=cast.administrator)

    assert upload.check.result == {"good": 1, "refused": 1, "rows": 2}
    errors = list_errors(upload.check.number, by=cast.administrator)
    assert {(e.row, e.field) for e in errors} == {(3, "kind"), (3, "phone")}
    assert not Customer.objects.exists(), "nothing is written before it is started"
    book = actions.refused_rows(number, by=cast.administrator, at=AT)
    again = checking.check(book, "b.xlsx", CUSTOMERS, Options(), by=cast.administrator, at=AT)
    assert again.total == 1
    assert next(iter(again.sheet.lines)).cells[CUSTOMERS.places["phone"]] == "123"


def test_models_and_serials_are_checked_against_the_tables(cast: Cast) -> None:
    take_in(xlsx([HEADS, LI]), cast)
    stolen = ["赵六", "", "13900000006", "某路1号", "", "CXW-268-T5", "LK001", ""]
    strange = ["王五", "", "13900000005", "某路1号", "", "NO-SUCH", "坏", "2030-01-01"]

    checked = checking.check(
        xlsx([HEADS, strange, stolen]), "a.xlsx", CUSTOMERS, Options(), by=cast.administrator, at=AT
    )

    assert {(r.row, r.column) for r in checked.refusals} == {
        (2, "model"),
        (2, "serial"),
        (2, "bought_date"),
        (3, "serial"),
    }


def test_refused_rows_are_left_out_only_if_that_is_said(cast: Cast) -> None:
    number = actions.hand_in(
        xlsx([HEADS, LI, ["", *ZHOU[1:]]]), "a.xlsx", template="customers", options=Options(),
        by=cast.administrator, at=AT,
    )  # fmt: skip
    run_waiting(AT)

    with pytest.raises(Invalid):
        actions.start(number, by=cast.administrator, at=AT)

    actions.start(number, leave_out=True, by=cast.administrator, at=AT)
    with pytest.raises(Refused):
        actions.start(number, leave_out=True, by=cast.administrator, at=AT)
    run_waiting(AT)
    job = actions.get_upload(number, by=cast.administrator).run
    assert job is not None
    assert (job.state, job.done, job.refused) == ("done", 2, 1)
    assert list(Customer.objects.values_list("name", flat=True)) == ["李秀英"]


def test_a_mended_catalogue_lets_the_same_file_bring_in_the_rest(cast: Cast) -> None:
    from liuke.areas.products.actions import catalogue

    rows = xlsx([HEADS, LI, [*ZHOU[:5], "NEW-1", "LK7", ""]])
    take_in(rows, cast)
    assert Customer.objects.count() == 1

    catalogue.add_model("NEW-1", name="新品", line="hood", by=cast.administrator, at=AT)
    take_in(rows, cast)

    assert sorted(Machine.objects.values_list("serial", flat=True)) == ["LK001", "LK7"]


def test_orders_come_in_once_for_each_number_of_a_source(cast: Cast) -> None:
    take_in(xlsx([ORDER_HEADS, JD1, JD2]), cast, template="orders", source="jd")
    take_in(text([ORDER_HEADS, JD2, JD1]), cast, "again.csv", template="orders", source="jd")

    first, second = WorkOrder.objects.order_by("external_no")
    assert (first.external_no, first.source, first.kind, first.product_line) == ("JD-1", "jd", "install", "hood")
    assert (first.state, first.wished_start, first.customer.name) == ("new", AT + timedelta(days=1, hours=22), "李秀英")
    assert (second.kind, second.product_line, second.wished_start) == ("repair", "stove", None)
    assert (first.verification_code, first.payer, second.payer) == ("8842", "platform", "")
    assert ServiceRequest.objects.get(external_no="JD-1").received_at == AT - timedelta(hours=1)
    assert Customer.objects.count() == 2


def test_an_order_of_a_known_customer_finds_his_address_or_adds_one(cast: Cast) -> None:
    take_in(xlsx([HEADS, LI]), cast)

    elsewhere = ["JD-3", *JD1[1:3], "宁波市江北区新村2号", *JD1[4:]]
    take_in(xlsx([ORDER_HEADS, JD1, elsewhere]), cast, template="orders", source="jd")

    assert Customer.objects.count() == 1
    assert Address.objects.count() == 2
    places = WorkOrder.objects.order_by("external_no").values_list("address_id", flat=True)
    assert list(places) == list(Address.objects.order_by("pk").values_list("pk", flat=True))


def test_orders_placed_before_the_date_given_owe_nothing(cast: Cast) -> None:
    from django.conf import settings as house

    from liuke.kernel.playbook.loading import load

    load(house.HANDBOOK_DIRS, by=cast.administrator, at=AT - timedelta(days=30))
    old = ["JD-0", *JD2[1:9], "2026-10-01 10:00", "", ""]

    take_in(xlsx([ORDER_HEADS, old, JD1]), cast, template="orders", source="jd")

    owed = set(Promise.objects.values_list("timeline_id", flat=True))
    new = WorkOrder.objects.get(external_no="JD-1").customer_id
    assert owed == {new}


def test_whatever_is_wrong_with_orders_is_told_by_column(cast: Cast) -> None:
    bad = ["", "", "12", "", "跳舞", "飞机", "NO-SUCH", "x" * 1001, "尽快", "2027-01-01", "", "邻居"]

    checked = checking.check(
        xlsx([ORDER_HEADS, bad, JD1, JD1]), "a.xlsx", ORDERS, Options("jd"), by=cast.administrator, at=AT
    )

    told = {column for row, column, _ in checked.refusals if row == 2}
    assert told == {
        "external_no", "name", "phone", "address", "kind", "line", "model", "fault", "wished", "ordered_at", "payer"
    }  # fmt: skip
    assert [(r.row, r.column) for r in checked.refusals if r.row > 2] == [(4, "external_no")]


def test_an_order_number_that_lost_its_digits_is_refused_and_never_taken_for_another(cast: Cast) -> None:
    rows = [["1.23457E+17", *JD1[1:]], [1.23457890123456e17, *JD2[1:]], ["JD-3", *JD2[1:]]]

    checked = checking.check(xlsx([ORDER_HEADS, *rows]), "a.xlsx", ORDERS, Options("jd"), by=cast.administrator, at=AT)

    assert [(r.row, r.column) for r in checked.refusals] == [(2, "external_no"), (3, "external_no")]
    assert checked.good == 1


def test_a_broken_file_fails_its_check_in_words(cast: Cast) -> None:
    number = actions.hand_in(
        xlsx([["甲"], ["乙"]]), "a.xlsx", template="customers", options=Options(), by=cast.administrator, at=AT
    )
    run_waiting(AT)

    upload = actions.get_upload(number, by=cast.administrator)
    assert upload.check.state == "failed"
    assert "模板" in upload.check.reason.zh
    with pytest.raises(Refused):
        actions.start(number, by=cast.administrator, at=AT)


def test_only_who_takes_files_in_hands_in_and_only_their_own_is_shown(cast: Cast) -> None:
    rows = xlsx([HEADS, LI])
    with pytest.raises(Forbidden):
        actions.hand_in(rows, "a.xlsx", template="customers", options=Options(), by=cast.agent, at=AT)
    number = actions.hand_in(rows, "a.xlsx", template="customers", options=Options(), by=cast.administrator, at=AT)

    with pytest.raises(Missing):
        actions.get_upload(number, by=cast.lead)
    assert actions.list_uploads(by=cast.lead) == []


def test_an_account_manager_keeps_whom_he_brings_in_and_nobody_else(cast: Cast) -> None:
    take_in(xlsx([HEADS, ZHOU]), cast)
    take_in(xlsx([HEADS, LI, ZHOU]), cast, by=cast.account_manager)

    kept = dict(Customer.objects.values_list("name", "keeper__name"))
    assert kept == {"李秀英": "赵敏", "周建国": None}, "who is in the file already stays with his keeper"
    with pytest.raises(Forbidden):
        actions.hand_in(
            xlsx([ORDER_HEADS, JD1]), "o.xlsx", template="orders", options=Options(), by=cast.account_manager, at=AT
        )


def test_a_list_just_taken_in_is_compared_with_the_file_and_with_itself(cast: Cast) -> None:
    take_in(xlsx([HEADS, LI]), cast)
    slip = ["李秀瑛", "家庭", *LI[2:4], "", "", "", ""]
    take_in(xlsx([HEADS, slip]), cast, by=cast.account_manager)

    page = pairs.list_pairs(mine=True, by=cast.account_manager)
    assert [{row.first.name, row.second.name} for row in page.rows] == [{"李秀英", "李秀瑛"}]
    assert pairs.list_pairs(mine=True, by=cast.agent).rows == ()


def test_the_wrong_type_and_too_much_are_refused_when_handed_in(cast: Cast, settings: pytest.FixtureRequest) -> None:
    with pytest.raises(Invalid):
        actions.hand_in(b"GIF89a", "a.gif", template="customers", options=Options(), by=cast.administrator, at=AT)
    settings.INTAKE_MOST_BYTES = 5  # type: ignore[attr-defined]
    with pytest.raises(TooLarge):
        actions.hand_in(b"123456", "a.csv", template="customers", options=Options(), by=cast.administrator, at=AT)


def test_clear_numbers_rest_sealed_and_are_gone_once_the_file_is_in(cast: Cast) -> None:
    number = actions.hand_in(
        text([HEADS, LI]), "a.csv", template="customers", options=Options(), by=cast.administrator, at=AT
    )
    assert b"13812342203" not in bytes(Piece.objects.get(upload__number=number).sealed)
    run_waiting(AT)
    actions.start(number, by=cast.administrator, at=AT)
    run_waiting(AT)

    assert not Piece.objects.exists()
    take_in(text([HEADS, LI, ["", *ZHOU[1:]]]), cast, "b.csv")
    assert actions.forget_old(AT + timedelta(days=8)) == 1
    assert not Piece.objects.exists() and not Upload.objects.filter(has_refused=True).exists()


def test_a_file_that_cannot_or_will_not_be_taken_in_is_kept_no_longer(cast: Cast) -> None:
    def handed(data: bytes, name: str) -> str:
        number = actions.hand_in(data, name, template="customers", options=Options(), by=cast.administrator, at=AT)
        run_waiting(AT)
        return number

    _broken, hopeless, left = (
        handed("不是模板".encode(), "a.csv"), handed(text([HEADS, ["", *ZHOU[1:]]]), "b.csv"), handed(text([HEADS, LI]), "c.csv")
    )  # fmt: skip

    assert set(Upload.objects.filter(is_kept=True).values_list("number", flat=True)) == {left}
    assert set(Piece.objects.filter(what="file").values_list("upload__number", flat=True)) == {left}
    with pytest.raises(Refused, match="no row to take in"):
        actions.start(hopeless, leave_out=True, by=cast.administrator, at=AT)
    actions.forget_old(AT + timedelta(hours=25))
    assert not Piece.objects.filter(upload__number=left).exists()


def test_a_stopped_intake_ends_after_its_batch_and_can_be_started_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checking.SIZES, "customers", 1)
    number = actions.hand_in(
        xlsx([HEADS, LI, HAICHUAN, ZHOU]), "a.xlsx", template="customers", options=Options(),
        by=cast.administrator, at=AT,
    )  # fmt: skip
    run_waiting(AT)
    job = actions.start(number, by=cast.administrator, at=AT)
    write = kinds.Customers.write

    def stopped_meanwhile(*args: object, **more: object) -> None:
        write(*args, **more)  # type: ignore[arg-type]
        actions.stop(number, by=cast.administrator, at=AT)

    with monkeypatch.context() as patch:
        patch.setattr(kinds.Customers, "write", stopped_meanwhile)
        run_waiting(AT)
    assert get_job(job, by=cast.administrator).state == "stopped"
    assert TakenBatch.objects.count() == 1

    actions.start(number, by=cast.administrator, at=AT)
    run_waiting(AT)

    assert Customer.objects.count() == 3
    assert TakenBatch.objects.count() == 4


def many(count: int) -> bytes:
    rows = [
        [
            f"客户{i}",
            "",
            f"139{i:08}",
            f"宁波市鄞州区中山东路{i}号",
            "",
            "CXW-268-T5" if i % 3 else "",
            f"SN{i:05}" if i % 3 else "",
            "",
        ]
        for i in range(count)
    ]
    return text([HEADS, *rows])


def test_rows_of_one_customer_far_apart_and_more_pieces_than_one_come_in_as_if_they_stood_together(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checking.SIZES, "customers", 2)
    monkeypatch.setattr(kept, "_SIZE", 100)
    monkeypatch.setattr(actions, "MANY", 4)
    between = [[f"客户{n}", "", f"139{n:08}", f"宁波市鄞州区中山东路{n}号", "", "", "", ""] for n in range(9)]
    son = [LI[0], "", LI[2], "宁波市江北区新村2号", "", "JZT-B8", "LK009", ""]
    doubled = ["赵六", "", "13900000006", "某路1号", "", LI[5], LI[6], ""]

    number = take_in(text([HEADS, LI, *between, son, doubled]), cast, "a.csv")

    li = Customer.objects.get(name=LI[0])
    assert Address.objects.filter(customer=li).count() == 2
    assert sorted(Machine.objects.filter(customer=li).values_list("serial", flat=True)) == [LI[6], "LK009"]
    upload = actions.get_upload(number, by=cast.administrator)
    assert upload.run is not None
    assert (upload.check.done, upload.run.state, upload.run.done, upload.run.total) == (12, "done", 12, 12)
    assert {(e.row, e.field) for e in list_errors(upload.check.number, by=cast.administrator)} == {(13, "serial")}
    assert Customer.objects.count() == 10


def test_a_serial_at_a_known_customer_is_his_also_where_a_later_row_alone_names_his_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(xlsx([HEADS, LI]), cast)
    monkeypatch.setitem(checking.SIZES, "customers", 1)
    new = "13912345678"
    rows = [[LI[0], "", new, *LI[3:]], *[[f"客户{n}", "", f"139{n:08}", "某路", "", "", "", ""] for n in range(4)]]
    rows.append([LI[0], "", f"{new}/{LI[2]}", LI[3], "", "", "", ""])

    checked = checking.check(text([HEADS, *rows]), "a.csv", CUSTOMERS, Options(), by=cast.administrator, at=AT)

    assert checked.refusals == []


def _everything() -> list[list[tuple]]:
    """What stands in the tables, without the keys and numbers that a second try uses up."""
    return [
        sorted(Customer.objects.values_list("name", "kind", "grade", "pinyin", "source")),
        sorted(Phone.objects.values_list("contact__customer__name", "contact__name", "mask", "number_hash")),
        sorted(Address.objects.values_list("customer__name", "masked", "division")),
        sorted(SearchEntry.objects.values_list("customer__name", "words")),
        sorted(Machine.objects.values_list("customer__name", "model__code", "serial")),
        sorted(Event.objects.values_list("kind").order_by()),
    ]


def test_an_error_in_the_middle_leaves_whole_batches_and_the_next_run_makes_it_as_one_clean_run(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checking.SIZES, "customers", 5)
    checked = checking.check(many(45), "a.csv", CUSTOMERS, Options(), by=cast.administrator, at=AT)
    steps = running.run(checked, Options(), by=cast.administrator, at=AT)
    next(steps), next(steps)
    steps.close()
    assert Customer.objects.count() == 10

    told = [step.again for step in running.run(checked, Options(), by=cast.administrator, at=AT)]

    assert told == [True, True, *[False] * 8]
    assert Customer.objects.count() == 45
    assert Machine.objects.count() == 30


CHILD = """
import sys

import django

django.setup()
from liuke.processes.intake import checking
checking.SIZES["customers"] = 40
from liuke.cli.main import main
sys.exit(main(["import", "customers", sys.argv[1]]))
"""


@pytest.fixture
def two_databases(fresh_database: Database, template_database: str) -> Iterator[tuple[Database, Database]]:
    products.catalogue(people.cast(AT), AT)
    other = databases.copy(template_database, "killed")
    before = databases.point_django_at(other)
    products.catalogue(people.cast(AT), AT)
    databases.point_django_at(before)
    yield fresh_database, other
    databases.drop(other)


def test_an_intake_killed_half_way_and_continued_equals_one_clean_run(
    two_databases: tuple[Database, Database], tmp_path: Path
) -> None:
    clean, killed = two_databases
    file = tmp_path / "customers.csv"
    file.write_bytes(many(1000))
    assert main(["import", "customers", str(file)]) == 0
    wanted = _everything()

    kills = 0
    while (code := _until_killed(file, killed)) != 0:
        kills += 1
        assert code in (-signal.SIGKILL, None), "it must only ever end by our hand"
        assert kills < 50
    databases.point_django_at(killed)
    found = _everything()
    batches = TakenBatch.objects.count()
    databases.point_django_at(clean)

    assert kills >= 1
    assert batches == 26, "1,000 rows by 80, each stretch in two parts"
    assert found == wanted


def _until_killed(file: Path, database: Database) -> int:
    """Start it and kill it once two more batches stand; 0 when it ended before."""
    with psycopg.connect(database.url, autocommit=True) as look:
        count = "SELECT count(*) FROM intake_takenbatch"
        before = look.execute(count).fetchone()[0]  # type: ignore[index]
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(file)], env=database.environment(), stdout=subprocess.DEVNULL
        )
        while child.poll() is None:
            if look.execute(count).fetchone()[0] >= before + 8:  # type: ignore[index]
                os.kill(child.pid, signal.SIGKILL)
                return child.wait()
            time.sleep(0.002)
        return child.returncode


def test_two_processes_write_what_one_would(two_databases: tuple[Database, Database], tmp_path: Path) -> None:
    one, other = two_databases
    file = tmp_path / "customers.csv"
    file.write_bytes(many(600))
    assert main(["import", "customers", str(file), "--processes", "1"]) == 0
    wanted = _everything()

    command = [sys.executable, "-m", "liuke.cli.main", "import", "customers", str(file), "--processes", "2"]
    subprocess.run(command, env=other.environment(), check=True, stdout=subprocess.DEVNULL)
    databases.point_django_at(other)
    found = _everything()
    databases.point_django_at(one)

    assert found == wanted


def test_the_command_tells_what_is_wrong_and_writes_nothing(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, back = tmp_path / "a.csv", tmp_path / "refused.xlsx"
    file.write_bytes(text([HEADS, LI, ["", *ZHOU[1:]]]))

    assert main(["import", "customers", str(file), "--refused", str(back)]) == 1
    assert "3 客户名称" in capsys.readouterr().err
    assert not Customer.objects.exists()
    assert back.read_bytes().startswith(b"PK")
    assert main(["import", "customers", str(file), "--leave-out"]) == 0
    assert Customer.objects.count() == 1
    assert main(["import", "customers", str(tmp_path / "none.csv")]) == 1
