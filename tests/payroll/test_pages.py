"""Pages of money by role and scope: finance works, the leader reviews, others read what is theirs, nobody sees more."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.models import User
from centres.roles import Role
from payroll.models import Budget, ReleaseSheet
from tests.factories import PrefectureFactory, ProvinceFactory, UserFactory
from tests.harness.worlds import kept
from tests.payroll.world import Money

pytestmark = pytest.mark.django_db


@kept
def money() -> Money:
    """Month 1 paid, month 2 reviewed, month 3 not begun."""
    made = Money(2)
    made.budget("1200000", "600000")
    made.release("month", 1)
    made.review(made.draft("month", 2))
    return made


def addresses(money: Money) -> dict[str, str]:
    code, centre = money.region.code, money.centres[0].code
    sheet = ReleaseSheet.objects.get(county=money.region, state="paid")
    line = sheet.lines.get(centre=money.centres[0])
    return {
        "index": reverse("payroll:index"),
        "year": reverse("payroll:year", args=[code, 2026]),
        "accounts": reverse("payroll:accounts", args=[code, 2026]),
        "budgets": reverse("payroll:budgets", args=[code, 2026]),
        "budgets-xlsx": reverse("payroll:budgets-xlsx", args=[code, 2026]),
        "budget": reverse("payroll:budget", args=[code, 2026, centre]),
        "account": reverse("payroll:account", args=[centre, 2026]),
        "sheet": reverse("payroll:sheet", args=[sheet.pk]),
        "sheet-xlsx": reverse("payroll:sheet-xlsx", args=[sheet.pk]),
        "sheet-pdf": reverse("payroll:sheet-pdf", args=[sheet.pk]),
        "line": reverse("payroll:line", args=[line.pk]),
    }


def account_of(role: Role, money: Money) -> User:
    if role in {Role.DIRECTOR, Role.STAFF}:
        return UserFactory(role=role, centre=money.centres[0])
    if role in {Role.SYSADMIN, Role.AUDITADMIN}:
        return UserFactory(role=role)
    return UserFactory(role=role, county=money.region)


def account_elsewhere(role: Role) -> User:
    """The role in another county, prefecture or province."""
    if role in {Role.PREFECTURE, Role.PROVINCE}:
        province = ProvinceFactory(code="980000", name="另一省")
        prefecture = PrefectureFactory(code="980100", name="另一市", parent=province)
        return UserFactory(role=role, region=prefecture if role == Role.PREFECTURE else province)
    return account_of(role, Money(1))


READERS = {Role.FINANCE, Role.LEADER, Role.PREFECTURE, Role.PROVINCE}


def expected(role: Role, page: str) -> int:
    """The status that a role of the sheet's own county, or of its centre, gets."""
    if role in READERS:
        return 200
    if role == Role.DIRECTOR:
        return {"account": 200, "line": 200, "index": 302}.get(page, 404)
    in_county = role == Role.CLERK
    if page == "index":
        return 403
    if page in {"sheet", "sheet-xlsx", "sheet-pdf", "line"}:
        return 404
    if page == "account":
        return 403 if in_county or role == Role.STAFF else 404
    return 403 if in_county else 404


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_what(client: Client, money: Money, role: Role) -> None:
    client.force_login(account_of(role, money))
    found = {page: client.get(address).status_code for page, address in addresses(money).items()}
    wanted = {page: expected(role, page) for page in found}
    if role in {Role.FINANCE, Role.LEADER, Role.PREFECTURE, Role.PROVINCE}:
        # One county in scope leads straight to its year.
        wanted["index"] = 302
    assert found == wanted


@pytest.mark.parametrize("role", list(Role))
def test_another_county_is_not_there(client: Client, money: Money, role: Role) -> None:
    stranger = account_elsewhere(role)
    client.force_login(stranger)
    pages = {page: address for page, address in addresses(money).items() if page != "index"}
    found = {page: client.get(address).status_code for page, address in pages.items()}
    assert set(found.values()) == {404}


def test_a_director_sees_the_own_centre_only(client: Client, money: Money) -> None:
    client.force_login(account_of(Role.DIRECTOR, money))
    other = money.centres[1]
    assert client.get(reverse("payroll:account", args=[other.code, 2026])).status_code == 404
    sheet = ReleaseSheet.objects.get(state="paid")
    assert client.get(reverse("payroll:line", args=[sheet.lines.get(centre=other).pk])).status_code == 404
    reviewed = ReleaseSheet.objects.get(state="reviewed").lines.get(centre=money.centres[0])
    assert client.get(reverse("payroll:line", args=[reviewed.pk])).status_code == 404
    page = client.get(reverse("payroll:account", args=[money.centres[0].code, 2026])).content.decode()
    assert "80,000.00" in page
    assert other.name not in page
    assert "payroll/sheets" not in page


