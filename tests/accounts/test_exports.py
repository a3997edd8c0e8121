"""Exports hold what is there, and a spreadsheet calculates none of it."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from compliance.accounts.exports import exported

DANGEROUS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "=cmd|' /C calc'!A0", "\uff1d1"]
COLUMNS = ["name", "value"]


def rows_of(kind: str, rows: list[dict[str, Any]]) -> list[list[Any]]:
    """The cells that somebody sees who opens the file."""
    content = exported(kind, "x", COLUMNS, rows).content
    if kind == "csv":
        return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))][1:]
    sheet = load_workbook(io.BytesIO(content)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_puts_an_apostrophe_before_what_a_spreadsheet_would_calculate(text: str) -> None:
    assert rows_of("csv", [{"name": text, "value": 1}])[0][0] == f"'{text}"


@pytest.mark.parametrize("text", DANGEROUS)
def test_xlsx_holds_it_as_text(text: str) -> None:
    [[name, _value]] = rows_of("xlsx", [{"name": text, "value": 1}])
    assert str(name).replace("_x000D_", "\r") == text


@pytest.mark.parametrize("value", ["a list", "of =texts"])
def test_titles_of_columns_are_texts_too(value: str) -> None:
    content = exported("csv", "x", [f"={value}"], []).content.decode("utf-8-sig")
    assert content.startswith(f"'={value}")


def test_numbers_stay_numbers(db: None) -> None:
    assert rows_of("csv", [{"name": "n", "value": -5}]) == [["n", "-5"]]
    assert rows_of("xlsx", [{"name": "n", "value": -5}]) == [["n", -5]]
    assert rows_of("xlsx", [{"name": "n", "value": True}]) == [["n", True]]


def test_times_and_lists_are_spelled_out() -> None:
    row = {"name": datetime(2026, 11, 24, 12, tzinfo=UTC), "value": {"roles": ["assessor"]}}
    assert rows_of("csv", [row]) == [["2026-11-24T12:00:00+00:00", '{"roles": ["assessor"]}']]


def test_json_holds_them_as_they_are() -> None:
    content = exported("json", "x", COLUMNS, [{"name": "=1+1", "value": [1]}]).content
    assert json.loads(content) == [{"name": "=1+1", "value": [1]}]


@given(st.text(max_size=60))
def test_no_text_begins_a_cell_of_csv_as_a_formula(text: str) -> None:
    # Surrogates cannot be encoded, and no database of ours gives any back.
    text = text.encode("utf-8", "ignore").decode()
    cell = rows_of("csv", [{"name": text, "value": None}])[0][0]
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")
