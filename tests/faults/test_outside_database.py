"""An outside PostgreSQL 15 instead of our own: set up, served, gone and back, and left alone when we stop."""

import os
import shutil
import signal
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from liuke.foundation.postgres import cluster, place
from tests.faults.test_serve import House

pytestmark = pytest.mark.faults
SYSTEM = "/usr/lib/postgresql/15/bin"


@pytest.fixture(scope="module")
def theirs():
    """A server that somebody else looks after: Debian's PostgreSQL 15 with our two roles."""
    if not Path(SYSTEM).exists():
        pytest.skip("no system PostgreSQL 15")
    home = Path(tempfile.mkdtemp(prefix="lko"))
    home.chmod(0o755)
    before = os.environ.get("PG_BIN_DIR")
    os.environ["PG_BIN_DIR"] = SYSTEM
    cluster.start(home)
    yield home
    cluster.stop(home)
    shutil.rmtree(home)
    os.environ.pop("PG_BIN_DIR")
    if before:
        os.environ["PG_BIN_DIR"] = before


@pytest.fixture(scope="module")
def house(theirs):
    home = Path(tempfile.mkdtemp(prefix="lkh"))
    home.chmod(0o755)
    one = House(home)
    one.environment |= {
        "DATABASE_URL": place.address(theirs),
        "DATABASE_OWNER_URL": place.address(theirs, role=place.OWNER),
    }
    one.run("setup")
    yield one
    if one.process and one.process.poll() is None:
        one.process.kill()
        one.process.wait()
    shutil.rmtree(home)


def status(port):
    """Of a page that asks the database who this is."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/sign-in/", headers={"Cookie": f"sessionid={'a' * 32}"})
    try:
        with urllib.request.urlopen(asked, timeout=15) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_it_serves_on_an_outside_database_survives_its_restart_and_leaves_it_running(house, theirs):
    house.serve()
    house.wait_ready(30)
    assert status(house.port) == 200
    assert not place.data(house.home).exists()

    cluster.stop(theirs)
    assert status(house.port) == 503
    cluster.start(theirs)
    house.wait_ready(30)
    assert status(house.port) == 200

    house.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert house.process.wait(20) == 0
    assert time.monotonic() - began < 15
    assert cluster.running(theirs)
