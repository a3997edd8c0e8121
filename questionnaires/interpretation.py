"""An edition read by tracing: values and the answers they come from, name by name.

Slower than the compiled reading and independent of it; explanations come from here, and the tests hold the
two against each other.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from .answering import is_answered
from .conditions.tracing import NONE, Amount, Options, Reasons, Trace, Tracer, join
from .conditions.tree import Choose, Known, Quantity
from .editions import UNKNOWN, UNSURE, Edition, OrderedCases
from .encoding import Answers
from .schema import Question


class Interpretation:
    """Reads one set of answers with the parameters of one day; every name is read once."""

    def __init__(self, edition: Edition, answers: Answers, parameters: dict[str, float]) -> None:
        self.edition, self.answers, self.parameters = edition, answers, parameters
        self.tracer = Tracer(self._options, self._flag, self._amount)
        self._asked: dict[str, Trace] = {}
        self._flags: dict[str, Trace] = {}
        self._amounts: dict[str, Amount] = {}
        self._known_options: dict[str, Options] = {}
        self._findings: dict[str, Trace] = {}
        self._read_in_order()

    def _read_in_order(self) -> None:
        """Read every name after those it reads, so that a long chain of them is no deep recursion."""
        trees = self.edition.trees
        for name in trees.order:
            if name in trees.flags:
                self._flag(name)
            elif name in trees.amounts:
                self._amount(name)
            elif name in trees.ordered:
                self._options(name)
            else:
                self.asked(name)

    def asked(self, question_id: str) -> Trace:
        if question_id not in self._asked:
            tree = self.edition.trees.asks[question_id]
            self._asked[question_id] = Trace(True, NONE) if tree is None else self.tracer.boolean(tree)
        return self._asked[question_id]

    def gate(self) -> Trace:
        traces = [self.tracer.boolean(tree) for tree in self.edition.trees.gates.values()]
        if any(trace.value for trace in traces):
            return Trace(True, join(*(trace.reasons for trace in traces if trace.value)))
        return Trace(None if any(trace.value is None for trace in traces) else False, NONE)

    def finding(self, finding_id: str) -> Trace:
        if finding_id not in self._findings:
            self._findings[finding_id] = self._ungated(
                self.tracer.boolean(self.edition.trees.findings[finding_id])
            )
        return self._findings[finding_id]

    def item(self, item_id: str) -> Trace:
        return self._ungated(self.tracer.boolean(self.edition.trees.items[item_id]))

    def _ungated(self, trace: Trace) -> Trace:
        gate = self.gate().value
        if gate:
            return Trace(False, NONE)
        return Trace(None, trace.reasons) if gate is None and trace.value else trace

    def notes(self, owner_id: str) -> tuple[bool, ...]:
        """Which of the notes of a tier, finding or item apply."""
        return tuple(
            bool(self.tracer.boolean(tree).value) for tree in self.edition.trees.notes.get(owner_id, ())
        )

    @property
    def one_step(self) -> Tracer:
        """Reads trees as `tracer` does, but facts and the tier are reasons themselves, not what is behind."""

        def options(name: str) -> Options:
            found = self._options(name)
            return found if found.reasons is None else replace(found, reasons={name: frozenset()}, cases=())

        return Tracer(
            options,
            lambda name: Trace(self._flag(name).value, {name: frozenset()}),
            lambda name: Amount(self._amount(name).value, {name: frozenset()}),
        )

    def ordered(self, cases: OrderedCases, tracer: Tracer | None = None) -> Options:
        """The values that a definition by cases may still have, with the answers that settled it."""
        read = (tracer or self.tracer).boolean
        traces = [(Trace(True, NONE) if when is None else read(when), value) for when, value in cases]
        settled = next(i for i, (trace, _value) in enumerate(traces) if trace.value)  # the last holds always
        open_ = [(trace, value) for trace, value in traces[: settled + 1] if trace.value is not False]
        return Options(
            frozenset(value for _trace, value in open_),
            reasons=join(*(trace.reasons for trace, _value in open_)),
            cases=tuple(traces),
        )

    def stand_in(self, question_id: str) -> Amount | None:
        """The number that the rules use where this one is unknown: that of a fact which is the answer if it
        is known, and otherwise something else that is. None where there is no such number."""
        for name, tree in self.edition.trees.amounts.items():
            match tree:
                case Choose(Known(asked), Quantity(taken)) if asked == taken == question_id:
                    amount = self._amount(name)
                    if amount.value is not None and not math.isnan(amount.value):
                        return amount
        return None

    # look-ups of the tracer ------------------------------------------------------------------------

    def _options(self, name: str) -> Options:
        if name not in self._known_options:
            self._known_options[name] = self._find_options(name)
        return self._known_options[name]

    def _find_options(self, name: str) -> Options:
        if name == "tier":
            return self._tier()
        if name == "findings":
            return self._fired()
        if name in self.edition.trees.ordered:
            return self.ordered(self.edition.trees.ordered[name])
        question = self.edition.questions[name]
        asked, value = self.asked(name).value, self.answers.get(name)
        values = self.edition.trees.symbols[name].values
        if question.kind == "many":
            if asked is False:
                return Options(frozenset())
            ticked = frozenset(value) if value else None  # a list with no choice in it is no answer
            return Options(
                frozenset(values) if ticked is None else ticked, ticked if asked and ticked else frozenset()
            )
        if asked is False:
            return Options(frozenset({None}))
        possible: set[str | None] = set(values) if value is None else {_reads_as(question, value)}
        return Options(frozenset(possible if asked else {*possible, None}))

    def _flag(self, name: str) -> Trace:
        if name not in self._flags:
            self._flags[name] = self.tracer.boolean(self.edition.trees.flags[name])
        return self._flags[name]

    def _amount(self, name: str) -> Amount:
        if name not in self._amounts:
            self._amounts[name] = self._find_amount(name)
        return self._amounts[name]

    def _find_amount(self, name: str) -> Amount:
        if name in self.parameters:
            return Amount(self.parameters[name], NONE)
        if name in self.edition.trees.amounts:
            return self.tracer.numeric(self.edition.trees.amounts[name])
        reasons: Reasons = {name: frozenset()}
        asked, value = self.asked(name).value, self.answers.get(name)
        unknown = value == UNKNOWN
        if asked is False:
            return Amount(math.nan, NONE)
        if not is_answered(value) or (asked is None and not unknown):
            return Amount(None, reasons)
        return Amount(math.nan if unknown else float(value), reasons)  # type: ignore[arg-type]  # answered

    def _tier(self) -> Options:
        """The outcomes still possible: the highest tier that surely fires, and those that may above it."""
        gate, tiers = self.gate(), self.edition.tiers
        outcomes: set[str | None] = set()
        if gate.value is not False:
            trees = self.edition.trees.gates
            outcomes |= {
                self.edition.gates[each].outcome
                for each, tree in trees.items()
                if self.tracer.boolean(tree).value is not False
            }
        if gate.value:
            return Options(frozenset(outcomes), reasons=gate.reasons)
        traces = [(tiers.index(f.tier), self.finding(f.id)) for f in self.edition.findings.values()]
        level = max((at for at, trace in traces if trace.value), default=0)
        above = {at for at, trace in traces if trace.value is None and at > level}
        reasons = join(*(trace.reasons for at, trace in traces if at == level and trace.value))
        return Options(frozenset({tiers[level], *(tiers[at] for at in above)} | outcomes), reasons=reasons)

    def _fired(self) -> Options:
        traces = {each: self.finding(each) for each in self.edition.findings}
        return Options(
            frozenset(each for each, trace in traces.items() if trace.value is not False),
            frozenset(each for each, trace in traces.items() if trace.value),
        )

    def expand(self, reasons: Reasons) -> Reasons:
        """Reasons in terms of questions only: fired findings are replaced by their own reasons."""
        if "findings" not in reasons:
            return reasons
        rest = {name: values for name, values in reasons.items() if name != "findings"}
        return join(rest, *(self.finding(each).reasons for each in reasons["findings"]))


def _reads_as(question: Question, value: str) -> str:
    if value == UNSURE and question.unsure and question.unsure.counts_as:
        return question.unsure.counts_as
    return value


def in_order(edition: Edition, reasons: Reasons) -> Sequence[str]:
    """The questions of reasons, in the order of the questionnaire."""
    return tuple(each for each in edition.questions if each in reasons)
