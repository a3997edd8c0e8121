#!/usr/bin/env python
"""Django's command line."""

import os
import sys


def main() -> None:
    # A preview is another site, which shows one draft: nothing of it is in the settings of this one.
    settings = "compliance.preview.settings" if sys.argv[1:2] == ["preview"] else "compliance.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    # Django reads the settings' name on import.
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - see above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
