"""`python -m statemachine`: checks the workflow and says what is wrong with it."""

import sys

from statemachine.checks import problems
from statemachine.definition import DEFINITION_FILE, load_definition


def main() -> int:
    found = problems(load_definition())
    for problem in found:
        print(f"{DEFINITION_FILE.name}: {problem}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
