"""`manage.py demo`: load the fictional demo county once, and print its accounts."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Region
from payroll.demo import county, levels, life, money, papers, years
from records.commands import ActionCommand, Answer

THIS_YEAR = 2026


class Command(ActionCommand):
    help = (
        "Load the demo county (fictional, 18 centres, two years) into an empty installation and print its accounts. "
        "An installation with regions of its own is left alone."
    )

    def run(self, options: Mapping[str, Any]) -> Answer:
        data = county.load()
        code, name, _bureau = data["county"]
        if Region.objects.exclude(code__in=codes(data)).exists():
            line = _("本库已有其他行政区划，未载入演示县，也没有演示账号。")
            return Answer({"made": False, "county": None, "accounts": []}, [line])
        made = not Region.objects.filter(code=code).exists()
        if made:
            self._build(data)
        line = _("演示县“%(name)s”已载入。") if made else _("演示县“%(name)s”已存在，未作改动。")
        people = county.accounts()
        lines = [
            line % {"name": name},
            _("演示账号（密码均为 %(password)s）：") % {"password": county.PASSWORD},
        ]
        lines += [f"  {username:<12} {role}  {shown}" for username, shown, role in people]
        rows = [{"username": one, "name": shown, "role": role} for one, shown, role in people]
        return Answer({"made": made, "county": code, "password": county.PASSWORD, "accounts": rows}, lines)

    def _build(self, data: Mapping[str, Any]) -> None:
        with transaction.atomic():
            people = county.build(data, timezone.now())
            june, opened = years.build(people, THIS_YEAR)
            levels.build(people, THIS_YEAR)
            money.build(people, THIS_YEAR)
            life.on_site(people, opened, THIS_YEAR)
            life.after_the_year(people, THIS_YEAR)
            life.checked(people, june, THIS_YEAR)
            papers.issue(people, june, THIS_YEAR)


def codes(data: Mapping[str, Any]) -> list[str]:
    """The codes of the demo's own regions."""
    return [data[name][0] for name in ("province", "prefecture", "county", "other_county")]
