"""Accounts for tests of what is kept: records knows them only by `can`, `pk` and name."""

from centres.models import Region, User


def county(code: str = "360123", name: str = "临江县") -> Region:
    province, _made = Region.objects.get_or_create(
        code="360000", defaults={"name": "江西省", "level": "province"}
    )
    prefecture, _made = Region.objects.get_or_create(
        code="360100", defaults={"name": "南昌市", "level": "prefecture", "parent": province}
    )
    made, _made = Region.objects.get_or_create(
        code=code, defaults={"name": name, "level": "county", "parent": prefecture}
    )
    return made


def user(role: str = "clerk", username: str = "", **values) -> User:
    if role in {"clerk", "leader", "finance"}:
        values.setdefault("region", county())
    username = username or role
    return User.objects.create_user(username, password="x", role=role, display_name=f"甲{username}", **values)
