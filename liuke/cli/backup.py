"""Write everything into one FILE: the database, then the media. The keys stay apart unless you ask for them."""

import argparse
import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

from liuke.cli.serving import database
from liuke.foundation import clock, keys
from liuke.foundation.postgres import binaries
from liuke.foundation.postgres.binaries import NoPostgres

DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--with-keys", action="store_true", help="put the keys in too: whoever has FILE reads all")


def run(args: argparse.Namespace) -> int:
    """May run while others work: the dump is of one moment, and media only grow."""
    with database.up(), tempfile.TemporaryDirectory(dir=args.file.absolute().parent) as folder:
        dump = Path(folder) / "database.dump"
        command = [binaries.find().program("pg_dump"), "-Fc", "--no-owner", "-f", str(dump), database.owner_url()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoPostgres(f"pg_dump failed: {done.stderr}")
        draft = Path(folder) / "backup.tar"
        _pack(draft, dump, with_keys=args.with_keys)
        draft.replace(args.file)
    print(f"{args.file}: {args.file.stat().st_size / 1e6:.1f} MB")
    if not args.with_keys:
        print(f"The keys in {keys.home() / 'keys'} are not in it. Keep a copy of them elsewhere: without them phone")
        print("numbers cannot be searched and personal data cannot be read after a restore.")
    return 0


def fingerprints() -> dict[str, str]:
    """What tells whether two installations have the same keys, without telling the keys."""
    folder = keys.home() / "keys"
    found = sorted(folder.iterdir()) if folder.exists() else []
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest()[:16] for one in found if "." not in one.name}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(draft: Path, dump: Path, *, with_keys: bool) -> None:
    manifest = {"made_at": clock.now().isoformat(), "database": digest(dump), "keys": fingerprints()}
    told = dump.with_name("manifest.json")
    told.write_text(json.dumps(manifest, indent=1))
    with draft.open("wb") as file:
        draft.chmod(0o600)
        with tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(told, "manifest.json")
            archive.add(dump, "database.dump")
            for name in ["media", "keys"] if with_keys else ["media"]:
                if (keys.home() / name).exists():
                    archive.add(keys.home() / name, name)
        file.flush()
        os.fsync(file.fileno())
