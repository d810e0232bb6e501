"""A small company for the safety tests: two sites, an order of each, a canary customer, everybody of every role.

East's and north's objects stand side by side, so that whoever belongs to one of them is a stranger to the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import liuke
from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.care.models import Callback
from liuke.areas.care.queries.complaints import complaint_of
from liuke.areas.charges.models import Day
from liuke.areas.complaints.actions import handling, improving, incidents, letters
from liuke.areas.customers.actions import consents, filing, merging
from liuke.areas.customers.actions.accounts import open_accounts
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.actions.fields import Told, set_fields
from liuke.areas.customers.actions.keepers import set_keepers
from liuke.areas.customers.actions.registering import open_form
from liuke.areas.customers.models import Address, Contact, Customer, Merge, Phone
from liuke.areas.keeping.actions.greeting_plan import plan_greetings
from liuke.areas.keeping.models import Gesture, Handover, VisitPlan
from liuke.areas.knowledge.actions import articles
from liuke.areas.knowledge.queries.articles import list_articles
from liuke.areas.network.actions import agreements, standing
from liuke.areas.network.actions import candidates as building
from liuke.areas.network.models import Technician, Training
from liuke.areas.parts.actions import catalogue
from liuke.areas.products.actions.labels import label_machine
from liuke.areas.secrecy.actions import leak_measures, leaks, releases, rights
from liuke.areas.secrecy.actions.file_levels import set_file_level
from liuke.areas.secrecy.actions.levels import set_level
from liuke.areas.service.actions import booking, calls, claims, dispatching, orders, requests
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.actions.planning import ask_plan
from liuke.areas.service.models import DayPlan, WorkOrder
from liuke.areas.service.queries import placing
from liuke.areas.service.rules.windows import Window
from liuke.areas.settlement.actions import appeals as line_appeals
from liuke.areas.settlement.actions import making, sending
from liuke.areas.settlement.queries.statements import list_statements
from liuke.areas.settlement.rules.months import earlier_month
from liuke.foundation.files import actions as files
from liuke.foundation.files.access import files_of
from liuke.foundation.gateways.models import Notice
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.identity.roles import ROLES, SITE_ROLES
from liuke.foundation.links import actions as links
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.models import Promise
from liuke.processes.intake import actions as intake
from liuke.processes.intake.lines import Options
from liuke.processes.leaving import leave
from tests.given import charges, customers, parts, products, quality, service, settlement
from tests.given.service import Company

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday, nine o'clock in Shanghai
HOUR = timedelta(hours=1)
HANDBOOK = Path(liuke.__file__).parent / "handbook"

NAME, SON = "雒鹮鸢", "雒珑骧"
PHONE, SON_PHONE = "13987650419", "18604195837"
DOOR = "9栋1907室"
STREET_ADDRESS = f"浙江省宁波市鄞州区金家一路77号鹮歌苑{DOOR}"
IDENTITY = "330212196503070421"


@dataclass(frozen=True)
class Marked:
    """A canary of a level above general: her name, her number, and words in a field that this level hides."""

    name: str
    phone: str
    field: str
    words: str


MARKED = {
    "important": Marked("雒鹂滢厨具有限公司", "13987650433", "trade", "专供舱用鬲灶"),
    "core": Marked("雒鸧澧厨具有限公司", "13987650447", "plans", "拟建鬲字三号厂房"),
}


@dataclass(frozen=True)
class Pair:
    """The same kind of thing at both sites. `seen` names who sees it beside the centre (see `matrix.sees`)."""

    east: str
    north: str
    seen: str


@dataclass
class World:
    c: Company
    canary: int
    canary_code: str
    east_order: str
    north_order: str
    done_order: str
    callback: str
    dissatisfaction: str
    call: str
    photo: str
    promise: int
    token: int
    people: dict[str, Actor]
    things: dict[str, Pair] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    """Of each level above general a file of the canary's order, whose name and content are the words of `MARKED`."""


