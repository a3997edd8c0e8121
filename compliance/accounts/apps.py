from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "compliance.accounts"

    def ready(self) -> None:
        from . import archive, signals  # noqa: F401, PLC0415 - they import models, which are there only now

        archive.register_holdings()
