"""The conditions of an edition, read and typed in the order of the strata, and the order of evaluation.

Strata (design, section 3): answers and parameters, facts, findings, tier, late questions (those that read
the tier, and that no fact or finding reads), provisional, items. What a condition may name follows from it.
"""

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from .conditions import Boolean, ConditionError, Numeric, Symbol, boolean, names, numeric, similar
from .conditions.tree import Choose, If
from .documents import MOST_FAULTS, Document, Fault, InvalidDocument, Place
from .editions import OrderedCases, Trees
from .schema import Case, Fact, Question, Questionnaire, Rulebook
from .unfolding import DEEPEST, HEAVIEST, oversized

Books = tuple[tuple[Rulebook, Document], ...]
Symbols = Mapping[str, Symbol]


def placed_questions(questionnaire: Questionnaire) -> Iterator[tuple[Place, Question]]:
    """All questions with their place in the file."""
    for i, section in enumerate(questionnaire.sections):
        for j, question in enumerate(section.questions):
            yield ("sections", i, "questions", j), question


def read(
    questionnaire: Questionnaire, sheet: Document, books: Books, symbols: Symbols
) -> tuple[Trees | None, list[Fault]]:
    """Read all conditions; there are trees only where nothing is wrong with any of them."""
    reader = _Reader(questionnaire, sheet, books, symbols)
    trees = reader.run()
    return (None if reader.faults else trees), reader.faults


def _late(asks: Mapping[str, Boolean | None]) -> frozenset[str]:
    """The questions that are asked after the tier: they read it, or read questions that do."""
    readers: dict[str, list[str]] = {}
    for each, tree in asks.items():
        for name in names(tree) if tree is not None else ():
            readers.setdefault(name, []).append(each)
    late, waiting = set[str](), ["tier"]
    while waiting:
        found = [each for each in readers.get(waiting.pop(), ()) if each not in late]
        late.update(found)
        waiting += found
    return frozenset(late)