def identity_number() -> str:
    """The canary's identity number with its right check digit."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(d) * w for d, w in zip(IDENTITY[:17], weights, strict=True)) % 11
    return IDENTITY[:17] + "10X98765432"[rest]


def build(at: datetime = NOW) -> World:
    """Everything through the rooms' own actions."""
    c = service.company(at)
    load([HANDBOOK], by=c.cast.administrator, at=at)
    canary = _canary(c, at)
    for level in MARKED:
        _marked(c, level, at)
    hood = products.machine(c.cast, canary, at, serial="LKCANARY0001")
    address = Address.objects.get(customer=canary)
    east = _assigned(c, canary, hood, address.pk, at)
    north = service.commissioned(c, at)
    done = service.to_call_back(c, at)
    callback = Callback.objects.get(about=done)
    rung = calls.abandon_call(PHONE, by=c.cast.agent, at=at)
    told = voice_dissatisfaction(
        "", words=f"{NAME}说师傅迟到", wants="道歉", channel="call", customer=canary, by=c.cast.agent, at=at
    )
    by_hand = promises.give(HandMade(canary, f"给{NAME}回电告知进度", at + HOUR, about=east), by=c.cast.agent, at=at)
    promises.give(HandMade(c.known.zhou, "给周建国回电", at + HOUR), by=c.cast.agent, at=at)
    photo = service.photo(c, east, at)
    people = _people(c, at)
    token = identity.make_token(
        name="shop", scopes=["read"], expires_at=at + timedelta(days=30), by=c.cast.administrator, at=at
    )
    code = Customer.objects.get(pk=canary).code
    w = World(
        c,
        canary,
        code,
        east,
        north,
        done,
        callback.number,
        told,
        rung.number,
        photo,
        by_hand,
        token.actor.token.pk,
        people,
    )
    w.things = _things(w, hood)
    return w


def _canary(c: Company, at: datetime) -> int:
    return filing.register(
        kind="household",
        name=NAME,
        contacts=[
            NewContact(NAME, "本人", phones=[PHONE], identity=identity_number()),
            NewContact(SON, "儿子", phones=[SON_PHONE]),
        ],
        addresses=[NewAddress(STREET_ADDRESS, customers.EAST, 121.5534, 29.8712, f"{NAME}下午在家")],
        grade="A",
        source="hotline",
        by=c.cast.agent,
        at=at,
    )


def _marked(c: Company, level: str, at: datetime) -> None:
    her = MARKED[level]
    made = filing.register(
        kind="company", name=her.name, contacts=[NewContact("", "采购", phones=[her.phone])], source="hotline",
        by=c.cast.agent, at=at,
    )  # fmt: skip
    set_fields(made, {her.field: her.words}, told=Told("self"), by=c.cast.manager, at=at)
    set_level(made, level, reason="年度谈判", by=c.cast.manager, at=at)


def _assigned(c: Company, canary: int, hood: str, address: int, at: datetime) -> str:
    asked = requests.open_request(
        canary,
        kind="repair",
        fault=f"{NAME}家油烟机不吸烟",
        product_line="hood",
        address_id=address,
        by=c.cast.agent,
        at=at,
    )
    offer = placing.offer_windows(
        kind="repair", product_lines=["hood"], address_id=address, by=c.cast.agent, at=at, site=c.sites.east
    )
    window = Window(offer.windows[-1].start, offer.windows[-1].end)
    drafts = [MachineDraft(machine=hood)]
    number = orders.order_visit(
        asked.number, machines=drafts, site=c.sites.east, window=window, by=c.cast.agent, at=at
    ).number
    dispatching.accept(number, by=c.cast.east_clerk, at=at)
    technician = Technician.objects.get(pk=c.cast.east_technician.pk).number
    booking.assign_technician(number, technician=technician, by=c.cast.east_clerk, at=at)
    return number


