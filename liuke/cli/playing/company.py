"""The demo company: an appliance maker with a hotline and sites in two cities, set up through the rooms' own actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from liuke.areas.charges.actions import prices
from liuke.areas.knowledge.actions import articles
from liuke.areas.network.actions import sites, technicians
from liuke.areas.network.queries.technicians import list_technicians
from liuke.areas.products.actions import catalogue
from liuke.cli.playing import names, stores
from liuke.cli.playing.logins import PASSWORD
from liuke.cli.playing.names import CHENGDU, HANGZHOU, City
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor

KITCHEN = ("hood", "stove", "water_heater", "low_voltage", "gas")
WHITE = ("hood", "aircon", "washer", "fridge", "water_purifier", "low_voltage", "refrigeration", "height")
BOTH = tuple(dict.fromkeys((*KITCHEN, *WHITE)))
CERTIFIED = {"gas", "low_voltage", "height", "refrigeration"}
RENEWAL_NEAR = timedelta(days=34)
CENTRE = (
    ("wangfang", "王芳", ("agent",)),
    ("zhouting", "周婷", ("agent",)),
    ("sunlei", "孙蕾", ("hotline_lead",)),
    ("liudiao", "刘晓东", ("dispatcher",)),
    ("dengyu", "邓宇", ("dispatch_lead",)),
    ("fengxue", "冯雪梅", ("callback_agent",)),
    ("tangli", "唐丽", ("callback_lead",)),
    ("chenkai", "陈凯", ("complaint_officer",)),
    ("hanmei", "韩梅", ("settlement_clerk", "parts_clerk")),
    ("luojun", "罗军", ("regional_manager",)),
    ("shenhao", "沈浩", ("duty_manager",)),
    ("zhaomin", "赵敏", ("account_manager",)),
    ("linjie", "林杰", ("account_manager",)),
    ("wulei", "吴磊", ("account_manager",)),
    ("qianping", "钱萍", ("quality_manager",)),
    ("huangzong", "黄志强", ("general_manager", "service_director")),
    ("admin", "管理员", ("administrator",)),
)
MODELS = (
    ("CXW-268-T5", "T5 近吸式油烟机", "hood", (("油网", 12),)),
    ("CXW-238-X7", "X7 侧吸式油烟机", "hood", (("油网", 12),)),
    ("JZT-B8", "B8 双眼燃气灶", "stove", (("电池", 6),)),
    ("JSQ25-W13", "W13 恒温燃气热水器", "water_heater", ()),
    ("KFR-35GW-N1", "N1 挂壁式空调 1.5 匹", "aircon", (("滤网", 6),)),
    ("XQG100-D8", "D8 滚筒洗衣机 10 公斤", "washer", ()),
    ("BCD-468W", "468 升十字门冰箱", "fridge", ()),
)


@dataclass
class Site:
    """A site as the player knows it: its number and who works there."""

    number: str
    city: City
    mode: str
    areas: Sequence[str]
    clerk: Actor
    manager: Actor
    technicians: list[Actor] = field(default_factory=list)


@dataclass
class Company:
    people: Mapping[str, Actor]
    sites: list[Site]

    def site(self, number: str) -> Site:
        return next(s for s in self.sites if s.number == number)

    def one(self, username: str) -> Actor:
        return self.people[username]


@dataclass(frozen=True)
class Plan:
    """What one site is to be: (technicians as (username, name, skills))."""

    username: str
    name: str
    city: City
    mode: str
    division: str
    areas: Mapping[str, Sequence[str]]
    grade: str
    crew: tuple[tuple[str, str, tuple[str, ...]], ...]


def small() -> list[Plan]:
    """Three sites in two cities with five technicians."""
    return [
        Plan(
            "chengdong", "城东服务网点", HANGZHOU, "own", "330102018", {"330102": [], "330106": [], "330108": []}, "A",
            (("zhangwei", "张伟", BOTH), ("lijun", "李军", WHITE)),
        ),
        Plan(
            "beijiao", "北郊特约服务站", HANGZHOU, "commissioned", "330105010", {"330105": []}, "B",
            (("zhaoqiang", "赵强", BOTH),),
        ),
        Plan(
            "wuhou", "武侯服务网点", CHENGDU, "own", "510107", {"5101": []}, "B",
            (("jiangtao", "蒋涛", BOTH), ("heyong", "何勇", BOTH)),
        ),
    ]  # fmt: skip


def full(chance: Random) -> list[Plan]:
    """Twelve sites and sixty technicians: each district of the two cities has its own."""
    plans = []
    for number, (city, district) in enumerate((c, d) for c in (HANGZHOU, CHENGDU) for d in c.districts):
        plans.append(_full_site(number, city, district, chance, second=False))
    for number, (city, district) in enumerate(
        ((HANGZHOU, "330105"), (HANGZHOU, "330106"), (CHENGDU, "510104"), (CHENGDU, "510107")), start=8
    ):
        plans.append(_full_site(number, city, district, chance, second=True))
    return plans


def _full_site(number: int, city: City, district: str, chance: Random, *, second: bool) -> Plan:
    from liuke.foundation import divisions

    key = f"site{number + 1:02}"
    mode = "commissioned" if second or number % 3 == 2 else "own"
    name = f"{city.name}{divisions.name_of(district)}{'第二' if second else ''}{'特约服务站' if mode != 'own' else '服务网点'}"
    crew = tuple((f"{key}t{n}", names.person(chance), BOTH) for n in range(5))
    return Plan(key, name, city, mode, district, {district: []}, chance.choice("AABBC"), crew)


def found(plans: Sequence[Plan], *, at: datetime, until: datetime | None = None) -> Company:
    """Found the company at `at`: people, sites, technicians with certificates and shifts, catalogue, terms.

    One certificate is to be renewed (30 days before it ends, rule 30) shortly after `until`, where that is named.
    """
    boss = system_actor("import", "demo")
    identity.add_team("hotline", "客服热线", by=boss, at=at)
    identity.add_team("dispatch", "调度中心", by=boss, at=at)
    people = {u: _person(u, n, roles, boss, at) for u, n, roles in CENTRE}
    admin = people["admin"]
    catalogue.load_seed(by=admin, at=at)
    for code, name, line, parts in MODELS:
        catalogue.add_model(code, name=name, line=line, wear_parts=parts, by=admin, at=at)
    sites.load_seed(by=admin, at=at)
    prices.load_seed(by=admin, at=at)
    articles.load_seed(owner=people["qianping"], by=admin, at=at)
    made = [_site(plan, people, admin, at) for plan in plans]
    crew = [t.number for t in list_technicians(made[0].number, by=admin)]
    stores.stock_up(made[0].number, crew, made[0].clerk, keeper=people["hanmei"], lead=admin, at=at)
    for site in made:
        stores.supply(site.number, site.clerk, keeper=people["hanmei"], at=at)
    if until:
        certify(made[0].technicians[0], "height", until.date() + RENEWAL_NEAR, by=admin, at=at)
    return Company(people, made)


def _person(username: str, name: str, roles: Sequence[str], boss: Actor, at: datetime) -> Actor:
    return identity.add_person(username=username, name=name, roles=roles, password=PASSWORD, by=boss, at=at)


def _site(plan: Plan, people: dict[str, Actor], admin: Actor, at: datetime) -> Site:
    chance = Random(plan.username)
    clerk = _person(plan.username, names.person(chance), ["site_clerk"], admin, at)
    manager = _person(f"{plan.username}.m", names.person(chance), ["site_manager"], admin, at)
    people[plan.username], people[f"{plan.username}.m"] = clerk, manager
    contract = None if plan.mode == "own" else at.date() + timedelta(days=400)
    number = sites.open_site(
        name=plan.name,
        mode=plan.mode,
        division=plan.division,
        grade=plan.grade,
        contract_until=contract,
        by=admin,
        at=at,
    )
    sites.set_coverage(number, areas=plan.areas, by=admin, at=at)
    sites.add_clerk(number, person=clerk, by=admin, at=at)
    sites.add_clerk(number, person=manager, role="site_manager", by=admin, at=at)
    site = Site(number, plan.city, plan.mode, tuple(plan.areas), clerk, manager)
    for username, name, skills in plan.crew:
        people[username] = person = _person(username, name, ["technician"], admin, at)
        _technician(number, person, skills, admin, at)
        site.technicians.append(person)
    return site


def certify(person: Actor, skill: str, until: date, *, by: Actor, at: datetime) -> None:
    """A skill, with its certificate where the law asks for one."""
    needs = skill in CERTIFIED
    technicians.certify(
        person.pk, skill=skill, certificate_no=f"T33010219{person.pk:06}" if needs else "",
        expires_on=until if needs else None, by=by, at=at,
    )  # fmt: skip


def _technician(site: str, person: Actor, skills: Sequence[str], admin: Actor, at: datetime) -> None:
    technicians.add_technician(site, person=person, by=admin, at=at)
    today = at.date()
    for n, skill in enumerate(skills):
        certify(person, skill, today + timedelta(days=700 + 40 * n), by=admin, at=at)
    technicians.set_shift(person.pk, from_date=today, weekly=technicians.USUAL_WEEK, by=admin, at=at)
