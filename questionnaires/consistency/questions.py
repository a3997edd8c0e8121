"""Whether the keys of a question belong together, and questions to the topics of their section."""

from questionnaires.conditions import similar
from questionnaires.documents import Place
from questionnaires.editions import UNKNOWN, UNSURE, choice_ids
from questionnaires.schema import Question
from questionnaires.strata import placed_questions

from .report import Report


def check_questions(report: Report) -> None:
    for place, question in placed_questions(report.questionnaire):
        _question(report, place, question)
    _topics(report)


def _question(report: Report, place: Place, question: Question) -> None:
    def fault(message: str, remedy: str, *at: str | int) -> None:
        report.fault(report.sheet, (*place, *at), f"question `{question.id}`: {message}", remedy)

    chooses = question.kind in ("one", "many")
    if chooses and len(question.choices) < 2:
        fault("needs at least two choices.", "List them under `choices`.", "choices")
    if not chooses and question.choices:
        fault(
            f"a `{question.kind}` question has no choices.",
            "Remove `choices`, or make it `one`.",
            "choices",
        )
    report.unique(
        "choice", [((*place, "choices", i), c.id) for i, c in enumerate(question.choices)], report.sheet
    )
    numeric_keys = ("unit", "above", "minimum", "maximum", "calculator", "example")
    for key in numeric_keys:
        if question.kind != "number" and getattr(question, key) is not None:
            fault(f"`{key}` belongs to numbers only.", "Remove it, or make the kind `number`.", key)
    if question.example is not None and not _within(question, question.example):
        fault(f"the example {question.example:g} is outside its limits.", "Give one within them.", "example")
    if question.above is not None and question.minimum is not None:
        fault("has both `above` and `minimum`.", "Keep one.", "above")
    if question.ordered and question.kind == "many":
        fault("a `many` question has no order of risk.", "Remove `ordered`.", "ordered")
    if question.kind == "yes_no" and question.ordered and not question.riskier:
        fault("does not say which answer is riskier.", "Add `riskier: 'yes'` or `riskier: 'no'`.", "ordered")
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
            fault("`unsure` is for `one` and `yes_no`.", "Remove it; a number can be `unknown`.", "unsure")
        elif counts_as and counts_as not in choice_ids(question):
            remedy = similar(counts_as, choice_ids(question)) or f"It has: {', '.join(choice_ids(question))}."
            fault(f"`unsure` counts as `{counts_as}`, which is no choice.", remedy, "unsure", "counts_as")


def _topics(report: Report) -> None:
    by_id: dict[str, list[Question]] = {}
    sections = list(enumerate(report.questionnaire.sections))
    places = [(("sections", i, "topics", j), t.id) for i, s in sections for j, t in enumerate(s.topics)]
    report.unique("topic", places, report.sheet)
    for i, section in sections:
        topics = {topic.id for topic in section.topics}
        for j, question in enumerate(section.questions):
            place = ("sections", i, "questions", j, "topic")
            if question.topic and question.topic not in topics:
                remedy = similar(question.topic, topics) or "Add it under `topics` of the section."
                report.fault(
                    report.sheet, place, f"there is no topic `{question.topic}` in this section.", remedy
                )
            if question.topic:
                by_id.setdefault(question.topic, []).append(question)
        for j, topic in enumerate(section.topics):
            at = ("sections", i, "topics", j)
            members = by_id.get(topic.id, [])
            if not members:
                report.fault(report.sheet, at, f"the topic `{topic.id}` has no question.", "Remove it.")
            if topic.layout == "grid" and len({(q.kind, choice_ids(q), bool(q.unsure)) for q in members}) > 1:
                message = f"the grid `{topic.id}` has questions with different choices."
                report.fault(report.sheet, at, message, "Make the choices alike, or use `layout: list`.")
            if topic.id in report.symbols:
                report.fault(
                    report.sheet, at, f"the id `{topic.id}` is a question's already.", "Choose another."
                )


def _within(question: Question, number: float) -> bool:
    """Whether a number is one that people may answer."""
    above, low, high = question.above, question.minimum, question.maximum
    return (
        (above is None or number > above)
        and (low is None or number >= low)
        and (high is None or number <= high)
    )
