"""Two texts as one, with what was taken out and put in marked for eyes, screen readers and paper."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from questionnaires.comparison import Piece, pieces

register = template.Library()


@register.simple_tag
def changed(before: str, after: str) -> SafeString:
    """The later text with `<del>` and `<ins>`. Screen readers often pass these over, so that words say it."""
    return format_html_join("", "{}", ((_marked(each),) for each in pieces(before, after)))


def _marked(piece: Piece) -> SafeString | str:
    if piece.kind == "same":
        return piece.text
    tag, begins, ends = {
        "removed": ("del", _("removed:"), _("end of removed")),
        "added": ("ins", _("added:"), _("end of added")),
    }[piece.kind]
    text = piece.text.strip()
    lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    trail = piece.text[len(piece.text.rstrip()) :] if text else ""
    return format_html(
        '{}<{tag} class="mc-diff"><span class="visually-hidden">{} </span>{}<span class="visually-hidden"> {}'
        "</span></{tag}>{}",
        lead,
        begins,
        text,
        ends,
        trail,
        tag=SafeString(tag),
    )
