from django.db import migrations


def lay_missing_fields(apps, schema_editor):
    """Standard fields that came after this installation was made; what an administrator has changed stays."""
    from liuke.areas.customers.rules import standard_fields

    definitions = apps.get_model("customers", "FieldDefinition")
    known = set(definitions.objects.values_list("key", flat=True))
    missing = [columns for columns in standard_fields.read() if columns["key"] not in known]
    definitions.objects.bulk_create([definitions(**columns) for columns in missing])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0003_fields'),
    ]

    operations = [
        migrations.RunPython(lay_missing_fields, migrations.RunPython.noop),
    ]
