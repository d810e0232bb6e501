"""A company at work in the browser: set up, play three weeks if nothing is there yet, print who can sign in, serve."""

import argparse
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from liuke.cli.serving import address, database

DJANGO = False
LIUKE = (sys.executable, "-m", "liuke.cli.main")
RINGS_EVERY = 120  # seconds after the last call was picked up
LOGINS = (
    ("wangfang", "坐席 agent", "来电受理：screen pop, repair request, order"),
    ("sunlei", "客服班长 hotline lead", "今日、投诉、兑现率"),
    ("liudiao", "调度员 dispatcher", "派工台：by risk, board, reasons"),
    ("chengdong", "网点信息员 site clerk", "接单、预约、安排师傅"),
    ("chengdong.m", "网点负责人 site manager", "网点今日"),
    ("zhangwei", "服务工程师 technician", "手机端 /field/"),
    ("hanmei", "审单/结算专员 settlement clerk", "完工审核"),
    ("fengxue", "回访专员 callback agent", "六步回访"),
    ("chenkai", "投诉专员 complaint officer", "一小时内定人"),
    ("zhaomin", "客户经理 account manager", "客户档案、333"),
    ("linjie", "客户经理 account manager", "接手离职同事的客户：交接简报"),
    ("luojun", "区域服务经理 regional manager", "升级到他的承诺"),
    ("qianping", "品质经理 quality manager", "责任判定与网点评级"),
    ("huangzong", "总经理 general manager", "全局"),
    ("admin", "管理员 administrator", "人员、日历、导入"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=["small", "full"], default="small")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--only-play", action="store_true", help="set up and play, do not serve")
    parser.add_argument("--no-ring", action="store_true", help="no calls come in by themselves")


def run(args: argparse.Namespace) -> int:
    """Exit code of the first step that fails, else that of the server."""
    address.settle(args.port)
    with database.up():
        if code := _liuke("setup"):
            return code
        if not _has_company():  # it comes with the handbook in force from its first day on
            print("Playing the demo company's past …", flush=True)
            if code := _liuke("play", "--size", args.size):
                return code
        if code := _liuke("rules", "load"):
            return code
        if args.only_play:
            return 0
    _tell(args.port, rings=not args.no_ring)
    with contextlib.nullcontext() if args.no_ring else _ringing():
        return _liuke("serve", "--port", str(args.port))


@contextlib.contextmanager
def _ringing() -> Iterator[None]:
    """A customer rings now and then while the demo is served; a helper beside the server, ended with it."""
    helper = subprocess.Popen([*LIUKE, "ring", "--every", str(RINGS_EVERY)])
    try:
        yield
    finally:
        helper.terminate()
        helper.wait()


def _liuke(*words: str) -> int:
    """One `liuke` command in a process of its own; an interrupt reaches it too."""
    child = subprocess.Popen([*LIUKE, *words])
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


def _has_company() -> bool:
    import psycopg

    with psycopg.connect(database.app_url()) as connection:
        return connection.execute("select exists (select 1 from network_site)").fetchone() == (True,)


def _tell(port: int, *, rings: bool) -> None:
    from liuke.cli.playing.logins import PASSWORD

    print(f"\nLiuke 留客 is at  http://127.0.0.1:{port}/   (password for everybody: {PASSWORD})\n")
    for username, role, what in LOGINS:
        print(f"  {username:<14} {role:<34} {what}")
    often = "A customer rings every few minutes (--no-ring: nobody does). " if rings else ""
    print(f"\n{often}Let one ring: {_how('ring')}, or {_how('ring', '13800001234')}; pick up in /calls/.")
    print("Ctrl+C stops it. A second start takes seconds; remove .liuke/ to begin anew.\n", flush=True)


def _how(*words: str) -> str:
    """How this very program is called again."""
    return " ".join([sys.argv[0] if sys.argv[0].endswith("liuke") else "liuke", *words])
