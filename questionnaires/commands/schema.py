"""python -m questionnaires schema: what the files may hold, for editors (JSON Schema) and for people."""

import argparse
import json
from pathlib import Path
from typing import Any

from questionnaires.json_schema import MODELS, json_schema
from questionnaires.reference import reference

FILES = {**{kind: f"{kind}.schema.json" for kind in MODELS}, "reference": "reference.md"}


def text(kind: str) -> str:
    """The text of one of FILES."""
    if kind == "reference":
        return reference()
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("schema", help="JSON Schema of the files, for completion in editors")
    parser.add_argument(
        "kind", nargs="?", choices=FILES, help="the kind of file, or `reference`: every key, to be read"
    )
    parser.add_argument(
        "-o", dest="directory", type=Path, metavar="DIR", help="write into DIR; without a kind, all schemas"
    )
    parser.set_defaults(run=_run, parser=parser)


def _run(options: argparse.Namespace) -> int:
    if options.directory is None:
        if options.kind is None:
            options.parser.error("say which one, or where to write them all: `schema -o DIR`")
        print(text(options.kind), end="")
        return 0
    options.directory.mkdir(parents=True, exist_ok=True)
    for kind in [options.kind] if options.kind else MODELS:
        file = options.directory / FILES[kind]
        file.write_text(text(kind), encoding="utf-8")
        print(f"written: {file}")
    return 0
