"""Guards: what can't change is refused by the database itself, whoever asks (DESIGN, What can't change).

Each app registers its guards in its own `guards.py`, imported by its AppConfig.ready():

    guards.register(
        guards.AppendOnly(BudgetRevision),
        guards.Frozen(Scheme, when="{row}.state <> 'draft'", allow=("state",)),
        guards.FrozenBy(Score, path=[("assessment", Assessment), ("round", Round)], when="{row}.state =
        'final'"), guards.Transitions(Round, "state", [("scoring", "submitted"), ("submitted",
        "reviewed")]), )

Conditions are plain SQL that both vendors read, with column names, over `{row}`. They are installed after
every migrate by name; a refused write raises IntegrityError "guard:<name>", which the middleware answers
with 409. Don't upsert guarded tables: on SQLite an INSERT that meets a protected row is refused whatever
its conflict clause.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from records import triggers
from records.triggers import COMMIT, DELETE, INSERT, TRUNCATE, UPDATE, Trigger

Model = type[models.Model]
_registry: dict[str, "Guard"] = {}


@dataclass(frozen=True, kw_only=True)
class Guard:
    """One promise about one table; compiled to triggers, one per operation."""

    name: str
    model: Model

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def tables(self) -> set[str]:
        """Every table that the conditions read."""
        return {self.table}

    def conditions(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """When to refuse, by operation."""
        raise NotImplementedError

    def protected(self) -> str:
        """Which kept row (`{row}`) an INSERT may not replace."""
        return "1 = 1"

    def triggers(self, connection: BaseDatabaseWrapper) -> list[Trigger]:
        conditions = self.conditions(connection)
        if connection.vendor == "sqlite":
            conflict = triggers.conflict(self.model, self.protected(), connection)
            conditions[INSERT] = f"({conditions[INSERT]}) OR {conflict}" if INSERT in conditions else conflict
        elif DELETE in conditions:
            conditions[TRUNCATE] = "1 = 1"
        return [Trigger(self.name, self.table, operation, when) for operation, when in conditions.items()]


@dataclass(frozen=True)
class _AppendOnly(Guard):
    def conditions(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        return {UPDATE: "1 = 1", DELETE: "1 = 1"}


@dataclass(frozen=True, kw_only=True)
class _Frozen(Guard):
    when: str
    allow: tuple[str, ...]
    operations: tuple[str, ...]
    update_asks: ClassVar[tuple[str, ...]] = ("OLD",)

    def frozen(self, row: str) -> str:
        return f"({self.when.format(row=row)})"

    def protected(self) -> str:
        return self.frozen("{row}")

    def conditions(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        rows = {INSERT: ("NEW",), UPDATE: self.update_asks, DELETE: ("OLD",)}
        found = {op: " OR ".join(self.frozen(row) for row in rows[op]) for op in self.operations}
        if UPDATE in found and self.allow:
            found[UPDATE] = f"({found[UPDATE]}) AND ({triggers.differs(self.model, self.allow)})"
        return found


@dataclass(frozen=True, kw_only=True)
class _FrozenBy(_Frozen):
    path: tuple[tuple[str, Model], ...]
    reads: tuple[Model, ...] = ()
    update_asks: ClassVar[tuple[str, ...]] = ("OLD", "NEW")

    def tables(self) -> set[str]:
        return {self.table} | {one._meta.db_table for one in (*(up for _field, up in self.path), *self.reads)}

    def frozen(self, row: str) -> str:
        return triggers.frozen_parent(self.model, self.path, self.when, row)


@dataclass(frozen=True, kw_only=True)
class _Transitions(Guard):
    field: str
    pairs: tuple[tuple[str, str], ...]
    initial: tuple[str, ...]

    def conditions(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        column = triggers.column(self.model, self.field)
        steps = " OR ".join(f"(OLD.{column} = '{old}' AND NEW.{column} = '{new}')" for old, new in self.pairs)
        found = {UPDATE: f"OLD.{column} <> NEW.{column} AND NOT ({steps or '1 = 0'})"}
        if self.initial:
            states = ", ".join(f"'{state}'" for state in self.initial)
            found[INSERT] = f"NEW.{column} NOT IN ({states})"
        return found


@dataclass(frozen=True, kw_only=True)
class _Forward(Guard):
    field: str

    def conditions(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        column = triggers.column(self.model, self.field)
        return {UPDATE: f"NEW.{column} <= OLD.{column}", DELETE: "1 = 1"}


@dataclass(frozen=True, kw_only=True)
class _Refuse(Guard):
    when: tuple[tuple[str, str], ...]
    reads: tuple[Model, ...]

    def tables(self) -> set[str]:
        return {self.table} | {model._meta.db_table for model in self.reads}

    def conditions(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        return dict(self.when)


@dataclass(frozen=True, kw_only=True)
class _AtCommit(_Refuse):
    def conditions(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        return dict(self.when) if connection.vendor == "postgresql" else {}

    def triggers(self, connection: BaseDatabaseWrapper) -> list[Trigger]:
        return [Trigger(self.name, self.table, op, when) for op, when in self.conditions(connection).items()]


def AppendOnly(model: Model, *, name: str = "") -> Guard:  # noqa: N802
    """Rows are added and never changed or removed."""
    return _AppendOnly(name=name or f"{model._meta.model_name}_append_only", model=model)


def Frozen(  # noqa: N802
    model: Model,
    *,
    when: str,
    allow: Iterable[str] = (),
    operations: Iterable[str] = (UPDATE, DELETE),
    name: str = "",
) -> Guard:
    """A row for which `when` holds keeps its values; only the fields in `allow` may change.

    The condition is asked of the row as it was, so the step into the frozen state itself passes.
    """
    return _Frozen(
        name=name or f"{model._meta.model_name}_frozen",
        model=model,
        when=when,
        allow=tuple(allow),
        operations=tuple(operations),
    )


def FrozenBy(  # noqa: N802
    model: Model,
    *,
    path: Iterable[tuple[str, Model]],
    when: str,
    allow: Iterable[str] = (),
    operations: Iterable[str] = (INSERT, UPDATE, DELETE),
    name: str = "",
    reads: Iterable[Model] = (),
) -> Guard:
    """No row is added to, changed in or taken from a parent for which `when` holds.

    `path` climbs by foreign keys: [("assessment", Assessment), ("round", Round)] asks the round of a score.
    `reads` are other models that `when` asks.
    """
    steps = tuple(path)
    return _FrozenBy(
        name=name or f"{model._meta.model_name}_frozen_by_{steps[-1][1]._meta.model_name}",
        model=model,
        path=steps,
        when=when,
        allow=tuple(allow),
        operations=tuple(operations),
        reads=tuple(reads),
    )


def Transitions(  # noqa: N802
    model: Model, field: str, pairs: Iterable[tuple[str, str]], *, initial: Iterable[str] = (), name: str = ""
) -> Guard:
    """`field` moves only along `pairs`; a new row starts in one of `initial` (any, when empty)."""
    return _Transitions(
        name=name or f"{model._meta.model_name}_{field}_steps",
        model=model,
        field=field,
        pairs=tuple((str(old), str(new)) for old, new in pairs),
        initial=tuple(map(str, initial)),
    )


def Forward(model: Model, field: str, *, name: str = "") -> Guard:  # noqa: N802
    """`field` only grows, with every change of the row; the row is never removed."""
    return _Forward(name=name or f"{model._meta.model_name}_{field}_forward", model=model, field=field)


def Refuse(model: Model, when: dict[str, str], *, name: str, reads: Iterable[Model] = ()) -> Guard:  # noqa: N802
    """Anything else: SQL conditions over OLD and NEW by operation, and the other models they read."""
    return _Refuse(name=name, model=model, when=tuple(when.items()), reads=tuple(reads))


def AtCommit(model: Model, when: str, *, name: str, reads: Iterable[Model] = ()) -> Guard:  # noqa: N802
    """Asked of each new row (NEW) when its transaction commits, by a deferred constraint trigger on PostgreSQL.

    SQLite has none: there the one door that writes the row and `verify` answer for it.
    """
    return _AtCommit(name=name, model=model, when=((COMMIT, when),), reads=tuple(reads))


def register(*guards: Guard) -> None:
    """Add guards to the registry; names are unique."""
    for guard in guards:
        if _registry.get(guard.name, guard) != guard:
            raise ValueError(f"two guards are called {guard.name}")
        _registry[guard.name] = guard


def expected(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers of every guard whose tables exist (a partial migrate leaves some out)."""
    tables = set(connection.introspection.table_names())
    ready = [guard for guard in _registry.values() if guard.tables() <= tables]
    return [trigger for guard in ready for trigger in guard.triggers(connection)]


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the installed triggers the registered ones; a second run changes nothing."""
    connection = connections[using]
    triggers.synchronise(connection, expected(connection))


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every guard (before a migration on SQLite, which can't alter a table that triggers read)."""
    triggers.synchronise(connections[using], [])


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of guards that are absent, altered or switched off (invariant 23)."""
    connection = connections[using]
    return triggers.missing(connection, expected(connection))


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For tests only (emptying tables, planting a fault): no guard stands inside."""
    with triggers.suspended(connections[using]):
        yield
