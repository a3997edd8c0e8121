"""Says whether the site can be served on a port, before anything is installed or started: setup/port.py PORT

Two servers would share one port without a word (SO_REUSEPORT), and a browser would get answers from either.
"""

import socket
import sys


def fault(text: str) -> str:
    """Why the port cannot be taken; empty where it can."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        return f"{text} is not a port. Choose a number from 1024 to 65535, for example: make run PORT=8001"
    port = int(text)
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what closed a moment ago is free
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            return f"Port {port} is reserved for the system. Choose a higher one: make run PORT=8001"
        except OSError:
            other = port + 1 if port < 65_535 else 8_001
            return f"Port {port} is in use, perhaps by Modcheck itself. Choose another: make run PORT={other}"
    return ""


if __name__ == "__main__":
    sys.exit(fault(sys.argv[1]) or 0)
