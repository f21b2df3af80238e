"""`manage.py demo`: load the fictional demo county once, and print its accounts."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Region
from payroll.demo import county, years
from records.commands import ActionCommand, Answer


class Command(ActionCommand):
    help = (
        "Load the demo county (fictional, 18 centres, two years) unless it is there; print the demo accounts."
    )

    def run(self, options: Mapping[str, Any]) -> Answer:
        data = county.load()
        code, name, _bureau = data["county"]
        made = not Region.objects.filter(code=code).exists()
        if made:
            with transaction.atomic():
                people = county.build(data, timezone.now())
                years.build(people, 2026)
        people_list = county.accounts()
        line = _("演示县“%(name)s”已载入。") if made else _("演示县“%(name)s”已存在，未作改动。")
        lines = [
            line % {"name": name},
            _("演示账号（密码均为 %(password)s）：") % {"password": county.PASSWORD},
        ]
        lines += [f"  {username:<12} {role}  {shown}" for username, shown, role in people_list]
        rows = [{"username": one, "name": shown, "role": role} for one, shown, role in people_list]
        return Answer({"made": made, "county": code, "password": county.PASSWORD, "accounts": rows}, lines)
