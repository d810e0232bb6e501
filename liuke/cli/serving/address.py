"""The address people type, where nobody has said another: this machine and the port that is served."""

import os


def settle(port: int) -> None:
    """For this process and all it starts: links in letters and codes lead to the port that answers."""
    os.environ.setdefault("LIUKE_BASE_URL", f"http://127.0.0.1:{port}")
