"""Frozen records to rows of JSON and back, exactly; kept in one SQLite file.

A record is written as the list of its fields in order, so the reader needs the classes that
wrote it: `schema_digest` tells whether they are the same.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import types
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Codec = Callable[[Any], Any]


def encode(record: Any) -> Any:
    """The plain lists and scalars that stand for a record."""
    kind: Any = type(record)
    return _codec(kind, decoding=False)(record)


def decode(kind: type[T], row: Any) -> T:
    """The record of class `kind` that `encode` made `row` from."""
    return _decoder(kind)(row)


def schema_digest(kinds: Iterable[type]) -> str:
    """A digest of the classes' fields and types, the classes they use included."""
    seen: dict[str, str] = {}
    for kind in kinds:
        _describe(kind, seen)
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def write_records(path: Path, tables: Mapping[str, Iterable[Any]]) -> None:
    """Writes each table's records, in order, into a new SQLite file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA page_size = 8192")
        for name, records in tables.items():
            connection.execute(f'CREATE TABLE "{name}" (ordinal INTEGER PRIMARY KEY, row TEXT)')
            rows = ((i, _dumps(encode(record))) for i, record in enumerate(records))
            connection.executemany(f'INSERT INTO "{name}" VALUES (?, ?)', rows)


def read_records(path: Path, table: str, kind: type[T]) -> tuple[T, ...]:
    """All records of a table, in order. Raises sqlite3.Error or ValueError if the file is
    damaged."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        rows = connection.execute(f'SELECT row FROM "{table}" ORDER BY ordinal').fetchall()
    make = _decoder(kind)
    return tuple(make(row) for row in json.loads("[" + ",".join(row for (row,) in rows) + "]"))


def _decoder(kind: type[T]) -> Callable[[Any], T]:
    hashable: Any = kind
    return _codec(hashable, decoding=True)


def _dumps(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _same(value: Any) -> Any:
    return value


@cache
def _codec(kind: Any, *, decoding: bool) -> Codec:
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _dataclass_codec(kind, decoding=decoding)
    if kind in (str, int, float, bool, type(None)) or origin is Literal:
        return _same
    if origin in (Union, types.UnionType):
        return _optional_codec(kind, arguments, decoding=decoding)
    if origin is tuple:
        return _tuple_codec(arguments, decoding=decoding)
    raise TypeError(f"no row stands for values of type {kind}")


def _dataclass_codec(kind: Any, *, decoding: bool) -> Codec:
    hints = get_type_hints(kind)
    names = [item.name for item in fields(kind)]
    codecs = [_codec(hints[name], decoding=decoding) for name in names]
    if not decoding:
        pairs = list(zip(names, codecs, strict=True))
        return lambda record: [codec(getattr(record, name)) for name, codec in pairs]
    if all(codec is _same for codec in codecs):
        return lambda row: kind(*row)
    return lambda row: kind(*[codec(part) for codec, part in zip(codecs, row, strict=True)])


def _optional_codec(kind: Any, arguments: tuple[Any, ...], *, decoding: bool) -> Codec:
    inner = [argument for argument in arguments if argument is not type(None)]
    if len(inner) != 1 or len(arguments) != 2:
        raise TypeError(f"no row stands for values of type {kind}")
    codec = _codec(inner[0], decoding=decoding)
    return lambda value: None if value is None else codec(value)


def _tuple_codec(arguments: tuple[Any, ...], *, decoding: bool) -> Codec:
    result: Callable[[Iterable[Any]], Any] = tuple if decoding else list
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        codec = _codec(arguments[0], decoding=decoding)
        return result if codec is _same else lambda values: result([codec(v) for v in values])
    codecs = [_codec(argument, decoding=decoding) for argument in arguments]
    return lambda values: result([c(v) for c, v in zip(codecs, values, strict=True)])


def _describe(kind: Any, seen: dict[str, str]) -> None:
    if is_dataclass(kind) and isinstance(kind, type) and kind.__name__ not in seen:
        hints = get_type_hints(kind)
        seen[kind.__name__] = ", ".join(f"{item.name}: {hints[item.name]}" for item in fields(kind))
        for hint in hints.values():
            _describe(hint, seen)
    for argument in get_args(kind):
        _describe(argument, seen)
