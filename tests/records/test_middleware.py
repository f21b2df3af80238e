"""What was refused becomes a clear answer; what is a bug stays one."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from records import audit, context, guards
from records.errors import Conflict, Invalid, NotAllowed, Problem, Problems, Refused
from records.middleware import RecordsMiddleware, as_refused, client_ip, guard_name
from records.models import AuditEntry
from tests.records import people

BROWSER = {"Accept": "text/html"}


def answered(error, **headers):
    request = RequestFactory().get("/x", headers={**BROWSER, **headers})
    request.user = AnonymousUser()
    return RecordsMiddleware(lambda _request: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status"), [(NotAllowed, 403), (Conflict, 409), (Invalid, 422), (Refused, 422)]
)
def test_a_refusal_is_a_page_with_its_status(error, status):
    answer = answered(error("不能这样"))
    assert answer.status_code == status
    assert "不能这样" in answer.content.decode()


def test_problems_are_listed_with_their_place():
    problem = Problem("应为数字", "<b>x</b>").at(sheet="评分", row=3, column="C", header="得分")
    page = answered(Invalid("有误", problems=[problem])).content.decode()
    assert "工作表“评分” 第3行 C列 “得分”" in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"HX-Request": "true"}])
def test_a_script_gets_json(headers):
    problems = Problems(Problem("应为数字", str(n), place=f"第{n}行") for n in range(250))
    answer = answered(Invalid("有误", code="score", problems=problems), **headers)
    body = json.loads(answer.content)
    assert (body["error"], body["code"], body["problem_count"], len(body["problems"])) == (
        "有误",
        "score",
        250,
        200,
    )
    assert body["problems"][3]["where"] == "第3行"


@pytest.mark.django_db
def test_a_guard_is_a_conflict_and_says_which():
    AuditEntry.objects.create(sequence=1, at="2026-01-01T00:00Z", digest="0")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        AuditEntry.objects.update(reason="x")
    assert guard_name(caught.value) == "audit_append_only"
    answer = answered(caught.value)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "已锁定" in page
    assert "guard" not in page
    assert as_refused(caught.value).code == "guard:audit_append_only"


def test_another_constraint_is_a_conflict_too():
    refused = as_refused(IntegrityError("UNIQUE constraint failed: x.y"))
    assert (refused.status, refused.code) == (409, "constraint")
    assert "UNIQUE" not in str(refused)


def test_a_busy_database_asks_to_try_again():
    assert answered(OperationalError("database is locked")).status_code == 503
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = type("Deadlock", (Exception,), {"sqlstate": "40P01"})()
    assert as_refused(deadlock).status == 503


@pytest.mark.parametrize(
    "error", [ValueError("x"), OperationalError("no such table: x"), KeyError("guard:x")]
)
def test_a_bug_stays_a_bug(error):
    assert answered(error) is None


def test_the_way_back_stays_on_this_site():
    for referer, back in (
        ("http://testserver/a?b=1", "http://testserver/a?b=1"),
        ("http://evil.example/", "/"),
    ):
        assert f'href="{back}"' in answered(Conflict("x"), Referer=referer).content.decode()


def test_who_acts_is_known_inside_and_forgotten_after():
    seen = {}

    def view(request):
        seen["origin"] = context.origin()
        return HttpResponse()

    request = RequestFactory().get("/x", REMOTE_ADDR="10.0.0.9")
    response = RecordsMiddleware(view)(request)
    assert (seen["origin"].ip, len(seen["origin"].request_id)) == ("10.0.0.9", 16)
    assert response.headers["X-Request-ID"] == seen["origin"].request_id
    assert context.origin() is None


def test_behind_our_proxy_the_last_hop_counts():
    request = RequestFactory().get(
        "/x", headers={"X-Forwarded-For": "1.1.1.1, 10.0.0.7"}, REMOTE_ADDR="127.0.0.1"
    )
    assert client_ip(request) == "127.0.0.1"
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert client_ip(request) == "10.0.0.7"


@pytest.mark.django_db
def test_a_page_that_writes_nothing_asks_for_no_user(django_assert_num_queries):
    def view(request):
        return HttpResponse()

    with django_assert_num_queries(0):
        RecordsMiddleware(view)(RequestFactory().get("/x"))


@pytest.mark.django_db
def test_in_a_request_nobody_writes_for_another():
    clerk, leader = people.user("clerk"), people.user("leader")

    def view(request):
        with pytest.raises(audit.WrongActor), audit.act(leader, action="x.y"):
            pass
        with audit.act(clerk, action="x.y") as trail:
            trail.note({"a": 1})
        return HttpResponse()

    request = RequestFactory().get("/x")
    request.user = clerk
    RecordsMiddleware(view)(request)
    assert AuditEntry.objects.get().actor == clerk


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_error_pages_need_nothing(code, rf):
    from django.template.loader import render_to_string

    page = render_to_string(f"{code}.html", request=rf.get("/") if code in {403, 404} else None)
    assert "<h1>" in page
    assert "Traceback" not in page


@pytest.mark.django_db
def test_the_server_does_not_start_without_its_guards():
    import runpy

    from django.core.exceptions import ImproperlyConfigured

    guards.remove()
    with pytest.raises(ImproperlyConfigured, match="guard_audit"):
        runpy.run_module("config.wsgi")
    guards.install()
    assert runpy.run_module("config.wsgi")["application"]
