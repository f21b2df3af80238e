"""The admin asks `can`, shows what is in scope, writes through actions, and can't do what they forbid."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from openpyxl import Workbook, load_workbook

from centres.models import Centre, DirectorTerm, Post, Staff, User
from centres.roles import Role
from records.admin_base import OfficeModelAdmin
from records.models import AuditEntry
from tests.factories import CentreFactory

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
Signed = Callable[[User], Client]
CENTRES = "/admin/centres/centre/"
READERS = {Role.CLERK, Role.LEADER, Role.FINANCE, Role.PREFECTURE, Role.PROVINCE}


def values(centre: Centre, **changes: Any) -> dict[str, Any]:
    """The form's fields as they stand, and changes."""
    kept = {
        "county": centre.county_id,
        "code": centre.code,
        "name": centre.name,
        "kind": centre.kind,
        "staffing_quota": centre.staffing_quota,
        "staff_count": centre.staff_count,
        "population": centre.population,
        "_version": centre.version,
    }
    inlines = {}
    for prefix in ("director_terms", "aliases"):
        inlines |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return {**kept, **inlines, **changes}


def test_every_screen_is_ours_and_none_saves_by_itself() -> None:
    for model, screen in admin.site._registry.items():
        assert isinstance(screen, OfficeModelAdmin), model
        assert type(screen).save_model is OfficeModelAdmin.save_model, model
        assert type(screen).delete_model is OfficeModelAdmin.delete_model, model
        for capability in ("view_capability", "add_capability", "change_capability", "delete_capability"):
            assert isinstance(getattr(screen, capability), (str, tuple)), model
        assert screen.view_capability, model


def test_nobody_is_a_superuser(person: Person, signed: Signed) -> None:
    clerk = person(Role.CLERK, is_superuser=True, is_staff=True)
    client = signed(clerk)
    assert client.get("/admin/centres/user/").status_code == 403
    assert client.get("/admin/auth/group/").status_code == 404


@pytest.mark.parametrize("role", Role.values)
def test_who_opens_the_list_of_centres(person: Person, signed: Signed, centre: Centre, role: str) -> None:
    client = signed(person(role))
    expected = 200 if role in READERS else 403
    assert client.get(CENTRES).status_code == expected
    assert client.get(f"{CENTRES}{centre.pk}/change/").status_code == expected
    assert client.get(f"{CENTRES}add/").status_code == (200 if role == Role.CLERK else 403)
    assert client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=1)).status_code == (
        302 if role == Role.CLERK else 403
    )
    assert client.post(f"{CENTRES}{centre.pk}/delete/", {"post": "yes"}).status_code == 403


def test_another_countys_centre_is_not_there(person: Person, signed: Signed, foreign: Centre) -> None:
    client = signed(person(Role.CLERK))
    assert foreign.name not in client.get(CENTRES).content.decode()
    for page in ("change", "history", "delete"):
        answer = client.get(f"{CENTRES}{foreign.pk}/{page}/")
        assert answer.status_code in (302, 403, 404), page
        assert foreign.name not in answer.content.decode()


def test_a_form_offers_only_what_is_in_scope(
    person: Person, signed: Signed, centre: Centre, foreign: Centre
) -> None:
    client = signed(person(Role.CLERK))
    page = client.get("/admin/centres/staff/add/").content.decode()
    assert centre.name in page
    assert foreign.name not in page
    posted = client.post("/admin/centres/staff/add/", {"centre": foreign.pk, "number": "1", "name": "李"})
    assert posted.status_code == 200
    assert not Staff.objects.exists()


def test_a_filter_lists_only_what_is_visible(person: Person, signed: Signed, foreign: Centre) -> None:
    Staff.objects.create(centre=foreign, number="1", name="李")
    assert foreign.name not in signed(person(Role.CLERK)).get("/admin/centres/staff/").content.decode()


def test_a_change_goes_through_the_action(person: Person, signed: Signed, centre: Centre) -> None:
    client = signed(person(Role.CLERK))
    client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=31_000))
    entry = AuditEntry.objects.get(action="centre.save")
    assert entry.new == {"population": 31000}
    history = client.get(f"{CENTRES}{centre.pk}/history/").content.decode()
    assert "31000" in history
    assert "服务人口" in history


def test_the_second_of_two_editors_keeps_what_was_typed(
    person: Person, signed: Signed, centre: Centre
) -> None:
    client = signed(person(Role.CLERK))
    client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=31_000))
    answer = client.post(f"{CENTRES}{centre.pk}/change/", values(centre, population=45_678))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "他人修改" in page
    assert "45678" in page
    assert Centre.objects.get(pk=centre.pk).population == 31_000


def test_what_the_rules_refuse_is_an_error_of_the_form(
    person: Person, signed: Signed, centre: Centre
) -> None:
    CentreFactory(county=centre.county, name="东乡卫生院")
    answer = signed(person(Role.CLERK)).post(
        f"{CENTRES}{centre.pk}/change/", values(centre, name="东 乡卫生院")
    )
    assert answer.status_code == 422
    assert "重名" in answer.content.decode()


def test_a_new_centre(person: Person, signed: Signed, county: Any) -> None:
    new = Centre(county=county, code="LJ77", name="白水镇卫生院")
    answer = signed(person(Role.CLERK)).post(f"{CENTRES}add/", values(new, _version=""))
    assert answer.status_code == 302
    assert Centre.objects.get(code="LJ77").version == 1


def test_bank_accounts_are_for_those_who_need_them(person: Person, signed: Signed, centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(bank_account="6222000011112222")
    shown = {
        role: "6222000011112222" in signed(person(role)).get(f"{CENTRES}{centre.pk}/change/").content.decode()
        for role in READERS
    }
    assert {role for role, seen in shown.items() if seen} == {Role.CLERK, Role.FINANCE}


def test_a_term_is_removed_by_the_action(person: Person, signed: Signed, centre: Centre) -> None:
    staff = Staff.objects.create(centre=centre, number="1", name="李珺")
    term = DirectorTerm.objects.create(centre=centre, staff=staff, started_on="2026-01-01")
    client = signed(person(Role.CLERK))
    client.post(f"/admin/centres/directorterm/{term.pk}/delete/", {"post": "yes"})
    assert not DirectorTerm.objects.exists()
    assert AuditEntry.objects.get(action="directorterm.remove").old["started_on"] == "2026-01-01"


def test_accounts_lead_to_their_own_page(admin: User, signed: Signed) -> None:
    client = signed(admin)
    assert client.get("/admin/centres/user/").status_code == 200
    answer = client.get(f"/admin/centres/user/{admin.pk}/change/")
    assert answer.headers["Location"] == f"/centres/accounts/{admin.pk}/"
    assert client.get("/admin/centres/user/add/").status_code == 403


def test_queries_of_a_list_do_not_grow(
    person: Person, signed: Signed, county: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed(person(Role.CLERK))
    for _number in range(20):
        centre = CentreFactory(county=county)
        Staff.objects.create(centre=centre, number="1", name="李")
    with django_assert_max_num_queries(14):
        client.get("/admin/centres/staff/")


# Import and export


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
