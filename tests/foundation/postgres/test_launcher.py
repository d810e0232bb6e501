"""The launcher, against the wheel and against the system's PostgreSQL 15."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from liuke.foundation.postgres import binaries, cluster, outside, place
from liuke.foundation.postgres.binaries import NoPostgres

SYSTEM = "/usr/lib/postgresql/15/bin"


@pytest.fixture(params=["wheel", "system"])
def home(request, monkeypatch):
    if request.param == "system":
        if not Path(SYSTEM).exists():
            pytest.skip("no system PostgreSQL 15")
        monkeypatch.setenv("PG_BIN_DIR", SYSTEM)
    else:
        monkeypatch.delenv("PG_BIN_DIR", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="lk"))
    folder.chmod(0o755)
    yield folder
    cluster.stop(folder)
    shutil.rmtree(folder)


def test_a_new_cluster_can_hold_and_search_chinese_and_loses_nothing(home):
    cluster.start(home)
    assert cluster.running(home)
    with psycopg.connect(place.address(home, role=place.OWNER)) as owner:
        assert outside.complaints(owner) == []
        owner.execute("CREATE EXTENSION pg_trgm")
        assert owner.execute("SELECT show_trgm('售后服务')").fetchone() != ([],)
        assert owner.execute("SHOW data_checksums").fetchone() == ("on",)
        assert owner.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_app_role_may_use_tables_but_not_empty_or_alter_them(home):
    cluster.start(home)
    with psycopg.connect(place.address(home, role=place.OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE t (id bigserial PRIMARY KEY)")
    with psycopg.connect(place.address(home), autocommit=True) as app:
        app.execute("INSERT INTO t DEFAULT VALUES")
        for forbidden in ("TRUNCATE t", "ALTER TABLE t ADD c int", "CREATE TABLE u ()", "DROP TABLE t"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


def test_it_comes_back_after_a_kill_with_all_that_was_acknowledged(home):
    cluster.start(home)
    with psycopg.connect(place.address(home, role=place.OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE t (id int)")
        for number in range(50):
            owner.execute("INSERT INTO t VALUES (%s)", [number])
        pid = int((place.data(home) / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
    cluster.start(home)
    with psycopg.connect(place.address(home)) as app:
        assert app.execute("SELECT count(*) FROM t").fetchone() == (50,)


def test_starting_twice_and_stopping_twice_is_harmless(home):
    cluster.start(home)
    cluster.start(home)
    cluster.stop(home)
    assert not cluster.running(home)
    cluster.stop(home)


def test_data_of_another_major_version_is_refused_with_words(home):
    cluster.start(home)
    cluster.stop(home)
    version = place.data(home) / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(NoPostgres, match="made by PostgreSQL 14"):
        cluster.start(home)


def test_the_socket_lies_in_a_folder_of_its_own_that_others_cannot_enter(home):
    cluster.start(home)
    folder = place.socket_folder(home)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert place.data(home).stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to drop its rights")
def test_as_root_the_server_runs_as_another_user_even_below_a_closed_home(monkeypatch):
    monkeypatch.delenv("PG_BIN_DIR", raising=False)
    closed = Path(tempfile.mkdtemp(prefix="lkroot"))  # 0700, root's
    home = closed / "liuke"
    try:
        cluster.start(home)
        owner = place.data(home).stat().st_uid
        pid = int((place.data(home) / "postmaster.pid").read_text().splitlines()[0])
        assert owner != 0
        assert Path(f"/proc/{pid}").stat().st_uid == owner
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.stop(home)
        shutil.rmtree(place.folder(home))
        shutil.rmtree(closed)


def test_a_long_home_gets_a_short_socket():
    home = Path("/srv") / ("x" * 120)
    assert len(str(place.socket_folder(home))) < 80
    assert place.socket_folder(home) != place.socket_folder(home / "y")


def test_a_wrong_bin_dir_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PG_BIN_DIR", "/nowhere")
    with pytest.raises(NoPostgres, match="DATABASE_URL"):
        binaries.find()


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ((140009, "UTF8", "C.UTF-8", "on", "on"), "15 or newer"),
        ((160009, "UTF8", "C.UTF-8", "on", "on"), "update to 16.10"),
        ((150018, "SQL_ASCII", "C.UTF-8", "on", "on"), "encoding"),
        ((150018, "UTF8", "C", "on", "on"), "never found"),
        ((150018, "UTF8", "C.UTF-8", "off", "on"), "fsync"),
        ((150018, "UTF8", "C.UTF-8", "on", "off"), "full_page_writes"),
    ],
)
def test_an_unfit_outside_database_is_refused_with_its_reason(facts, complaint):
    (only,) = outside.verdict(*facts)
    assert complaint in only


def test_an_outside_database_with_ctype_c_is_refused_in_earnest(home):
    cluster.start(home)
    url = place.address(home, role=place.OWNER)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE DATABASE c TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    outside.check(url)
    with pytest.raises(outside.Unfit, match="Chinese"):
        outside.check(place.address(home, role=place.OWNER, database="c"))


def test_the_programs_are_really_of_the_version_they_tell(home):
    found = binaries.find()
    told = subprocess.run([found.program("postgres"), "-V"], capture_output=True, text=True, check=True).stdout
    assert f" {found.major}." in told
