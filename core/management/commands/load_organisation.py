"""`manage.py load_organisation FILE [--by ACCOUNT]`: levels, areas, units and people of the office."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.access.people import with_permission
from core.exchange.organisation_file import Wrong, load
from core.exchange.spreadsheets import Unreadable

WRONG = 2  # exit code for what was typed wrong


class Command(BaseCommand):
    help = "从一张表（Excel 或 CSV）建立层级、区域、单位、人员并核对合计；有一处不对就什么都不存"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--by", default="", help="授予任职的安全管理员（账号）；不写只建账号，不授任职")

    def handle(self, *args: Any, **options: Any) -> None:
        givers = [user for user in with_permission("core.give_posts") if user.username == options["by"]]
        if options["by"] and not givers:
            raise CommandError(f"账号“{options['by']}”不能授予任职", returncode=WRONG)
        try:
            loaded = load(options["file"].read_bytes(), givers[0] if givers else None)
        except OSError as error:
            raise CommandError(
                f"文件 {error.filename} 读不出来：{error.strerror}", returncode=WRONG
            ) from error
        except (Unreadable, Wrong) as error:
            raise CommandError(f"没有存入任何内容。\n{error}", returncode=WRONG) from error
        for word, counted in (("新建", loaded.made), ("已有", loaded.there)):
            self.stdout.write(f"{word}：{'，'.join(f'{what} {n}' for what, n in counted.items()) or '无'}")
        for username, password in loaded.passwords:
            self.stdout.write(f"{username}\t{password}")
        if loaded.passwords:
            self.stdout.write("初始密码只显示这一次，请当面交给本人，首次登录必须修改。")
        if givers:
            self.stdout.write("任职要由另一名安全管理员启用后生效。")
