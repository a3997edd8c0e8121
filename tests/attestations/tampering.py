"""What a hand in the database, or in the directories beside it, may change: one thing at a time."""

import random
import string
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.storage import storages
from django.db import DatabaseError, transaction
from django.db.models import DateField, Field, Model

from compliance.attestations import keyring, ledger, outside, queries, requesting
from compliance.attestations.models import Attestation, Checkpoint, Leaf, Log, SealedFile, State, Tile
from compliance.attestations.register import checkpoint, tiles
from compliance.attestations.statement import canonical, digest

MODELS = (Attestation, Log, Leaf, Tile, Checkpoint, SealedFile)
# What is only about work in progress, and numbers of rows that nothing goes by.
NOT_LOOKED_AT = {
    *((Attestation, each) for each in ("key", "asked", "attempts", "busy_until", "trouble")),
    *((each, "id") for each in (Leaf, Tile, Checkpoint, SealedFile)),
}


class NothingChanged(Exception):
    """What was drawn is already so."""


@dataclass(frozen=True)
class Change:
    """`make` makes it, and says what it was."""

    kind: str
    make: Callable[[random.Random], str]


def changes() -> list[Change]:
    """One of each kind: every column, every table, every directory."""
    found = [Change("attestation deleted with what refers to it", delete_attestation)]
    for model in MODELS:
        name = model.__name__
        found.append(Change(f"{name} deleted", partial(delete, model)))
        found.append(Change(f"{name} copied", partial(copy, model)))
        found.append(Change(f"{name} swapped", partial(swap, model)))
        found += [Change(f"{name}.{each.attname}", partial(edit, model, each)) for each in columns(model)]
    on_disk = {
        "sealed file deleted": partial(remove, sealed_files),
        "sealed file changed": partial(rewrite, sealed_files),
        "sealed files swapped": partial(exchange, sealed_files),
        "memory deleted": partial(remove, memories),
        "memory changed": partial(rewrite, memories),
        "memories swapped": partial(exchange, memories),
        "memory set back": set_back,
        "memory of an unknown log": invent,
    }
    return found + [Change(kind, make) for kind, make in on_disk.items()]


def deliberate() -> list[Change]:
    """By somebody who knows the tables: every attestation rewritten throughout, or put into every state that
    it is not in; every document forgotten, as the site does where an organisation goes."""
    found = []
    for each in Attestation.objects.all():
        found.append(Change("rewritten throughout", partial(rewrite_statement, each)))
        others = [state for state in State.values if state != each.state]
        found += [Change(f"state {state}", partial(set_state, each, state)) for state in others]
    for leaf in Leaf.objects.exclude(document=""):
        found.append(Change("document forgotten", partial(forget_document, leaf)))
    return found


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    return [each for each in model._meta.concrete_fields if (model, each.attname) not in NOT_LOOKED_AT]


@contextmanager
def undone(change: Change, draw: random.Random) -> Iterator[str]:
    """The change is there until the end of the block: says what it is. Where the database itself refuses what
    was drawn, another is drawn."""
    before = {each: each.read_bytes() for each in (*sealed_files(), *memories())}
    for _attempt in range(100):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    what = change.make(draw)
            except (NothingChanged, DatabaseError):
                continue
            yield f"{change.kind}: {what}"
            transaction.set_rollback(True)
        for each in {*sealed_files(), *memories()} - before.keys():
            each.unlink()
        for each, content in before.items():
            each.write_bytes(content)
        return
    raise AssertionError(f"{change.kind}: there is nothing to change")


# rows ---------------------------------------------------------------------------------------------------


def one(draw: random.Random, model: type[Model]) -> Any:
    return draw.choice(list(model._default_manager.order_by("pk")))


def write(row: Any, **values: Any) -> None:
    """Past everything that the site does on saving. Raises NothingChanged, also where it is the database that
    makes it the same: PostgreSQL cuts off spaces that are too many."""
    found = type(row)._default_manager.filter(pk=row.pk)
    before = list(found.values_list(*values))
    found.update(**values)
    if list(found.all().values_list(*values)) == before:
        raise NothingChanged


def edit(model: type[Model], column: Field[Any, Any], draw: random.Random) -> str:
    row = one(draw, model)
    before = getattr(row, column.attname)
    elsewhere = set(model._default_manager.values_list(column.attname, flat=True)) - {before}
    after = draw.choice([*sorted(elsewhere, key=str), *neighbours(draw, column, before), None])
    write(row, **{column.attname: after})
    return f"{row.pk} from {before!r} to {after!r}"


def rewrite_statement(attestation: Attestation, draw: random.Random) -> str:
    """All columns agree with each other."""
    statement = dict(queries.statement(attestation))
    statement["subject"] = {**statement["subject"], "model": "Another"}
    text = canonical(statement).decode()
    write(attestation, statement=text, digest=digest(statement), **requesting.repeated(statement))
    return f"{attestation.pk}, {attestation.state}"


def set_state(attestation: Attestation, state: str, draw: random.Random) -> str:
    write(attestation, state=state)
    return f"{attestation.pk}, {attestation.state}"


