"""`python -m statemachine`: checks the workflow; `python -m statemachine diagram` draws it."""

import sys

from statemachine.checks import problems
from statemachine.definition import DEFINITION_FILE, load_definition
from statemachine.diagram import mermaid


def main(arguments: list[str]) -> int:
    if arguments == ["diagram"]:
        print(mermaid(load_definition()))
        return 0
    found = problems(load_definition())
    for problem in found:
        print(f"{DEFINITION_FILE.name}: {problem}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
