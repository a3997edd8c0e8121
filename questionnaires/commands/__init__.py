"""The commands of `python -m questionnaires` that have a module of their own: each adds its parser."""