def test_anonymous_is_led_to_sign_in(client: Client, money: Money) -> None:
    for address in addresses(money).values():
        answer = client.get(address)
        assert answer.status_code == 302
        assert reverse("account_login") in answer.headers["Location"]


WRITES = ["draft", "review", "pay", "refresh", "delete", "send-back", "budgets", "budget"]


def post(client: Client, money: Money, what: str) -> HttpResponse:
    code = money.region.code
    sheet = ReleaseSheet.objects.get(state="reviewed")
    version = {"version": sheet.version, "key": "key-from-page", "remark": "x"}
    if what == "draft":
        data = {"kind": "month", "month": "3"}
        return client.post(reverse("payroll:draft", args=[code, 2026]), data)  # type: ignore[return-value]
    if what in {"budgets", "budget"}:
        extra = [money.centres[0].code] if what == "budget" else []
        return client.post(reverse(f"payroll:{what}", args=[code, 2026, *extra]), {})  # type: ignore[return-value]
    return client.post(reverse("payroll:sheet-act", args=[sheet.pk, what]), version)  # type: ignore[return-value]


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.FINANCE, Role.LEADER}])
def test_nobody_else_writes(client: Client, money: Money, role: Role) -> None:
    client.force_login(account_of(role, money))
    before = list(ReleaseSheet.objects.values()), list(Budget.objects.values())
    for what in WRITES:
        assert post(client, money, what).status_code in {403, 404}, what
    assert (list(ReleaseSheet.objects.values()), list(Budget.objects.values())) == before


