import subprocess
import sys

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_app_role_serves_the_tests():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_database(), pg_get_userbyid(datdba) = current_user, has_table_privilege("
            "current_user, 'django_content_type', 'TRUNCATE') FROM pg_database WHERE datname = current_database()"
        )
        name, owns, may_truncate = cursor.fetchone()
    assert name.startswith("liuke_test_")
    assert not may_truncate or owns


def test_a_fresh_database_is_seen_by_a_child_process(fresh_database):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('x', 'y')")
    code = (
        "import django; django.setup()\n"
        "from django.contrib.contenttypes.models import ContentType\n"
        "print(ContentType.objects.filter(app_label='x').count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=fresh_database.environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"
