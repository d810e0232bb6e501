"""The launcher of our own PostgreSQL: makes the cluster, starts it (also after a crash), stops it."""

import fcntl
import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from liuke.foundation.postgres import binaries, place, roles, service_user
from liuke.foundation.postgres.binaries import Binaries, NoPostgres

_PATIENCE = 15.0  # right after a kill the dead server's children may hold its memory for some seconds
_RECOVERY = "300"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "150",
    "effective_io_concurrency": "16",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # statements hold personal values; they stay out of the log
    "timezone": "UTC",
    "jit": "off",  # compiling a statement takes longer than any page of ours may
}


def _memory() -> dict[str, str]:
    """An eighth of the machine for pages kept by PostgreSQL (it is not alone here), and what the system keeps beside."""
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "shared_buffers": f"{min(2048, max(128, megabytes // 8))}MB",
        "effective_cache_size": f"{max(256, megabytes // 2)}MB",
    }


def start(home: Path) -> None:
    """Make the cluster if there is none, start it if it does not run, and see that roles and database are there."""
    with _locked(home):
        if running(home):
            return
        found = service_user.reachable(binaries.find())
        new = not (place.data(home) / "PG_VERSION").exists()
        _prepare(home)
        if new:
            _initdb(home, found)
        _check_major(home, found)
        _launch(home, found)
        with psycopg.connect(_superuser(home), autocommit=True) as connection:
            roles.make(connection, home)


def stop(home: Path) -> None:
    """Stop it if it runs; open transactions are rolled back, nothing committed is lost."""
    with _locked(home):
        if not (place.data(home) / "postmaster.pid").exists():
            return
        found = service_user.reachable(binaries.find())
        _run(home, [found.program("pg_ctl"), "-D", str(place.data(home)), "-m", "fast", "-w", "-t", "30", "stop"])


def running(home: Path) -> bool:
    """Whether it answers."""
    try:
        psycopg.connect(_superuser(home), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _superuser(home: Path) -> str:
    return place.address(home, role=place.SUPERUSER, database="postgres")


def _prepare(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    folder = place.folder(home)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        folder.parent.chmod(folder.parent.stat().st_mode | 0o011)  # the server's user walks through, no more
    service_user.give(folder, owned=folder)
    service_user.give(place.socket_folder(home), owned=folder)


def _initdb(home: Path, found: Binaries) -> None:
    """Into a draft folder that is renamed when whole, so that a killed first start leaves no half cluster."""
    draft = place.folder(home) / f"data.{os.getpid()}"
    done = _run(
        home,
        [found.program("initdb"), "-D", str(draft), "-U", place.SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8"]
        + ["--auth-local=trust", "--auth-host=scram-sha-256", "--data-checksums"],
    )
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stdout}{done.stderr}")
    draft.rename(place.data(home))


def _check_major(home: Path, found: Binaries) -> None:
    major = int((place.data(home) / "PG_VERSION").read_text().strip())
    if major != found.major:
        raise NoPostgres(
            f"The data in {place.data(home)} was made by PostgreSQL {major}, but {found.folder} is {found.major}. "
            f"Set PG_BIN_DIR to PostgreSQL {major}, or take a backup with it (`liuke backup`) and restore it into a "
            "new LIUKE_HOME."
        )


def _launch(home: Path, found: Binaries) -> None:
    settings = {
        **_SETTINGS,
        **_memory(),
        "unix_socket_directories": str(place.socket_folder(home)),
        "port": str(place.PORT),
    }
    options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
    command = [found.program("pg_ctl"), "-D", str(place.data(home)), "-w", "-t", _RECOVERY]
    command += ["-l", str(place.folder(home) / "log"), "-o", options, "start"]
    until = time.monotonic() + _PATIENCE
    while True:
        done = _run(home, command)
        if done.returncode == 0 or running(home):
            return
        if time.monotonic() > until:
            raise NoPostgres(f"PostgreSQL does not start: {done.stdout}{done.stderr}{_log_tail(home)}")
        time.sleep(0.3)


def _log_tail(home: Path) -> str:
    log = place.folder(home) / "log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else ""


def _run(home: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Output goes to a file: the server inherits it, and a pipe would never close."""
    folder = place.folder(home)
    with tempfile.TemporaryFile("w+") as told:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, check=False, **service_user.drop(folder)
        )
        told.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, told.read(), "")


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "postgres.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
