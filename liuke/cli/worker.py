"""The job worker alone, with the loop that frees the jobs of dead workers."""

import argparse
import threading
from typing import Any

from liuke.cli.serving.processes import die_with_parent


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=4)


def run(args: argparse.Namespace) -> int:
    """Runs until SIGTERM; jobs under way have five seconds to end."""
    from procrastinate.contrib.django import app

    from liuke.foundation.queue import schedule

    die_with_parent()
    stop = threading.Event()
    threads = schedule.start(schedule.all_schedules(), "worker", stop)
    connector: Any = app.connector  # Django's; it knows its counterpart for workers
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(
            concurrency=args.concurrency,
            fetch_job_polling_interval=0.5,
            shutdown_graceful_timeout=5,
            delete_jobs="successful",
        )
    stop.set()
    for thread in threads:
        thread.join(2)
    return 0
