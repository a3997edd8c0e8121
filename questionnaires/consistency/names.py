"""The names that conditions may use: questions, facts, parameters and lists, each only once."""

from collections.abc import Mapping

from questionnaires.conditions import Symbol
from questionnaires.conditions.tree import SymbolKind
from questionnaires.documents import Place
from questionnaires.editions import UNKNOWN, UNSURE, choice_ids
from questionnaires.schema import Question
from questionnaires.strata import placed_questions

from .report import Report

RESERVED = frozenset(
    {"tier", "findings", "true", "false", "in", UNKNOWN, "atLeast", "anyOf", "only", "known", "size"}
)


def check_names(report: Report) -> None:
    """Gather the symbols of an edition."""
    q = report.questionnaire
    for name, values in q.lists.items():
        _symbol(report, ("lists", name), Symbol(name, "list", values))
    for i, parameter in enumerate(q.parameters):
        _symbol(report, ("parameters", i), Symbol(parameter.id, "number"))
    for place, question in placed_questions(q):
        _symbol(report, place, _question_symbol(question))
    for i, fact in enumerate(q.facts):
        kinds: Mapping[str, SymbolKind] = {"boolean": "boolean", "number": "number", "ordered": "choice"}
        _symbol(report, ("facts", i), Symbol(fact.id, kinds[fact.kind], fact.values, fact.values))
    report.unique("section", [(("sections", i), s.id) for i, s in enumerate(q.sections)], report.sheet)


def _symbol(report: Report, place: Place, symbol: Symbol) -> None:
    if symbol.name in RESERVED:
        report.fault(
            report.sheet,
            place,
            f"`{symbol.name}` is a word of the condition language.",
            "Choose another id.",
        )
    if symbol.name in report.symbols:
        first = report.sheet.line(report.where[symbol.name])
        message = f"the id `{symbol.name}` is already used on line {first}."
        report.fault(
            report.sheet, place, message, "Questions, facts, parameters and lists need different ids."
        )
    report.symbols[symbol.name] = symbol
    report.where[symbol.name] = place


def _question_symbol(question: Question) -> Symbol:
    if question.kind in ("number", "text"):
        return Symbol(question.id, "number" if question.kind == "number" else "text")
    ids = choice_ids(question)
    reads: tuple[tuple[str, str], ...] = ()
    if question.unsure and question.unsure.counts_as:
        reads = ((UNSURE, question.unsure.counts_as),)
    elif question.unsure:
        ids = (*ids, UNSURE)
    open_choices = {choice.id for choice in question.choices if choice.stands_for_any}
    ranked = (
        tuple(each for each in choice_ids(question) if each not in open_choices) if question.ordered else ()
    )
    return Symbol(question.id, "choices" if question.kind == "many" else "choice", ids, ranked, reads)
