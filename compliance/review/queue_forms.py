"""What a reviewer asks of the queue. An address carries all of it, so that it can be kept and sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from compliance.accounts.forms import NameField, PlainForm
from compliance.accounts.models import Membership

from . import labels, offered
from .conditions import Filters
from .forms import TOO_LONG
from .models import State
from .reviewing import FOUR_EYES
from .sorts import SORTS, Place, Sort

ANY = ("", _("any"))
MOST_WORDS = 10
TWO_DECIDE = "two"  # of the tiers: those that two reviewers decide about

# As labels begin, by the name of a filter; what is typed in the last two is looked for word by word.
LABELS = {
    "questionnaire": "questionnaire",
    "change": "class",
    "finding": "finding",
    "item": "item",
    "market": "markets",
    "sector": "sectors",
    "provisional": "provisional",
}
WORDS = {"words": "word", "base": "base"}
RECEIVED: Mapping[str, tuple[int | None, int | None]] = {
    "7": (7, None),
    "30": (30, None),
    "before30": (None, 30),
    "before90": (None, 90),
}


def choice(label: Any, choices: Sequence[Any] = ()) -> forms.ChoiceField:
    told = {"invalid_choice": format_lazy("{}: {}", label, _("choose one of those that are offered."))}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=told)


def typed(label: Any, help_text: Any) -> forms.CharField:
    told = {"max_length": TOO_LONG}
    return forms.CharField(
        label=label, help_text=help_text, max_length=200, required=False, error_messages=told
    )


@dataclass(frozen=True)
class Chosen:
    """A filter that is set, in words."""

    label: str
    value: str
    without: str  # the address that no longer has it


class QueueForm(PlainForm):
    words = typed(_("Words"), _("Whole words; all must be there."))
    state = choice(
        _("State"), [("open", _("open")), *State.choices, ("closed", _("closed")), ("all", _("all"))]
    )
    assignee = choice(_("Reviewer"))
    sort = choice(_("Order"), [(each, sort.label) for each, sort in SORTS.items()])

    tier = choice(_("Tier"))
    change = choice(_("Class of change"))
    provisional = choice(_("Provisional"), [ANY, ("yes", _("provisional")), ("no", _("final"))])
    finding = choice(_("Finding"))
    item = choice(_("Guidance or obligation"))
    base = typed(_("Base model"), _("Words of its name; all must be there."))
    market = choice(_("Market"))
    sector = choice(_("Field of use"))
    ends = choice(
        _("Ends"), [("", _("any day")), ("soon", _("within 60 days")), ("ended", _("it has ended"))]
    )
    received = choice(
        _("Received"),
        [
            ("", _("any day")),
            ("7", _("in the last 7 days")),
            ("30", _("in the last 30 days")),
            ("before30", _("more than 30 days ago")),
            ("before90", _("more than 90 days ago")),
        ],
    )
    changed = choice(
        _("Since the one before"),
        [ANY, ("yes", _("changed")), ("no", _("the same")), ("first", _("it is the first"))],
    )
    overdue = choice(_("Question to the company"), [ANY, ("yes", _("overdue"))])
    questionnaire = choice(_("Questionnaire"))

    after = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    before = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    further = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    AT_ONCE = ("words", "state", "assignee", "sort")
    PLACES = ("after", "before", "further")

    def __init__(self, data: QueryDict, *, membership: Membership, reviewers: Sequence[Membership]) -> None:
        super().__init__(data)
        self.membership = membership
        self.colleagues = {str(each.pk): each for each in reviewers if each.pk != membership.pk}
        people = [(pk, str(each.user)) for pk, each in self.colleagues.items()]
        self.offer("assignee", [("", _("anybody")), ("me", _("you")), ("nobody", _("nobody")), *people])
        two = _("%(tiers)s: two reviewers decide") % {"tiers": ", ".join(sorted(FOUR_EYES))}
        self.offer("tier", [ANY, *offered.tiers(), (TWO_DECIDE, two)])
        self.offer("change", [ANY, *offered.classes()])
        self.offer("finding", [ANY, *offered.findings()])
        self.offer("item", [ANY, *offered.items()])
        self.offer("market", [ANY, *offered.choices("markets")])
        self.offer("sector", [ANY, *offered.choices("sectors")])
        self.offer("questionnaire", [ANY, *offered.asked()])

    def clean_words(self) -> str:
        return self._words("words")

    def clean_base(self) -> str:
        return self._words("base")

    def _words(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        found = labels.words(text)
        if text and not found:
            raise forms.ValidationError(_("Write at least one word."))
        if len(found) > MOST_WORDS:
            raise forms.ValidationError(_("Write ten words at most."))
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for each in ("after", "before"):
            try:
                self.order.place(given.get(each) or "") if given.get(each) else None
            except ValueError:
                self.add_error(None, _("The address names a place that is not in this list. Show it again."))
        return given

    @property
    def order(self) -> Sort:
        return SORTS[self.cleaned_data.get("sort") or next(iter(SORTS))]

    @property
    def places(self) -> dict[str, Any]:
        """Where to begin, as `queue.page` takes it."""
        given = self.cleaned_data
        places = {each: self._place(given[each]) for each in ("after", "before")}
        return {**places, "further": bool(given["further"])}

    def _place(self, text: str) -> Place | None:
        return self.order.place(text) if text else None

    @property
    def filters(self) -> Filters:
        given = self.cleaned_data
        found = [f"{kind}:{given[each]}" for each, kind in LABELS.items() if given[each]]
        for each, kind in WORDS.items():
            found += labels.sought(kind, given[each])
        chosen = given["assignee"]
        colleague = self.membership if chosen == "me" else self.colleagues.get(chosen)
        since, until = RECEIVED.get(given["received"], (None, None))
        one = (given["tier"],) if given["tier"] else ()
        return Filters(
            labels=tuple(found),
            tiers=tuple(sorted(FOUR_EYES)) if given["tier"] == TWO_DECIDE else one,
            state=given["state"] or "open",
            assignee=colleague.user if colleague else None,
            unassigned=chosen == "nobody",
            changed=given["changed"],
            ends=given["ends"],
            overdue=bool(given["overdue"]),
            since_days=since,
            until_days=until,
        )

    # addresses ----------------------------------------------------------------------------------------

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, without a place. State and order are always said: an address that is kept means
        the same when the defaults are others."""
        said = {"state": "open", "sort": next(iter(SORTS))}
        names = [each for each in self.fields if each not in self.PLACES]
        set_ones = {each: str(self.data.get(each, "")).strip() for each in names}
        return said | {each: value for each, value in set_ones.items() if value}

    def query(self, **changes: str | None) -> str:
        """Of an address with something else in it; None takes it away."""
        query = QueryDict(mutable=True)
        query.update({each: value for each, value in (self.given | changes).items() if value})
        return str(query.urlencode())

    @property
    def chosen(self) -> list[Chosen]:
        return list(self._chosen())

    def _chosen(self) -> Iterator[Chosen]:
        for each, value in self.given.items():
            field = self.fields[each]
            if each == "sort" or (each, value) in (("state", "open"), ("state", "all")):
                continue
            offers: list[Any] = list(getattr(field, "choices", []))
            words = str(dict(offers).get(value, value))
            without = {each: "all"} if each == "state" else {each: None}
            yield Chosen(str(field.label), words, self.query(**without))

    @property
    def more(self) -> bool:
        """Whether something is wrong with one of the filters that are folded away."""
        return any(each not in self.AT_ONCE for each in self.errors)

    def at_once(self) -> list[forms.BoundField]:
        return [self[each] for each in self.AT_ONCE]

    def folded(self) -> list[forms.BoundField]:
        return [each for each in self.visible_fields() if each.name not in self.AT_ONCE]


class SaveForm(PlainForm):
    name = NameField(
        label=_("Name"),
        max_length=60,
        error_messages={"required": _("Write a name for it."), "max_length": TOO_LONG},
    )
    shared = forms.BooleanField(label=_("For all reviewers here"), required=False)
    default = forms.BooleanField(
        label=_("Show it first"),
        help_text=_("To whoever opens the desk. Your own goes before one for all."),
        required=False,
    )
