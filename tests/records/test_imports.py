"""Imports: staged, previewed, confirmed once, all or nothing, every failure on record."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.http import Http404
from django.utils import timezone

from centres.models import Region
from records import audit, imports
from records.errors import Conflict, Invalid, NotAllowed
from records.models import AuditEntry, StagedImport
from records.reading import tables
from records.reading.tables import Column
from tests.records import people
from tests.records.books import book

pytestmark = pytest.mark.django_db

COLUMNS = [Column("code", "代码"), Column("name", "名称")]


class RegionNames(imports.Importer):
    """Renames counties: enough to try the flow."""

    kind, title, help = "region-names", "县名", "两列"

    def authorise(self, user, params):
        if not user.can("score.enter"):
            raise NotAllowed("不行")
        if params.get("county") == "none":
            raise Http404
        return imports.Context(county_code="360123", params={"county": params.get("county", "")})

    def parse(self, workbook, context):
        table = tables.find(workbook, COLUMNS)
        known = set(Region.objects.values_list("code", flat=True))
        for row in table.rows:
            if row.text("code") not in known:
                row.fault("code", "没有这个县")
        rows = [{"code": row.text("code"), "name": row.text("name")} for row in table.rows]
        return imports.Reading(rows, table.problems, table.notes)

    def diff(self, rows, context):
        diff = imports.Diff(sums=[("县数", str(len(rows)))])
        for row in rows:
            old = Region.objects.get(code=row["code"]).name
            if old == row["name"]:
                diff.unchanged += 1
            else:
                diff.changed += 1
                diff.lines.append(imports.Change(row["code"], "名称", old, row["name"]))
        return diff

    def apply(self, rows, actor, context):
        for row in rows:
            region = Region.objects.get(code=row["code"])
            with audit.act(actor, action="region.rename", county=region) as trail:
                trail.add(region, {"name": region.name}, {"name": row["name"]})
            Region.objects.filter(pk=region.pk).update(name=row["name"])
            if row["name"] == "不许":
                raise Conflict("不许叫这个", code="forbidden")
        return {"renamed": len(rows)}


IMPORTER = imports.register(RegionNames())
CONTEXT = imports.Context("360123", {"county": ""})


@pytest.fixture
def clerk():
    people.county()
    return people.user("clerk")


def data(*names, code="360123"):
    return book([["代码", "名称"], *[[code, name] for name in names]])


def stage(actor, source):
    return imports.stage(IMPORTER, source, actor, CONTEXT, file_name="县名.xlsx")


def name():
    return Region.objects.get(code="360123").name


def test_nothing_is_written_before_the_confirmation(clerk):
    staged = stage(clerk, data("新县"))
    assert (staged.state, name(), AuditEntry.objects.count()) == ("staged", "临江县", 0)
    assert staged.diff["lines"] == [
        {"label": "360123", "name": "名称", "old": "临江县", "new": "新县", "kind": "changed"}
    ]
    assert (staged.diff["changed"], staged.diff["sums"]) == (1, [["县数", "1"]])


def test_confirmed_once_whatever_the_number_of_presses(clerk):
    staged = stage(clerk, data("新县"))
    first, second = imports.confirm(staged.key, clerk), imports.confirm(staged.key, clerk)
    assert first.result == second.result == {"renamed": 1}
    assert (name(), first.state, second.rows) == ("新县", "applied", [])
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["region.rename", "import.region-names"]
    entry = AuditEntry.objects.latest("sequence")
    assert entry.new == {
        "kind": "region-names",
        "sha256": staged.sha256,
        "new": 0,
        "changed": 1,
        "unchanged": 0,
    }
    assert list(audit.faults()) == []


def test_the_same_content_again_is_no_change(clerk):
    imports.confirm(stage(clerk, data("新县")).key, clerk)
    diff = stage(clerk, data("新县")).diff
    assert (diff["changed"], diff["unchanged"], diff["lines"]) == (0, 1, [])


def test_data_that_changed_since_the_preview_is_shown_again(clerk):
    staged = stage(clerk, data("新县"))
    Region.objects.filter(code="360123").update(name="别县")
    with pytest.raises(Conflict, match="预览之后"):
        imports.confirm(staged.key, clerk)
    assert name() == "别县"
    staged.refresh_from_db()
    assert staged.diff["lines"][0]["old"] == "别县"
    imports.confirm(staged.key, clerk)
    assert name() == "新县"


def test_all_or_nothing(clerk):
    staged = stage(clerk, data("新县", "不许"))
    with pytest.raises(Conflict, match="不许叫这个"):
        imports.confirm(staged.key, clerk)
    assert name() == "临江县"
    staged.refresh_from_db()
    assert staged.state == "staged"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.new["code"]) == ("import.fail", "forbidden")


def test_a_faulty_file_is_kept_with_its_problems_only_and_audited(clerk):
    staged = stage(clerk, data("新县", code="999999"))
    assert (staged.state, staged.rows, staged.problem_count) == ("faulty", [], 1)
    assert staged.problems[0]["where"] == "工作表“评分” 第2行 A列 “代码”"
    with pytest.raises(Conflict, match="重新上传"):
        imports.confirm(staged.key, clerk)
    entry = AuditEntry.objects.earliest("sequence")
    assert entry.new == {"kind": "region-names", "sha256": staged.sha256, "code": "problems", "problems": 1}
    assert "新县" not in entry.after


def test_a_file_that_is_not_read_is_audited(clerk):
    with pytest.raises(Invalid):
        stage(clerk, b"%PDF-1.7")
    assert AuditEntry.objects.get().new["code"] == "file:pdf"
    assert not StagedImport.objects.exists()


def test_given_up_is_given_up(clerk):
    staged = stage(clerk, data("新县"))
    imports.discard(staged.key, clerk)
    with pytest.raises(Conflict, match="放弃"):
        imports.confirm(staged.key, clerk)
    staged.refresh_from_db()
    assert (staged.rows, staged.diff) == ([], {})


def test_unconfirmed_rows_are_forgotten_after_a_day(clerk):
    old = stage(clerk, data("新县"))
    StagedImport.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    stage(clerk, data("新县"))
    old.refresh_from_db()
    assert (old.state, old.rows) == ("discarded", [])


def test_only_the_uploader_confirms(clerk):
    staged = stage(clerk, data("新县"))
    with pytest.raises(StagedImport.DoesNotExist):
        imports.confirm(staged.key, people.user("leader"))


def test_a_role_lost_meanwhile_confirms_nothing(clerk):
    staged = stage(clerk, data("新县"))
    clerk.role = "finance"
    with pytest.raises(NotAllowed):
        imports.confirm(staged.key, clerk)


def test_commands_run_in_one_go(clerk, tmp_path):
    path = Path(tmp_path / "x.xlsx")
    path.write_bytes(data("新县"))
    dry = imports.run(IMPORTER, path, clerk, CONTEXT, dry_run=True)
    assert (dry["applied"], dry["diff"]["changed"], name(), StagedImport.objects.count()) == (
        False,
        1,
        "临江县",
        0,
    )
    done = imports.run(IMPORTER, path, clerk, CONTEXT)
    assert (done["applied"], done["result"], name()) == (True, {"renamed": 1}, "新县")
    path.write_bytes(data("新县", code="1"))
    for dry_run in (True, False):
        faulty = imports.run(IMPORTER, path, clerk, CONTEXT, dry_run=dry_run)
        assert (faulty["applied"], faulty["problem_count"]) == (False, 1)


class TestPages:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, clerk):
        self.client, self.clerk = client, clerk
        client.force_login(clerk)

    def upload(self, content, name="县名.xlsx"):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return self.client.post(
            "/records/import/region-names?county=", {"file": SimpleUploadedFile(name, content)}
        )

    def test_from_the_file_to_the_result(self):
        assert self.client.get("/records/import/region-names").status_code == 200
        preview = self.upload(data("新县"))
        assert preview.status_code == 302
        page = self.client.get(preview.url).content.decode()
        assert "临江县" in page
        assert "确认导入" in page
        assert self.client.get(preview.url + "/confirm").status_code == 405
        for _press in range(2):
            assert self.client.post(preview.url + "/confirm").status_code == 302
        assert name() == "新县"
        assert "查看结果" in self.client.get(preview.url).content.decode()

    def test_faults_are_listed(self):
        page = self.client.get(self.upload(data("新县", code="1")).url).content.decode()
        assert "文件有 1 处问题" in page
        assert "没有这个县" in page

    def test_a_file_that_is_not_read_keeps_the_page(self):
        answer = self.upload(b"%PDF-1.7", "县名.pdf")
        assert answer.status_code == 422
        assert "PDF" in answer.content.decode()
        assert self.client.post("/records/import/region-names").status_code == 422

    def test_given_up_leads_back(self):
        preview = self.upload(data("新县"))
        assert self.client.post(preview.url + "/discard").url.startswith("/records/import/region-names")
        assert "已经放弃" in self.client.get(preview.url).content.decode()
        assert self.client.post(preview.url + "/confirm").url == preview.url

    def test_others_see_nothing(self):
        preview = self.upload(data("新县"))
        self.client.force_login(people.user("clerk", username="other"))
        assert self.client.get(preview.url).status_code == 404
        assert self.client.post(preview.url + "/confirm").status_code == 404
        self.client.force_login(people.user("finance"))
        assert self.client.get("/records/import/region-names").status_code == 403
        assert self.client.get("/records/import/nothing").status_code == 404
        assert self.client.get("/records/import/region-names?county=none").status_code == 403
