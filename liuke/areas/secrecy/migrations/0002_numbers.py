from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """RL- requests to let data out, LC- leaks, RT- requests of persons about their own data."""

    dependencies: ClassVar = [("secrecy", "0001_initial")]
    operations: ClassVar = [numbers.Sequence(prefix) for prefix in ("RL", "LC", "RT")]
