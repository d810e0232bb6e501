from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """The numbers of handovers."""

    dependencies: ClassVar = [("keeping", "0001_initial")]
    operations: ClassVar = [numbers.Sequence(prefix) for prefix in ("HO",)]
