#!/usr/bin/env python3
"""Makes other stories of annotated ones, for `tools/calibrate.py` to learn from: what a story looks like to the alignment
depends on how many reports there are, how long they are and how often they repeat themselves, and annotated stories are
much alike in that.

  tools/variants.py OUT STORY_DIR...

Writes folders of reports with a `spans.json` each: fewer reports, reports with sentences left out, long reports that tell
of two stories, reports that tell theirs twice in other words, reports whose figures are others: those of another fact, or
wrong by a digit in one report, so that neither an equal figure nor a different one says enough. The same on every run.
"""
import json, os, random, re, sys, tomllib

ROUNDS = dict(few=3, thin=2, long=1, twice=2, swap=2)
# Stories are told apart from those of another part by `calibrate.py`, in as many parts.
FOLDS = 6
END = re.compile(r"(?<=[。!?!?\n])|(?<=[.!?] )")


def gold(folder):
    """Facts and optional facts, as lists of (file, start, end) in bytes."""
    raw = {f: open(os.path.join(folder, f), "rb").read() for f in os.listdir(folder) if f.endswith(".txt")}

    def span(doc, line, text):
        lines = raw[doc].split(b"\n")
        base = sum(len(l) + 1 for l in lines[: line - 1])
        at = raw[doc].find(text.encode(), base)
        return (doc, at, at + len(text.encode()))

    facts, optional = [], []
    path = os.path.join(folder, "gold.json")
    if os.path.exists(path):
        g = json.load(open(path, encoding="utf-8"))
        spans = {(c["doc"], c["n"]): span(c["doc"], c["line"], c["surface"]) for c in g["claims"]}
        for x in g["groups"]:
            members = [spans[tuple(m)] for m in x["members"]]
            if x.get("optional"):
                optional.append(members)
            elif x["verdict"] != "related-but-different":
                facts.append(members)
    else:
        g = tomllib.load(open(os.path.join(folder, "gold.toml"), "rb"))
        facts = [[span(c["report"], c["line"], c["text"]) for c in x["claims"]] for x in g["fact"]]
    return facts, optional


class Story:
    def __init__(self, folder):
        self.name = os.path.basename(folder.rstrip("/"))
        self.raw = {f: open(os.path.join(folder, f), "rb").read() for f in sorted(os.listdir(folder)) if f.endswith(".txt")}
        self.facts, self.optional = gold(folder)

    def pieces(self, doc):
        """Sentences of a report, as spans in bytes; a claim is never cut."""
        at, out = 0, []
        claims = [(a, b) for m in self.facts + self.optional for d, a, b in m if d == doc]
        start = 0
        for s in END.split(self.raw[doc].decode()):
            at += len(s.encode())
            if at > start and not any(a < at < b for a, b in claims):
                out.append((start, at))
                start = at
        return out + ([(start, len(self.raw[doc]))] if start < len(self.raw[doc]) else [])


RUN = re.compile(rb"(?<![\d.,:/-])\d{1,4}(?![\d:/-])(?![.,]\d)")


def swapped(s, draw):
    """The story with some figures replaced by others with as many digits: in one report, or in all that state them."""
    raw = {d: bytearray(t) for d, t in s.raw.items()}
    runs = []
    for n, members in enumerate(s.facts):
        found = {}
        for d, a, b in members:
            for m in RUN.finditer(s.raw[d][a:b]):
                found.setdefault(m[0], []).append((d, a + m.start()))
        if found:
            most = max(sorted(found), key=lambda k: len(found[k]))
            runs.append((n, most, found[most]))
    for n, run, places in runs:
        if draw.random() > 0.35:
            continue
        like = sorted({r for m, r, _ in runs if m != n and len(r) == len(run) and r != run})
        docs = sorted({d for d, _ in places})
        one = len(docs) > 1 and draw.random() < 0.6
        if like and draw.random() < 0.75:
            other = draw.choice(like)
        else:
            last = str((int(run[-1:]) + draw.randrange(1, 9)) % 10).encode()
            other = run[:-1] + (last if last != b"0" or len(run) > 1 else b"9")
        only = draw.choice(docs)
        for d, at in places:
            if not one or d == only:
                raw[d][at : at + len(run)] = other
    out = Story.__new__(Story)
    out.name, out.facts, out.optional = s.name, s.facts, s.optional
    out.raw = {d: bytes(t) for d, t in raw.items()}
    return out


def compose(reports):
    """Reports as lists of (story, file, start, end), in a row; returns their text and where each claim went."""
    text, moved = {}, {}
    for name, parts in reports.items():
        out = b""
        for story, doc, a, b in parts:
            moved.setdefault((story.name, doc), []).append((name, a, b, len(out) - a))
            out += story.raw[doc][a:b]
        text[name] = out
    return text, moved


def write(out, name, stories, reports):
    text, moved = compose(reports)

    def members(story, list_):
        return [(r, a + by, b + by) for doc, a, b in list_ for r, lo, hi, by in moved.get((story.name, doc), []) if lo <= a and b <= hi]

    folder = os.path.join(out, name)
    os.makedirs(folder, exist_ok=True)
    for r, t in text.items():
        open(os.path.join(folder, r), "wb").write(t)
    spans = dict(origin=[s.name for s in stories], facts=[m for s in stories for m in (members(s, f) for f in s.facts) if m],
                 optional=[m for s in stories for m in (members(s, f) for f in s.optional) if m])
    json.dump(spans, open(os.path.join(folder, "spans.json"), "w"))


def main():
    out, folders = sys.argv[1], sys.argv[2:]
    stories = [Story(f) for f in folders]
    for n, s in enumerate(stories):
        draw = random.Random(s.name)
        docs = list(s.raw)
        whole = lambda s, d: [(s, d, 0, len(s.raw[d]))]
        for i in range(ROUNDS["few"]):
            k = (2, 3, 2)[i]
            write(out, f"{s.name}~few{i}", [s], {d: whole(s, d) for d in sorted(draw.sample(docs, min(k, len(docs))))})
        for i in range(ROUNDS["thin"]):
            keep = lambda d: [(s, d, a, b) for j, (a, b) in enumerate(s.pieces(d)) if j < 2 or draw.random() > 0.4]
            write(out, f"{s.name}~thin{i}", [s], {d: keep(d) for d in sorted(draw.sample(docs, max(3, len(docs) - 1)))})
        for i in range(ROUNDS["long"]):
            other = stories[(n + FOLDS * (i + 1)) % len(stories)]
            write(out, f"{s.name}~long{i}", [s, other], {d: whole(s, d) + ([(other, d, 0, len(other.raw[d]))] if d in other.raw else []) for d in docs})
        for i in range(ROUNDS["twice"]):
            reports = {}
            for d in docs:
                reports[d] = whole(s, d)
                if draw.random() < 0.5:
                    like = [x for x in docs if x != d and x[:2] == d[:2]] or [x for x in docs if x != d and (x[:2] in ("zh", "ja")) == (d[:2] in ("zh", "ja"))]
                    if like:
                        x = draw.choice(like)
                        reports[d] += [(s, x, a, b) for a, b in s.pieces(x) if draw.random() > 0.5]
            chosen = sorted(draw.sample(docs, max(2, len(docs) - i - 1)))
            write(out, f"{s.name}~twice{i}", [s], {d: reports[d] for d in chosen})
        for i in range(ROUNDS["swap"]):
            other = swapped(s, draw)
            write(out, f"{s.name}~swap{i}", [other], {d: whole(other, d) for d in docs})


if __name__ == "__main__":
    main()
