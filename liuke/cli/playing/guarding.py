"""What is secret in the demo: who agreed and took it back, marked files, a list that is to leave, a leak half handled."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from liuke.areas.customers import access as customers
from liuke.areas.customers.actions import consents
from liuke.areas.customers.queries.file import get_brief, get_file
from liuke.areas.secrecy.actions import leak_measures, leaks, levels, releases, rights
from liuke.areas.secrecy.actions.file_levels import set_file_level
from liuke.areas.secrecy.queries.files import list_files
from liuke.cli.playing.cast import Cast
from liuke.cli.playing.player import Story
from liuke.foundation.clock import local

DAY: Final = timedelta(days=1)
ASKED: Final = ("marketing", "survey", "recording")
NO_MORE: Final = 4
FRAMEWORK: Final = "年度框架协议谈判期间"
MARKS: Final = (("important", "照片拍到门锁和室内布局"), ("core", "涉及用户隐私，限班长以上查看"))
WISHES: Final = ("想知道你们存了我哪些资料", "不要再给我打电话")
SEEN: Final = "有同行给我们的客户打电话，报得出上次维修的日期和机型。"


class Guarding(Cast):
    """What agents take down, managers decide and the general manager looks into."""

    def consenting(self) -> Story:
        """On one morning: some are asked about offers, surveys and recording; some have had enough of it later."""
        agent, chance = self.company.one("zhouting"), Random("consents")
        asked = chance.sample(self.market.clients, min(16, len(self.market.clients)))
        for number, client in enumerate(asked):
            consents.give(client.id, ASKED[number % len(ASKED)], way="call", by=agent, at=self.p.now)
            yield self.p.minutes(4, 12)
        yield self.opening(self.p.now + 4 * DAY)
        for number, client in enumerate(asked[:NO_MORE]):
            way = "message" if number % 2 else "call"
            consents.withdraw(client.id, ASKED[number % len(ASKED)], way=way, by=agent, at=self.p.now)

    def marking(self) -> Story:
        """A company in the middle of a negotiation is core for a while; of some files somebody has said how secret."""
        boss = self.company.one("huangzong")
        kept = [client for client in self.market.clients if client.is_kept]
        until = local(self.p.now).date() + timedelta(days=120)
        levels.set_level(kept[0].id, "core", until=until, reason=FRAMEWORK, by=boss, at=self.p.now)
        yield self.p.minutes(10, 30)
        marked = 0
        for client in self.market.clients:
            for row in list_files(client.id, limit=1, by=boss) if marked < len(MARKS) else ():
                level, reason = MARKS[marked]
                set_file_level(row.key, level, seen=row.own, reason=reason, by=boss, at=self.p.now)
                marked += 1

    def leaking(self) -> Story:
        """Reported by an agent, taken on within the hour with its evidence; the persons are still to be told."""
        agent, boss = self.company.one("wangfang"), self.company.one("huangzong")
        concerned = self.market.clients[:2]
        for client in concerned:
            phone = get_file(client.id, by=agent).contacts[0].phones[0]
            customers.reveal(f"phone:{phone.id}", purpose="call", by=agent, at=self.p.now)
            yield self.p.minutes(5, 10)
        number = leaks.report(SEEN, "客户来电转述", by=agent, at=self.p.now)
        yield self.p.minutes(20, 50)
        today = local(self.p.now).date()
        codes = " ".join(get_brief(client.id, by=boss).code for client in concerned)
        leaks.take_on(
            number, concerned=codes, since=today - timedelta(days=14), until=today, severity="ordinary", by=boss,
            at=self.p.now,
        )  # fmt: skip
        yield self.p.minutes(30, 60)
        leak_measures.set_measure(
            number, said="核对近两周外发文件与查看记录，约谈相关人员", responsible=self.company.one("qianping"),
            due_on=today + timedelta(days=4), by=boss, at=self.p.now,
        )  # fmt: skip
        yield self.p.minutes(60, 120)
        leaks.tell(number, "authority", outcome="told", said="电话并书面报告市网信办", by=boss, at=self.p.now)

    def asking_to_leave(self) -> Story:
        """A list waits to be decided, and a person for his answer."""
        keeper, agent = self.company.one("zhaomin"), self.company.one("wangfang")
        releases.ask(
            "customers", "grade=A", fields=("code", "name", "grade", "keeper"), purpose="visit_plan", carrier=keeper.pk,
            remark="下周走访用", by=keeper, at=self.p.now,
        )  # fmt: skip
        yield self.p.minutes(5, 15)
        for client, kind, said in zip(self.market.clients[3:5], ("copy", "restriction"), WISHES, strict=True):
            rights.take_down(client.id, kind, channel="call", words=said, by=agent, at=self.p.now)
