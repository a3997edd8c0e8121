"""What a signatory should know before signing. None of it forbids to."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.assessments.queries import Standing

from .reassessing import Reassessment, reassessment

LAW_CHECKED_DAYS = 180  # after which a look at a law counts as old; our own convention
FEW = 3  # sections that are named; of more, their number is told


def warnings(standing: Standing) -> list[str]:
    outcome, explanation = standing.outcome, standing.explanation
    found = []
    if outcome.provisional and explanation.tier:
        days = standing.edition.ladder.validity.provisional_days if standing.edition.ladder.validity else 0
        found.append(_("It is provisional, and holds for %s days only.") % days)
    if n := len(explanation.assumptions):
        text = ngettext(
            "One answer is “not sure” or “unknown”, and was read on the cautious side. The PDF says so.",
            "%(n)s answers are “not sure” or “unknown”, and were read on the cautious side. The PDF says so.",
            n,
        )
        found.append(text % {"n": n})
    laws = explanation.items_of("law")
    long_ago = outcome.on - timedelta(days=LAW_CHECKED_DAYS)
    old = [
        each.item.id
        for each in laws
        if any(source.checked_on and source.checked_on < long_ago for source in each.item.source)
    ]
    if old:
        text = _(
            "These laws were last checked more than %(days)s days ago: %(laws)s. Check them with counsel."
        )
        found.append(text % {"days": LAW_CHECKED_DAYS, "laws": ", ".join(old)})
    unchecked = [each.item.id for each in laws if each.unchecked]
    if unchecked:
        text = _("These laws were not yet checked against their primary text: %s.")
        found.append(text % ", ".join(unchecked))
    if standing.newer:
        found.append(_("There is a newer version of the questions: %s.") % standing.newer.version)
    again = reassessment(standing)
    if again and again.unconfirmed:
        found.append(_unconfirmed(again))
    return found


def _unconfirmed(again: Reassessment) -> str:
    left = [each.state.section.title for each in again.unconfirmed]
    if len(left) == len(again.sections):
        return _("Since the last attestation nobody confirmed that the answers still hold.")
    if len(left) > FEW:
        text = _("Since the last attestation nobody confirmed %(n)s of the %(all)s sections.")
        return text % {"n": len(left), "all": len(again.sections)}
    return _("Since the last attestation nobody confirmed: %s.") % ", ".join(left)
