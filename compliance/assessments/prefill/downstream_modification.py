"""Which fact answers which question of the questionnaire `downstream-modification`, and how surely."""

from collections.abc import Iterator, Sequence
from typing import Any

from . import names, remarks
from .facts import About, Change, Fact, Rate, Remark, Sure

QUESTIONNAIRE = "downstream-modification"

_CHANGES = {
    Change.ADAPTER: "adapter_tuning",
    Change.FULL_TUNING: "fine_tuning",
    Change.REWARD: "reinforcement_learning",
    Change.MORE_PRETRAINING: "continued_pretraining",
    Change.QUANTISATION: "quantisation",
    Change.MERGE: "merging",
    Change.PRUNING: "pruning",
    Change.DISTILLATION: "distillation",
    Change.UNLEARNING: "unlearning",
    Change.EDITING: "weight_editing",
}
_LICENCES = {
    **dict.fromkeys(
        ("apache-2.0", "mit", "bsd", "bsd-3-clause", "cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0"),
        "free_open_source",
    ),
    **dict.fromkeys(
        ("gemma", "llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4"), "restricted"
    ),
    **dict.fromkeys(("openrail", "bigscience-openrail-m", "creativeml-openrail-m"), "restricted"),
    **dict.fromkeys(("cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nc-nd-4.0", "cc-by-nc-2.0"), "non_commercial"),
}
_LICENCE_NOTES = {
    "free_open_source": "Counts only if you earn no money with the weights and the base is as free.",
    "restricted": "It has limits that keep it from being free and open-source.",
    "non_commercial": "It allows no commercial use.",
}
_RATES = {"refusal": "refusal_rate", "attack": "attack_success"}

Line = tuple[str, Any, Sure, Fact, str]  # question, value, how sure, the fact, and a sentence


def answers(facts: Sequence[Fact]) -> tuple[Iterator[Line], list[Remark]]:
    """What the facts of all files answer, and what could not be settled."""
    rates, unsettled = _placed(facts)
    return _lines(facts, rates), unsettled


def _lines(facts: Sequence[Fact], rates: Sequence[tuple[Fact, str]]) -> Iterator[Line]:
    merged = any(each.value == Change.MERGE for each in facts)
    edited = any(each.value == Change.EDITING for each in facts)
    for fact in facts:
        if fact.about == About.BASE:
            yield from _of_base(fact, merged)
        elif fact.about == About.CHANGE:
            yield "modifications", [_CHANGES[fact.value]], fact.sure, fact, fact.sentence
        else:
            for question, value, sentence in _others(fact, merged, edited):
                yield question, value, Sure.SUGGESTS, fact, sentence
    for fact, when in rates:
        made = (
            ""
            if fact.value.when
            else f" The model tested is {'the base' if when == 'before' else 'another'}."
        )
        yield f"{_RATES[fact.value.of]}_{when}", fact.value.per_cent, fact.sure, fact, fact.sentence + made
    yield from _of_tests(rates)


def _of_base(fact: Fact, merged: bool) -> Iterator[Line]:
    base, several = fact.value, ", " in fact.value
    made = "The model was made from another one. If that was you, you changed the other one."
    yield "role", "modify", Sure.SUGGESTS, fact, made
    yield "base_model", base, fact.sure, fact, fact.sentence
    if names.on_the_hub(base) or several:
        sentence = (
            "Weights named like this come from the Hugging Face Hub. Check whether anybody can have them."
        )
        yield "base_access", "open_weights", Sure.SUGGESTS, fact, sentence
    if not several and (size := names.parameters(base)):
        yield "base_parameters", size, Sure.SUGGESTS, fact, "The number is taken from the name of the base."
    if not merged and not several and names.UNCENSORED.search(base):
        sentence = "By its name, the base had its refusals removed before."
        yield "prior_modification", "uncensored", Sure.SUGGESTS, fact, sentence


def _others(fact: Fact, merged: bool, edited: bool) -> Iterator[tuple[str, Any, str]]:
    value = fact.value
    if fact.about == About.PARENT and merged and names.UNCENSORED.search(value):
        yield "uncensored_parent", "yes", "By its name, one of those merged had its refusals removed."
    elif fact.about == About.MAKES:
        yield "output_kinds", [value], f"{fact.sentence} Tick what your product puts out."
    elif fact.about == About.DATA_SET:
        sentence = "Data sets named like this are on the Hugging Face Hub. If it is your own, leave this."
        yield "training_data_sources", ["public"], sentence
    elif fact.about == About.AIM:
        yield "main_aim", value, fact.sentence
        if edited:
            yield "edit_aim", value, fact.sentence
    elif fact.about == About.COMPUTE:
        yield "modification_flop", value, fact.sentence
    elif fact.about == About.HAZARD_TEST:
        yield "hazard_evidence", ["benchmark"], fact.sentence
    elif fact.about == About.LICENCE and value in _LICENCES:
        yield "weights_licence", _LICENCES[value], _LICENCE_NOTES[_LICENCES[value]]


def _placed(facts: Sequence[Fact]) -> tuple[list[tuple[Fact, str]], list[Remark]]:
    """Each rate with "before" or "after"; where a log does not say it, by whether it tested the base that
    another file names."""
    bases = {_plain(each.value) for each in facts if each.about in (About.BASE, About.PARENT)}
    placed: list[tuple[Fact, str]] = []
    unsettled: list[Remark] = []
    for fact in facts:
        if fact.about != About.RATE:
            continue
        rate: Rate = fact.value
        if rate.when:
            placed.append((fact, rate.when))
        elif bases and rate.model:
            tested = _plain(rate.model)
            placed.append((fact, "before" if any(_same(tested, base) for base in bases) else "after"))
        else:
            unsettled.append(remarks.unclear_model(fact.place.file, rate.test, rate.model))
    return placed, list(dict.fromkeys(unsettled))


def _of_tests(rates: Sequence[tuple[Fact, str]]) -> Iterator[Line]:
    """Tested before and after, where one test has a rate of both."""
    before = {(each.value.of, each.value.test) for each, when in rates if when == "before"}
    for fact, when in rates:
        if when == "after" and (fact.value.of, fact.value.test) in before:
            sentence = "There is a rate of before the change too. Check that both come from the same test."
            yield "safety_tests", "both", Sure.SUGGESTS, fact, sentence


def _plain(name: str) -> str:
    return name.strip().strip("/").lower()


def _same(tested: str, base: str) -> bool:
    """Whether they name one model; Inspect puts the provider before the name."""
    return tested == base or tested.endswith(f"/{base}")
