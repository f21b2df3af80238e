"""The page of components (docs/styleguide.html) with invented data; in DEBUG only, so it stays Chinese."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.views.decorators.http import require_safe

from records.errors import Invalid, Problem
from records.navigation import Todo


class SampleForm(forms.Form):
    name = forms.CharField(label="名称", help_text="与公章一致的全称。")
    kind = forms.ChoiceField(label="类别", choices=[("a", "一般卫生院"), ("b", "中心卫生院")])
    amount = forms.DecimalField(label="核定补助", help_text="单位：元")
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    methods = forms.MultipleChoiceField(
        label="考核方法",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("d", "查阅资料"), ("o", "现场检查")],
    )
    agree = forms.BooleanField(label="确认以上内容属实", required=False)
    file = forms.FileField(label="工作簿", required=False)


ROWS = [
    ("LJ001", "青溪镇中心卫生院", "91.25", 1, "优秀", 1, "386400.00", 80),
    ("LJ002", "东乡卫生院", "84.90", 2, "良好", 2, "251730.50", 80),
    ("LJ003", "𠅤塘乡卫生院", "72.00", 3, "良好", 2, "198000.00", 80),
    ("LJ004", "石门乡卫生院", "63.40", 4, "合格", 3, "176220.40", 80),
    ("LJ005", "云岭乡卫生院", "58.10", 5, "不合格", 4, "143005.60", 57),
]


def sample() -> dict[str, Any]:
    form = SampleForm({"name": "", "amount": "abc"})
    refused = Invalid(
        "导入没有进行：有 2 处问题。",
        problems=[
            Problem("应为 0–5 之间的数，最多两位小数。", "85.555").at(
                sheet="评分", row=12, column="F", header="得分"
            ),
            Problem("没有这家卫生院，是否指“东乡卫生院”？", "东鄉卫生院").at(sheet="评分", row=13),
        ],
    )
    rows = [
        {
            "code": code,
            "name": name,
            "total": Decimal(total),
            "rank": rank,
            "grade": grade,
            "ordinal": ordinal,
            "amount": Decimal(amount),
            "entered": entered,
        }
        for code, name, total, rank, grade, ordinal, amount, entered in ROWS
    ]
    return {
        "form": form,
        "blank": SampleForm(),
        "refused": refused,
        "rows": rows,
        "page": Paginator(range(240), 20).page(5),
        "todos": [
            Todo("上半年考核：还有 23 格未评", "#", "1440 格已评 1417 格", "grid", due="8月31日截止"),
            Todo("7月拨付单等待复核", "#", "制表人：周敏", "release", tone="warn"),
        ],
    }


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages."""
    source = (settings.BASE_DIR / "docs" / "styleguide.html").read_text(encoding="utf-8")
    return HttpResponse(Template(source).render(RequestContext(request, sample())))
