"""Master data through the one action: scope, version, rules, trail."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from centres.actions import master
from centres.models import Centre, CentreAlias, DirectorTerm, Post, Region, Staff, User
from centres.roles import Role
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry
from tests.factories import CentreFactory, CountyFactory

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


@pytest.fixture
def clerk(person: Person) -> User:
    return person(Role.CLERK)


def staff(centre: Centre, number: str = "1", **values: object) -> Staff:
    return Staff.objects.create(centre=centre, number=number, name=f"职工{number}", **values)


def said(refused: pytest.ExceptionInfo[Invalid]) -> str:
    return "；".join(str(problem) for problem in refused.value.problems)


def test_a_new_centre_is_tidied_and_on_the_trail(clerk: User, county: Region) -> None:
    made = master.save(actor=clerk, obj=Centre(county=county, code="LJ01 ", name=" 东乡  卫生院\u200b"))
    assert (made.code, made.name) == ("LJ01", "东乡 卫生院")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.county_code, entry.centre_code) == ("centre.save", county.code, "LJ01")
    assert entry.old == {}


def test_a_change_keeps_old_and_new_and_counts_the_version(clerk: User, centre: Centre) -> None:
    centre.population = 30_000
    saved = master.save(actor=clerk, obj=centre, version=1)
    assert saved.version == 2
    entry = AuditEntry.objects.get()
    assert (entry.old, entry.new) == ({"population": 20000}, {"population": 30000})


def test_saving_nothing_new_writes_nothing(clerk: User, centre: Centre) -> None:
    assert master.save(actor=clerk, obj=centre, version=1).version == 1
    assert not AuditEntry.objects.exists()


def test_the_second_of_two_editors_is_told(clerk: User, centre: Centre) -> None:
    first, second = (Centre.objects.get(pk=centre.pk) for _editor in range(2))
    first.population = 1
    master.save(actor=clerk, obj=first, version=1)
    second.population = 2
    with pytest.raises(Conflict, match="他人修改"):
        master.save(actor=clerk, obj=second, version=1)
    assert Centre.objects.get(pk=centre.pk).population == 1


def test_a_bank_account_is_masked_on_the_trail_and_each_change_shows(clerk: User, centre: Centre) -> None:
    for account in ("6222000011112222", "6222999911112222"):
        centre.bank_account = account
        master.save(actor=clerk, obj=centre)
    first, second = AuditEntry.objects.order_by("sequence")
    assert "6222000011112222" not in f"{first.after}{second.before}{second.after}"
    assert first.new["bank_account"].startswith("****2222")
    assert second.old["bank_account"] == first.new["bank_account"] != second.new["bank_account"]


def test_another_county_is_out_of_reach(clerk: User, foreign: Centre, centre: Centre) -> None:
    foreign.population = 1
    with pytest.raises(NotAllowed):
        master.save(actor=clerk, obj=foreign)
    with pytest.raises(NotAllowed):
        master.save(actor=clerk, obj=Centre(county=foreign.county, code="NEW01", name="新"))
    centre.county = foreign.county
    with pytest.raises(NotAllowed):
        master.save(actor=clerk, obj=centre)


@pytest.mark.parametrize("role", [role for role in Role.values if role not in (Role.CLERK, Role.SYSADMIN)])
def test_only_the_clerk_edits_centres(person: Person, centre: Centre, role: str) -> None:
    with pytest.raises(NotAllowed):
        master.save(actor=person(role), obj=centre)


def test_regions_are_the_administrators(admin: User, clerk: User, county: Region) -> None:
    county.bureau_name = "某县卫生健康委员会"
    with pytest.raises(NotAllowed):
        master.save(actor=clerk, obj=county)
    master.save(actor=admin, obj=county)
    wrong = Region(code="990999", name="县", level="county", parent=county)
    with pytest.raises(Invalid, match="没有保存"):
        master.save(actor=admin, obj=wrong)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"code": "x"}, "3–24"),
        ({"code": "LJ 01"}, "3–24"),
        ({"code": "LJ01\n2"}, "3–24"),
        ({"name": ""}, "名称"),
        ({"bank_account": "12345"}, "6–32"),
        ({"bank_account": "1234567x"}, "6–32"),
        ({"population": -1}, "服务人口"),
        ({"kind": "palace"}, "类别"),
        ({"opened_on": date(2026, 1, 1), "closed_on": date(2025, 1, 1)}, ""),
    ],
)
def test_faulty_values_are_refused_by_name(
    clerk: User, county: Region, values: dict[str, object], expected: str
) -> None:
    with pytest.raises(Invalid) as refused:
        master.save(actor=clerk, obj=Centre(**{"county": county, "code": "LJ01", "name": "东乡", **values}))
    assert expected in said(refused)
    assert not Centre.objects.filter(code__startswith="LJ").exists()


@pytest.mark.parametrize("name", ["东乡卫生院", "东 乡 卫 生 院", "东乡\u200b卫生院"])
def test_a_name_that_reads_the_same_is_refused(clerk: User, county: Region, name: str) -> None:
    CentreFactory(county=county, code="LJ01", name="东乡卫生院")
    with pytest.raises(Invalid) as refused:
        master.save(actor=clerk, obj=Centre(county=county, code="LJ02", name=name))
    assert "LJ01 东乡卫生院" in said(refused)


def test_merging(clerk: User, centre: Centre, foreign: Centre, county: Region) -> None:
    other = CentreFactory(county=county)
    for target, closed, fits in (
        (foreign, True, False),
        (centre, True, False),
        (other, False, False),
        (other, True, True),
    ):
        centre.merged_into, centre.closed_on = target, date(2026, 3, 1) if closed else None
        if fits:
            assert master.save(actor=clerk, obj=centre).merged_into == other
        else:
            with pytest.raises(Invalid):
                master.save(actor=clerk, obj=centre)


def test_aliases_are_folded_and_never_another_centres_name(
    clerk: User, centre: Centre, county: Region
) -> None:
    CentreFactory(county=county, name="东乡卫生院")
    alias = master.save(actor=clerk, obj=CentreAlias(centre=centre, name=" 东 鄉（分院） "))
    assert (alias.name, alias.county) == ("东鄉(分院)", county)
    for name in ("东乡卫生院", "东鄉(分院)"):
        with pytest.raises(Invalid):
            master.save(actor=clerk, obj=CentreAlias(centre=centre, name=name))
    master.remove(actor=clerk, obj=alias)
    assert AuditEntry.objects.get(action="centrealias.remove").new == {}


def test_what_history_rests_on_is_not_removed(clerk: User, centre: Centre) -> None:
    with pytest.raises(Conflict):
        master.remove(actor=clerk, obj=centre)
    post = master.save(actor=clerk, obj=Post(county=centre.county, name="医师", position_coefficient="1.20"))
    staff(centre, post=post)
    with pytest.raises(Conflict, match="使用"):
        master.remove(actor=clerk, obj=post)


def test_posts_and_staff_stay_in_their_county(clerk: User, centre: Centre) -> None:
    elsewhere = Post.objects.create(county=CountyFactory(), name="医师", position_coefficient=1)
    with pytest.raises(Invalid):
        master.save(actor=clerk, obj=Staff(centre=centre, number="1", name="李", post=elsewhere))
    with pytest.raises(Invalid):
        master.save(actor=clerk, obj=Post(county=centre.county, name="无", position_coefficient=0))


def test_one_director_at_a_time_of_the_own_staff(clerk: User, centre: Centre, foreign: Centre) -> None:
    first, second = staff(centre, "1"), staff(centre, "2")
    term = DirectorTerm(centre=centre, staff=first, started_on=date(2025, 1, 1), ended_on=date(2026, 1, 1))
    master.save(actor=clerk, obj=term)
    with pytest.raises(Invalid) as refused:
        master.save(actor=clerk, obj=DirectorTerm(centre=centre, staff=second, started_on=date(2025, 12, 31)))
    assert "职工1的任期（自 2025-01-01 起）重叠" in said(refused)
    master.save(actor=clerk, obj=DirectorTerm(centre=centre, staff=second, started_on=date(2026, 1, 1)))
    with pytest.raises(Invalid):
        master.save(
            actor=clerk, obj=DirectorTerm(centre=centre, staff=staff(foreign), started_on=date(2027, 1, 1))
        )


def test_the_database_holds_its_own(centre: Centre, county: Region) -> None:
    person = staff(centre)
    DirectorTerm.objects.create(centre=centre, staff=person, started_on=date(2026, 1, 1))
    attempts = [
        lambda: DirectorTerm.objects.create(centre=centre, staff=person, started_on=date(2026, 6, 1)),
        lambda: Centre.objects.filter(pk=centre.pk).update(
            opened_on=date(2026, 1, 1), closed_on=date(2025, 1, 1)
        ),
        lambda: Centre.objects.create(county=county, code="X01", name=centre.name),
        lambda: Centre.objects.create(county=county, code=centre.code, name="别的"),
        lambda: Region.objects.filter(pk=county.pk).update(parent=None),
        lambda: staff(centre),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
