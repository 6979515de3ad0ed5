import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongfang import schema


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0006_opened'),
    ]

    operations = [schema.CreateModels([
        migrations.CreateModel(
            name='Bulletin',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('period', models.CharField(choices=[('q1', '第一季度'), ('q2', '第二季度'), ('q3', '第三季度'), ('q4', '第四季度'), ('h1', '上半年'), ('h2', '下半年'), ('year', '全年')], max_length=4, verbose_name='统计期')),
                ('starts_on', models.DateField(verbose_name='自')),
                ('ends_on', models.DateField(verbose_name='至')),
                ('figures', models.JSONField()),
                ('taken_at', models.DateTimeField(verbose_name='数据截至')),
                ('text', models.TextField(max_length=20000, verbose_name='文稿')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='签发时间')),
                ('is_current', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('year', 'period'), name='reports_one_bulletin_a_period'), models.UniqueConstraint(condition=models.Q(('document_number', ''), _negated=True), fields=('document_number',), name='reports_one_document_number'), models.CheckConstraint(condition=models.Q(('period__in', ['q1', 'q2', 'q3', 'q4', 'h1', 'h2', 'year'])), name='reports_known_period'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='reports_period_has_days'), models.CheckConstraint(condition=models.Q(models.Q(('document_number', ''), ('issued_at', None)), models.Q(('issued_at__isnull', False), models.Q(('document_number', ''), _negated=True)), _connector='OR'), name='reports_issued_under_a_number')],
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='reports.bulletin')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('bulletin', 'office'), name='reports_read_once')],
            },
        ),
    ])]