def forget_document(leaf: Leaf, draw: random.Random) -> str:
    write(leaf, kind="", salt="", subject="", document="", attestation=None)
    return f"{leaf}"


def neighbours(draw: random.Random, column: Field[Any, Any], before: Any) -> list[Any]:
    """What a slip, or a mind to deceive, makes of a value."""
    match before:
        case bool():
            return [not before]
        case int():
            return [before + 1, before - 1, 0, before + draw.randrange(10**6)]
        case bytes() | memoryview():
            return spoilt(draw, bytes(before))
        case UUID():
            return [uuid4()]
        case datetime():
            return [before + timedelta(microseconds=1), before - timedelta(seconds=draw.randrange(10**7))]
        case date():
            return [before + timedelta(days=1), before - timedelta(days=draw.randrange(400))]
        case str():
            place, typed = draw.randrange(len(before) + 1), draw.choice(string.ascii_letters + string.digits)
            retyped = before[:place] + typed + before[place + 1 :]
            return [retyped, f"{before} ", f"{before}0", before[:-1], before.upper(), before[::-1], ""]
    return [date(2030, 1, 1)] if type(column) is DateField else []


def spoilt(draw: random.Random, data: bytes) -> list[bytes]:
    place = draw.randrange(len(data) or 1)
    flipped = bytes([data[place] ^ 1 << draw.randrange(8)]) if data else b"\0"
    return [data[:place] + flipped + data[place + 1 :], data[:-1], data[: len(data) // 2], data + b"\0", b""]


def swap(model: type[Model], draw: random.Random) -> str:
    """What stands in a column of two rows."""
    first, second = one(draw, model), one(draw, model)
    column = draw.choice([each for each in columns(model) if not each.primary_key])
    mine, other = (getattr(each, column.attname) for each in (first, second))
    if column.unique and mine is not None:  # by way of a value that nobody has
        write(first, **{column.attname: None if column.null else mine[::-1]})
    write(second, **{column.attname: mine})
    write(first, **{column.attname: other})
    return f"{column.attname} of {first.pk} and {second.pk}, {mine!r} and {other!r}"


def copy(model: type[Model], draw: random.Random) -> str:
    """Another row like one, as different as it has to be."""
    row = one(draw, model)
    different: dict[type[Model], Callable[[], dict[str, Any]]] = {
        Attestation: lambda: {"digest": row.digest[::-1], "key": uuid4().hex},
        Log: lambda: {"origin": f"{row.origin}/9"},
        Leaf: lambda: {"index": row.log.size},
        Tile: lambda: {"index": row.index + 1},
        Checkpoint: lambda: {"size": row.size - 1},
        SealedFile: lambda: {"sha256": row.sha256[::-1], "stored_as": row.stored_as[::-1], "leaf": None},
    }
    like = row.pk
    row.pk = uuid4() if model is Attestation else None
    for name, value in different[model]().items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return str(like)


def delete(model: type[Model], draw: random.Random) -> str:
    """The row alone: what refers to it stays as it is."""
    return forget(one(draw, model))


def delete_attestation(draw: random.Random) -> str:
    """As the database wants it: nothing refers to what is gone."""
    gone = one(draw, Attestation)
    Leaf.objects.filter(attestation=gone).update(attestation=None)
    Attestation.objects.filter(superseded_by=gone).update(superseded_by=None)
    for each in gone.files.all():
        forget(each)
    return forget(gone)


def forget(row: Any) -> str:
    queryset = type(row)._default_manager.filter(pk=row.pk)
    queryset._raw_delete(queryset.db)
    return f"{row.pk} ({row})"


# files --------------------------------------------------------------------------------------------------


def sealed_files() -> list[Path]:
    directory = Path(storages["attestations"].path(""))
    return sorted(directory / each for each in SealedFile.objects.values_list("stored_as", flat=True))


def memories() -> list[Path]:
    """Those of the logs that go on."""
    return outside.places()


def remove(files: Callable[[], list[Path]], draw: random.Random) -> str:
    file = draw.choice(files())
    file.unlink()
    return file.name


def rewrite(files: Callable[[], list[Path]], draw: random.Random) -> str:
    file = draw.choice(files())
    file.write_bytes(draw.choice(spoilt(draw, file.read_bytes())))
    return file.name


def exchange(files: Callable[[], list[Path]], draw: random.Random) -> str:
    first, second = draw.sample(files(), 2)
    mine, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(mine)
    return f"{first.name} and {second.name}"


def set_back(draw: random.Random) -> str:
    """To a checkpoint of before, with a good signature."""
    log = draw.choice([each for each in Log.objects.all() if each.size > 1 and not ledger.successor(each)])
    size = draw.randrange(1, log.size)
    before = checkpoint.Checkpoint(log.origin, size, tiles.root(ledger.reader(log), size))
    outside.remember(log.origin, checkpoint.sign(before, keyring.signer(log.origin)))
    return f"{log.origin} from {log.size} to {size}"


def invent(draw: random.Random) -> str:
    origin = f"{draw.choice(list(Log.objects.all())).origin}/7"
    outside.remember(origin, "")
    return origin
