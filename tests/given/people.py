"""The standing cast: who works here in every story. Set up through identity's actions, like everything given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.foundation.identity import actions, queries
from liuke.foundation.identity.models import Actor

OWN_SITE, COMMISSIONED_SITE = "site:S-0001", "site:S-0002"


@dataclass(frozen=True)
class Cast:
    """城东 is our own site, 北郊 a commissioned one. `stranger` works here in no role at all."""

    administrator: Actor
    agent: Actor
    lead: Actor
    dispatcher: Actor
    east_clerk: Actor
    east_manager: Actor
    east_technician: Actor
    east_second: Actor
    north_clerk: Actor
    north_manager: Actor
    north_technician: Actor
    callback_agent: Actor
    complaint_officer: Actor
    account_manager: Actor
    manager: Actor
    stranger: Actor


def cast(at: datetime) -> Cast:
    """Everybody, newly hired at `at`; nobody has a password (web tests set one or log in by force)."""
    boss = queries.system_actor(Actor.Kind.IMPORT, "given")

    def person(username: str, name: str, *roles: str, teams: Sequence[str] = (), leads: Sequence[str] = ()) -> Actor:
        return actions.add_person(username=username, name=name, roles=roles, teams=teams, leads=leads, by=boss, at=at)

    actions.add_team("hotline", "客服热线", by=boss, at=at)
    actions.add_team(OWN_SITE, "城东服务网点", by=boss, at=at, calendar_key=OWN_SITE)
    actions.add_team(COMMISSIONED_SITE, "北郊特约服务站", by=boss, at=at, calendar_key=COMMISSIONED_SITE)
    return Cast(
        administrator=person("guanli", "钱管理", "administrator"),
        agent=person("wangfang", "王芳", "agent", teams=["hotline"]),
        lead=person("zhouban", "周班长", "hotline_lead", leads=["hotline"]),
        dispatcher=person("liudiao", "刘调度", "dispatcher"),
        east_clerk=person("chengdong", "孙信息", "site_clerk", teams=[OWN_SITE]),
        east_manager=person("chengdong.manager", "何站长", "site_manager", leads=[OWN_SITE]),
        east_technician=person("zhangshifu", "张师傅", "technician", teams=[OWN_SITE]),
        east_second=person("lishifu", "李师傅", "technician", teams=[OWN_SITE]),
        north_clerk=person("beijiao", "吴信息", "site_clerk", teams=[COMMISSIONED_SITE]),
        north_manager=person("beijiao.manager", "郑站长", "site_manager", leads=[COMMISSIONED_SITE]),
        north_technician=person("zhaoshifu", "赵师傅", "technician", teams=[COMMISSIONED_SITE]),
        callback_agent=person("huifang", "冯回访", "callback_agent"),
        complaint_officer=person("tousu", "陈投诉", "complaint_officer"),
        account_manager=person("zhaomin", "赵敏", "account_manager"),
        manager=person("zongjingli", "黄总", "general_manager", "service_director"),
        stranger=person("moshengren", "路人甲"),
    )
