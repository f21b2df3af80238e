"""The payroll core's texts."""

from payroll.core.text import Text


def test_both_languages() -> None:
    text = Text("元", "yuan")
    assert (text.in_("zh-hans"), text.in_("en-us"), text.in_("EN"), text.in_("fr")) == (
        "元",
        "yuan",
        "yuan",
        "元",
    )
    assert text.as_json() == {"zh": "元", "en": "yuan"}
