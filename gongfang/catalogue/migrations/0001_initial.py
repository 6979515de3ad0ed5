import django.db.models.deletion
import gongfang.accounts.encryption
import gongfang.catalogue.models
import gongfang.workshops.models
import uuid
from django.db import migrations, models

from gongfang import schema


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0006_opened'),
        ('workshops', '0003_changes'),
    ]

    operations = [schema.CreateModels([
        migrations.CreateModel(
            name='Buyer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', gongfang.accounts.encryption.EncryptedTextField(verbose_name='称呼')),
                ('organisation', gongfang.accounts.encryption.EncryptedTextField(blank=True, default='', verbose_name='单位')),
                ('contact', gongfang.accounts.encryption.EncryptedTextField(verbose_name='联系方式')),
                ('message', gongfang.accounts.encryption.EncryptedTextField(verbose_name='询价内容')),
                ('salt', models.CharField(max_length=64)),
                ('consented_at', models.DateTimeField(verbose_name='同意提供给工坊的时间')),
                ('receipt_digest', models.CharField(max_length=64, unique=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='buyer', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('category', models.CharField(blank=True, choices=[('literature', '民间文学'), ('music', '传统音乐'), ('dance', '传统舞蹈'), ('opera', '传统戏剧'), ('storytelling', '曲艺'), ('sports', '传统体育、游艺与杂技'), ('fine_arts', '传统美术'), ('crafts', '传统技艺'), ('medicine', '传统医药'), ('customs', '民俗')], max_length=20, verbose_name='类别')),
                ('quantity', models.PositiveIntegerField(blank=True, null=True, verbose_name='数量')),
                ('needed_by', models.DateField(blank=True, null=True, verbose_name='希望到货')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('category__in', ['', 'literature', 'music', 'dance', 'opera', 'storytelling', 'sports', 'fine_arts', 'crafts', 'medicine', 'customs'])), name='catalogue_demand_category')],
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('public_id', models.CharField(default=gongfang.workshops.models.random_code, editable=False, max_length=24, unique=True)),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='首次发布')),
                ('shown_at', models.DateTimeField(blank=True, null=True)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='workshops.workshop')),
            ],
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='ProductVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('name', models.CharField(max_length=60, verbose_name='产品名称')),
                ('craft', models.CharField(blank=True, max_length=80, verbose_name='依托的技艺或项目')),
                ('category', models.CharField(choices=[('literature', '民间文学'), ('music', '传统音乐'), ('dance', '传统舞蹈'), ('opera', '传统戏剧'), ('storytelling', '曲艺'), ('sports', '传统体育、游艺与杂技'), ('fine_arts', '传统美术'), ('crafts', '传统技艺'), ('medicine', '传统医药'), ('customs', '民俗')], max_length=20, verbose_name='类别')),
                ('materials', models.CharField(blank=True, max_length=200, verbose_name='材料')),
                ('size', models.CharField(blank=True, max_length=120, verbose_name='尺寸规格')),
                ('price_from', models.PositiveIntegerField(blank=True, null=True, verbose_name='最低价（元）')),
                ('price_to', models.PositiveIntegerField(blank=True, null=True, verbose_name='最高价（元）')),
                ('availability', models.CharField(blank=True, choices=[('in_stock', '有现货'), ('to_order', '接受定做')], max_length=10, verbose_name='供货方式')),
                ('lead_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='制作天数')),
                ('is_customisable', models.BooleanField(default=False, verbose_name='可以按要求定制')),
                ('monthly_capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='每月可供数量')),
                ('unit', models.CharField(blank=True, default='件', max_length=10, verbose_name='单位')),
                ('care', models.TextField(blank=True, max_length=500, verbose_name='使用与保养')),
                ('story', models.TextField(blank=True, max_length=2000, verbose_name='产品故事')),
                ('search', models.TextField(blank=True)),
                ('saved_at', models.DateTimeField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='catalogue.product')),
            ],
            options={
                'indexes': [models.Index(fields=['price_from'], name='catalogue_by_price'), models.Index(fields=['craft'], name='catalogue_by_craft')],
                'constraints': [models.UniqueConstraint(fields=('product', 'number'), name='catalogue_one_version_a_number'), models.CheckConstraint(condition=models.Q(('price_from', None), ('price_to', None), ('price_to__gte', models.F('price_from')), _connector='OR'), name='catalogue_prices_in_order'), models.CheckConstraint(condition=models.Q(('availability__in', ['', 'in_stock', 'to_order'])), name='catalogue_known_availability'), models.CheckConstraint(condition=models.Q(('category__in', ['literature', 'music', 'dance', 'opera', 'storytelling', 'sports', 'fine_arts', 'crafts', 'medicine', 'customs'])), name='catalogue_known_category')],
            },
        ),
        migrations.CreateModel(
            name='ProductPhoto',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('file', models.FileField(max_length=80, storage=gongfang.catalogue.models.photo_storage, upload_to='')),
                ('small', models.FileField(max_length=80, storage=gongfang.catalogue.models.photo_storage, upload_to='')),
                ('alt_text', models.CharField(max_length=120, verbose_name='图片说明')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='catalogue.productversion')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'position'), name='catalogue_one_photo_a_position')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('quantity', models.PositiveIntegerField(blank=True, null=True, verbose_name='数量')),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='建议答复日期')),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('no_deal', '未谈成'), ('no_reply', '买方未再回复'), ('cannot', '工坊无法供货'), ('spam', '垃圾信息或与产品无关'), ('withdrawn', '买方撤回'), ('lapsed', '随工坊资格终止'), ('other', '其他')], max_length=10, verbose_name='关闭原因')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='成交金额（元）')),
                ('ordered_quantity', models.PositiveIntegerField(blank=True, null=True, verbose_name='成交数量')),
                ('ordered_on', models.DateField(blank=True, null=True, verbose_name='下单日期')),
                ('of_demand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='catalogue.demand')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='workshops.workshop')),
                ('products', models.ManyToManyField(blank=True, related_name='enquiries', to='catalogue.product')),
            ],
            options={
                'verbose_name_plural': 'enquiries',
                'indexes': [models.Index(condition=models.Q(('answer_by__isnull', False), ('reminded_at', None)), fields=['answer_by'], name='catalogue_awaited_answers')],
                'constraints': [models.UniqueConstraint(fields=('of_demand', 'workshop'), name='catalogue_a_demand_once_to_a_workshop'), models.CheckConstraint(condition=models.Q(models.Q(('amount', None), ('ordered_on', None), ('ordered_quantity', None)), models.Q(('amount__gt', 0), ('ordered_on__isnull', False), ('ordered_quantity__gt', 0)), _connector='OR'), name='catalogue_whole_orders'), models.CheckConstraint(condition=models.Q(('outcome', ''), ('amount', None), _connector='OR'), name='catalogue_ordered_or_closed'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'no_deal', 'no_reply', 'cannot', 'spam', 'withdrawn', 'lapsed', 'other'])), name='catalogue_known_outcome')],
            },
            bases=('cases.case',),
        ),
    ]),
        migrations.AddField(
            model_name='product',
            name='shown',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.productversion'),
        ),
        migrations.AddField(
            model_name='product',
            name='working',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.productversion'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(condition=models.Q(('shown__isnull', False)), fields=['-shown_at'], name='catalogue_on_show'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shown', None), ('shown_at', None)), models.Q(('published_on__isnull', False), ('shown_at__isnull', False)), _connector='OR'), name='catalogue_shown_since'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('shown', None), ('working', None), models.Q(('shown', models.F('working')), _negated=True), _connector='OR'), name='catalogue_writes_another_version'),
        ),
    ]
