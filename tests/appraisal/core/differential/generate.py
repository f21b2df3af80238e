"""Random schemes of all kinds mixed, and random cells for them, as plain data; the same for the same seed."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

Data = dict[str, Any]


def decimal(rng: Random, low: float, high: float, places: int = 2) -> str:
    """A canonical decimal in [low, high]."""
    scale = 10**places
    return plain(Decimal(rng.randint(int(low * scale), int(high * scale))) / scale)


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def measure(rng: Random) -> Data:
    if rng.random() < 0.4:
        return {"measure": "value", "value_unit": "元"}
    return {"measure": "ratio", "over_hundred": rng.choice(["warn", "cap"])}


def measured(rng: Random, params: Data, near: float) -> dict[str, str]:
    if params.get("measure") == "value":
        return {"value": decimal(rng, 0, near * 1.6)}
    bottom = rng.randint(1, 400)
    return {"numerator": str(rng.randint(0, bottom + 3)), "denominator": str(bottom)}


def broken_unit(rng: Random) -> str:
    return rng.choice(["floor", "proportional", "ceil"])


def direction(rng: Random) -> str:
    return rng.choice(["higher", "lower"])


def linear(rng: Random, full: int) -> Data:
    params = {**measure(rng), "direction": direction(rng), "target": str(rng.randint(40, 95))}
    worse = rng.randint(0, 39) if params["direction"] == "higher" else rng.randint(100, 150)
    params["zero_point"] = str(worse)
    if rng.random() < 0.3:
        params |= {"bonus_unit": "3", "bonus_per_unit": "0.7", "bonus_max": decimal(rng, 0.5, 3)}
    return params


def step(rng: Random, full: int) -> Data:
    params = {
        **measure(rng), "direction": direction(rng), "target": str(rng.randint(20, 95)), "unit": decimal(rng, 0.5, 7),
        "deduct": decimal(rng, 0.1, 2), "broken_unit": broken_unit(rng),
        "unit_kind": rng.choice(["points", "percent_of_target"]), "minimum": rng.choice(["0", "-3", "0.5"]),
    }  # fmt: skip
    if rng.random() < 0.4:
        params |= {"better_earns": decimal(rng, 0.1, 1), "maximum": str(full + rng.randint(1, 3))}
    return params


def tier(rng: Random, full: int) -> Data:
    edges = sorted(rng.sample(range(5, 95), 2))
    middle = decimal(rng, 0, full)
    bands = [
        {"to": str(edges[0]), "points": "0"},
        {"from": str(edges[0]), "to": str(edges[1]), "points": middle},
        {"from": str(edges[1]), "points": str(full)},
    ]
    return {**measure(rng), "bands": bands}


def count(rng: Random, full: int) -> Data:
    kinds = [
        {"code": f"k{n}", "name": f"情形{n}", "deduct": decimal(rng, 0.1, 2)}
        for n in range(rng.randint(1, 3))
    ]
    if rng.random() < 0.5:
        kinds[0]["sub_cap"] = decimal(rng, 0.5, 4)
    params: Data = {"kinds": kinds}
    if rng.random() < 0.3:
        params |= {"may_go_negative": True} | ({"floor": "-4.5"} if rng.random() < 0.5 else {})
    return params


def checklist(rng: Random, full: int) -> Data:
    items: list[Data] = [
        {"code": f"i{n}", "name": f"项目{n}", "deduct": str(rng.randint(1, 3))} for n in range(3)
    ]
    items.append({"code": "p", "name": "公示", "deduct": "3", "partial_from": "1", "partial_to": "2"})
    return {"items": items}


def quota(rng: Random, full: int) -> Data:
    params: Data = {
        "required": str(rng.randint(2, 10)),
        "deduct": decimal(rng, 0.5, 2),
        "minimum": rng.choice(["0", "-8"]),
    }
    if rng.random() < 0.5:
        params |= {"earn": "0.2", "bonus_cap": "2"}
    if rng.random() < 0.5:
        params |= {"sub_cap": "12"}
    if rng.random() < 0.5:
        params |= {"extras": [{"code": "v", "name": "价值较高", "earn": "0.5", "cap": "1.5"}]}
    if rng.random() < 0.3:
        params |= {"maximum": str(full + 1)}
    return params


def range_(rng: Random, full: int) -> Data:
    low = rng.randint(20, 50)
    return {
        **measure(rng), "low": str(low), "high": str(low + rng.randint(0, 20)), "low_unit": decimal(rng, 0.5, 5),
        "low_deduct": decimal(rng, 0.1, 1), "high_unit": decimal(rng, 0.5, 5), "high_deduct": decimal(rng, 0.1, 1),
        "broken_unit": broken_unit(rng), "minimum": rng.choice(["0", "-2"]),
    }  # fmt: skip


def growth(rng: Random, full: int) -> Data:
    params = {
        "unit": decimal(rng, 1, 12), "deduct": decimal(rng, 0.2, 2), "direction": direction(rng),
        "broken_unit": broken_unit(rng), "minimum": rng.choice(["0", "-1.5"]),
    }  # fmt: skip
    if rng.random() < 0.6:
        params |= {"cap": decimal(rng, 1, 4)}
        if rng.random() < 0.7:
            params |= {"better_earns": decimal(rng, 0.2, 2)}
    return params


def sample(rng: Random, full: int) -> Data:
    defects: list[Data] = [
        {"code": "blank", "name": "有空项", "deduct": decimal(rng, 0.2, 1)},
        {"code": "phone", "name": "电话不正确", "deduct": "2.5", "sub_cap": "6"},
        {"code": "twice", "name": "重复档案", "zero_item": True},
    ]
    params: Data = {"size": str(rng.randint(2, 6)), "defects": defects}
    return (
        params
        | ({"may_go_negative": True} if rng.random() < 0.5 else {})
        | ({"once_per_record": True} if rng.random() < 0.5 else {})
    )


def survey(rng: Random, full: int) -> Data:
    params: Data = {
        "statistic": rng.choice(["rate", "mean"]),
        "target": str(rng.randint(50, 95)),
        "least_answers": "5",
    }
    if rng.random() < 0.5:
        return params | {"zero_point": str(rng.randint(0, 40))}
    units = {"unit": decimal(rng, 0.5, 3), "deduct": decimal(rng, 0.2, 1), "broken_unit": broken_unit(rng)}
    return params | {"scoring": "step", **units}


def external(rng: Random, full: int) -> Data:
    if rng.random() < 0.5:
        return {"body": "县疾控中心"} | ({"their_full": "100"} if rng.random() < 0.7 else {})
    higher = {"target": "90", "zero_point": str(rng.randint(0, 50))}
    return {"body": "县疾控中心", "mode": "value", **measure(rng), **higher}


def bonus(rng: Random, full: int) -> Data:
    kinds = [{"code": "m", "name": "适宜技术", "earn": decimal(rng, 0.5, 2), "cap": "4"},
             {"code": "p", "name": "论文", "earn": "1"},
             {"code": "j", "name": "酌情", "award": "judged", "cap": "2"}]  # fmt: skip
    return {"kinds": kinds[: rng.randint(1, 3)]} | (
        {"cap": decimal(rng, 0.5, full)} if rng.random() < 0.5 else {}
    )


def composite(rng: Random, full: int) -> Data:
    shared = rng.random() < 0.5
    kinds = rng.sample(["count", "step", "checklist", "linear", "quota"], 2)
    first = max(1, full // 2)
    marks = [full, full] if shared else [first, full - first]
    parts = [
        {
            "code": code,
            "name": f"子项{code}",
            "full_marks": str(own),
            "kind": kind,
            "params": PARAMS[kind](rng, own),
        }
        for code, kind, own in zip("ab", kinds, marks, strict=True)
    ]
    return {"mode": "shared" if shared else "sum", "parts": parts}


def rank(rng: Random, full: int) -> Data:
    head = {**measure(rng), "direction": direction(rng)}
    if rng.random() < 0.5:
        return {**head, "per_place": decimal(rng, 0.1, 1), "least": decimal(rng, 0, full / 2)}
    return {
        **head,
        "places": [{"to": "3", "points": str(full)}, {"to": "9", "points": decimal(rng, 1, full)}],
    }


def yes_no(rng: Random, full: int) -> Data:
    params = {"expected": rng.choice(["yes", "no"])}
    return params | ({"partial_points": decimal(rng, 0.1, full / 2)} if rng.random() < 0.6 else {})


PARAMS: dict[str, Callable[[Random, int], Data]] = {
    "points": lambda rng, full: {"step": "0.5"}, "yes_no": yes_no, "linear": linear, "step": step, "tier": tier,
    "count": count, "checklist": checklist, "quota": quota, "range": range_, "growth": growth, "sample": sample,
    "survey": survey, "external": external, "bonus": bonus, "composite": composite, "rank": rank,
}  # fmt: skip


def inputs_for(rng: Random, kind: str, params: Data, full: int) -> dict[str, str]:
    """Complete, unobjectionable inputs of one cell."""
    if kind == "composite":
        return {
            f"{part['code']}.{name}": value
            for part in params["parts"]
            for name, value in inputs_for(rng, part["kind"], part["params"], int(part["full_marks"])).items()
        }
    if kind in {"linear", "step", "tier", "range", "rank", "factor"} or params.get("mode") == "value":
        return measured(rng, params, 80)
    return INPUTS[kind](rng, params, full)


def _records(rng: Random, params: Data) -> str:
    lines = []
    for record in range(int(params["size"])):
        found = [
            f"{code}×{rng.randint(2, 3)}" if rng.random() < 0.3 else code
            for code in ("blank", "phone")
            if rng.random() < 0.4
        ]
        found += ["twice"] if rng.random() < 0.03 else []
        lines.append(f"{record + 1}: {', '.join(found)}" if found else str(record + 1))
    return "\n".join(lines)


def _survey(rng: Random, params: Data) -> dict[str, str]:
    answers = rng.randint(5, 60)
    if params["statistic"] == "rate":
        return {"answers": str(answers), "satisfied": str(rng.randint(0, answers))}
    return {"answers": str(answers), "mean": decimal(rng, 30, 100)}


INPUTS: dict[str, Callable[[Random, Data, int], dict[str, str]]] = {
    "points": lambda rng, params, full: {"points": plain(Decimal(rng.randint(0, full * 2)) / 2)},
    "yes_no": lambda rng, params, full: {
        "answer": rng.choice(["yes", "no", "partly"] if "partial_points" in params else ["yes", "no"])
    },
    "count": lambda rng, params, full: {f"count.{kind['code']}": str(rng.randint(0, 6)) for kind in params["kinds"]},
    "checklist": lambda rng, params, full: {
        f"item.{item['code']}": rng.choice(["0", "1", "1.25", "2", "3"] if "partial_from" in item else ["yes", "no"])
        for item in params["items"]
    },
    "quota": lambda rng, params, full: {"count": str(rng.randint(0, 14))}
    | {f"extra.{one['code']}": str(rng.randint(0, 5)) for one in params.get("extras", ())},
    "growth": lambda rng, params, full: {"current": decimal(rng, 1, 300), "base": decimal(rng, 1, 300)},
    "sample": lambda rng, params, full: {"records": _records(rng, params)},
    "survey": lambda rng, params, full: _survey(rng, params),
    "external": lambda rng, params, full: {"points": decimal(rng, 0, int(params.get("their_full", full)))},
    "bonus": lambda rng, params, full: {
        f"award.{kind['code']}" if kind.get("award") == "judged" else f"case.{kind['code']}":
        decimal(rng, 0, 2) if kind.get("award") == "judged" else str(rng.randint(0, 4))
        for kind in params["kinds"]
    },
    "veto": lambda rng, params, full: (
        {"answer": "yes", "document": "卫发〔2026〕8号"} if rng.random() < 0.1 else {"answer": "no"}
    ),
}  # fmt: skip

BANDS = [
    {"code": "excellent", "floor": "85"}, {"code": "good", "floor": "70"}, {"code": "pass", "floor": "60"},
    {"code": "fail", "floor": "0"},
]  # fmt: skip


def scheme_of(rng: Random) -> Data:
    """A scheme of 12 to 20 indicators of every kind, perhaps weighted, gated, with vetoes, a factor, a bonus on top."""
    kinds = list(PARAMS)
    rng.shuffle(kinds)
    categories: list[Data] = []
    for number in range(rng.randint(2, 4)):
        indicators = [
            _indicator(rng, f"{number + 1}.{place + 1}", kinds) for place in range(rng.randint(4, 6))
        ]
        categories.append({"code": str(number + 1), "indicators": indicators})
    codes = [one["code"] for part in categories for one in part["indicators"]]
    if rng.random() < 0.4:
        _weigh(rng, categories)
    gates = [{"name": "必查内容", "codes": rng.sample(codes, 3), "percent": rng.choice(["40", "60", "75.5"])}]
    beyond = _beyond(rng, codes)
    if beyond:
        categories.append({"code": "9", "indicators": beyond})
    return {
        "categories": categories, "gates": gates if rng.random() < 0.5 else [], "bands": BANDS,
        "cap": rng.choice(["20", "15", "33"]), "weights": rng.choice([("40", "60"), ("50", "50"), ("33.33", "66.67")]),
    }  # fmt: skip


def _indicator(rng: Random, code: str, kinds: list[str]) -> Data:
    kind, full = kinds[0], rng.randint(2, 15)
    kinds.append(kinds.pop(0))
    na_mode = rng.choice(["forbidden", "full", "exclude"])
    return {
        "code": code, "kind": kind, "full": str(full), "params": PARAMS[kind](rng, full), "na_mode": na_mode,
        "needs_evidence": rng.random() < 0.3,
    }  # fmt: skip


def _weigh(rng: Random, categories: list[Data]) -> None:
    """Whole per cents that add up to 100."""
    cuts = [0, *sorted(rng.sample(range(1, 100), len(categories) - 1)), 100]
    for part, low, high in zip(categories, cuts, cuts[1:], strict=False):
        part["weight"] = str(high - low)


def _beyond(rng: Random, codes: list[str]) -> list[Data]:
    """Indicators without marks of their own."""
    event = {"event": "医疗事故"}
    vetoes = (
        {"effect": "fail"},
        {"effect": "cap", "band": "pass"},
        {"effect": "zero", "targets": "、".join(rng.sample(codes, 2))},
    )
    on_top = {"placement": "on_top", "cap": "3", "kinds": [{"code": "m", "name": "创建", "earn": "1.5"}]}
    choices: list[tuple[str, Data]] = [("veto", {**event, **one}) for one in vetoes]
    choices += [
        ("bonus", on_top),
        ("factor", {"subject": "满意度", "least": "0.8", "most": rng.choice(["1", "1.05"])}),
    ]
    picked = rng.sample(choices, rng.randint(0, 4))
    return [
        {
            "code": f"9.{n}",
            "kind": kind,
            "full": "0",
            "params": params,
            "na_mode": "forbidden",
            "needs_evidence": False,
        }
        for n, (kind, params) in enumerate(picked, start=1)
    ]


def cells_of(rng: Random, scheme: Data) -> dict[str, Data]:
    """What one centre has in one round."""
    found: dict[str, Data] = {}
    for part in scheme["categories"]:
        for place, one in enumerate(part["indicators"]):
            chance = rng.random()
            # The first of a category always counts, so that something applies everywhere.
            if place and one["na_mode"] != "forbidden" and chance < 0.1:
                found[one["code"]] = {"na": True, "inputs": {}}
            elif one["needs_evidence"] and chance > 0.93:
                found[one["code"]] = {"no_evidence": True, "inputs": {}}
            else:
                found[one["code"]] = {"inputs": inputs_for(rng, one["kind"], one["params"], int(one["full"]))}
    return found
