"""python -m compliance.assessments.inspection KIND < FILE: exit 0 if the file can be taken; else a reason."""

import resource
import sys

from .isolation import MOST_MEMORY, MOST_SECONDS
from .kinds import KINDS
from .refusals import Reason, Refused


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind = next(each for each in KINDS if each.id == sys.argv[1])
    try:
        kind.check(sys.stdin.buffer.read(kind.most_bytes))
    except Refused as refused:
        print(refused.reason, refused.found[:200])
        return 1
    except MemoryError:
        print(Reason.TOO_DEMANDING)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
