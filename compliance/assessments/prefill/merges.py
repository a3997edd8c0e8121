"""The configuration of a merge, as mergekit reads it. https://github.com/arcee-ai/mergekit"""

from collections.abc import Iterator, Mapping
from typing import Any

from .facts import About, Change, Fact, Found, Sure
from .names import local
from .sources import Source

KIND = "Merge configuration"
MOST_PARENTS = 30


def recognised(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("merge_method"), str)


def read(source: Source) -> Found:
    found = Found(KIND)
    place, sentence = source.place("merge_method"), "It merges several models."
    found.facts.append(Fact(About.CHANGE, Change.MERGE, Sure.SAYS, place, sentence))
    parents: dict[str, tuple[str | int, ...]] = {}
    for path, name in _parents(source.data):
        if not local(name) and len(parents) < MOST_PARENTS:
            parents.setdefault(name, path)
    for name, path in parents.items():
        found.facts.append(
            Fact(About.PARENT, name, Sure.SAYS, source.place(*path), "It is one of those merged.")
        )
    if parents:
        first = next(iter(parents.values()))
        sentence = "All models of the merge, in the order of the file. Put the largest first."
        place = source.place(*first, text=", ".join(parents))
        found.facts.append(Fact(About.BASE, ", ".join(parents), Sure.SUGGESTS, place, sentence))
    return found


def _parents(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data.get("base_model"), str):
        yield ("base_model",), data["base_model"]
    yield from _named(data.get("models"), ("models",))
    slices = data.get("slices")
    for i, each in enumerate(slices if isinstance(slices, list) else []):
        if isinstance(each, dict):
            yield from _named(each.get("sources"), ("slices", i, "sources"))


def _named(models: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for i, each in enumerate(models if isinstance(models, list) else []):
        if isinstance(each, dict) and isinstance(each.get("model"), str):
            yield (*path, i, "model"), each["model"]
