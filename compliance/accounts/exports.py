"""Rows as files that people open elsewhere: CSV, XLSX, JSON. What is text stays text there."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

# A spreadsheet takes a cell of CSV that begins so for a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
KINDS = ("csv", "xlsx", "json")


def exported(kind: str, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """A download of rows. Raises KeyError for another kind than those of KINDS."""
    write, content_type = {
        "csv": (_csv, "text/csv; charset=utf-8"),
        "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "json": (_json, "application/json"),
    }[kind]
    response = HttpResponse(write(columns, rows), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def as_json(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return json.dumps(list(rows), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def harmless(value: Any) -> Any:
    """A value as a cell of CSV: a text that a spreadsheet would calculate gets an apostrophe before it."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    text = _text(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(each) for each in columns])
    writer.writerows([harmless(row.get(each)) for each in columns] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # the mark by which spreadsheets know UTF-8


def _xlsx(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    file = io.BytesIO()
    # Strings are written as strings, whatever they look like.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for column, title in enumerate(columns):
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(rows, start=1):
            for column, name in enumerate(columns):
                _write(sheet, number, column, row.get(name))
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, _text(value)[:32_767])  # as much as a cell takes


def _json(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    return as_json({each: row.get(each) for each in columns} for row in rows)
