from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """S- sites, T- technicians."""

    dependencies: ClassVar = [("network", "0001_initial")]
    operations: ClassVar = [numbers.Sequence("S"), numbers.Sequence("T")]
