from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """CP- complaints, IM- improvements."""

    dependencies: ClassVar = [("complaints", "0001_initial")]

    operations: ClassVar = [numbers.Sequence("CP"), numbers.Sequence("IM")]
