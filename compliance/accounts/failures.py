"""What is written down when a page fails, for whoever runs the site."""

import logging
from copy import copy


class WithoutAddress(logging.Formatter):
    """Says the route instead of the address: that may hold a private link, or an invitation."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if request is None:
            return super().format(record)
        match = request.resolver_match
        told = copy(record)
        told.msg, told.args = "%s /%s failed", (request.method, match.route if match else "… (no route)")
        return super().format(told)
