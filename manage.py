#!/usr/bin/env python
"""Django's command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")
    # The preview is another site, around one draft: the site's own settings have none of it.
    if sys.argv[1:2] == ["preview"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = "compliance.preview.settings"
    # Django reads the settings' name on import.
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - see above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
