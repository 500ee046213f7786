import core.privacy.fields
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.utils.timezone
import grid.models.posts
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),  # for what excludes two on the same days: equality beside ranges
        WholeTables([
        migrations.CreateModel(
            name='BoundaryFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('name', models.CharField(max_length=80, verbose_name='文件')),
                ('digest', models.CharField(max_length=64, verbose_name='校验值')),
                ('system', models.CharField(choices=[('wgs84', 'WGS-84'), ('cgcs2000', 'CGCS2000（国家大地坐标系）'), ('gcj02', 'GCJ-02（火星坐标，高德、腾讯地图）')], max_length=8, verbose_name='坐标系')),
                ('since', models.DateField(default=django.utils.timezone.localdate, help_text='边界从哪一天起用；以前的边界留着，查得到。', verbose_name='启用日期')),
                ('basis', models.CharField(help_text='划定网格的文件、会议，例如：栖云镇网格划分方案', max_length=100, verbose_name='依据')),
                ('moved', models.FloatField(default=0, help_text='metres, the mean', verbose_name='换算移动')),
                ('outlines', models.JSONField(blank=True, default=dict)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
            ],
            options={
                'verbose_name': '边界文件',
                'verbose_name_plural': '边界文件',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='录入时间')),
                ('shape', models.JSONField(verbose_name='边界')),
                ('sketch', models.JSONField(verbose_name='简图')),
                ('hectares', models.FloatField(verbose_name='公顷')),
                ('west', models.FloatField(verbose_name='西')),
                ('south', models.FloatField(verbose_name='南')),
                ('east', models.FloatField(verbose_name='东')),
                ('north', models.FloatField(verbose_name='北')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='core.area', verbose_name='区域')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='grid.boundaryfile', verbose_name='来自')),
            ],
            options={
                'verbose_name': '边界',
                'verbose_name_plural': '边界',
                'ordering': ('area', '-since', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('head', '网格长'), ('worker', '专职网格员'), ('part_time', '兼职网格员'), ('liaison', '微网格联络员'), ('volunteer', '志愿者'), ('building', '栋长'), ('police', '社区民警'), ('doctor', '家庭医生'), ('sent', '下沉干部'), ('special', '专业网格长'), ('of_area', '包片领导'), ('of_village', '包村干部'), ('of_household', '包户干部')], max_length=12, unique=True, verbose_name='责任')),
                ('words', models.TextField(help_text='一行一项；上公示牌', max_length=2000, verbose_name='职责')),
                ('level', models.ForeignKey(blank=True, help_text='这一层级的每个区域都要有一名；没有的，列为空缺', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.arealevel', verbose_name='必配层级')),
            ],
            options={
                'verbose_name': '网格职责',
                'verbose_name_plural': '网格职责',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='DutyItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='事项编号')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('name', models.CharField(max_length=80, verbose_name='履职事项')),
                ('part', models.CharField(choices=[('own', '基本履职'), ('shared', '配合履职'), ('taken_back', '上级部门收回')], max_length=10, verbose_name='清单')),
                ('share', models.CharField(blank=True, max_length=300, verbose_name='镇里配合的职责')),
                ('basis', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                ('valid_from', models.DateField(verbose_name='起用日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('lead', models.ForeignKey(blank=True, help_text='配合履职的写牵头部门，收回的写承接部门。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.outsidebody', verbose_name='县级牵头（承接）部门')),
            ],
            options={
                'verbose_name': '履职事项',
                'verbose_name_plural': '履职事项',
                'ordering': ('code', '-version'),
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('matter_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_incident', serialize=False, to='core.matter')),
                ('channel', models.CharField(choices=[('grid', '网格员上报'), ('patrol', '巡查发现'), ('people', '群众反映'), ('hotline', '热线转来'), ('video', '视频发现'), ('department', '部门移送')], default='grid', max_length=10, verbose_name='来源')),
                ('item_decided', models.CharField(blank=True, max_length=200, verbose_name='清单外事项的决定')),
                ('level', models.CharField(choices=[('1', 'Ⅰ级 紧急'), ('2', 'Ⅱ级 重要'), ('3', 'Ⅲ级 一般'), ('4', 'Ⅳ级 服务')], default='3', max_length=1, verbose_name='级别')),
                ('what', models.TextField(verbose_name='情况')),
                ('happened_at', models.DateTimeField(verbose_name='发现时间')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='详细地点')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='经度')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='纬度')),
                ('task', models.CharField(blank=True, max_length=500, verbose_name='交办要求')),
                ('dispatched_at', models.DateTimeField(blank=True, null=True, verbose_name='派遣时间')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                ('settled_how', models.CharField(blank=True, max_length=500, verbose_name='处置情况')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='反馈时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='核查时间')),
                ('check_words', models.CharField(blank=True, max_length=500, verbose_name='核查情况')),
                ('redone', models.PositiveSmallIntegerField(default=0, verbose_name='退回重办次数')),
                ('at_town_at', models.DateTimeField(blank=True, null=True, verbose_name='到镇时间')),
                ('at_county_at', models.DateTimeField(blank=True, null=True, verbose_name='上报县级时间')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='告知反映人时间')),
                ('rating', models.CharField(blank=True, choices=[('good', '满意'), ('fair', '基本满意'), ('bad', '不满意')], max_length=4, verbose_name='评价')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='处置人')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核查人')),
                ('county', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.outsidebody', verbose_name='上报的县级单位')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.dutyitem', verbose_name='履职事项')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='承办单位')),
            ],
            options={
                'verbose_name': '网格事件',
                'verbose_name_plural': '网格事件',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('days', models.PositiveSmallIntegerField(verbose_name='延长（工作日）')),
                ('reason', models.CharField(max_length=300, verbose_name='延期理由')),
                ('granted', models.BooleanField(null=True, verbose_name='批准')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='grid.incident')),
            ],
            options={
                'verbose_name': '延期',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IncidentKind',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('first', models.CharField(choices=[('01', '城市管理'), ('02', '公共卫生'), ('03', '生态环保'), ('04', '政府服务'), ('05', '灾害'), ('06', '安全应急'), ('07', '社会保障'), ('08', '舆情'), ('09', '市场监管'), ('10', '交管交安'), ('11', '矛盾纠纷'), ('12', '文教旅'), ('13', '司法')], max_length=2, verbose_name='一级分类')),
                ('level', models.CharField(choices=[('1', 'Ⅰ级 紧急'), ('2', 'Ⅱ级 重要'), ('3', 'Ⅲ级 一般'), ('4', 'Ⅳ级 服务')], default='3', max_length=1, verbose_name='默认级别')),
                ('initials', core.privacy.fields.InitialsField(blank=True, editable=False, max_length=40, source='name')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.dutyitem', verbose_name='履职事项')),
                ('unit', models.ForeignKey(blank=True, help_text='派遣时先带出；Ⅰ级的登记时就通知。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='镇内承办单位')),
            ],
            options={
                'verbose_name': '网格事件类型',
                'verbose_name_plural': '网格事件类型',
                'ordering': ('code',),
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grid.incidentkind', verbose_name='事件类型'),
        ),
        migrations.CreateModel(
            name='OnSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('words', models.CharField(max_length=500, verbose_name='现场情况、先期处置')),
                ('safe', models.BooleanField(default=False, verbose_name='人员已撤离或者现场已控制')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='on_site', to='grid.incident')),
            ],
            options={
                'verbose_name': '到场、先期处置',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('head', '网格长'), ('worker', '专职网格员'), ('part_time', '兼职网格员'), ('liaison', '微网格联络员'), ('volunteer', '志愿者'), ('building', '栋长'), ('police', '社区民警'), ('doctor', '家庭医生'), ('sent', '下沉干部'), ('special', '专业网格长'), ('of_area', '包片领导'), ('of_village', '包村干部'), ('of_household', '包户干部')], max_length=12, verbose_name='责任')),
                ('name', models.CharField(blank=True, max_length=20, verbose_name='姓名')),
                ('title', models.CharField(blank=True, help_text='如：副镇长；消防安全专业网格', max_length=40, verbose_name='职务、专业')),
                ('household', models.CharField(blank=True, help_text='只写门牌，不写住户情况', max_length=60, verbose_name='包户地址')),
                ('work_phone', models.CharField(blank=True, help_text='上公示牌', max_length=20, verbose_name='工作电话')),
                ('phone', core.privacy.fields.EncryptedTextField(blank=True, help_text='不上公示牌，平时遮掩', verbose_name='本人电话')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='离任、请假原因')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.area', verbose_name='负责区域')),
                ('given_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('stands_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutes', to='grid.responsibility', verbose_name='代谁')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='单位')),
                ('user', models.ForeignKey(blank=True, help_text='有账号的选账号，姓名可以不写', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '网格责任人',
                'verbose_name_plural': '网格责任人',
                'ordering': ('area__code', 'kind', 'starts_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='UpwardReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('to', models.CharField(max_length=60, verbose_name='报告给')),
                ('person', models.CharField(max_length=60, verbose_name='接报人')),
                ('words', models.CharField(max_length=500, verbose_name='报告内容')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='upward_reports', to='grid.incident')),
            ],
            options={
                'verbose_name': '紧急情况报告',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundaryfile',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9d2ef391ceff5ba1b72d5a9115b1a29bfad3dbd7', operation='DELETE', pgid='pgtrigger_kept_80c34', table='grid_boundaryfile', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundaryfile',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='3da8dee22872afba777dd108d2c01c733f64dae3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_3d649', table='grid_boundaryfile', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='boundary',
            index=models.Index(fields=['west', 'east', 'south', 'north'], name='boundary_box'),
        ),
        migrations.AddConstraint(
            model_name='boundary',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('area',), name='an_area_has_one_boundary_now'),
        ),
        migrations.AddConstraint(
            model_name='boundary',
            constraint=models.CheckConstraint(condition=models.Q(('south__lt', models.F('north')), ('west__lt', models.F('east'))), name='a_boundary_encloses_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundary',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4240518ed31bb268c32b56eb6ad1bd2f5e20f7d1', operation='DELETE', pgid='pgtrigger_kept_32c49', table='grid_boundary', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundary',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='0c891a046aa32ba7620e9726d1f11499ab62fff1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_f889a', table='grid_boundary', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundary',
            trigger=pgtrigger.compiler.Trigger(name='only_ends', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."east" IS DISTINCT FROM (NEW."east") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."hectares" IS DISTINCT FROM (NEW."hectares") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."north" IS DISTINCT FROM (NEW."north") OR OLD."shape" IS DISTINCT FROM (NEW."shape") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."sketch" IS DISTINCT FROM (NEW."sketch") OR OLD."south" IS DISTINCT FROM (NEW."south") OR OLD."west" IS DISTINCT FROM (NEW."west"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='480bd1f5ec05d4f9d956bcf0010b15dba35445e3', operation='UPDATE', pgid='pgtrigger_only_ends_20b14', table='grid_boundary', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dutyitem',
            constraint=models.UniqueConstraint(fields=('code', 'version'), name='an_item_has_a_version_once'),
        ),
        migrations.AddConstraint(
            model_name='dutyitem',
            constraint=models.CheckConstraint(condition=models.Q(('part', 'own'), ('lead__isnull', False), _connector='OR'), name='what_the_county_leads_names_who', violation_error_message='配合履职、收回的事项要写明县级部门。'),
        ),
        migrations.AddConstraint(
            model_name='dutyitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('part', 'shared'), _negated=True), models.Q(('share', ''), _negated=True), _connector='OR'), name='what_is_shared_says_the_share', violation_error_message='配合履职的事项要写明镇里配合的职责。'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutyitem',
            trigger=pgtrigger.compiler.Trigger(name='items_keep_what_was_handled_by_them', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.code, OLD.version, OLD.name, OLD.part, OLD.lead_id, OLD.share, OLD.basis, OLD.valid_from) IS DISTINCT FROM (NEW.code, NEW.version, NEW.name, NEW.part, NEW.lead_id, NEW.share, NEW.basis, NEW.valid_from))', func="IF EXISTS (SELECT FROM grid_incident i WHERE i.item_id = OLD.id) THEN RAISE EXCEPTION 'an item that an incident was handled by keeps its words'; END IF; RETURN NEW;", hash='af616dbea25a22a22451690a2d0f81d2b265ce1c', operation='UPDATE', pgid='pgtrigger_items_keep_what_was_handled_by_them_3ce64', table='grid_dutyitem', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['topic', 'level'], name='incident_by_topic'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['happened_at'], name='incident_by_moment'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['longitude', 'latitude'], name='incident_by_point'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='an_incident_says_what'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', 0), ('latitude__lte', 60), ('longitude__gte', 70), ('longitude__lte', 140)), _connector='OR'), name='a_point_has_both_and_lies_in_the_country'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('checked_at', None), ('checked_by__isnull', False), _connector='OR'), name='a_check_is_somebody_s'),
        ),
        migrations.AddIndex(
            model_name='responsibility',
            index=models.Index(fields=['area', 'kind'], name='responsibility_of_area'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='who_answers_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='it_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(('stands_for', None), ('ends_on__isnull', False), _connector='OR'), name='a_substitute_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind__in', ('head', 'worker', 'liaison')), ('stands_for', None)), expressions=[('area', '='), ('kind', '='), (grid.models.posts.Days(), '&&')], name='one_answers_at_a_time', violation_error_message='这几天已经有人担任，请先写明上一位到哪一天为止。'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('stands_for__isnull', False)), expressions=[('stands_for', '='), (grid.models.posts.Days(), '&&')], name='one_substitute_at_a_time', violation_error_message='这几天已经有人代理。'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsibility',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9889367e94fba14f1b370c2ff373fd3ca0257553', operation='DELETE', pgid='pgtrigger_kept_1455c', table='grid_responsibility', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsibility',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;", hash='bed3dc669affd638483c14ad55a7c2b5f2a920ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_3e38a', table='grid_responsibility', when='BEFORE')),
        ),
        ]),
    ]
