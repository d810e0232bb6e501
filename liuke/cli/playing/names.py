"""Believable Chinese people, companies and addresses, from a seeded chance. Nobody real is meant; nothing is ever sent."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from liuke.foundation import divisions

_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
_FEMALE = [
    "秀英",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "艳",
    "娟",
    "霞",
    "秀兰",
    "燕",
    "玲",
    "桂英",
    "丹",
    "萍",
    "红",
    "玉兰",
    "欣怡",
    "雨桐",
    "子涵",
    "梦洁",
    "晓梅",
    "慧",
    "倩",
    "婷",
    "淑珍",
    "春花",
    "美华",
    "思雨",
    "佳怡",
    "雪梅",
    "凤英",
    "琳",
    "颖",
    "云",
    "莉",
]
_MALE = [
    "伟",
    "强",
    "磊",
    "军",
    "勇",
    "杰",
    "涛",
    "明",
    "超",
    "刚",
    "平",
    "建国",
    "志强",
    "建华",
    "浩",
    "鹏",
    "宇",
    "文",
    "斌",
    "波",
    "辉",
    "海涛",
    "俊杰",
    "晓东",
    "国庆",
    "德明",
    "永康",
    "天佑",
    "家豪",
    "子轩",
    "浩然",
    "建平",
    "卫东",
    "国强",
    "少华",
    "立新",
]
_TRADE = [
    "餐饮管理",
    "酒店用品",
    "食堂设备",
    "物业服务",
    "商贸",
    "装饰工程",
    "置业",
    "教育后勤",
    "养老服务",
    "连锁餐饮",
]
_FANCY = [
    "海川",
    "鼎盛",
    "和润",
    "嘉禾",
    "瑞丰",
    "天成",
    "汇通",
    "锦绣",
    "宏远",
    "明德",
    "博雅",
    "安康",
    "恒泰",
    "永兴",
    "佳美",
    "卓越",
]
_MOBILE = ("138", "139", "136", "137", "158", "159", "187", "186", "177", "199")


@dataclass(frozen=True)
class City:
    """A city of the demo: its divisions' prefix and its districts."""

    name: str
    prefix: str
    districts: tuple[str, ...]
    roads: tuple[str, ...]
    estates: tuple[str, ...]


HANGZHOU = City(
    "杭州", "3301", ("330102", "330105", "330106", "330108"),
    ("文一路", "建国北路", "学院路", "古墩路", "凤起路", "莫干山路", "中河路", "天目山路", "江南大道", "丰潭路"),
    ("翠苑小区", "桂花城", "绿园", "江南春城", "府苑新村", "和平里", "滨江一号", "玉兰苑", "湖畔花园"),
)  # fmt: skip
CHENGDU = City(
    "成都", "5101", ("510104", "510105", "510107", "510108"),
    ("金沙大道", "紫荆北路", "人民南路", "锦江大道", "天府二街", "玉林北路", "高升路", "科华路", "蜀都大道", "建设路"),
    ("天府名居", "芙蓉小区", "锦绣花园", "金沙园", "蓝光雍锦", "玉林苑", "沙河新村", "万科城市花园"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    text: str
    division: str
    lng: float | None
    lat: float | None


def person(chance: Random) -> str:
    return chance.choice(_FAMILY) + chance.choice(chance.choice((_FEMALE, _MALE)))


def company(chance: Random, city: City) -> str:
    return f"{city.name}{chance.choice(_FANCY)}{chance.choice(_TRADE)}有限公司"


def mobile(chance: Random) -> str:
    return chance.choice(_MOBILE) + f"{chance.randrange(10**8):08}"


def place(chance: Random, city: City) -> Place:
    """A door in one of the city's streets, near its district's centre."""
    district = chance.choice(city.districts)
    streets = [d for d in divisions.children(district) if len(d.code) == 9]
    street = chance.choice(streets)
    road, estate = chance.choice(city.roads), chance.choice(city.estates)
    door = f"{chance.randint(1, 32)}幢{chance.randint(1, 3)}单元{chance.randint(1, 18)}0{chance.randint(1, 4)}室"
    text = f"{divisions.told(street.code)}{road}{chance.randint(1, 600)}号{estate}{door}"
    centre = divisions.centre(district)
    if centre is None:
        return Place(text, street.code, None, None)
    return Place(text, street.code, centre[0] + chance.uniform(-0.05, 0.05), centre[1] + chance.uniform(-0.04, 0.04))
