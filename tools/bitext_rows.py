#!/usr/bin/env python3
"""Writes a TSV of aligned segments of any size, for measurements: tools/bitext_rows.py ROWS > rows.tsv

The rows are made of a few sentences with other figures each time; one in a hundred has a wrong figure."""
import random
import sys

ROWS = [
    ("The council approved {a} new flats in {y}.", "Der Rat genehmigte {y} {a} neue Wohnungen.", ("a", "y")),
    ("About {b} million euros went to {a} schools.", "Etwa {b} Millionen Euro gingen an {a} Schulen.", ("b", "a")),
    ("She was {c} years old and had worked there for {d} months.", "Sie war {c} Jahre alt und hatte {d} Monate dort gearbeitet.", ("c", "d")),
    ("Nobody answered the letter that the neighbours had written.", "Niemand antwortete auf den Brief, den die Nachbarn geschrieben hatten.", ()),
    ("The train was late by {d} minutes, and {c} per cent of the seats were empty.",
     "Der Zug hatte {d} Minuten Verspätung, und {c} Prozent der Plätze waren leer.", ("d", "c")),
    ("It rained all day, so the fair was put off.", "Es regnete den ganzen Tag, daher wurde das Fest verschoben.", ()),
]


def main() -> None:
    random.seed(7)
    print("id\ten\tde")
    for n in range(int(sys.argv[1])):
        en, de, used = ROWS[n % len(ROWS)]
        v = {"a": random.randint(13, 900), "b": random.randint(2, 90), "c": random.randint(18, 90), "d": random.randint(3, 59), "y": random.randint(1950, 2024)}
        w = dict(v)
        if used and random.random() < 0.01:
            w[used[0]] += 1
        print(f"{n}\t{en.format(**v)}\t{de.format(**w)}")


main()
