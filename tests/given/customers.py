"""The standing customers: 李秀英 (household, grade A), 海川食堂设备 (company, core), 周建国, 陈晨."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers.actions import filing
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from tests.given.people import Cast

EAST, NORTH, HONGTANG = "330212005", "330205103", "330205007"
LI_PHONE, SON_PHONE, HAICHUAN_PHONE = "13812342203", "13905748811", "0574-87654321"
ZHOU_PHONE, CHEN_PHONE = "18658212203", "17757412345"


@dataclass(frozen=True)
class Known:
    """The ids of the standing customers."""

    li: int
    haichuan: int
    zhou: int
    chen: int


def known(cast: Cast, at: datetime) -> Known:
    """All four, registered by the agent."""
    return Known(li(cast, at), haichuan(cast, at), zhou(cast, at), chen(cast, at))


def li(cast: Cast, at: datetime) -> int:
    """李秀英, grade A; her son calls for her."""
    return filing.register(
        kind="household",
        name="李秀英",
        contacts=[
            NewContact("李秀英", "本人", phones=[LI_PHONE]),
            NewContact("李强", "儿子", phones=[SON_PHONE]),
        ],
        addresses=[
            NewAddress("浙江省宁波市鄞州区金家一路88号寰宇天下12栋1203室", EAST, 121.5534, 29.8712, "下午五点后在家")
        ],
        grade="A",
        source="hotline",
        by=cast.agent,
        at=at,
    )


def haichuan(cast: Cast, at: datetime) -> int:
    """海川食堂设备, a core company with a keeper."""
    return filing.register(
        kind="company",
        name="宁波海川食堂设备有限公司",
        contacts=[
            NewContact("单晓燕", "采购", role="采购经理", phones=[HAICHUAN_PHONE, "13600001111"]),
            NewContact("曾国强", "食堂", role="厨师长", phones=["13600002222"]),
        ],
        addresses=[NewAddress("宁波市江北区洪塘工业园长兴路689弄2号", HONGTANG, note="货梯在北门")],
        grade="A",
        is_core=True,
        secrecy="important",
        keeper=cast.account_manager,
        source="dealer",
        by=cast.agent,
        at=at,
    )


def zhou(cast: Cast, at: datetime) -> int:
    """周建国, grade C."""
    return filing.register(
        kind="household",
        name="周建国",
        contacts=[NewContact("周建国", "本人", phones=[ZHOU_PHONE])],
        addresses=[NewAddress("宁波市江北区慈城镇新村36号", NORTH)],
        grade="C",
        source="jd",
        by=cast.agent,
        at=at,
    )


def chen(cast: Cast, at: datetime) -> int:
    """陈晨, without a grade yet."""
    return filing.register(
        kind="household",
        name="陈晨",
        contacts=[NewContact("陈晨", "本人", phones=[CHEN_PHONE])],
        addresses=[NewAddress("宁波市鄞州区中山东路18号阳光花园3-2-501", EAST)],
        source="tmall",
        by=cast.agent,
        at=at,
    )
