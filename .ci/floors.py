#!/usr/bin/env python3
"""Compares measured figures with their floors: floors.py FLOORS.json LOGS

LOGS holds the output of each command of eval.py in a file of its name; the last line `FIGURES {json}` counts.
A floor is {"path": "bitext.extract.en.recall", "min": 0.9} or with "max". `*` stands for every key at its place; a key
may itself have dots. A path that leads to no figure fails, too.
"""
import json
import pathlib
import sys


def figures(log):
    lines = log.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[-1].startswith("FIGURES "):
        sys.exit(f"{log.name}: the last line is no FIGURES line")
    return json.loads(lines[-1].removeprefix("FIGURES "))


def find(tree, path, seen=""):
    """All (full path, figure) that a path leads to."""
    if not path:
        return [(seen, tree)] if isinstance(tree, (int, float)) else []
    if not isinstance(tree, dict):
        return []
    hits = []
    for key, sub in tree.items():
        for name in (key, "*"):
            if path == name or path.startswith(name + "."):
                hits += find(sub, path[len(name) + 1:], f"{seen}.{key}".lstrip("."))
    return hits


def main():
    floors = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    tree = {log.name: figures(log) for log in sorted(pathlib.Path(sys.argv[2]).iterdir())}
    low = 0
    for floor in floors:
        hits = find(tree, floor["path"])
        if not hits:
            print(f"floor: {floor['path']}: no such figure")
            low += 1
        for path, figure in hits:
            if "min" in floor and figure < floor["min"]:
                print(f"floor: {path}: {figure} is below {floor['min']}")
                low += 1
            if "max" in floor and figure > floor["max"]:
                print(f"floor: {path}: {figure} is above {floor['max']}")
                low += 1
    if low:
        sys.exit(1)
    print(f"floors: all {len(floors)} hold")


if __name__ == "__main__":
    main()
