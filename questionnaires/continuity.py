"""Whether what a version says about carrying answers over fits it and the version before.

Each fault has its place and remedy. Whoever rewords a question has to say whether old answers still hold, so
that nobody forgets; a changed help or reason is shown by `compare` and asks for nothing.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from .carrying import CHOOSING, Route, routes
from .conditions import similar
from .documents import Document, Fault, InvalidDocument, Place, read
from .editions import Edition, values_offered
from .loading import load, version_key
from .schema import CarriesOver, Question
from .strata import placed_questions


def check(new: Edition, directory: Path) -> list[Fault]:
    """All faults of the carry-over of the edition in a directory; none where it declares none."""
    rule = new.questionnaire.carries_over
    if rule is None:
        return []
    sheet = read(directory / "questionnaire.yaml")
    at = ("carries_over", "from")
    there = {each.parent.name for each in directory.parent.glob("*/questionnaire.yaml")}
    earlier = sorted((each for each in there if _before(each, new.version)), key=version_key)
    if rule.from_ not in earlier:
        remedy = (
            f"There are: {', '.join(earlier)}." if earlier else "Remove `carries_over`: this is the first."
        )
        return [sheet.fault(at, f"there is no version {rule.from_} before this one.", remedy)]
    try:
        old = load(directory.parent / rule.from_)
    except InvalidDocument:
        return [sheet.fault(at, f"the version {rule.from_} is broken.", "Check and mend it first.")]
    return _Checker(old, new, rule, sheet).run()


def _before(version: str, other: str) -> bool:
    return version_key(version) < version_key(other)


def reworded(old: Question, new: Question, renamed: Mapping[str, str] | None = None) -> str:
    """What of a question changed that answers may depend on, in words; empty where nothing did."""
    names = renamed or {}
    choices = {names.get(each.id, each.id): each.text for each in old.choices}
    if old.text != new.text:
        return "its text"
    if choices != {each.id: each.text for each in new.choices}:
        return "its choices"
    if old.unit != new.unit:
        return "its unit"
    counts = [each.unsure.counts_as if each.unsure else None for each in (old, new)]
    return "what “I am not sure” counts as" if counts[0] != counts[1] else ""


class _Checker:
    def __init__(self, old: Edition, new: Edition, rule: CarriesOver, sheet: Document) -> None:
        self.old, self.new, self.rule, self.sheet = old, new, rule, sheet
        self.faults: list[Fault] = []
        self.places = {question.id: place for place, question in placed_questions(new.questionnaire)}

    def fault(self, place: Place, message: str, remedy: str) -> None:
        self.faults.append(self.sheet.fault(place, message, remedy))

    def run(self) -> list[Fault]:
        self._known()
        if not self.faults:  # what follows reads these names
            self._said_once()
            found = routes(self.old, self.new)
            for route in found.values():
                self._kinds(route)
                self._choices(route)
                self._decided(route)
            self._gone(found)
        return self.faults

    # names -----------------------------------------------------------------------------------------

    def _known(self) -> None:
        rule = self.rule
        for each in rule.answers:
            self._name(("answers", each), each, self.new)
            for i, origin in enumerate(rule.answers[each].from_):
                self._name(("answers", each, "from", i), origin, self.old)
            if not rule.answers[each].from_ and each in self.new.questions:
                self._name(("answers", each), each, self.old)
        for key in ("kept", "ask_again"):
            for i, each in enumerate(getattr(rule, key)):
                self._name((key, i), each, self.new)
                if each in self.new.questions and each not in rule.answers:
                    self._name((key, i), each, self.old)
        for i, each in enumerate(rule.dropped):
            self._name(("dropped", i), each, self.old)

    def _name(self, at: Place, name: str, edition: Edition) -> None:
        if name not in edition.questions:
            remedy = similar(name, edition.questions) or "Remove it."
            message = f"{edition.version} has no question `{name}`."
            self.fault(("carries_over", *at), message, remedy)

    def _said_once(self) -> None:
        rule = self.rule
        for i, each in enumerate(rule.ask_again):
            if each in rule.kept:
                message = f"`{each}` is both `kept` and in `ask_again`."
                self.fault(("carries_over", "ask_again", i), message, "Keep one of them.")
        taken = {origin for each in rule.answers.values() for origin in each.from_}
        for i, each in enumerate(rule.dropped):
            at = ("carries_over", "dropped", i)
            if each in taken:
                self.fault(at, f"`{each}` is dropped, and `answers` takes from it.", "Remove one of them.")
            elif each in self.new.questions:
                message = f"`{each}` is dropped, and {self.new.version} still asks it."
                self.fault(at, message, "Put it into `ask_again` instead.")

    # what becomes of each question -------------------------------------------------------------------

    def _kinds(self, route: Route) -> None:
        question = self.new.questions[route.question]
        if route.how == "asked_again":
            return
        for each in route.origins:
            origin = self.old.questions[each]
            choosing = origin.kind in CHOOSING and question.kind in CHOOSING
            if origin.kind != question.kind and not choosing:
                message = f"`{question.id}` is `{question.kind}`, and `{each}` was `{origin.kind}`."
                self.fault(self._where(route), message, "Put it into `ask_again`: no answer fits both.")
            elif origin.unit != question.unit:
                message = f"`{question.id}` is in {question.unit}, and `{each}` was in {origin.unit}."
                self.fault(self._where(route), message, "Put it into `ask_again`.")

    def _choices(self, route: Route) -> None:
        offered = values_offered(self.new.questions[route.question])
        known = [value for each in route.origins for value in values_offered(self.old.questions[each])]
        for before, after in route.choices.items():
            at = ("carries_over", "answers", route.question, "choices", before)
            if before not in known:
                remedy = similar(before, known) or _there_are(known)
                self.fault(at, f"{self.old.version} had no choice `{before}` there.", remedy)
            if after not in offered:
                remedy = similar(after, offered) or _there_are(offered)
                self.fault(at, f"`{route.question}` has no choice `{after}`.", remedy)

    def _decided(self, route: Route) -> None:
        """Whoever rewords a question says whether its old answers still hold."""
        said = {*self.rule.answers, *self.rule.kept, *self.rule.ask_again}
        if route.how != "same" or route.question in said:
            return
        what = reworded(self.old.questions[route.question], self.new.questions[route.question])
        if what:
            message = f"`{route.question}` changed since {self.old.version}: {what}."
            remedy = "Put it into `kept` of `carries_over` if old answers still hold, else into `ask_again`."
            self.fault(self.places[route.question], message, remedy)

    def _gone(self, found: Mapping[str, Route]) -> None:
        taken = {origin for route in found.values() for origin in route.origins}
        for each in self.old.questions:
            if each not in taken and each not in self.rule.dropped:
                message = f"nothing takes the answers to `{each}` of {self.old.version}."
                remedy = f"Put `{each}` into `dropped`, or name it in `from` of a question under `answers`."
                self.fault(("carries_over",), message, remedy)

    def _where(self, route: Route) -> Place:
        listed = route.question in self.rule.answers
        return ("carries_over", "answers", route.question) if listed else self.places[route.question]


def _there_are(ids: Iterable[str]) -> str:
    found = ", ".join(ids)
    return f"There are: {found}." if found else "Remove it: there are no choices."
