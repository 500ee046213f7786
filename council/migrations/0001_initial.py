import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.models.whole_tables import WholeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WholeTables([
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('matter_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.matter')),
                ('demand', models.TextField(max_length=3000, verbose_name='议题')),
                ('source', models.CharField(choices=[('residents', '村（居）民联名'), ('committee', '村（居）民委员会'), ('grid', '网格'), ('matters', '同类事项')], max_length=10, verbose_name='由谁提出')),
                ('proposers', models.PositiveSmallIntegerField(default=1, verbose_name='联名人数')),
                ('subject', models.CharField(choices=[('place', '绿化、路灯、停车等公共环境'), ('neighbours', '邻里纠纷、邻里公约'), ('building', '乡村建设重要事项'), ('subsidy', '误工补贴'), ('money', '村集体所得资金、物资的使用'), ('works', '公益事业筹资筹劳'), ('help', '帮扶人员方案'), ('charter', '自治章程、村规民约、居民公约'), ('office', '审议报告、罢免、选举'), ('land', '承包、宅基地、股权量化、土地补偿费、成员确认'), ('assets', '集体其他财产、预算、投资'), ('residents', '居民区公共事务'), ('estate', '小区共有部分'), ('person', '个人的权利、处罚、罚款'), ('powers', '政府职权范围内的事项')], max_length=12, verbose_name='议题类别')),
                ('body', models.CharField(choices=[('council', '协商议事会'), ('villagers', '村民会议'), ('delegates', '村民代表会议'), ('residents', '居民会议'), ('res_delegates', '居民代表会议'), ('members', '成员大会'), ('mem_delegates', '成员代表大会')], max_length=14, verbose_name='由什么会议议')),
                ('aim', models.CharField(choices=[('decide', '作出决定'), ('opinion', '只形成意见建议')], max_length=8, verbose_name='目的')),
                ('form', models.CharField(choices=[('plain', '一般'), ('four', '四议两公开')], default='plain', max_length=6, verbose_name='形式')),
                ('mandate', models.CharField(blank=True, help_text='由村（居）民代表会议决定的写：哪次村（居）民会议、哪一天。', max_length=200, verbose_name='村（居）民会议的授权')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('answer', models.TextField(help_text='书面告知提议人，写明理由。', max_length=500, verbose_name='答复')),
                ('resolution', models.TextField(max_length=3000, verbose_name='决议（协商意见）')),
                ('resolved_on', models.DateField(blank=True, null=True, verbose_name='作出日期')),
                ('posted_on', models.DateField(blank=True, null=True, verbose_name='公示日期')),
                ('posted_through', models.DateField(blank=True, null=True, verbose_name='公示到')),
                ('carried_on', models.DateField(blank=True, null=True, verbose_name='落实日期')),
                ('carried', models.CharField(blank=True, max_length=500, verbose_name='落实情况')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='核查日期')),
                ('filed_on', models.DateField(blank=True, null=True, verbose_name='报镇备案日期')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='审查日期')),
                ('review', models.CharField(choices=[('lawful', '合法，同意备案'), ('unlawful', '违反法律法规，责令改正')], max_length=10, verbose_name='备案审查')),
                ('review_words', models.TextField(help_text='违法的写明哪一条、违反什么规定。', max_length=500, verbose_name='审查意见')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='公开结果日期')),
                ('carried_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报落实')),
            ],
            options={
                'verbose_name': '议题',
                'verbose_name_plural': '议题',
            },
            bases=('core.matter',),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('on', models.DateField(verbose_name='开会日期')),
                ('begins', models.TimeField(null=True, verbose_name='几点开会')),
                ('place', models.CharField(max_length=80, verbose_name='地点')),
                ('notified_on', models.DateField(verbose_name='通知日期')),
                ('ways', models.CharField(help_text='上门、张贴、电话、微信群等。', max_length=120, verbose_name='通知方式')),
                ('special', models.CharField(blank=True, help_text='不足十日临时通知的写明；够十日的空着。', max_length=200, verbose_name='特殊情况')),
                ('eligible', models.PositiveSmallIntegerField(verbose_name='应到人（户）数')),
                ('counted', models.CharField(choices=[('persons', '按人数'), ('households', '按户数')], default='persons', max_length=12, verbose_name='怎么计')),
                ('present', models.PositiveSmallIntegerField(null=True, verbose_name='实到人（户）数')),
                ('chair', models.CharField(max_length=40, verbose_name='主持人')),
                ('recorder', models.CharField(max_length=40, verbose_name='记录人')),
                ('absent', models.CharField(blank=True, help_text='已通知本人不来、书面意见、委托了谁。', max_length=300, verbose_name='没有到会的说明')),
                ('record', models.TextField(help_text='谁讲了什么，分歧在哪里。', max_length=5000, verbose_name='会议记录')),
                ('yes', models.PositiveSmallIntegerField(null=True, verbose_name='同意')),
                ('no', models.PositiveSmallIntegerField(null=True, verbose_name='不同意')),
                ('abstained', models.PositiveSmallIntegerField(null=True, verbose_name='弃权')),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='结果')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='council.motion')),
            ],
            options={
                'verbose_name': '会议',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('who', models.CharField(max_length=60, verbose_name='提出人')),
                ('words', models.TextField(max_length=500, verbose_name='异议内容')),
                ('upheld', models.BooleanField(choices=[(True, '成立，重新议'), (False, '不成立')], null=True, verbose_name='是否成立')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='答复')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='council.motion')),
                ('party', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party')),
            ],
            options={
                'verbose_name': '异议',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('what', models.CharField(choices=[('motion', '议题'), ('resolution', '决议（协商意见）'), ('progress', '落实进展'), ('result', '结果')], max_length=12, verbose_name='公开什么')),
                ('title', models.CharField(max_length=60, verbose_name='公开的标题')),
                ('words', models.TextField(help_text='不写姓名、电话、证件号码、住址。', max_length=2000, verbose_name='公开的内容')),
                ('days', models.PositiveSmallIntegerField(default=30, verbose_name='公开几日')),
                ('figures', models.CharField(blank=True, max_length=120, verbose_name='表决情况')),
                ('released_on', models.DateField(blank=True, null=True, verbose_name='发布日期')),
                ('through', models.DateField(blank=True, null=True, verbose_name='公开到')),
                ('taken_down_on', models.DateField(blank=True, null=True, verbose_name='撤下日期')),
                ('why_down', models.CharField(blank=True, max_length=300, verbose_name='撤下理由')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='council.motion')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布')),
            ],
            options={
                'verbose_name': '公开',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Study',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('step', models.CharField(choices=[('study', '党组织研究'), ('branch', '党支部提议'), ('committees', '两委商议'), ('members', '党员大会审议')], max_length=10, verbose_name='步骤')),
                ('on', models.DateField(verbose_name='日期')),
                ('agreed', models.BooleanField(choices=[(True, '同意提交'), (False, '不同意提交')], verbose_name='同意提交')),
                ('words', models.TextField(max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='studies', to='council.motion')),
            ],
            options={
                'verbose_name': '党组织研究',
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='motion',
            index=models.Index(fields=['resolved_on'], name='motion_resolved'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('proposers__gte', 1)), name='a_motion_has_a_proposer'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('posted_on', None), models.Q(('posted_through__gt', models.F('posted_on')), ('posted_through__isnull', False)), _connector='OR'), name='a_posting_has_its_last_day'),
        ),
        migrations.AddIndex(
            model_name='release',
            index=models.Index(fields=['through'], name='release_through'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_by', None), ('released_on', None), ('through', None)), models.Q(('released_by__isnull', False), ('released_on__isnull', False), ('through__isnull', False), models.Q(('released_by', models.F('by')), _negated=True)), _connector='OR'), name='a_second_person_releases'),
        ),
        ]),
    ]
