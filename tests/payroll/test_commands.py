"""`import_budgets` and `release_sheet`: the same actions as the pages, clear ends."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from centres.roles import Role
from payroll.models import Budget, IssuedPaper, ReleaseSheet
from payroll.queries.checking import answers
from records.models import AuditEntry
from tests.factories import UserFactory
from tests.harness.worlds import kept
from tests.payroll.test_imports import HEADER, row
from tests.payroll.world import Money
from tests.records.books import book

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def release(money: Money, *arguments: str, kind: str = "month", month: int = 1) -> str:
    return run(
        "release_sheet", "--county", money.region.code, "--year", "2026", "--kind", kind, "--month", str(month),
        *arguments,
    )  # fmt: skip


@kept
def money() -> Money:
    made = Money(2)
    made.budget("1200000", "600000")
    return made


class TestImport:
    def arguments(self, money: Money, path: Path, rows: list[list[object]]) -> list[str]:
        path.write_bytes(book([HEADER, *rows]))
        return [
            "import_budgets",
            str(path),
            "--county",
            money.region.code,
            "--year",
            "2026",
            "--as",
            money.finance.username,
        ]

    def test_a_dry_run_and_the_run(self, tmp_path: Path) -> None:
        money = Money(1)
        arguments = self.arguments(money, tmp_path / "b.xlsx", [row(money, 0, 900000)])
        assert "试读，没有写入：新增 1，修改 0，未变 0" in run(*arguments, "--dry-run")
        assert not Budget.objects.exists()
        answer = json.loads(run(*arguments, "--json"))
        assert (answer["ok"], answer["applied"], answer["result"]) == (True, True, {"new": 1, "changed": 0})
        assert "未变 1" in run(*arguments)

    def test_a_faulty_file(self, tmp_path: Path) -> None:
        money = Money(1)
        arguments = self.arguments(money, tmp_path / "b.xlsx", [row(money, 0, "许多")])
        with pytest.raises(CommandError, match="第2行 C列"):
            run(*arguments)
        out = StringIO()
        with pytest.raises(CommandError):
            call_command(*arguments, "--json", stdout=out)
        answer = json.loads(out.getvalue())
        assert (answer["ok"], answer["problem_count"], answer["problems"][0]["row"]) == (False, 1, 2)

    def test_somebody_elses_county(self, tmp_path: Path) -> None:
        money, other = Money(1), Money(1)
        arguments = self.arguments(money, tmp_path / "b.xlsx", [row(money, 0, 900000)])
        arguments[-1] = other.finance.username
        with pytest.raises(CommandError, match="不在该账号的管辖范围内"):
            run(*arguments)


class TestReleaseSheet:
    def test_a_life_by_command(self, money: Money) -> None:
        assert "草稿" in release(money, "--as", money.finance.username)
        assert "草稿" in release(money, "--as", money.payer.username)
        assert "已复核" in release(money, "--review", "--as", money.leader.username)
        assert "草稿" in release(money, "--send-back", "金额待核", "--as", money.leader.username)
        release(money, "--refresh", "--as", money.finance.username)
        release(money, "--review", "--as", money.leader.username)
        first = release(money, "--pay", "--as", money.payer.username)
        assert "〔2026〕1号" in first
        assert release(money, "--pay", "--as", money.payer.username) == first
        assert ReleaseSheet.objects.get().state == "paid"

    def test_a_draft_is_deleted(self, money: Money) -> None:
        release(money, "--as", money.finance.username)
        assert "已删除草稿" in release(money, "--delete", "--as", money.finance.username)
        assert not ReleaseSheet.objects.exists()

    def test_files(self, money: Money, tmp_path: Path) -> None:
        paths = {ending: tmp_path / f"单.{ending}" for ending in ("xlsx", "pdf", "json")}
        options = [word for ending, path in paths.items() for word in (f"--{ending}", str(path))]
        said = release(money, "--as", money.finance.username, *options)
        assert "壹拾贰万元整" in said
        assert paths["xlsx"].read_bytes()[:2] == b"PK"
        assert paths["pdf"].read_bytes()[:5] == b"%PDF-"
        sheet = json.loads(paths["json"].read_text(encoding="utf-8"))
        assert (sheet["ok"], sheet["total"], sheet["total_in_words"]) == (True, "120000.00", "壹拾贰万元整")
        assert sheet["lines"][1]["amount"] == "40000.00"
        assert sheet["lines"][0]["steps"][-1]["zh"] == "本次实拨：80,000.00 元"

    def test_a_file_is_on_record_like_the_page_s(self, money: Money, tmp_path: Path) -> None:
        """By the same action: its fingerprint can be checked, the trail says who; nobody is refused, so is a clerk."""
        release(money, "--as", money.finance.username)
        path = tmp_path / "单.xlsx"
        with pytest.raises(CommandError, match="用 --as 指明以谁的名义导出"):
            release(money, "--xlsx", str(path))
        clerk = UserFactory(role=Role.CLERK, county=money.region)
        with pytest.raises(CommandError, match="您的角色没有此项权限"):
            release(money, "--as", clerk.username, "--xlsx", str(path))
        assert not path.exists()
        answer = json.loads(release(money, "--as", money.payer.username, "--xlsx", str(path), "--json"))
        assert (answer["ok"], answer["state"]) == (True, "draft")
        paper = IssuedPaper.objects.get()
        assert (paper.kind, paper.issued_by) == ("release", money.payer)
        assert [one.status for one in answers(money.leader, paper.fingerprint)] == ["draft"]
        entry = AuditEntry.objects.get(action="paper.issue")
        assert (entry.actor_id, entry.county_code) == (money.payer.pk, money.region.code)
        release(money, "--as", money.payer.username, "--xlsx", str(path))
        assert IssuedPaper.objects.count() == 1

    def test_json_to_the_screen(self, money: Money) -> None:
        release(money, "--as", money.finance.username)
        assert json.loads(release(money, "--json"))["state"] == "draft"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "用 --as 指明"),
            (["--review"], "用 --as 指明"),
            (["--as", "nobody"], "没有可用的账号"),
            (["--county", "000000"], "没有代码为 000000 的县"),
        ],
    )
    def test_clear_ends(self, money: Money, arguments: list[str], message: str) -> None:
        with pytest.raises(CommandError, match=message) as caught:
            release(money, *arguments)
        assert caught.value.returncode == 1

    def test_refusals_of_the_action(self, money: Money) -> None:
        with pytest.raises(CommandError, match="请先完成1月的拨付"):
            release(money, "--as", money.finance.username, month=2)
        with pytest.raises(CommandError, match="您的角色没有此项权限"):
            release(money, "--as", money.leader.username)
        release(money, "--as", money.finance.username)
        with pytest.raises(CommandError, match="复核人不能是制表人"):
            release(money, "--review", "--as", money.finance.username)
        with pytest.raises(CommandError, match="没有代码为"):
            release(money, "--as", Money(1).finance.username)
