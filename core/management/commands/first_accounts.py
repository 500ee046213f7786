"""`manage.py first_accounts`: the administrators of a new site, once."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.models import Area, AreaLevel, Holding, Post, Unit, User
from core.records.admin_log import note_made
from core.values.roles import roles

# Two for the posts: one gives, the other activates (三员, domain 6.3).
ACCOUNTS = (
    ("sysadmin", "system_admin", "系统管理员"),
    ("secadmin1", "security_admin", "安全管理员一"),
    ("secadmin2", "security_admin", "安全管理员二"),
    ("auditor", "auditor", "安全审计员"),
)


class Command(BaseCommand):
    help = "新装系统的头四个管理账号；初始密码只显示这一次，首次登录必须修改"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("code", help="本镇区划代码（9 位），例如 990121101")

    def handle(self, *args: Any, **options: Any) -> None:
        if Holding.objects.exists():
            raise CommandError("已经有任职，不再建立头几个账号；请由安全管理员授予岗位。")
        if not (options["code"].isdigit() and len(options["code"]) == 9):
            raise CommandError("区划代码应为 9 位数字。")
        with transaction.atomic():
            for username, password in make(options["code"]):
                self.stdout.write(f"{username}\t{password}")
        self.stdout.write("请当面交给本人。每人首次登录都要改密码；姓名可在“机构与人员”里更正。")


def make(code: str) -> list[tuple[str, str]]:
    """The town, a unit for the administrators, their posts and accounts; returns names and passwords."""
    level, _ = AreaLevel.objects.get_or_create(depth=1, defaults={"name": "镇"})
    town, _ = Area.objects.get_or_create(
        code=code, defaults={"name": settings.TOWN["name"], "level": level, "parent": None}
    )
    unit, _ = Unit.objects.get_or_create(
        code="X01",
        defaults={
            "name": f"{town.name}信息化管理组",
            "short_name": "信息组",
            "kind": "outside",
            "area": town,
        },
    )
    made = {name: User.objects.create_user(name, words) for name, _, words in ACCOUNTS}
    new: list[Any] = [town, unit, *made.values()]
    passwords = []
    for username, role, _ in ACCOUNTS:
        passwords.append((username, f"Fq-{secrets.token_hex(5)}"))
        made[username].set_password(passwords[-1][1])
        made[username].save()
        post, _ = Post.objects.get_or_create(role=role, unit=unit, area=town, name=roles()[role].label)
        holding = Holding.objects.create(
            post=post, user=made[username], given_by=made["secadmin1"], activated_by=made["secadmin2"]
        )
        new += [post, holding]
    note_made(new, made["sysadmin"])
    return passwords
