"""Stock medspaCy in a process of its own: JSON lines on stdin (texts), JSON lines on stdout (CPU seconds a text).

PyRuSH logs every token of a note to stderr; users of medspaCy silence it before the import, and so do we.
"""

from __future__ import annotations

import json
import sys
import time

from loguru import logger

logger.disable("PyRuSH")

import medspacy  # noqa: E402
from medspacy.ner import TargetRule  # noqa: E402


def main() -> None:
    """Read the terms, answer with the number of rules; then one line of seconds for each line of texts."""
    terms = json.loads(sys.stdin.readline())
    nlp = medspacy.load()
    nlp.add_pipe("medspacy_sectionizer")
    rules = [TargetRule(literal=literal, category=label) for literal, label in terms]
    nlp.get_pipe("medspacy_target_matcher").add(rules)
    answer = sys.stdout
    print(json.dumps([len(terms), nlp.pipe_names]), file=answer, flush=True)
    for line in sys.stdin:
        seconds = []
        for text in json.loads(line):
            start = time.process_time()
            nlp(text)
            seconds.append(time.process_time() - start)
        print(json.dumps(seconds), file=answer, flush=True)


if __name__ == "__main__":
    main()
