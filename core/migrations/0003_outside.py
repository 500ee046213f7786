import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_log_of_administration'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='全称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('kind', models.CharField(choices=[('letters', '信访部门'), ('discipline', '纪检监察机关'), ('personnel', '组织部门'), ('court', '法院'), ('procuratorate', '检察院'), ('police', '公安'), ('government', '政府'), ('department', '主管部门'), ('arbitration', '仲裁机构'), ('legal_aid', '法律援助机构'), ('society', '群团组织、社会组织'), ('town', '其他乡镇'), ('other', '其他')], max_length=14, verbose_name='类别')),
                ('level', models.CharField(choices=[('county', '县'), ('city', '市'), ('province', '省'), ('beside', '镇外同级')], default='county', max_length=10, verbose_name='层级')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('hours', models.CharField(blank=True, max_length=80, verbose_name='办公时间')),
                ('takes_accusations', models.BooleanField(default=False, help_text='按管理权限有权处理检举控告的机关：检举控告只能送给它们。', verbose_name='受理检举控告')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('unit', models.ForeignKey(blank=True, help_text='它在本镇的派驻单位（如派出所、法庭）也登记为单位的，在这里选上。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit', verbose_name='对应的镇内单位')),
            ],
            options={
                'verbose_name': '镇外单位',
                'verbose_name_plural': '镇外单位',
                'ordering': ('level', 'kind', 'name'),
            },
        ),
        migrations.CreateModel(
            name='Correspondence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('direction', models.CharField(choices=[('sent', '发出'), ('received', '收到')], default='sent', max_length=8, verbose_name='收发')),
                ('purpose', models.CharField(choices=[('forward', '转送'), ('assign', '交办'), ('hand_up', '提请'), ('ask', '函询'), ('report', '办结报告'), ('objection', '异议'), ('notice', '通报')], max_length=10, verbose_name='事由')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('dated_on', models.DateField(verbose_name='落款日期')),
                ('came_on', models.DateField(blank=True, null=True, verbose_name='收到日期')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='要求回复的日期')),
                ('words', models.CharField(max_length=1000, verbose_name='内容')),
                ('signed_by', models.CharField(blank=True, max_length=40, verbose_name='签发人')),
                ('typed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='录入时间')),
                ('urged_on', models.DateField(blank=True, null=True, verbose_name='最近催问')),
                ('urged_until', models.DateField(blank=True, null=True, verbose_name='催问所定的日期')),
                ('urged', models.PositiveSmallIntegerField(default=0, verbose_name='催问次数')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回复日期')),
                ('answer_reference', models.CharField(blank=True, max_length=60, verbose_name='复函文号')),
                ('outcome', models.CharField(blank=True, choices=[('accepted', '接收（同意）'), ('refused', '退回（不同意）'), ('answered', '答复')], max_length=10, verbose_name='结果')),
                ('answer', models.CharField(blank=True, max_length=2000, verbose_name='回复内容')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='core.correspondence', verbose_name='所复的来函')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回复录入人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='correspondence', to='core.matter', verbose_name='事项')),
                ('typed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='correspondence', to='core.outsidebody', verbose_name='对方单位')),
            ],
            options={
                'verbose_name': '往来函件',
                'verbose_name_plural': '往来函件',
                'ordering': ('matter', 'number'),
                'indexes': [models.Index(condition=models.Q(('answered_on', None), ('due_on__isnull', False), ('withdrawn_at', None)), fields=['due_on'], name='answer_waited_for')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'number'), name='a_paper_to_outside_has_its_own_number'), models.CheckConstraint(condition=models.Q(('answered_on', None), models.Q(('outcome', ''), _negated=True), _connector='XOR'), name='what_was_answered_says_how'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('reason', ''), _negated=True), _connector='XOR'), name='what_was_withdrawn_says_why'), models.CheckConstraint(condition=models.Q(('direction', 'sent'), ('came_on__isnull', False), _connector='XOR'), name='what_came_has_the_day_on_which_it_came')],
            },
        ),
    ]