def _people(c: Company, at: datetime) -> dict[str, Actor]:
    """One person of each role; of the site roles those of both sites, and a technician without this order."""
    boss = system_actor(Actor.Kind.JOB, "set-up")
    people = {
        role: identity.add_person(
            username=f"role.{role}".replace("_", "."), name="无名氏", roles=[role], by=boss, at=at
        )
        for role in ROLES
        if role not in SITE_ROLES
    }
    cast = c.cast
    return people | {
        "stranger": cast.stranger,
        "east site_clerk": cast.east_clerk,
        "east site_manager": cast.east_manager,
        "east technician": cast.east_technician,
        "east second": cast.east_second,
        "north site_clerk": cast.north_clerk,
        "north site_manager": cast.north_manager,
        "north technician": cast.north_technician,
    }


def _things(w: World, hood: str) -> dict[str, Pair]:
    c, zhou = w.c, w.c.known.zhou
    orders_of = WorkOrder.objects.select_related("request", "customer")
    east, north = orders_of.get(number=w.east_order), orders_of.get(number=w.north_order)
    zhous = products.machine(c.cast, zhou, NOW, serial="LKZHOU000001")

    def of_customer(model: Any, path: str) -> Pair:
        a, b = (model.objects.filter(**{path: pk}).order_by("pk").first().pk for pk in (w.canary, zhou))
        return Pair(str(a), str(b), "order")

    def owed(site: str) -> str:
        return str(Promise.objects.filter(owner_team=f"site:{site}").order_by("pk").last().pk)  # type: ignore[union-attr]

    technicians = [Technician.objects.get(pk=p.pk) for p in (c.cast.east_technician, c.cast.north_technician)]
    lead = w.people["hotline_lead"]
    sheet = intake.template_file("customers", by=lead, at=NOW)
    upload = intake.hand_in(sheet, "customers.xlsx", template="customers", options=Options("", None), by=lead, at=NOW)
    notice = Notice.objects.order_by("pk").first()
    return {
        "order": Pair(w.east_order, w.north_order, "order"),
        "request": Pair(east.request.number, north.request.number, "order"),  # type: ignore[union-attr]
        "customer": Pair(w.canary_code, north.customer.code, "order"),
        "contact": of_customer(Contact, "customer"),
        "phone": of_customer(Phone, "contact__customer"),
        "address": of_customer(Address, "customer"),
        "merger": Pair(_merged(w, w.canary), _merged(w, zhou), "centre"),
        "machine": Pair(hood, zhous, "order"),
        "handover": Pair(*[_handed_over(w)] * 2, "any"),
        "greeting": Pair(*[_greeting(w)] * 2, "any"),
        "visit_plan": Pair(*[_visits(w)] * 2, "any"),
        "feed": Pair(*[_feed(w)] * 2, "any"),
        **_claims(w, hood, zhous),
        "plan": Pair(*(_planned(w, site) for site in (c.sites.east, c.sites.north)), "site"),
        **_faults(w),
        "registration": Pair(*(open_form(one, by=c.cast.lead, at=NOW) for one in ("east", "north")), "any"),
        "label": Pair(*(label_machine(one, by=c.cast.agent, at=NOW) for one in (hood, zhous)), "any"),
        **_network(w),
        **_charges(w),
        **_parts(w),
        **_statements(w),
        **_secrecy(w),
        **_complaints(w),
        **_incidents(w),
        "article": Pair(*_articles(w), "any"),
        "call": Pair(w.call, w.call, "centre"),
        "callback": Pair(w.callback, w.callback, "callback"),
        "dissatisfaction": Pair(w.dissatisfaction, w.dissatisfaction, "centre"),
        "promise": Pair(owed(c.sites.east), owed(c.sites.north), "site"),
        "site": Pair(c.sites.east, c.sites.north, "site"),
        "technician": Pair(technicians[0].number, technicians[1].number, "site"),
        "person": Pair(str(c.cast.east_technician.pk), str(c.cast.north_technician.pk), "any"),
        "file": Pair(w.photo, w.photo, "file"),
        "import": Pair(upload, upload, "import"),
        "calendar": Pair("service", "office", "any"),
        "rule": Pair("accept-order", "accept-order", "any"),
        "token": Pair(str(w.token), str(w.token), "any"),
        "notice": Pair(str(notice.pk) if notice else "1", str(notice.pk) if notice else "1", "any"),
    }


