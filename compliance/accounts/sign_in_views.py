"""django-allauth's pages with a form: where something was done too often they say so and keep what was typed,
as our own do."""

from typing import Any

from allauth.account import views as allauth
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

TOO_OFTEN = _(
    "That was a lot in a short time. Wait a few minutes, then send it again. What you typed is kept; only a "
    "password has to be typed again."
)


class KeepsWhatWasTyped:
    """Mixed into a view with a form. What was sent is not looked at again: that would be one more attempt."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc] # of the view
        except ImmediateHttpResponse as answered:
            response = answered.response
        return self._form_again(request) if response.status_code == 429 else response

    def _form_again(self: Any, request: HttpRequest) -> HttpResponse:
        typed = {name: value for name, value in request.POST.items() if "password" not in name}
        how = {name: value for name, value in self.get_form_kwargs().items() if name not in ("data", "files")}
        form = self.get_form_class()(**{**how, "initial": typed})
        context = self.get_context_data(form=form, too_often=TOO_OFTEN)
        page: HttpResponse = self.render_to_response(context, status=429)
        return page


class SignIn(KeepsWhatWasTyped, allauth.LoginView):
    pass


class SignUp(KeepsWhatWasTyped, allauth.SignupView):
    pass


class ForgottenPassword(KeepsWhatWasTyped, allauth.PasswordResetView):
    pass


class ChangeAddress(KeepsWhatWasTyped, allauth.EmailView):
    pass