class _Reader:
    def __init__(self, questionnaire: Questionnaire, sheet: Document, books: Books, symbols: Symbols) -> None:
        self.questionnaire, self.sheet, self.books, self.symbols = questionnaire, sheet, books, symbols
        self.faults: list[Fault] = []
        self.late: frozenset[str] = frozenset()
        self.flags: dict[str, Boolean] = {}
        self.amounts: dict[str, Numeric] = {}
        self.ordered: dict[str, OrderedCases] = {}

    def fault(self, sheet: Document, place: Place, message: str, remedy: str = "") -> None:
        self.faults.append(sheet.fault(place, message, remedy))
        if len(self.faults) == MOST_FAULTS:
            raise InvalidDocument(self.faults)

    def run(self) -> Trees | None:
        ladder, ladder_sheet = next(pair for pair in self.books if pair[0].id == self.questionnaire.ladder)
        tiers = tuple(tier.id for tier in ladder.tiers)
        outcomes = (*tiers, *dict.fromkeys(gate.outcome for gate in ladder.gates))
        tier = Symbol("tier", "choice", outcomes, tiers)
        fired = Symbol("findings", "choices", tuple(finding.id for finding in ladder.findings))
        with_tier = {**self.symbols, "tier": tier}
        asks: dict[str, Boolean | None] = {}
        for place, question in placed_questions(self.questionnaire):
            asks[question.id] = self._boolean(question.ask_if, with_tier, self.sheet, (*place, "ask_if"))
        late = self.late = _late(asks)
        early = {name: symbol for name, symbol in self.symbols.items() if name not in late}
        for i, fact in enumerate(self.questionnaire.facts):
            self._fact(fact, ("facts", i), early)
        classes: dict[str, OrderedCases] = {}
        for place, question in placed_questions(self.questionnaire):
            for i, choice in enumerate(question.choices):
                if choice.classes and ladder.change_class:
                    at = (*place, "choices", i, "classes")
                    values = self.symbols[ladder.change_class].values
                    classes[f"{question.id}.{choice.id}"] = self._ordered(
                        choice.classes, values, early, self.sheet, at
                    )
        gates = {
            g.id: self._must(g.when, early, ladder_sheet, ("gates", i, "when"))
            for i, g in enumerate(ladder.gates)
        }
        findings = {
            f.id: self._must(f.when, early, ladder_sheet, ("findings", i, "when"))
            for i, f in enumerate(ladder.findings)
        }
        exempt: dict[str, tuple[Boolean | None, ...]] = {}
        for place, question in placed_questions(self.questionnaire):
            exempt[question.id] = tuple(
                self._boolean(each.when, early, self.sheet, (*place, "exempt", i, "when"))
                for i, each in enumerate(question.exempt)
            )
        where = ladder.silence.when if ladder.silence else None
        silence = self._boolean(where, early, ladder_sheet, ("silence", "when"))
        everything = {**with_tier, "findings": fired}
        items: dict[str, Boolean] = {}
        notes: dict[str, tuple[Boolean, ...]] = {}
        for book, sheet in self.books:
            for i, item in enumerate(book.items):
                items[item.id] = self._must(item.when, everything, sheet, ("items", i, "when"))
            for key in ("tiers", "findings", "items"):
                for i, owner in enumerate(getattr(book, key)):
                    notes[owner.id] = tuple(
                        self._must(note.when, everything, sheet, (key, i, "notes", j, "when"))
                        for j, note in enumerate(owner.notes)
                    )
        if self.faults:
            return None
        facts = self._facts_read()
        questions = {each: names(tree) if tree is not None else frozenset() for each, tree in asks.items()}
        order = self._order({**questions, **facts}, late)
        if found := oversized(self.amounts, order):
            name, extent = found
            message = f"with the facts it reads written out, `{name}` has {extent}."
            remedy = f"Count in fewer steps: {HEAVIEST:,} parts and {DEEPEST} levels are the most."
            self.fault(self.sheet, self._where(name), message, remedy)
        return Trees(
            symbols=everything,
            asks=asks,
            flags=self.flags,
            amounts=self.amounts,
            ordered=self.ordered,
            gates=gates,
            findings=findings,
            items=items,
            notes=notes,
            classes=classes,
            exempt=exempt,
            silence=silence,
            order=order,
            late=late,
            facts_read=facts,
        )

    def _facts_read(self) -> dict[str, frozenset[str]]:
        """What each fact reads."""
        reads = {each: names(tree) for each, tree in (*self.flags.items(), *self.amounts.items())}
        for each, cases in self.ordered.items():
            reads[each] = frozenset(name for when, _ in cases if when is not None for name in names(when))
        return reads

    def _read(
        self, reader: Callable[..., Any], text: str, symbols: Symbols, sheet: Document, at: Place
    ) -> Any:
        try:
            return reader(text, symbols)
        except ConditionError as error:
            remedy = error.remedy
            if any(f"called `{name}`" in error.message for name in ("tier", "findings", *self.late)):
                remedy = "Only late questions may read the tier, and only items the tier and the findings."
            message = f"in the condition, at character {error.at + 1}: {error.message}"
            self.fault(sheet, at, message, remedy)
            return None

    def _boolean(self, text: str | None, symbols: Symbols, sheet: Document, at: Place) -> Boolean | None:
        tree: Boolean | None = None if text is None else self._read(boolean, text, symbols, sheet, at)
        return tree

    def _must(self, text: str, symbols: Symbols, sheet: Document, at: Place) -> Boolean:
        tree: Boolean = self._read(boolean, text, symbols, sheet, at)
        return tree

    def _fact(
        self,
        fact: Fact,
        place: Place,
        symbols: Symbols,
    ) -> None:
        if (fact.is_ is None) == (fact.cases is None):
            message = f"the fact `{fact.id}` needs either `is` or `cases`."
            self.fault(self.sheet, place, message, "Give one of them.")
            return
        if fact.boundary and fact.kind != "boolean":
            message = f"`boundary` is for boolean facts, and `{fact.id}` is not one."
            self.fault(self.sheet, (*place, "boundary"), message, "Remove it, or make the comparison a fact.")
        if fact.kind == "ordered":
            if not fact.cases or len(fact.values) < 2:
                message = f"the ordered fact `{fact.id}` needs `values` and `cases`."
                self.fault(self.sheet, place, message, "List its values from low to high.")
                return
            self.ordered[fact.id] = self._ordered(
                fact.cases, fact.values, symbols, self.sheet, (*place, "cases")
            )
            return
        if fact.values:
            self.fault(self.sheet, (*place, "values"), f"`{fact.id}` is not ordered.", "Remove `values`.")
        cases = fact.cases or (Case.model_validate({"is": fact.is_}),)
        at = (*place, "cases") if fact.cases else (*place, "is")
        self._last_case(cases, self.sheet, at)
        reader = boolean if fact.kind == "boolean" else numeric
        join: Any = If if fact.kind == "boolean" else Choose
        tree: Any = None
        for i, case in reversed(list(enumerate(cases))):
            here = (*at, i, "is") if fact.cases else at
            value = self._read(reader, case.is_, symbols, self.sheet, here)
            when = self._boolean(case.when, symbols, self.sheet, (*at, i, "when"))
            tree = value if when is None else join(when, value, tree)
        (self.flags if fact.kind == "boolean" else self.amounts)[fact.id] = tree

    def _ordered(
        self, cases: tuple[Case, ...], values: tuple[str, ...], symbols: Symbols, sheet: Document, at: Place
    ) -> OrderedCases:
        self._last_case(cases, sheet, at)
        for i, case in enumerate(cases):
            if case.is_ not in values:
                remedy = similar(case.is_, values) or f"There are {', '.join(values)}."
                self.fault(sheet, (*at, i, "is"), f"`{case.is_}` is not one of the values.", remedy)
        return tuple(
            (self._boolean(c.when, symbols, sheet, (*at, i, "when")), c.is_) for i, c in enumerate(cases)
        )

    def _last_case(self, cases: tuple[Case, ...], sheet: Document, at: Place) -> None:
        for i, case in enumerate(cases):
            last = i == len(cases) - 1
            if last and case.when is not None:
                self.fault(
                    sheet, (*at, i), "the last case has a `when`, so some answers have no case.", "Remove it."
                )
            if not last and case.when is None:
                self.fault(
                    sheet, (*at, i), "a case without `when` comes before others.", "Move it to the end."
                )

    def _order(self, reads: Mapping[str, frozenset[str]], late: frozenset[str]) -> tuple[str, ...]:
        position = {name: i for i, name in enumerate(reads)}
        graph = {name: [r for r in read if r in position] for name, read in reads.items()}
        sorter = TopologicalSorter(graph)
        try:
            sorter.prepare()
        except CycleError as error:
            ring = error.args[1]
            words = " -> ".join(f"`{each}`" for each in ring)
            self.fault(
                self.sheet,
                self._where(ring[0]),
                f"these read each other in a circle: {words}.",
                "Break the circle.",
            )
            return ()
        order: list[str] = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready(), key=position.__getitem__)
            order += ready
            sorter.done(*ready)
        return (*(each for each in order if each not in late), *(each for each in order if each in late))

    def _where(self, name: str) -> Place:
        for i, fact in enumerate(self.questionnaire.facts):
            if fact.id == name:
                return ("facts", i)
        return next(place for place, question in placed_questions(self.questionnaire) if question.id == name)
