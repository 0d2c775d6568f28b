"""Number words as they are spoken: "L five", "forty of Kenalog", "pain six of ten"."""

SMALL_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINAL_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
_ROUND_NUMBERS = ("fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

UP_TO_TEN = "|".join(SMALL_NUMBERS[:10])
"""The alternatives of a pattern: one to ten."""

ANY_NUMBER = "|".join((*SMALL_NUMBERS, *_ROUND_NUMBERS, "hundred", "thousand"))
"""The same for every number word of an amount."""

NUMBER_WORDS = frozenset((*SMALL_NUMBERS, *_ROUND_NUMBERS, "hundred", "thousand"))
