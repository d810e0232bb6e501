"""PostgreSQL refuses to run as root; then it runs as a system user that owns nothing but the cluster's folder."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

from liuke.foundation.postgres.binaries import Binaries
from liuke.foundation.postgres.place import open_to_all

_NAMES = ("postgres", "liuke")
_COPIES = Path("/var/lib/liuke/pgsql")


def drop(owned: Path) -> dict[str, Any]:
    """Arguments for subprocess that run a program as the owner of `owned`; nothing when we are not root."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    user = _user(owned)
    environment = {**os.environ, "HOME": str(owned)}
    return {"cwd": "/", "user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "env": environment}


def give(path: Path, *, owned: Path) -> None:
    """Make a private folder that belongs to the server's user; refuse one that someone else prepared."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or (os.geteuid() and found.st_uid != os.geteuid()):
        raise PermissionError(f"{path} is not a folder of ours; remove it and start again.")
    if os.geteuid() == 0:
        user = _user(owned)
        os.chown(path, user.pw_uid, user.pw_gid)
    path.chmod(0o700)


def reachable(binaries: Binaries) -> Binaries:
    """The programs at a place which the server's user can read: a copy when they lie below root's own home."""
    if os.geteuid() != 0 or open_to_all(binaries.folder):
        return binaries
    copy = _COPIES / str(binaries.major)
    if not (copy / "bin" / "pg_ctl").exists():
        draft = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(binaries.folder.parent, draft, symlinks=True)
        for step in (_COPIES.parent, _COPIES, draft):
            step.chmod(0o755)
        shutil.rmtree(copy, ignore_errors=True)
        draft.rename(copy)
    return Binaries(copy / "bin", binaries.major)


def _user(owned: Path) -> pwd.struct_passwd:
    if owned.exists() and owned.stat().st_uid:
        return pwd.getpwuid(owned.stat().st_uid)
    for name in _NAMES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "liuke"], check=False)
    try:
        return pwd.getpwnam("liuke")
    except KeyError:
        return pwd.getpwnam("nobody")