def _merged(w: World, customer: int) -> str:
    """A file without anything in it that was merged into a customer's."""
    by = w.people["hotline_lead"]
    twin = filing.register(kind="household", name="重名", contacts=[], addresses=[], by=by, at=NOW)
    merging.merge(twin, customer, by=by, at=NOW)
    return str(Merge.objects.latest("pk").pk)


def _articles(w: World) -> tuple[str, str]:
    """Two in force that the sites may read."""
    articles.load_seed(owner=w.c.cast.manager, by=w.c.cast.administrator, at=NOW)
    first, second = list_articles(by=w.c.cast.administrator, kind="fault_tree", limit=2)
    return first.number, second.number


def _secrecy(w: World) -> dict[str, Pair]:
    """A request to take the customers' list out, asked by somebody who decides nothing."""
    asker = w.c.cast.lead
    release = releases.ask("customers", "", fields=["name"], purpose="handover", carrier=asker.pk, by=asker, at=NOW)
    right = rights.take_down(w.canary, "copy", channel="call", words=f"{NAME}要一份资料", by=w.c.cast.agent, at=NOW)
    leak = leaks.report("有人知道客户的电话", by=w.c.cast.agent, at=NOW)
    boss, today = w.c.cast.manager, NOW.date()
    leaks.take_on(leak, concerned=w.canary_code, since=today, until=today, severity="slight", by=boss, at=NOW)
    measure = leak_measures.set_measure(leak, said="停用账号", responsible=asker, due_on=today, by=boss, at=NOW)
    for level, her in MARKED.items():
        subject, said = f"order:{w.east_order}", her.words.encode()
        w.marked[level] = files.store(said, name=f"{her.words}.txt", subject=subject, by=boss, at=NOW)
        set_file_level(w.marked[level], level, seen="", reason="年度谈判", by=boss, at=NOW)
    return {
        "release": Pair(release, release, "release"), "right": Pair(right, right, "centre"),
        "leak": Pair(leak, leak, "leak"), "leak_measure": Pair(measure, measure, "leak"),
    }  # fmt: skip


def _handed_over(w: World) -> str:
    """What a keeper who left leaves behind."""
    admin = w.c.cast.administrator
    gone = identity.add_person(username="gone", name="离任经理", roles=["account_manager"], by=admin, at=NOW)
    set_keepers({w.c.known.chen: gone}, by=admin, at=NOW)
    leave(gone, by=admin, at=NOW)
    return Handover.objects.get(previous=gone).number


def _greeting(w: World) -> str:
    """The canary agreed to be greeted, and has a birthday next week."""
    by, contact = w.c.cast.agent, Contact.objects.filter(customer=w.canary).earliest("pk")
    consents.give(w.canary, "care", way="call", by=by, at=NOW)
    set_fields(w.canary, {"birthday": "1965-12-01"}, told=Told("self"), contact_id=contact.pk, by=by, at=NOW)
    plan_greetings(by=by, at=NOW)
    return Gesture.objects.get(customer=w.canary).number


def _visits(w: World) -> str:
    """A plan of visits with nobody on it yet."""
    keeper = w.people["account_manager"]
    plan = VisitPlan(number="VP-000001", keeper=keeper, first_day=NOW.date(), days=2, state="draft", asked_by=keeper)
    plan.start_division, plan.start_lng, plan.start_lat, plan.asked_at = "330205007", 121.5, 29.9, NOW
    plan.save()
    return plan.number


def _feed(w: World) -> str:
    """The token of a technician's calendar feed."""
    by = w.c.cast.east_technician
    return links.make("calendar", f"calendar:{by.pk}", lasts=None, by=by, at=NOW)


def _planned(w: World, site: str) -> str:
    """A proposal that waits to be decided."""
    number = ask_plan(NOW.date() + timedelta(days=1), site=site, by=w.c.cast.administrator, at=NOW)
    DayPlan.objects.filter(number=number).update(state="proposed")
    return number


