"""What a level's subjects, means and pages are called: a staff result speaks of no county and of no health centre."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = object


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWords:
    """`noun` is one subject, `own` the one a page is about, `mean` what it is compared with, `means` by category."""

    noun: StrOrPromise
    title: StrOrPromise
    own: StrOrPromise
    mean: StrOrPromise
    means: StrOrPromise
    matrix: StrOrPromise
    one_by_one: StrOrPromise
    unit: StrOrPromise

    def __str__(self) -> str:
        return str(self.noun)


CENTRE = LevelWords(
    noun=_("卫生院"), title=_("乡镇卫生院"), own=_("本院"), mean=_("全县平均"), means=_("各类别全县平均"),
    matrix=_("全县总表"), one_by_one=_("逐院录入"), unit=_("家"),
)  # fmt: skip
STAFF = LevelWords(
    noun=_("职工"), title=_("职工"), own=_("本人"), mean=_("职工平均"), means=_("各类别职工平均"),
    matrix=_("职工总表"), one_by_one=_("逐人录入"), unit=_("人"),
)  # fmt: skip
CLINIC = LevelWords(
    noun=_("村卫生室"), title=_("村卫生室"), own=_("本室"), mean=_("各室平均"), means=_("各类别各室平均"),
    matrix=_("村卫生室总表"), one_by_one=_("逐室录入"), unit=_("所"),
)  # fmt: skip
HOSPITAL = LevelWords(
    noun=_("支援医院"), title=_("支援医院"), own=_("本医院"), mean=_("各医院平均"), means=_("各类别各医院平均"),
    matrix=_("支援医院总表"), one_by_one=_("逐家录入"), unit=_("所医院"),
)  # fmt: skip
WORDS = {"centre": CENTRE, "staff": STAFF, "clinic": CLINIC, "hospital": HOSPITAL}


def words_of(level: str) -> LevelWords:
    return WORDS[level]
