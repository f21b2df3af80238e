"""Points, money and per cent: Decimal in Python, whole hundredths in the database."""

from decimal import Decimal

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Avg, F, Max, Q, Sum, Value

from records.fields import MoneyField, NumberFormField, PercentField, PointsField
from tests.records.tables import table_for

D = Decimal


class Purse(models.Model):  # noqa: DJ008
    name = models.CharField(max_length=20, unique=True)
    due = MoneyField()
    held = MoneyField(default=0)
    rate = PercentField(null=True)
    points = PointsField(null=True)

    class Meta:
        app_label = "records_tests"
        managed = False
        constraints = [
            models.CheckConstraint(
                name="purse_due_in_range", condition=Q(due__gte=D("-10.50"), due__lte=1000)
            ),
            models.CheckConstraint(name="purse_held_within_due", condition=Q(held__lte=F("due") - F("rate"))),
        ]


@pytest.fixture
def purses(db):
    with table_for(Purse):
        yield Purse.objects


def stored(column="due"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {Purse._meta.db_table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_decimal_in_python_and_integer_in_the_database(purses):
    purses.create(name="a", due=D("12.30"), points=D("0.01"))
    assert stored() == [1230]
    assert type(stored()[0]) is int
    purse = purses.get()
    assert (purse.due, purse.held, purse.points, purse.rate) == (D("12.30"), D("0.00"), D("0.01"), None)
    assert str(purse.due) == "12.30"


@pytest.mark.parametrize(
    "value", [0.1, 1.0, D("1.005"), D("NaN"), D("Infinity"), True, "1e2", "1_0", "٨٥", " 1", D(10) ** 15]
)
def test_refuses_floats_and_values_off_the_grid(value):
    with pytest.raises(ValidationError):
        MoneyField().to_python(value)
    with pytest.raises(ValueError, match="MoneyField"):
        MoneyField().get_prep_value(value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [(5, "5.00"), ("5", "5.00"), ("-5.1", "-5.10"), (D("5.100"), "5.10"), (D("-0.00"), "0.00")],
)
def test_takes_exact_values(value, kept):
    assert str(MoneyField().to_python(value)) == kept


def test_filters_order_and_aggregates_speak_decimal(purses):
    for name, due in [("a", D("0.10")), ("b", D("0.20")), ("c", D("0.30"))]:
        purses.create(name=name, due=due)
    assert purses.filter(due__gte=D("0.20")).count() == 2
    assert purses.filter(due__in=[D("0.10"), D("0.30")]).count() == 2
    assert purses.filter(due=D("0.3")).get().name == "c"
    assert purses.aggregate(s=Sum("due"), m=Max("due")) == {"s": D("0.60"), "m": D("0.30")}
    assert purses.none().aggregate(s=Sum("due")) == {"s": None}
    assert list(purses.order_by("-due").values_list("name", flat=True)) == ["c", "b", "a"]


def test_columns_combine_in_expressions(purses):
    purses.create(name="a", due=D("5.00"), held=D("1.25"), rate=D("1"))
    got = purses.annotate(left=F("due") - F("held"), twice=F("held") * 2).get()
    assert (got.left, got.twice) == (D("3.75"), D("2.50"))
    purses.update(held=F("held") + Value(D("0.50"), MoneyField()))
    assert purses.get().held == D("1.75")
    assert purses.filter(held__lt=F("due")).exists()


def test_a_bare_constant_beside_a_column_is_an_error_not_a_wrong_sum(purses):
    purses.create(name="a", due=D("5.00"))
    with pytest.raises(FieldError):
        purses.annotate(more=F("due") + D("0.5")).get()


def test_averages_are_left_to_the_core(purses):
    purses.create(name="a", due=D("0.01"))
    purses.create(name="b", due=D("0.02"))
    with pytest.raises(TypeError, match="average"):
        purses.aggregate(a=Avg("due"))


def test_check_constraints_compare_decimal_values(purses):
    purses.create(name="low", due=D("-10.50"))
    purses.create(name="high", due=D("1000.00"))
    for bad in (D("-10.51"), D("1000.01")):
        with pytest.raises(ValidationError, match="purse_due_in_range"):
            Purse(name="x", due=bad).validate_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():
            purses.bulk_create([Purse(name="x", due=bad)])


def test_check_constraints_combine_columns(purses):
    Purse(name="x", due=D("0.30"), held=D("0.20"), rate=D("0.10")).validate_constraints()
    purses.create(name="x", due=D("0.30"), held=D("0.20"), rate=D("0.10"))
    with pytest.raises(ValidationError):
        Purse(name="y", due=D("0.30"), held=D("0.21"), rate=D("0.10")).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        purses.create(name="y", due=D("0.30"), held=D("0.21"), rate=D("0.10"))


@pytest.mark.sqlite_only(reason="PostgreSQL's bigint takes no real anyway")
def test_sqlite_holds_the_column_to_integers(purses):
    purses.create(name="a", due=D("1.00"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Purse._meta.db_table} SET due = 10.5")


def test_fixtures_carry_the_decimal():
    field = Purse._meta.get_field("due")
    assert field.value_to_string(Purse(due=D("12.3"))) == "12.30"
    assert field.to_python("12.30") == D("12.30")


def test_deconstructs_to_itself():
    field = MoneyField(null=True, default=D("1.00"))
    _name, path, args, kwargs = field.deconstruct()
    assert path == "records.fields.MoneyField"
    assert MoneyField(*args, **kwargs).default == D("1.00")


def test_form_field_reads_with_the_one_parser():
    field = MoneyField(verbose_name="补助").formfield()
    assert isinstance(field, NumberFormField)
    assert field.clean(" \uff11,234.5 ") == D("1234.50")
    assert (
        'inputmode="decimal"' in field.get_bound_field(__import__("django").forms.Form(), "due").as_widget()
    )
    for bad in ("1e2", "٨٥", "8_5", "1.005", "1,23"):
        with pytest.raises(ValidationError):
            field.clean(bad)
    assert MoneyField(null=True, blank=True).formfield().clean("—") is None
    assert not field.has_changed(D("5.00"), "5")
    assert field.has_changed(D("5.00"), "5.01")
    assert field.has_changed(D("5.00"), "abc")
    assert field.prepare_value(D("5.00")) == "5.00"
