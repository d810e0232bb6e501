from typing import ClassVar

from django.db import migrations

from liuke.foundation import numbers


class Migration(migrations.Migration):
    """CA- candidates, AG- agreements, TR- trainings."""

    dependencies: ClassVar = [("network", "0003_building_and_standing")]
    operations: ClassVar = [numbers.Sequence("CA"), numbers.Sequence("AG"), numbers.Sequence("TR")]
