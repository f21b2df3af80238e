"""Hand out a one-time code with which the first system administrator signs up."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.actions import first_admin
from records.errors import Refused


class Command(BaseCommand):
    help = "Print a one-time code; on the page it names, the first administrator chooses name and password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=int, default=60, help="how long the code works (default 60)")
        parser.add_argument("--another", action="store_true", help="although there is an administrator")
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kept, code = first_admin.make_code(
                now=timezone.now(), minutes=options["minutes"], another=options["another"]
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        expires = timezone.localtime(kept.expires_at)
        page = reverse("first_admin")
        if options["json"]:
            self.stdout.write(json.dumps({"code": code, "page": page, "expires_at": expires.isoformat()}))
            return
        self.stdout.write(_("一次性代码：%(code)s") % {"code": code})
        self.stdout.write(
            _("请在 %(time)s 前打开页面 %(page)s，凭此代码设置用户名和密码。")
            % {"time": f"{expires:%Y-%m-%d %H:%M}", "page": page}
        )
