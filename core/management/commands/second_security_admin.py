"""`manage.py second_security_admin`: make a second security administrator, where fewer than two are left."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.access.exclusions import compare
from core.access.people import once, with_permission
from core.accounts.proposals import FEWEST, holders
from core.models import Area, Holding, Post, Unit, User
from core.records.admin_log import note, note_made
from core.records.notices import tell
from core.values.roles import roles

ROLE, DUTY = "security_admin", "security"


class Command(BaseCommand):
    help = (
        "安全管理员不足两人时，在服务器上补设一名：要写明两名经手人和文号，记入管理记录并告知审计员和各位领导"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--account", help="补设为安全管理员的账号")
        parser.add_argument("--first", help="经手人一的账号")
        parser.add_argument("--second", help="经手人二的账号")
        parser.add_argument("--document", help="任命文件的文号")

    def handle(self, *args: Any, **options: Any) -> None:
        if len(holders(DUTY)) >= FEWEST[DUTY]:
            raise CommandError("安全管理员已有两人以上，请在“任职授权”里授予。")
        asked = {
            "account": "补设为安全管理员的账号：",
            "first": "经手人一的账号：",
            "second": "经手人二的账号：",
            "document": "任命文件的文号：",
        }
        told = {name: (options[name] or input(words)).strip() for name, words in asked.items()}
        if not told["document"]:
            raise CommandError("请写明任命文件的文号。")
        user, first, second = (self._user(told[name]) for name in ("account", "first", "second"))
        if len({user.pk, first.pk, second.pk}) < 3:
            raise CommandError("补设的人和两名经手人应当是三个人。")
        with transaction.atomic():
            appoint(user, first, second, told["document"])
        self.stdout.write(f"已补设：{user.name} 为安全管理员，已记入管理记录并告知审计员和领导。")

    def _user(self, username: str) -> User:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有启用的账号“{username}”。")
        return user


def appoint(user: User, first: User, second: User, document: str) -> Holding:
    """The post, held from now on; CommandError where the person may not hold it."""
    post = Post.objects.filter(role=ROLE, closed_on=None).first()
    if post is None:
        unit, area = Unit.objects.filter(closed_on=None).first(), Area.objects.filter(parent=None).first()
        if unit is None or area is None:
            raise CommandError("还没有单位和区域，请先执行 manage.py first_accounts。")
        post = Post.objects.create(role=ROLE, unit=unit, area=area, name=roles()[ROLE].label)
        note_made([post], first)
    holding = Holding(post=post, user=user, given_by=first, activated_by=second)
    try:
        holding.full_clean()
    except ValidationError as wrong:
        raise CommandError("".join(wrong.messages)) from wrong
    holding.save()
    compare(user)
    sentence = f"服务器命令补设安全管理员：{user.name}；经手 {first.name}、{second.name}；文号 {document}"
    note(first, holding, sentence)
    tell(
        once([user], with_permission("core.audit"), with_permission("core.lead")), None, sentence, urgent=True
    )
    return holding
