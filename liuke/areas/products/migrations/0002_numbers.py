from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """M- machines."""

    dependencies: ClassVar = [("products", "0001_initial")]
    operations: ClassVar = [numbers.Sequence("M")]
