"""Drafts are encrypted: their keys become UUIDs, known before a row is written, and what they hold is sealed."""

import json
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongfang.accounts.encryption

SAME = ('case_id', 'action', 'office_id', 'prepared_by_id', 'prepared_at')


def seal(apps, schema_editor):
    """Write every plain draft again, encrypted for its new row."""
    for row in apps.get_model('cases', 'PlainDraft').objects.all():
        kept = {name: getattr(row, name) for name in SAME}
        apps.get_model('cases', 'Draft').objects.create(data=json.dumps(row.data, ensure_ascii=False), **kept)


def unseal(apps, schema_editor):
    """Write every encrypted draft again in the clear."""
    for row in apps.get_model('cases', 'Draft').objects.all():
        kept = {name: getattr(row, name) for name in SAME}
        apps.get_model('cases', 'PlainDraft').objects.create(data=json.loads(row.data), **kept)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', "0003_task_is_under_way"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='draft', name='cases_one_draft_an_office'),
        migrations.RenameModel('Draft', 'PlainDraft'),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('action', models.CharField(max_length=40)),
                ('data', gongfang.accounts.encryption.EncryptedTextField()),
                ('prepared_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='cases.case')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='accounts.office')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunPython(seal, unseal),
        migrations.DeleteModel('PlainDraft'),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('case', 'action', 'office'), name='cases_one_draft_an_office'),
        ),
    ]
