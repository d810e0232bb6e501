import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Files rest in pieces. Those that wait at this moment are to be handed in again: their page says so."""

    dependencies = [
        ('intake', '0002_column_templates'),
    ]

    operations = [
        migrations.RemoveField(model_name='upload', name='sealed'),
        migrations.RemoveField(model_name='upload', name='refused'),
        migrations.AddField(
            model_name='upload',
            name='is_kept',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='upload',
            name='has_refused',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('file', 'File'), ('refused', 'Refused')], max_length=8)),
                ('place', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('upload', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='intake.upload')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('upload', 'what', 'place'), name='a_piece_has_its_place')],
            },
        ),
    ]
