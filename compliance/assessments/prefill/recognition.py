"""Which kind of file it is, by what is in it; never by its name."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import adapters, evaluations, merges, model_cards, training
from .facts import About, Change, Fact, Found, Remark, Sure
from .sources import Source, Unreadable, file_name, from_json, from_yaml, text_of

MOST_FILES = 6  # at once

_KINDS: Sequence[tuple[str, Callable[[Any], bool], Callable[[Source], Found]]] = (
    (adapters.KIND, adapters.recognised, adapters.read),
    (merges.KIND, merges.recognised, merges.read),
    (training.AXOLOTL, training.is_axolotl, training.read_axolotl),
    (training.TRL, training.is_trl, training.read_trl),
    (training.STATE, training.is_state, training.read_state),
    (evaluations.INSPECT, evaluations.is_inspect, evaluations.read_inspect),
    (evaluations.HARNESS, evaluations.is_harness, evaluations.read_harness),
    (evaluations.PAIR, evaluations.is_pair, evaluations.read_pair),
)
_KEY = re.compile(r"^[A-Za-z_][\w-]*:(\s|$)", re.M)


@dataclass(frozen=True)
class Taken:
    """A file that was read."""

    file: str
    kind: str
    facts: tuple[Fact, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Rejected:
    """A file that was not: why, and what to do."""

    file: str
    message: str
    remedy: str
    line: int | None = None


def read(name: str, content: bytes) -> Taken | Rejected:
    """What a file says. It is in nobody's interest that a bad one stops the others, so nothing is raised."""
    file = file_name(name)
    try:
        found = _read(text_of(content), file)
    except Unreadable as error:
        return Rejected(file, error.message, error.remedy, error.line)
    return Taken(file, found.kind, tuple(_consistent(found.facts)), tuple(dict.fromkeys(found.remarks)))


def _read(text: str, file: str) -> Found:
    if model_cards.has_front_matter(text):
        return model_cards.read(text, file)
    if text.lstrip()[0] == "{" or (text.lstrip()[0] == "[" and text.rstrip()[-1] == "]"):
        return _of_data(from_json(text), {}, file)
    if re.match(r"\s*(#[^#\n]*\n\s*)*[A-Za-z]", text) is None or not _KEY.search(text):
        return _prose(text, file)
    try:
        data, lines = from_yaml(text, file)
    except Unreadable as error:
        if error.line is not None and len(_KEY.findall(text[:20_000])) < 3:  # prose, more likely
            return model_cards.read(text, file)
        raise
    return _of_data(data, lines, file)


def _prose(text: str, file: str) -> Found:
    """What looks like neither JSON nor YAML. Where it cannot be read as a card either, its name says what it
    was meant to be, and so which fault helps to be told of."""
    try:
        return model_cards.read(text, file)
    except Unreadable:
        ending = file.lower().rpartition(".")[2]
        if ending == "json":
            from_json(text)
        elif ending in ("yaml", "yml"):
            from_yaml(text, file)
        raise


def _of_data(data: Any, lines: Mapping[tuple[str | int, ...], int], file: str) -> Found:
    for kind, recognised, reader in _KINDS if isinstance(data, dict) else ():
        if recognised(data):
            return reader(Source(file, kind, data, lines))
    raise Unreadable(
        "is none of the kinds that are read here.",
        "Bring a model card (README.md), adapter_config.json, a configuration of Axolotl, TRL or mergekit, "
        "trainer_state.json, or a log of lm-evaluation-harness or Inspect.",
    )


def _consistent(facts: Sequence[Fact]) -> list[Fact]:
    """Without the guess that all weights were trained, where the same file tells of an adapter."""
    adapter = any(each.value == Change.ADAPTER for each in facts)
    return [
        each
        for each in facts
        if not (
            adapter
            and each.about == About.CHANGE
            and each.value == Change.FULL_TUNING
            and each.sure == Sure.SUGGESTS
        )
    ]
