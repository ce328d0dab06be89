#!/usr/bin/env python3
"""Reads numerals back that independent generators spelled: the second opinion to `tests/numerals.rs`.

  tools/check_numerals.py BIN [COUNT]

Spells COUNT numbers a language (default 500) with num2words (de, en, it, ja) and cn2an (zh), lets the program `BIN` read
each as a sentence of its own, and prints what it read otherwise. Needs the packages num2words and cn2an.
"""
import json, os, random, subprocess, sys, tempfile

import cn2an
from num2words import num2words

# What follows the numeral, so that it is counted.
NOUN = {"de": " Menschen", "en": " people", "it": " persone", "ja": "人", "zh-Hans": "人"}


def spell(tag, n):
    if tag == "zh-Hans":
        return cn2an.an2cn(str(n), "low")
    return num2words(n, lang=tag)


def main():
    binary, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 500
    dice, wrong, total = random.Random(5), 0, 0
    for tag, noun in NOUN.items():
        numbers = [dice.randrange(2, 10 ** dice.randrange(1, 13)) for _ in range(count)]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "numbers.tsv")
            with open(path, "w", encoding="utf-8") as f:
                f.write(f"id\t{tag}\n")
                f.writelines(f"{i}\t{spell(tag, n)}{noun}\n" for i, n in enumerate(numbers))
            out = subprocess.run([binary, "claims", path, "--bitext", "--format", "json"], capture_output=True, check=True)
        read = {}
        for c in json.loads(out.stdout)["claims"]:
            read.setdefault(c["segment"], []).append(c["value"])
        for i, n in enumerate(numbers):
            total += 1
            got = read.get(str(i), [])
            if got != [str(n)]:
                wrong += 1
                print(f"{tag}: {n} `{spell(tag, n)}` read as {got}")
    print(f"{total - wrong} of {total} right")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
