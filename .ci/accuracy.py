#!/usr/bin/env python3
"""Runs the accuracy scripts on the development data, prints their figures and fails when one is under its floor.

  accuracy.py SHARED BINARY FLOORS.json

A floor is ["command", "path.to.figure", "min" or "max", value].
"""
import glob, json, subprocess, sys

shared, binary, floors = sys.argv[1:4]
data = f"{shared}/eval/data"
commands = {
    "spelled": ["--cases", f"{data}/spelled.dev.tsv"],
    "bitext": ["--text", f"{data}/pud.dev.tsv", "--gold", f"{data}/pud.dev.gold.jsonl"],
    "bitext-all": ["--text", f"{data}/pud.dev.tsv", "--gold", f"{data}/pud.dev.gold.jsonl", "--all-rows"],
    "pairs": ["--pairs", f"{data}/demetr.dev.tsv"],
    "stories": sorted(glob.glob(f"{shared}/stories/*")),
}
figures = {}
for name, args in commands.items():
    run = subprocess.run(
        [sys.executable, f"{shared}/eval/eval.py", name.removesuffix("-all"), "--bin", binary, *args], capture_output=True, text=True
    )
    print(f"-- {name}")
    print(run.stdout, end="")
    if run.returncode:
        sys.exit(run.stderr)
    figures[name] = json.loads(run.stdout.rsplit("FIGURES ", 1)[1])
failed = 0
for name, path, sort, floor in json.load(open(floors)):
    value = figures[name]
    parts = path.split("/")
    for part in parts:
        value = value[part]
    if value < floor if sort == "min" else value > floor:
        failed += 1
        print(f"{name} {path}: {value} is {'under' if sort == 'min' else 'over'} the floor {floor}")
sys.exit(1 if failed else print("all figures keep their floors"))
