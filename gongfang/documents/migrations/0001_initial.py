import django.db.models.deletion
import gongfang.accounts.encryption
import uuid
from django.conf import settings
from django.db import migrations, models

from gongfang import schema


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0006_opened'),
        ('records', '0002_append_only'),
    ]

    operations = [schema.CreateModels([
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('state', models.CharField(choices=[('draft', '拟稿'), ('issued', '已制发')], default='draft', max_length=8)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('serial', models.PositiveIntegerField(null=True)),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('made_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(null=True)),
                ('enclosure', models.TextField(blank=True)),
                ('cases', models.ManyToManyField(related_name='documents', to='cases.case')),
                ('docx', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.evidencefile')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='accounts.office')),
                ('pdf', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.evidencefile')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='documents.document')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'subject'], name='documents_of_subject'), models.Index(fields=['office', 'state', '-made_at', '-id'], name='documents_of_office'), models.Index(fields=['office', 'year', '-issued_at', '-id'], name='documents_register')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('kind', 'subject'), name='documents_one_draft_a_subject'), models.UniqueConstraint(fields=('office', 'year', 'serial'), name='documents_one_serial'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'issued'])), name='documents_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('docx', None), ('issued_at', None), ('issued_by', None), ('number', ''), ('serial', None), ('state', 'draft')), models.Q(('docx__isnull', False), ('issued_at__isnull', False), ('issued_by__isnull', False), ('state', 'issued'), ('year__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='documents_issued_whole')],
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('content', gongfang.accounts.encryption.EncryptedTextField()),
                ('saved_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='documents.document')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='documents_one_version_a_number')],
            },
        ),
        migrations.CreateModel(
            name='SerialCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'year'), name='documents_one_counter_a_year')],
            },
        ),
    ])]
