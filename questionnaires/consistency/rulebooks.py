"""Whether rulebooks are listed, name what is there, and have what their kind needs; and cited works."""

from typing import Any

from questionnaires.conditions import similar
from questionnaires.documents import Document, Place
from questionnaires.schema import Item, Rulebook

from .report import Report


def check_sources(report: Report) -> None:
    """Each work that is cited, in any file, is in the list of works."""
    for sheet in (report.sheet, *(document for _, document in report.books)):
        for place in sheet.lines:
            named = place[-2:-1] in (("works",), ("answers",))  # a work, or a question, of that name
            if place and place[-1] == "work" and not named:
                code = _at(sheet.data, place)
                if code not in report.questionnaire.works:
                    remedy = (
                        similar(str(code), report.questionnaire.works)
                        or "Add it to `works` of the questionnaire."
                    )
                    report.fault(sheet, place, f"the work `{code}` is not in the list of works.", remedy)


def check_rulebooks(report: Report) -> None:
    seen: dict[str, str] = {}
    found = {book.id for book, _ in report.books}
    for i, listed in enumerate(report.questionnaire.rulebooks):
        if listed not in found:
            remedy = similar(listed, found) or "Add the file, or remove it from the list."
            report.fault(report.sheet, ("rulebooks", i), f"there is no rulebook `{listed}`.", remedy)
    items = {item.id for book, _ in report.books for item in book.items}
    files: dict[str, str] = {}
    for book, sheet in report.books:
        if book.id in files:
            message = f"the rulebook `{book.id}` is already in {files[book.id]}."
            report.fault(sheet, ("id",), message, "Give each its own id.")
        files[book.id] = sheet.file
        if book.id not in report.questionnaire.rulebooks:
            message = f"the rulebook `{book.id}` is not listed in the questionnaire."
            report.fault(sheet, ("id",), message, "Add it to `rulebooks` there.")
        if book.kind == "ladder" and book.id == report.questionnaire.ladder:
            _ladder(report, book, sheet)
        elif book.id == report.questionnaire.ladder:
            message = f"the rulebook `{book.id}` is not a ladder, but the questionnaire names it so."
            report.fault(sheet, ("kind",), message, "Write `kind: ladder`, or name another.")
        elif book.tiers or book.gates or book.classes or book.findings:
            message = "only the ladder has tiers, gates, classes and findings."
            report.fault(sheet, ("id",), message, "Move them there.")
        for key in ("findings", "items"):
            for i, rule in enumerate(getattr(book, key)):
                place: Place = (key, i)
                if rule.id in seen:
                    message = f"`{rule.id}` is already in {seen[rule.id]}."
                    report.fault(sheet, place, message, "Give each its own id.")
                seen[rule.id] = f"{sheet.file}:{sheet.line(place)}"
        for i, item in enumerate(book.items):
            _item(report, item, items, sheet, ("items", i))


def _ladder(report: Report, book: Rulebook, sheet: Document) -> None:
    tiers = [tier.id for tier in book.tiers]
    report.unique("tier", [(("tiers", i), each) for i, each in enumerate(tiers)], sheet)
    if len(tiers) < 2 or book.validity is None:
        report.fault(sheet, ("id",), "a ladder needs `tiers` and `validity`.", "Add them, lowest tier first.")
    report.unique("gate", [(("gates", i), gate.id) for i, gate in enumerate(book.gates)], sheet)
    for i, gate in enumerate(book.gates):
        if gate.outcome in tiers:
            report.fault(
                sheet, ("gates", i), f"`{gate.outcome}` is a tier.", "A gate needs an outcome of its own."
            )
    for i, finding in enumerate(book.findings):
        if finding.tier not in tiers:
            remedy = similar(finding.tier, tiers) or f"There are {', '.join(tiers)}."
            report.fault(sheet, ("findings", i, "tier"), f"there is no tier `{finding.tier}`.", remedy)
    if book.change_class is not None:
        symbol = report.symbols.get(book.change_class)
        fact_ids = {fact.id for fact in report.questionnaire.facts}
        if symbol is None or symbol.kind != "choice" or book.change_class not in fact_ids:
            report.unreadable = True
            message = f"`{book.change_class}` is not an ordered fact."
            report.fault(sheet, ("change_class",), message, similar(book.change_class, fact_ids))
        elif tuple(each.id for each in book.classes) != symbol.values:
            message = f"`classes` must be {', '.join(symbol.values)}, in this order."
            report.fault(sheet, ("classes",), message, "They name the values of the class of change.")


def _item(report: Report, item: Item, items: set[str], sheet: Document, place: Place) -> None:
    if item.valid_from and item.valid_to and item.valid_to < item.valid_from:
        message = f"`{item.id}` ends before it begins."
        report.fault(sheet, (*place, "valid_to"), message, "Correct one of the dates.")
    if item.kind == "law" and not (item.source[0].checked_on and item.source[0].against):
        message = f"the law item `{item.id}` does not say when and against what it was checked."
        report.fault(
            sheet, (*place, "source"), message, "Add `checked_on` and `against` to its (first) source."
        )
    for i, other in enumerate(item.excludes):
        if other not in items:
            remedy = similar(other, items)
            report.fault(sheet, (*place, "excludes", i), f"there is no item `{other}` to exclude.", remedy)


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data
