from datetime import timedelta

from django.apps import AppConfig


class AttestationsConfig(AppConfig):
    name = "compliance.attestations"

    def ready(self) -> None:
        from compliance.assessments import above  # noqa: PLC0415 - models are there only now
        from compliance.deliveries.periodic import Job, register  # noqa: PLC0415 - the same

        from . import below, files, forgetting, holdings, issuing, ledger, notices, renewing  # noqa: F401, PLC0415 - the same

        register(Job("issue what was left", timedelta(minutes=1), issuing.stragglers))
        register(Job("sign what the register has", timedelta(minutes=1), ledger.sign_all))
        register(Job("remind of attestations that end", timedelta(days=1), notices.remind))
        register(Job("renew time-stamps", timedelta(days=1), renewing.renew_due))
        register(Job("remove sealed files that nothing names", timedelta(days=1), files.sweep))
        holdings.register_holdings()
        above.register(below.marks, below.why_kept, below.left)