def _claims(w: World, hood: str, zhous: str) -> dict[str, Pair]:
    """A claim at each site, with a photo of its assessment."""
    numbers, photos = [], []
    for machine, order, clerk in (
        (hood, w.east_order, w.c.cast.east_clerk),
        (zhous, w.north_order, w.c.cast.north_clerk),
    ):
        number = claims.ask_claim(machine, wish="exchange", order=order, by=w.c.cast.agent, at=NOW)
        numbers.append(number)
        photos.append(files.store(service.PIXEL, name="a.png", subject=f"claim:{number}", by=clerk, at=NOW))
    return {"claim": Pair(*numbers, "site"), "evidence": Pair(*photos, "site")}


def _charges(w: World) -> dict[str, Pair]:
    """At each site a quote that was accepted and paid in cash, an invoice, a difference; and the customers' own links."""
    day = Day.objects.create(number="CD-000001", day=NOW.date())
    found: dict[str, list[str]] = {}
    for n, number in enumerate((w.east_order, w.north_order), start=1):
        order = WorkOrder.objects.get(number=number)
        paid = charges.past(order, n, day, by=w.c.cast.east_technician, at=NOW)
        open_accounts([order.customer_id], by=w.c.cast.administrator, at=NOW)
        paid["link"] = links.make("order", number, lasts=timedelta(days=30), by=w.c.cast.administrator, at=NOW)
        for kind, told in paid.items():
            found.setdefault(kind, []).append(told)
    seen = {"quote": "order", "payment": "order", "invoice": "centre", "difference": "centre", "link": "any"}
    return {kind: Pair(*found[kind], seen[kind]) for kind in seen} | {
        "charge_day": Pair(day.number, day.number, "centre")
    }


def _parts(w: World) -> dict[str, Pair]:
    """Parts kept in stock; at each site one that an order waits for, an old one that is owed, and a count."""
    parts.items(w.people["parts_clerk"], NOW)
    catalogue.set_mode("company", "stock", by=w.people["parts_lead"], at=NOW)
    east = parts.past(w.east_order, w.c.cast.east_clerk, NOW)
    north = parts.past(w.north_order, w.c.cast.north_clerk, NOW)
    return {
        **{kind: Pair(a, b, "site") for kind, a, b in zip(("wanted", "used", "sheet"), east, north, strict=True)},
        "place": Pair(w.c.sites.east, w.c.sites.north, "site"),
        "item": Pair(parts.MOTOR, parts.MOTOR, "any"),
    }


def _faults(w: World) -> dict[str, Pair]:
    """At each site a complaint about an order, decided against the site, which has appealed."""
    judge = w.people["quality_manager"]
    numbers, heard, papers = [], [], []
    for order, clerk in ((w.east_order, w.c.cast.east_clerk), (w.north_order, w.c.cast.north_clerk)):
        customer = WorkOrder.objects.values_list("customer_id", flat=True).get(number=order)
        voice_dissatisfaction(
            order, words="师傅没来", wants="尽快", channel="call", customer=customer, by=w.c.cast.agent, at=NOW
        )
        case = quality.case_of(order)
        quality.decided(case, judge, NOW)
        heard.append(quality.appealed(case, clerk, NOW))
        numbers.append(case.number)
        papers.append(files_of(f"fault:{case.number}", by=judge)[0].key)
    return {"fault": Pair(*numbers, "site"), "appeal": Pair(*heard, "site"), "paper": Pair(*papers, "site")}


def _incidents(w: World) -> dict[str, Pair]:
    """A batch fault with a measure that the complaint manager carries out."""
    boss = w.people["complaint_manager"]
    number = incidents.open_incident(sort="batch", title="面板短路", words="", owner=boss, by=boss, at=NOW)
    measure = incidents.set_measure(
        number, words="封存该批面板", responsible=boss, due_at=NOW + timedelta(days=1), by=boss, at=NOW
    )
    return {"incident": Pair(number, number, "centre"), "measure": Pair(measure, measure, "centre")}


