"""The pages of what is gathered on site: who gets them, what they show, what they cost, how files leave the house."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appraisal.actions import draws, fieldwork, surveys
from appraisal.actions.draws import Wanted
from appraisal.actions.surveys import Given
from appraisal.core.fieldwork import Minima
from appraisal.models import Draw, DrawReplacement, Evidence, FieldWaiver, SurveyAnswer, SurveyUse, Symposium
from records.attached import files
from tests.appraisal.field.files import PDF, office, photo
from tests.appraisal.field.world import World, answers, signed_in
from tests.factories import NOW


def cell_address(world: World, code: str = "proved") -> str:
    return f"/appraisal/rounds/{world.round.pk}/centres/{world.code}/evidence/{world.indicator(code).pk}/"


def upload(client: Client, address: str, data: bytes, name: str = "a.jpg", **more: Any) -> Any:
    headers = more.pop("headers", {})
    return client.post(address, {"file": SimpleUploadedFile(name, data), **more}, headers=headers)


def test_the_centre_and_the_county_add_to_the_same_sheet(world: World) -> None:
    for number, user in enumerate((world.clerk, world.director)):
        answer = upload(signed_in(user), cell_address(world), photo(30 + number))
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"/evidence/#indicator-{world.indicator().pk}")
    page = signed_in(world.director).get(cell_address(world).rpartition("/evidence/")[0] + "/evidence/")
    text = page.content.decode()
    assert (page.status_code, text.count("evidence-piece")) == (200, 2)
    assert text.count('name="replaces"') == 1  # of the own file only
    assert "/matrix/" not in text
    assert "total" not in text  # nothing of the open sheet's points


def test_a_script_gets_the_cells_piece_and_the_refusal_in_it(world: World) -> None:
    client, htmx = signed_in(world.clerk), {"HX-Request": "true"}
    fine = upload(client, cell_address(world), PDF, "台账.pdf", headers=htmx)
    assert (fine.status_code, b'data-count="1"' in fine.content) == (200, True)
    wrong = upload(client, cell_address(world), b"MZ", "台账.pdf", headers=htmx)
    assert (wrong.status_code, "程序文件" in wrong.content.decode()) == (422, True)
    none = client.post(cell_address(world), {}, headers=htmx)
    assert (none.status_code, "请先选择文件" in none.content.decode()) == (422, True)
    whole = upload(client, cell_address(world), b"MZ")
    assert (whole.status_code, "程序文件" in whole.content.decode()) == (422, True)
    assert Evidence.objects.count() == 1


def test_withdrawing_on_the_page(world: World) -> None:
    row, client = world.add(), signed_in(world.clerk)
    address = f"/appraisal/evidence/{row.pk}/withdraw"
    assert client.post(address, {"reason": ""}).status_code == 422
    piece = client.post(address, {"reason": "拍错"}, headers={"HX-Request": "true"})
    assert "已撤回：拍错" in piece.content.decode()
    assert client.post(address, {"reason": "再"}).status_code == 409


def test_files_leave_as_attachments_whatever_they_are(world: World) -> None:
    client = signed_in(world.clerk)
    for name, data in (("a.jpg", photo()), ("b.pdf", PDF), ("c.docx", office("docx"))):
        row = world.add(source=data, name=name)
        answer = client.get(f"/appraisal/evidence/{row.pk}/file")
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content) == data


def test_only_a_pdf_is_shown_and_may_load_nothing(world: World) -> None:
    client = signed_in(world.clerk)
    pdf, picture = world.add(source=PDF, name="b.pdf"), world.add()
    answer = client.get(f"/appraisal/evidence/{pdf.pk}/view")
    assert (answer["Content-Type"], answer["Content-Disposition"][:6]) == ("application/pdf", "inline")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get(f"/appraisal/evidence/{picture.pk}/view").status_code == 404
    assert client.get(f"/appraisal/evidence/{picture.pk}/preview.jpg")["Content-Type"] == "image/jpeg"
    assert client.get(f"/appraisal/evidence/{pdf.pk}/preview.jpg").status_code == 404
    files.place(pdf.path).unlink()
    assert client.get(f"/appraisal/evidence/{pdf.pk}/file").status_code == 404


def test_a_file_is_for_who_may_see_its_sheet(world: World) -> None:
    row = world.add()
    for tail in ("file", "preview.jpg"):
        address = f"/appraisal/evidence/{row.pk}/{tail}"
        assert signed_in(world.director).get(address).status_code == 200
        assert signed_in(world.leader).get(address).status_code == 200
        assert signed_in(world.neighbour).get(address).status_code == 404
        assert signed_in(world.stranger).get(address).status_code == 404
        assert signed_in(world.county.finance).get(address).status_code == 403
        assert Client().get(address).status_code == 302


def test_a_file_is_not_served_as_a_static_one(world: World) -> None:
    row = world.add()
    for root in ("/static/", "/media/", "/"):
        assert signed_in(world.clerk).get(f"{root}{row.path}").status_code == 404


def test_drawing_on_the_page(world: World) -> None:
    client, base = signed_in(world.clerk), f"/appraisal/rounds/{world.round.pk}/draws/"
    typed = {
        "kind": "households",
        "centre": world.code,
        "about": "青石村名册",
        "frame": "甲\n甲",
        "size": "2",
    }
    wrong = client.post(f"{base}new/", typed)
    assert (wrong.status_code, "出现了两次" in wrong.content.decode()) == (422, True)
    assert "青石村名册" in wrong.content.decode()
    assert client.post(f"{base}new/", typed | {"centre": "", "frame": "1至9"}).status_code == 422
    made = client.post(f"{base}new/", typed | {"frame": "1至9"})
    draw = Draw.objects.get()
    assert made["Location"] == f"/appraisal/draws/{draw.pk}/"
    client.post(f"/appraisal/draws/{draw.pk}/replace", {"out": draw.result[0], "reason": "外出"})
    text = client.get(f"/appraisal/draws/{draw.pk}/").content.decode()
    assert "已由记录重抽，结果一致" in text
    assert "外出" in text
    assert DrawReplacement.objects.count() == 1
    assert draw.number in client.get(base).content.decode()


def test_fieldwork_on_the_page(world: World) -> None:
    clerk, leader = signed_in(world.clerk), signed_in(world.leader)
    base, sheet = f"/appraisal/rounds/{world.round.pk}/fieldwork/", world.sheets[0].pk
    leader.post(f"{base}minima", {"households": "1", "staff_percent": "30", "patients": "1"})
    assert "2 家未达最低要求" in leader.get(base).content.decode()
    day = {"sheet": sheet, "held_on": "2026-06-20", "staff": "3", "patients": "2"}
    assert clerk.post(f"{base}symposium", day).status_code == 302
    assert clerk.post(f"{base}symposium", day | {"staff": "many"}).status_code == 422
    assert leader.post(f"{base}waive", {"sheet": sheet, "reason": "断路"}).status_code == 302
    started = clerk.post(f"{base}survey", {"form_code": "MY13", "least_answers": "2"})
    text = clerk.get(base).content.decode()
    assert "断路" in text
    assert started["Location"] in text
    assert (Symposium.objects.count(), FieldWaiver.objects.count()) == (1, 1)


def test_answers_are_tapped_in_one_after_the_other(world: World) -> None:
    client, survey = signed_in(world.clerk), world.survey()
    address = f"/appraisal/surveys/{survey.pk}/{world.code}/"
    tapped = {f"item-q{number:02d}": "5" for number in range(1, 14)}
    for number in (1, 2):
        saved = client.post(f"{address}answer/", tapped | {"who": "household", "number": f"{number}"})
        assert saved["Location"] == f"{address}answer/?who=household"
    twice = client.post(f"{address}answer/", tapped | {"who": "household", "number": "2"})
    assert (twice.status_code, twice.content.count(b"checked")) == (422, 14)
    few = client.post(f"{address}answer/", {"who": "patient", "number": "3", "item-q01": "5"})
    assert (few.status_code, "至少回答 7 项" in few.content.decode()) == (422, True)
    wild = client.post(f"{address}answer/", tapped | {"who": "patient", "number": "3", "item-q01": "９"})
    assert wild.status_code == 422
    assert SurveyAnswer.objects.count() == 2
    asked = {"indicator": world.indicator("asked").pk, "expected": "2", "who": ""}
    assert client.post(f"{address}use", asked | {"expected": "x"}).status_code == 409
    assert client.post(f"{address}use", asked).status_code == 302
    assert SurveyUse.objects.count() == 1
    answer = SurveyAnswer.objects.all()[0]
    client.post(f"/appraisal/surveys/answers/{answer.pk}/void", {"reason": "重复"})
    text = client.get(address).content.decode()
    assert "已作废：重复" in text
    assert "答卷又有变化" in text
    assert client.get(f"{address}?who=household").status_code == 200


def test_no_name_is_asked_for(world: World) -> None:
    survey = world.survey()
    text = signed_in(world.clerk).get(f"/appraisal/surveys/{survey.pk}/{world.code}/answer/").content.decode()
    assert {'name="name"', 'name="phone"'} & set(text.split()) == set()
    assert text.count('type="radio"') == 3 + 13 * 5


def furnish(world: World, times: int) -> None:
    """So many of everything that a page lists, at every centre."""
    survey = world.survey()
    fieldwork.set_minima(actor=world.leader, round_id=world.round.pk, minima=Minima(), now=NOW)
    for sheet in world.sheets:
        code = sheet.centre.code
        wanted = Wanted(kind="households", size=2, about="名册", code=code, frame="1至9")
        given = [Given(code=code, who="household", number=str(n), answers=answers(4)) for n in range(times)]
        surveys.take(actor=world.clerk, survey_id=survey.pk, given=given, now=NOW)
        for number in range(times):
            world.add(source=photo(20 + number), code=code)
            draws.draw(actor=world.clerk, round_id=world.round.pk, wanted=wanted, now=NOW)


PAGES: dict[str, Callable[[World], str]] = {
    "evidence": lambda world: cell_address(world).rpartition("/evidence/")[0] + "/evidence/",
    "cell": cell_address,
    "list": lambda world: "/appraisal/evidence/",
    "draws": lambda world: f"/appraisal/rounds/{world.round.pk}/draws/",
    "fieldwork": lambda world: f"/appraisal/rounds/{world.round.pk}/fieldwork/",
    "survey": lambda world: f"/appraisal/surveys/{world.round.surveys.get().pk}/",
    "results": lambda world: f"/appraisal/surveys/{world.round.surveys.get().pk}/{world.code}/",
}


def test_twice_the_rows_cost_the_same_queries(db: None) -> None:
    costs: list[dict[str, int]] = []
    for size, times in ((2, 2), (4, 4)):
        world = World(size)
        furnish(world, times)
        client = signed_in(world.clerk)
        costs.append({})
        for name, address in PAGES.items():
            client.get(address(world))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(world)).status_code == 200
            costs[-1][name] = len(queries)
    assert costs[0] == costs[1]
    assert max(costs[0].values()) <= 16
