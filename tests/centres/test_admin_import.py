"""Import and export of people and posts in the admin: preview, faults with places, nothing half done."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from centres.models import Centre, Post, Staff, User
from centres.roles import Role
from records.models import AuditEntry

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
Signed = Callable[[User], Client]
CENTRES = "/admin/centres/centre/"


def sheet(*rows: list[object]) -> io.BytesIO:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer


def uploaded(client: Client, model: str, *rows: list[object]) -> Any:
    return sent(client, model, sheet(*rows).getvalue())


def sent(client: Client, model: str, content: bytes) -> Any:
    upload = io.BytesIO(content)
    upload.name = "rows.xlsx"
    form = {"import_file": upload, "format": "0", "resource": "0"}
    return client.post(f"/admin/centres/{model}/import/", form)


def confirmed(client: Client, model: str, answer: Any) -> Any:
    hidden = answer.context["confirm_form"].initial
    return client.post(f"/admin/centres/{model}/process_import/", hidden)


STAFF_HEADER = ["机构代码", "工号", "姓名", "岗位", "用工形式", "技术骨干", "到岗日期", "离岗日期"]


def test_staff_come_in_after_a_preview(person: Person, signed: Signed, centre: Centre) -> None:
    Post.objects.create(county=centre.county, name="医师", position_coefficient=1)
    client = signed(person(Role.CLERK))
    answer = uploaded(
        client,
        "staff",
        STAFF_HEADER,
        [centre.code, "001", "买买提·艾力", "医师", "在编", "是", "2020-01-01", ""],
    )
    assert answer.status_code == 200
    assert "买买提·艾力" in answer.content.decode()
    assert not Staff.objects.exists()
    assert not AuditEntry.objects.filter(action="staff.save").exists()
    confirmed(client, "staff", answer)
    staff = Staff.objects.get()
    assert (staff.number, staff.post.name, staff.key_talent) == ("001", "医师", True)
    assert AuditEntry.objects.filter(action="staff.save").count() == 1
    assert AuditEntry.objects.get(action="import.staff").new["new"] == 1


def test_faults_are_listed_with_their_place_and_nothing_comes_in(
    person: Person, signed: Signed, centre: Centre, foreign: Centre
) -> None:
    client = signed(person(Role.CLERK))
    answer = uploaded(
        client,
        "staff",
        STAFF_HEADER,
        [centre.code, "001", "甲", "", "在编", "否"],
        [foreign.code, "002", "乙", "", "在编", "否"],
        [centre.code, "003", "丙", "没有的岗位", "临时", "也许", "昨天"],
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有这家卫生院" in page
    for place in ("第3行", "第4行", "D列", "E列", "F列", "G列"):
        assert place in page
    for word in ("Traceback", "class ", "decimal.", "ValueError", foreign.name):
        assert word not in page.split("<main")[1].split("</main>")[0].replace('class="', "")
    assert not Staff.objects.exists()


def test_a_bad_number_reads_in_chinese(person: Person, signed: Signed) -> None:
    client = signed(person(Role.CLERK))
    answer = uploaded(
        client, "post", ["岗位名称", "岗位系数"], ["医师", "1.2.3"], ["护士", "１．２"], ["会计", "85.555"]
    )
    page = answer.content.decode()
    assert "应为不小于0的数字" in page
    assert "第2行" in page
    assert "Conversion" not in page
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"]
)
def test_a_file_that_is_no_workbook(person: Person, signed: Signed, content: bytes) -> None:
    answer = sent(signed(person(Role.CLERK)), "staff", content)
    assert answer.status_code == 422
    assert "Traceback" not in answer.content.decode()


def test_a_formula_without_its_value_is_named(person: Person, signed: Signed, centre: Centre) -> None:
    answer = uploaded(
        signed(person(Role.CLERK)), "staff", STAFF_HEADER, [centre.code, "001", "=A1", "", "在编"]
    )
    assert answer.status_code == 422
    assert "C2" in answer.content.decode()
    assert "公式" in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.CLERK])
def test_only_who_edits_imports(person: Person, signed: Signed, role: str) -> None:
    client = signed(person(role))
    for model in ("staff", "post", "directorterm"):
        assert client.get(f"/admin/centres/{model}/import/").status_code == 403


def test_what_is_exported_reads_back_unchanged_and_is_on_record(
    person: Person, signed: Signed, centre: Centre, foreign: Centre
) -> None:
    Staff.objects.create(centre=centre, number="001", name="=cmd()", key_talent=True, started_on="2020-01-01")
    Staff.objects.create(centre=foreign, number="001", name="外县人")
    client = signed(person(Role.CLERK))
    data = client.post("/admin/centres/staff/export/", {"format": "0", "resource": "0"}).content
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[0] == tuple(STAFF_HEADER)
    assert len(rows) == 2
    again = sent(client, "staff", data)
    assert again.context["result"].totals["skip"] == 1
    assert AuditEntry.objects.get(action="export.staff").new == {"rows": 1}


def test_centres_export_what_their_import_reads(person: Person, signed: Signed, centre: Centre) -> None:
    client = signed(person(Role.CLERK))
    assert client.get(f"{CENTRES}import/").headers["Location"] == "/records/import/centres"
    data = client.post(f"{CENTRES}export/", {"format": "0", "resource": "0"}).content
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[1][:2] == ("机构代码", "名称")
    assert rows[2][0] == centre.code
