"""The frame of commands: who acts, and how refusals end."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from records import commands, context
from records.commands import ActionCommand, Answer
from records.errors import Conflict, Invalid, Problem
from tests.records.people import user

PLACE = Problem("应为数字", "甲").at(sheet="评分", row=3, column="C", header="得分")


class Reading(ActionCommand):
    def run(self, options):
        return Answer({"sum": Decimal("85.10")}, ["总分 85.10"])


class Writing(ActionCommand):
    writes = tries = True

    def run(self, options):
        origin = context.origin()
        assert origin is not None
        return Answer({"actor": origin.user().username, "dry_run": options["dry_run"]})


class Failing(ActionCommand):
    error: Exception

    def run(self, options):
        raise self.error


def output(command, *arguments: str, **options) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_lines_for_people_and_json_for_programs() -> None:
    assert output(Reading()) == "总分 85.10\n"
    assert json.loads(output(Reading(), "--json")) == {"ok": True, "sum": "85.10"}


@pytest.mark.django_db
def test_everything_inside_is_done_by_the_named_account() -> None:
    user("clerk")
    assert json.loads(output(Writing(), "--as", "clerk", "--dry-run", "--json")) == {
        "ok": True,
        "actor": "clerk",
        "dry_run": True,
    }
    assert context.origin() is None


@pytest.mark.django_db
def test_an_unknown_or_disabled_account_is_refused() -> None:
    user("clerk", is_active=False)
    for name in ("clerk", "nobody"):
        with pytest.raises(CommandError, match=f"没有可用的账号“{name}”"):
            output(Writing(), "--as", name)


def test_a_command_that_writes_asks_who_acts() -> None:
    with pytest.raises(CommandError, match="--as"):
        output(Writing())


def failing(error: Exception) -> Failing:
    command = Failing()
    command.error = error
    return command


def test_a_refusal_names_every_place_and_ends_with_status_1() -> None:
    with pytest.raises(CommandError) as refused:
        output(failing(Invalid("文件有错误", problems=[PLACE])))
    assert refused.value.returncode == 1
    assert str(refused.value) == "文件有错误\n  工作表“评分” 第3行 C列 “得分” '甲' 应为数字"


def test_a_refusal_as_json_carries_code_and_problems() -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command(failing(Conflict("已启用", code="not_draft", problems=[PLACE])), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["ok"], answer["code"], answer["problem_count"]) == (False, "not_draft", 1)
    assert answer["problems"][0]["column"] == "C"


class Opening(ActionCommand):
    def run(self, options):
        return Answer(lines=[str(len(commands.read_bytes("nowhere.xlsx")))])


class Checking(ActionCommand):
    def run(self, options):
        return Answer({"faults": 1}, ["1 处不符"], failed=True)


def test_a_missing_file_is_a_refusal_and_a_defect_stays_one() -> None:
    with pytest.raises(CommandError, match=r"没有这个文件：nowhere.xlsx"):
        output(Opening())
    with pytest.raises(ZeroDivisionError):
        output(failing(ZeroDivisionError()))


def test_a_check_that_found_faults_says_them_and_ends_with_status_1() -> None:
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command(Checking(), "--json", stdout=out)
    assert failed.value.returncode == 1
    assert json.loads(out.getvalue()) == {"ok": False, "faults": 1}


def test_long_lists_of_problems_are_cut_and_counted() -> None:
    problems = [Problem("应为数字").at(sheet="评分", row=row) for row in range(1, 70)]
    with pytest.raises(CommandError, match="另有 19 个问题未列出"):
        output(failing(Invalid("文件有错误", problems=problems)))


def test_english_is_a_choice() -> None:
    assert output(Reading(), "--language", "en") == "总分 85.10\n"