def test_nothing_changes_by_a_get(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    sheet = ReleaseSheet.objects.get(state="reviewed")
    assert client.get(reverse("payroll:sheet-act", args=[sheet.pk, "pay"])).status_code == 405
    assert client.get(reverse("payroll:draft", args=[money.region.code, 2026])).status_code == 405


class TestWork:
    def test_the_way_of_a_sheet(self, client: Client, money: Money) -> None:
        client.force_login(money.finance)
        sheet = ReleaseSheet.objects.get(state="reviewed")
        page = client.get(reverse("payroll:sheet", args=[sheet.pk]))
        key = page.context["key"]
        pay = reverse("payroll:sheet-act", args=[sheet.pk, "pay"])
        first = client.post(pay, {"version": sheet.version, "key": key}, follow=True)
        again = client.post(pay, {"version": sheet.version, "key": key}, follow=True)
        for answer in (first, again):
            assert answer.status_code == 200
            assert "〔2026〕2号" in answer.content.decode()
        client.post(reverse("payroll:draft", args=[money.region.code, 2026]), {"kind": "month", "month": 3})
        draft = ReleaseSheet.objects.get(month=3)
        said = client.get(reverse("payroll:sheet", args=[draft.pk])).content.decode()
        assert "您是制表人" in said
        assert 'data-dialog="review"' not in said

    def test_the_leader_reviews_and_does_no_more(self, client: Client, money: Money) -> None:
        money.pay(ReleaseSheet.objects.get(state="reviewed"))
        draft = money.draft("month", 3)
        client.force_login(money.leader)
        said = client.get(reverse("payroll:sheet", args=[draft.pk])).content.decode()
        assert 'data-dialog="review"' in said
        assert 'data-dialog="pay"' not in said
        assert 'data-dialog="delete"' not in said
        review = reverse("payroll:sheet-act", args=[draft.pk, "review"])
        assert client.post(review, {"version": draft.version}).status_code == 302
        assert ReleaseSheet.objects.get(pk=draft.pk).state == "reviewed"

    def test_a_stale_sheet_is_a_clear_page(self, client: Client, money: Money) -> None:
        money.pay(ReleaseSheet.objects.get(state="reviewed"))
        draft = money.draft("month", 3)
        money.budget("1800000", None, reason="追加")
        client.force_login(money.leader)
        answer = client.post(reverse("payroll:sheet-act", args=[draft.pk, "review"]), {"version": 1})
        assert answer.status_code == 409
        said = answer.content.decode()
        assert "拨付单已过时" in said
        assert "现为" in said

    @pytest.mark.parametrize("act", ["nothing", "review"])
    def test_what_is_not_an_act(self, client: Client, money: Money, act: str) -> None:
        client.force_login(money.finance)
        sheet = ReleaseSheet.objects.get(state="reviewed")
        answer = client.post(reverse("payroll:sheet-act", args=[sheet.pk, act]), {})
        assert answer.status_code == (404 if act == "nothing" else 422)


class TestBudgetPages:
    def table(self, money: Money, **values: str) -> dict[str, str]:
        rows = Budget.objects.filter(county=money.region)
        data = {f"version-{row.centre_id}": str(row.version) for row in rows}
        data |= {f"amount-{row.centre_id}": f"{row.amount:,.2f}" for row in rows}
        return data | {"from_month": "3"} | values

    def test_the_table(self, client: Client, money: Money) -> None:
        client.force_login(money.finance)
        address = reverse("payroll:budgets", args=[money.region.code, 2026])
        first = f"amount-{money.centres[0].pk}"
        same = client.post(address, self.table(money), follow=True)
        assert "没有变化" in same.content.decode()
        wrong = client.post(address, self.table(money, **{first: "1,30,000"}))
        assert wrong.status_code == 422
        assert 'value="1,30,000"' in wrong.content.decode()
        without = client.post(address, self.table(money, **{first: "1,300,000"}))
        assert "调整预算须写明理由" in without.content.decode()
        done = client.post(address, self.table(money, **{first: "1,300,000", "reason": "追加"}), follow=True)
        assert "新录入 0 家，调整 1 家" in done.content.decode()
        assert str(Budget.objects.get(centre=money.centres[0]).amount) == "1300000.00"

    def test_an_amount_is_not_cleared(self, client: Client, money: Money) -> None:
        client.force_login(money.finance)
        address = reverse("payroll:budgets", args=[money.region.code, 2026])
        answer = client.post(address, self.table(money, **{f"amount-{money.centres[0].pk}": ""}))
        assert "已有预算不能清空" in answer.content.decode()

    def test_a_doubtful_unit_is_asked_about(self, client: Client, money: Money) -> None:
        client.force_login(money.finance)
        address = reverse("payroll:budgets", args=[money.region.code, 2026])
        change = {f"amount-{money.centres[0].pk}": "120", "reason": "核实"}
        answer = client.post(address, self.table(money, **change)).content.decode()
        assert "单位是元还是万元" in answer
        assert 'name="unit_confirmed"' in answer
        client.post(address, self.table(money, **change, unit_confirmed="on"))
        assert str(Budget.objects.get(centre=money.centres[0]).amount) == "120.00"

    def test_one_centre(self, client: Client, money: Money) -> None:
        client.force_login(money.finance)
        address = reverse("payroll:budget", args=[money.region.code, 2026, money.centres[0].code])
        data = {"amount": "1,300,000", "from_month": "3", "document": "文", "reason": "", "version": "1"}
        refused = client.post(address, data)
        assert refused.status_code == 422
        assert "调整预算须写明理由" in refused.content.decode()
        assert client.post(address, data | {"reason": "追加"}).status_code == 302
        stale = client.post(address, data | {"reason": "再加", "amount": "1400000"})
        assert "已被他人更改" in stale.content.decode()

    def test_the_leader_reads(self, client: Client, money: Money) -> None:
        client.force_login(money.leader)
        for name in ("budgets", "budget"):
            page = client.get(addresses(money)[name]).content.decode()
            assert "1,200,000.00" in page
            assert '<button class="btn primary">' not in page


def test_the_page_of_a_year(client: Client, money: Money) -> None:
    client.force_login(money.finance)
    page = client.get(addresses(money)["year"]).content.decode()
    assert "已核对" in page
    assert "年度考核结果发布后兑现" in page
    assert "须先完成 2 月的拨付" in page


def test_a_year_without_anything_says_what_to_do(client: Client) -> None:
    bare = Money(1)
    client.force_login(bare.finance)
    page = client.get(reverse("payroll:year", args=[bare.region.code, 2026])).content.decode()
    assert "先录入或导入" in page
    account = reverse("payroll:account", args=[bare.centres[0].code, 2026])
    assert "本年度还没有账目" in client.get(account).content.decode()


def test_the_number_of_queries_does_not_grow(client: Client, quick_pdf: None) -> None:
    counts = []
    for size in (3, 6):
        money = Money(size)
        money.budget(*["600000"] * size)
        money.release("month", 1)
        money.review(money.draft("month", 2))
        client.force_login(money.finance)
        found = {}
        for page, address in addresses(money).items():
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[page] = len(queries)
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) < 30
