"""Whether the parts of an edition fit together: ids, references, keys that belong together.

All faults are gathered, each with its place; conditions are read (`strata`) once the names are right.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from . import strata
from .conditions import Symbol, similar
from .conditions.tree import SymbolKind
from .documents import MOST_FAULTS, Document, Fault, InvalidDocument, Place
from .editions import UNKNOWN, UNSURE, Trees, choice_ids
from .schema import Item, Question, Questionnaire, Rulebook
from .strata import Books, placed_questions

RESERVED = frozenset(
    {"tier", "findings", "true", "false", "in", UNKNOWN, "atLeast", "anyOf", "only", "known", "size"}
)


def check(questionnaire: Questionnaire, sheet: Document, books: Books) -> tuple[Trees | None, list[Fault]]:
    """Check an edition; the trees are there only where nothing is wrong."""
    checker = _Checker(questionnaire, sheet, books)
    trees = checker.run()
    return (None if checker.faults else trees), checker.faults


class _Checker:
    def __init__(self, questionnaire: Questionnaire, sheet: Document, books: Books) -> None:
        self.questionnaire, self.sheet, self.books = questionnaire, sheet, books
        self.faults: list[Fault] = []
        self.symbols: dict[str, Symbol] = {}
        self.where: dict[str, Place] = {}
        self.unreadable = False
        self.ladder = next((pair for pair in books if pair[0].id == questionnaire.ladder), None)

    def fault(self, sheet: Document, place: Place, message: str, remedy: str = "") -> None:
        self.faults.append(sheet.fault(place, message, remedy))
        if len(self.faults) == MOST_FAULTS:
            raise InvalidDocument(self.faults)

    def run(self) -> Trees | None:
        self._names()
        ambiguous = bool(self.faults)  # conditions are read against names that must be right
        self._sources()
        for place, question in placed_questions(self.questionnaire):
            self._question(place, question)
        self._topics()
        if self.ladder is None:
            known = [book.id for book, _ in self.books if book.kind == "ladder"]
            remedy = similar(self.questionnaire.ladder, known) or "Add it to rulebooks/."
            self.fault(
                self.sheet, ("ladder",), f"there is no rulebook `{self.questionnaire.ladder}`.", remedy
            )
            return None
        self._rulebooks()
        if ambiguous or self.unreadable:
            return None
        trees, faults = strata.read(self.questionnaire, self.sheet, self.books, self.symbols)
        self.faults += faults
        return trees

    # names -----------------------------------------------------------------------------------------

    def _names(self) -> None:
        q = self.questionnaire
        for name, values in q.lists.items():
            self._symbol(("lists", name), Symbol(name, "list", values))
        for i, parameter in enumerate(q.parameters):
            self._symbol(("parameters", i), Symbol(parameter.id, "number"))
        for place, question in placed_questions(q):
            self._symbol(place, _question_symbol(question))
        for i, fact in enumerate(q.facts):
            kinds: Mapping[str, SymbolKind] = {"boolean": "boolean", "number": "number", "ordered": "choice"}
            self._symbol(("facts", i), Symbol(fact.id, kinds[fact.kind], fact.values, fact.values))
        self._unique("section", [(("sections", i), s.id) for i, s in enumerate(q.sections)], self.sheet)

    def _symbol(self, place: Place, symbol: Symbol) -> None:
        if symbol.name in RESERVED:
            self.fault(
                self.sheet,
                place,
                f"`{symbol.name}` is a word of the condition language.",
                "Choose another id.",
            )
        if symbol.name in self.symbols:
            first = self.sheet.line(self.where[symbol.name])
            message = f"the id `{symbol.name}` is already used on line {first}."
            self.fault(
                self.sheet, place, message, "Questions, facts, parameters and lists need different ids."
            )
        self.symbols[symbol.name] = symbol
        self.where[symbol.name] = place

    def _unique(self, what: str, ids: Iterable[tuple[Place, str]], sheet: Document) -> None:
        seen: dict[str, Place] = {}
        for place, each in ids:
            if each in seen:
                message = f"the {what} `{each}` is already there on line {sheet.line(seen[each])}."
                self.fault(sheet, place, message, "Give each its own id.")
            seen[each] = place

    def _sources(self) -> None:
        for sheet in (self.sheet, *(document for _, document in self.books)):
            for place in sheet.lines:
                named = place[-2:-1] in (("works",), ("answers",))  # a work, or a question, of that name
                if place and place[-1] == "work" and not named:
                    code = _at(sheet.data, place)
                    if code not in self.questionnaire.works:
                        remedy = (
                            similar(str(code), self.questionnaire.works)
                            or "Add it to `works` of the questionnaire."
                        )
                        self.fault(sheet, place, f"the work `{code}` is not in the list of works.", remedy)

    # questions -------------------------------------------------------------------------------------

    def _question(self, place: Place, question: Question) -> None:
        def fault(message: str, remedy: str, *at: str | int) -> None:
            self.fault(self.sheet, (*place, *at), f"question `{question.id}`: {message}", remedy)

        chooses = question.kind in ("one", "many")
        if chooses and len(question.choices) < 2:
            fault("needs at least two choices.", "List them under `choices`.", "choices")
        if not chooses and question.choices:
            fault(
                f"a `{question.kind}` question has no choices.",
                "Remove `choices`, or make it `one`.",
                "choices",
            )
        self._unique(
            "choice", [((*place, "choices", i), c.id) for i, c in enumerate(question.choices)], self.sheet
        )
        numeric_keys = ("unit", "above", "minimum", "maximum", "calculator", "example")
        for key in numeric_keys:
            if question.kind != "number" and getattr(question, key) is not None:
                fault(f"`{key}` belongs to numbers only.", "Remove it, or make the kind `number`.", key)
        if question.example is not None and not _within(question, question.example):
            fault(
                f"the example {question.example:g} is outside its limits.", "Give one within them.", "example"
            )
        if question.above is not None and question.minimum is not None:
            fault("has both `above` and `minimum`.", "Keep one.", "above")
        if question.ordered and question.kind == "many":
            fault("a `many` question has no order of risk.", "Remove `ordered`.", "ordered")
        if question.kind == "yes_no" and question.ordered and not question.riskier:
            fault(
                "does not say which answer is riskier.", "Add `riskier: 'yes'` or `riskier: 'no'`.", "ordered"
            )
        for i, choice in enumerate(question.choices):
            at = ("choices", i)
            if choice.id in (UNSURE, UNKNOWN) and question.unsure and choice.id == UNSURE:
                fault("`unsure` is offered by the key `unsure`.", "Remove the choice.", *at)
            if choice.exclusive and question.kind != "many":
                fault("`exclusive` is for `many` questions.", "Remove it.", *at, "exclusive")
            for key in ("stands_for_any", "makes_provisional"):
                if getattr(choice, key) and question.kind != "one":
                    fault(f"`{key}` is for `one` questions.", "Remove it.", *at, key)
        if question.unsure:
            counts_as = question.unsure.counts_as
            if question.kind not in ("one", "yes_no"):
                fault(
                    "`unsure` is for `one` and `yes_no`.", "Remove it; a number can be `unknown`.", "unsure"
                )
            elif counts_as and counts_as not in choice_ids(question):
                remedy = (
                    similar(counts_as, choice_ids(question)) or f"It has: {', '.join(choice_ids(question))}."
                )
                fault(f"`unsure` counts as `{counts_as}`, which is no choice.", remedy, "unsure", "counts_as")

    def _topics(self) -> None:
        by_id: dict[str, list[Question]] = {}
        sections = list(enumerate(self.questionnaire.sections))
        places = [(("sections", i, "topics", j), t.id) for i, s in sections for j, t in enumerate(s.topics)]
        self._unique("topic", places, self.sheet)
        for i, section in sections:
            topics = {topic.id for topic in section.topics}
            for j, question in enumerate(section.questions):
                place = ("sections", i, "questions", j, "topic")
                if question.topic and question.topic not in topics:
                    remedy = similar(question.topic, topics) or "Add it under `topics` of the section."
                    self.fault(
                        self.sheet, place, f"there is no topic `{question.topic}` in this section.", remedy
                    )
                if question.topic:
                    by_id.setdefault(question.topic, []).append(question)
            for j, topic in enumerate(section.topics):
                at = ("sections", i, "topics", j)
                members = by_id.get(topic.id, [])
                if not members:
                    self.fault(self.sheet, at, f"the topic `{topic.id}` has no question.", "Remove it.")
                if (
                    topic.layout == "grid"
                    and len({(q.kind, choice_ids(q), bool(q.unsure)) for q in members}) > 1
                ):
                    message = f"the grid `{topic.id}` has questions with different choices."
                    self.fault(self.sheet, at, message, "Make the choices alike, or use `layout: list`.")
                if topic.id in self.symbols:
                    self.fault(
                        self.sheet, at, f"the id `{topic.id}` is a question's already.", "Choose another."
                    )

    # rulebooks -------------------------------------------------------------------------------------

    def _rulebooks(self) -> None:
        seen: dict[str, str] = {}
        found = {book.id for book, _ in self.books}
        for i, listed in enumerate(self.questionnaire.rulebooks):
            if listed not in found:
                remedy = similar(listed, found) or "Add the file, or remove it from the list."
                self.fault(self.sheet, ("rulebooks", i), f"there is no rulebook `{listed}`.", remedy)
        items = {item.id for book, _ in self.books for item in book.items}
        files: dict[str, str] = {}
        for book, sheet in self.books:
            if book.id in files:
                message = f"the rulebook `{book.id}` is already in {files[book.id]}."
                self.fault(sheet, ("id",), message, "Give each its own id.")
            files[book.id] = sheet.file
            if book.id not in self.questionnaire.rulebooks:
                message = f"the rulebook `{book.id}` is not listed in the questionnaire."
                self.fault(sheet, ("id",), message, "Add it to `rulebooks` there.")
            if book.kind == "ladder" and book.id == self.questionnaire.ladder:
                self._ladder(book, sheet)
            elif book.id == self.questionnaire.ladder:
                message = f"the rulebook `{book.id}` is not a ladder, but the questionnaire names it so."
                self.fault(sheet, ("kind",), message, "Write `kind: ladder`, or name another.")
            elif book.tiers or book.gates or book.classes or book.findings:
                message = "only the ladder has tiers, gates, classes and findings."
                self.fault(sheet, ("id",), message, "Move them there.")
            for key in ("findings", "items"):
                for i, rule in enumerate(getattr(book, key)):
                    place: Place = (key, i)
                    if rule.id in seen:
                        message = f"`{rule.id}` is already in {seen[rule.id]}."
                        self.fault(sheet, place, message, "Give each its own id.")
                    seen[rule.id] = f"{sheet.file}:{sheet.line(place)}"
            for i, item in enumerate(book.items):
                self._item(item, items, sheet, ("items", i))

    def _ladder(self, book: Rulebook, sheet: Document) -> None:
        tiers = [tier.id for tier in book.tiers]
        self._unique("tier", [(("tiers", i), each) for i, each in enumerate(tiers)], sheet)
        if len(tiers) < 2 or book.validity is None:
            self.fault(
                sheet, ("id",), "a ladder needs `tiers` and `validity`.", "Add them, lowest tier first."
            )
        self._unique("gate", [(("gates", i), gate.id) for i, gate in enumerate(book.gates)], sheet)
        for i, gate in enumerate(book.gates):
            if gate.outcome in tiers:
                self.fault(
                    sheet, ("gates", i), f"`{gate.outcome}` is a tier.", "A gate needs an outcome of its own."
                )
        for i, finding in enumerate(book.findings):
            if finding.tier not in tiers:
                remedy = similar(finding.tier, tiers) or f"There are {', '.join(tiers)}."
                self.fault(sheet, ("findings", i, "tier"), f"there is no tier `{finding.tier}`.", remedy)
        if book.change_class is not None:
            symbol = self.symbols.get(book.change_class)
            fact_ids = {fact.id for fact in self.questionnaire.facts}
            if symbol is None or symbol.kind != "choice" or book.change_class not in fact_ids:
                self.unreadable = True
                message = f"`{book.change_class}` is not an ordered fact."
                self.fault(sheet, ("change_class",), message, similar(book.change_class, fact_ids))
            elif tuple(each.id for each in book.classes) != symbol.values:
                message = f"`classes` must be {', '.join(symbol.values)}, in this order."
                self.fault(sheet, ("classes",), message, "They name the values of the class of change.")

    def _item(self, item: Item, items: set[str], sheet: Document, place: Place) -> None:
        if item.valid_from and item.valid_to and item.valid_to < item.valid_from:
            message = f"`{item.id}` ends before it begins."
            self.fault(sheet, (*place, "valid_to"), message, "Correct one of the dates.")
        if item.kind == "law" and not (item.source[0].checked_on and item.source[0].against):
            message = f"the law item `{item.id}` does not say when and against what it was checked."
            self.fault(
                sheet, (*place, "source"), message, "Add `checked_on` and `against` to its (first) source."
            )
        for i, other in enumerate(item.excludes):
            if other not in items:
                remedy = similar(other, items)
                self.fault(sheet, (*place, "excludes", i), f"there is no item `{other}` to exclude.", remedy)


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


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def _within(question: Question, number: float) -> bool:
    """Whether a number is one that people may answer."""
    above, low, high = question.above, question.minimum, question.maximum
    return (
        (above is None or number > above)
        and (low is None or number >= low)
        and (high is None or number <= high)
    )