def _complaints(w: World) -> dict[str, Pair]:
    """The complaint that the canary's dissatisfaction became, with a paper and an improvement that the centre answers for."""
    officer = w.people["complaint_officer"]
    number = complaint_of(w.dissatisfaction, by=officer)
    handling.name_handler(number, officer, by=officer, at=NOW)
    made = improving.set_improvement(
        number, cause="没有接待", action="设接待岗", responsible=w.people["quality_manager"], until=NOW.date(), by=officer,
        at=NOW,
    )  # fmt: skip
    letter = str(letters.write_letter(number, "acknowledgement", by=officer, at=NOW))
    paper = files.store(service.PIXEL, name="letter.png", subject=f"complaint:{number}", by=officer, at=NOW)
    return {
        "complaint": Pair(number, number, "centre"), "improvement": Pair(made, made, "centre"),
        "enclosure": Pair(paper, paper, "centre"), "letter": Pair(letter, letter, "centre"),
    }  # fmt: skip


def _statements(w: World) -> dict[str, Pair]:
    """Each site's statement of the month before, with an appeal against a line and what it rests on."""
    c, clerk = w.c, w.people["settlement_clerk"]
    sites = ((c.sites.east, c.cast.east_manager, w.canary), (c.sites.north, c.cast.north_manager, c.known.zhou))
    for n, (site, _manager, customer) in enumerate(sites, start=1):
        settlement.past(customer, site, f"WO-88000{n}", by=c.cast.administrator, at=NOW)
    making.load_seed(by=c.cast.administrator, at=NOW)
    sending.send_month(earlier_month(NOW.date()), by=clerk, at=NOW)
    found: dict[str, list[str]] = {"statement": [], "line_appeal": [], "proof": []}
    for n, (_site, manager, _customer) in enumerate(sites, start=1):
        [one] = list_statements(by=manager)
        subject = f"settlement-line:{one.number}/WO-88000{n}"
        proof = files.store(service.PIXEL, name="a.png", subject=subject, by=manager, at=NOW)
        appeal = line_appeals.lodge(
            one.number, order=f"WO-88000{n}", item="labour", reason="x", files=[proof], by=manager, at=NOW
        )
        for kind, told in (("statement", one.number), ("line_appeal", appeal), ("proof", proof)):
            found[kind].append(told)
    return {kind: Pair(*told, "site") for kind, told in found.items()}


def _network(w: World) -> dict[str, Pair]:
    """A candidate with a paper; at each site an agreement, an insurance and a course to take."""
    boss, day = w.c.cast.administrator, NOW.date()
    candidate = building.find_candidate(name="某维修部", division="330110", mode="agent", by=boss, at=NOW)
    document = files.store(service.PIXEL, name="a.png", subject=f"candidate:{candidate}", by=boss, at=NOW)
    agreed, papers, courses = [], [], []
    for site, person in ((w.c.sites.east, w.c.cast.east_technician), (w.c.sites.north, w.c.cast.north_technician)):
        papers.append(files.store(service.PIXEL, name="a.png", subject=f"agreement:{site}", by=boss, at=NOW))
        terms = agreements.Terms("commissioned", day, day + timedelta(days=400), "", papers[-1:])
        agreed.append(agreements.renew_agreement(site, terms, by=boss, at=NOW))
        standing.register_insurance(
            site, kind="liability", policy_no="P1", valid_until=day + timedelta(days=300), by=boss, at=NOW
        )
        number = Technician.objects.get(pk=person.pk).number
        standing.assign_course(number, courses=["gas-safety"], due_on=day + timedelta(days=9), by=boss, at=NOW)
        courses.append(Training.objects.get(technician=person.pk).number)
    return {
        "candidate": Pair(candidate, candidate, "centre"),
        "document": Pair(document, document, "centre"),
        "agreement": Pair(*agreed, "site"),
        "contract": Pair(*papers, "site"),
        "training": Pair(*courses, "site"),
        "policy": Pair(*(f"{site}/liability" for site in (w.c.sites.east, w.c.sites.north)), "site"),
    }
