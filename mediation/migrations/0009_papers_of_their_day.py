import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0019_items_are_chosen'),
        ('mediation', '0008_people_who_act_for_others'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(choices=[('refusal', '不予受理告知书'), ('end', '终止调解通知书')], max_length=10, verbose_name='文书')),
                ('on', models.DateField(verbose_name='送达日期')),
                ('refused_for', models.CharField(blank=True, max_length=120, verbose_name='拒签原因')),
                ('witness', models.CharField(blank=True, max_length=60, verbose_name='见证人')),
            ],
            options={
                'ordering': ('on', 'id'),
            },
        ),
        migrations.AddField(
            model_name='confirmation',
            name='ground',
            field=models.CharField(choices=[('inviting', '邀请调解的人民法院'), ('domicile', '当事人住所地'), ('object', '标的物所在地'), ('committee', '调解组织所在地')], default='committee', max_length=10, verbose_name='管辖依据'),
        ),
        migrations.AddField(
            model_name='mediation',
            name='ownership',
            field=models.BooleanField(default=False, help_text='确认物权、知识产权归属', verbose_name='有确权条款'),
        ),
        migrations.AddField(
            model_name='mediation',
            name='unconfirmed',
            field=models.CharField(blank=True, help_text='空着就是整份协议', max_length=200, verbose_name='不能司法确认的条款'),
        ),
        migrations.AddField(
            model_name='session',
            name='checked',
            field=models.BooleanField(default=False, verbose_name='当事人身份已核对'),
        ),
        migrations.AddField(
            model_name='session',
            name='result',
            field=models.CharField(choices=[('settled', '调解成功'), ('failed', '调解不成'), ('continued', '有待继续调解')], default='continued', max_length=10, verbose_name='本次结果'),
        ),
        migrations.AlterField(
            model_name='mediation',
            name='identity',
            field=models.BooleanField(default=False, help_text='解除婚姻、收养等', verbose_name='有身份关系条款'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_on', None), ('accepted_on__gte', models.F('applied_on')), _connector='OR'), name='a_court_accepts_after_the_application'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_on', None), ('decided_on', None), ('decided_on__gte', models.F('accepted_on')), _connector='OR'), name='a_court_rules_after_it_accepted'),
        ),
        migrations.AddField(
            model_name='service',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送达人'),
        ),
        migrations.AddField(
            model_name='service',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='served', to='mediation.mediation'),
        ),
        migrations.AddField(
            model_name='service',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.party', verbose_name='当事人'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(fields=('matter', 'paper', 'party'), name='a_notice_is_served_once', violation_error_message='已经登记过送达。'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('refused_for', ''), models.Q(('witness', ''), _negated=True), _connector='OR'), name='a_refusal_to_sign_has_a_witness'),
        ),
    ]
