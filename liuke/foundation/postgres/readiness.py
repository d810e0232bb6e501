"""Whether this process can serve: for /readyz and `liuke check`."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def reasons_not_ready() -> list[str]:
    """Nothing when the database answers and its tables are of this version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [f"the database does not answer ({type(error).__name__})"]
    return [f"the migration {one.app_label}.{one.name} is not applied; run `liuke setup`" for one, _ in plan]
