"""Keys that make pressing again safe: the same key, the same answer, one effect (invariant 6)."""

from django.utils.translation import gettext as _

from records.errors import Invalid

SHORTEST, LONGEST = 8, 64


def check_key(key: str) -> None:
    """Raises Invalid for what can't be a key."""
    if not SHORTEST <= len(key) <= LONGEST:
        raise Invalid(_("缺少防重复提交的密钥。"), code="key_missing")
