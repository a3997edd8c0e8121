"""Files that are no YAML, or more than it: refused with a place and a remedy, never a traceback."""

from pathlib import Path

import pytest

from questionnaires import InvalidDocument, load

from .broken import Broken, assert_told, write

Q, LAW = "questionnaire.yaml", "rulebooks/law.yaml"

BROKEN: dict[str, Broken] = {
    "an anchor": (Q, "title: The pet", "title: &x The pet", "&x", "sets the anchor `&x`.", "not allowed."),
    "an alias": (Q, "title: The pet", "title: *x", "*x", "uses the alias `*x`.", "Write the value out"),
    "a tag": (
        Q,
        "title: The pet",
        "title: !!python/object:os.system The pet",
        "!!python",
        "uses the tag",
        "Remove it",
    ),
    "not YAML": (Q, "title: The pet", "title: ? ? x", "title: ?", "is not YAML", "Check indentation"),
    "a second document": (
        LAW,
        "id: law",
        "---\nid: law\n---\nid: more\n#",
        "",
        "holds a second document.",
        "Keep one",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_told_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    assert_told(BROKEN[name], tmp_path)


HOSTILE = {
    "billion laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "10,000 flow levels": "a: " + "[" * 10_000,
    "10,000 block levels": "".join(f"{' ' * i}a:\n" for i in range(1_000)),
    "ten megabytes": "a: " + "x" * 10_000_000,
    "a very long number": "a: " + "9" * 500_000,
    "nothing": "",
    "a list": "- 1\n- 2\n",
    "a NUL": "a: \0b\n",
    "infinity": "id: .inf\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_place(name: str, tmp_path: Path) -> None:
    directory = write(tmp_path)
    (directory / Q).write_text(HOSTILE[name])
    with pytest.raises(InvalidDocument) as caught:
        load(directory)
    assert all(str(fault).split(":")[1].isdigit() for fault in caught.value.faults)


def test_bytes_that_are_not_text(tmp_path: Path) -> None:
    directory = write(tmp_path)
    (directory / Q).write_bytes(b"id: \xff\xfe")
    with pytest.raises(InvalidDocument, match=r"yaml:1: is not UTF-8 \(byte 4\)\. Save it as UTF-8 text\."):
        load(directory)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocument, match=r"cannot be read: No such file or directory\. Check the path"):
        load(tmp_path / "nowhere")
