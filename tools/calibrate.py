#!/usr/bin/env python3
"""Calibrates the weights of the alignment on annotated stories.

  cargo run --release --example pairs -- STORY_DIR... > pairs.jsonl
  tools/calibrate.py pairs.jsonl [--write | --write-only]

A story folder holds reports and `gold.json` or `gold.toml`. Prints what the model reaches on each story when it was
trained on the others; `--write` then trains on all and writes `src/align/trees.in`; `--write-only` does that alone. Needs numpy and scikit-learn.
"""
import json, os, sys, tomllib
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

TREES, DEPTH, RATE, LEAF = 70, 4, 0.1, 14
SEEDS = (1, 2, 3, 4)
TABLE = os.path.join(os.path.dirname(__file__), "../src/align/trees.in")


def gold(folder):
    """Facts as lists of (file, start, end), pairs that are neither right nor wrong, all annotated spans."""
    path = os.path.join(folder, "gold.json")
    raw = {f: open(os.path.join(folder, f), "rb").read() for f in os.listdir(folder) if f.endswith(".txt")}

    def span(doc, line, text):
        lines = raw[doc].split(b"\n")
        base = sum(len(l) + 1 for l in lines[: line - 1])
        at = raw[doc].find(text.encode(), base)
        return (doc, at, at + len(text.encode()))

    facts, optional = [], []
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
        for x in g["fact"]:
            facts.append([span(c["report"], c["line"], c["text"]) for c in x["claims"]])
    return facts, optional


def load(path):
    stories = []
    for line in open(path, encoding="utf-8"):
        s = json.loads(line)
        facts, optional = gold(s["dir"])
        at = {}

        def ids(members):
            out = set()
            for doc, lo, hi in members:
                for c in s["claims"]:
                    if os.path.basename(c["path"]) == doc and c["start"] < hi and c["end"] > lo:
                        out.add((c["r"], c["i"]))
                        break
            return out

        for n, members in enumerate(facts):
            for k in ids(members):
                at.setdefault(k, set()).add(n)
        skip = [ids(m) for m in optional]
        X, y, keys = [], [], []
        for r1, i1, r2, i2, f, _ in s["pairs"]:
            a, b = (r1, i1), (r2, i2)
            same = bool(at.get(a, set()) & at.get(b, set()))
            if not same and any(a in o and b in o for o in skip):
                continue
            X.append(f)
            y.append(same)
            keys.append((a, b))
        total = sum(len({(d, l) for d, l, _ in m}) for m in facts)
        stories.append(dict(dir=os.path.basename(s["dir"].rstrip("/")), X=np.array(X), y=np.array(y), keys=keys, facts=total))
    return stories, json.loads(open(path, encoding="utf-8").readline())["names"]


class Model:
    """The mean of several boosted models that differ in their random samples only: steadier than any of them."""

    def fit(self, X, y):
        self.members = [
            GradientBoostingClassifier(
                n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, min_samples_leaf=LEAF, subsample=0.7, max_features=0.4, random_state=seed
            ).fit(X, y)
            for seed in SEEDS
        ]
        return self

    def predict(self, X):
        raw = np.mean([m.decision_function(X) for m in self.members], axis=0)
        return 1 / (1 + np.exp(-raw))


def model():
    return Model()


def write(m, path):
    out = ["&["]
    first = m.members[0]
    prior = float(first._raw_predict_init(np.zeros((1, first.n_features_in_)))[0, 0])
    out.append(f"    &[(-1, {prior:.6}, 0, 0)],")
    for stage in (stage for member in m.members for stage in member.estimators_[:, 0]):
        t = stage.tree_
        nodes = []
        for i in range(t.node_count):
            if t.children_left[i] < 0:
                nodes.append(f"(-1, {t.value[i, 0, 0] * RATE / len(SEEDS):.5f}, 0, 0)")
            else:
                nodes.append(f"({t.feature[i]}, {t.threshold[i]:.6f}, {t.children_left[i]}, {t.children_right[i]})")
        out.append("    &[" + ", ".join(nodes) + "],")
    out.append("]")
    open(path, "w").write("\n".join(out) + "\n")


def main():
    stories, names = load(sys.argv[1])
    all_p, all_y = [], []
    for n, s in enumerate(stories if "--write-only" not in sys.argv else []):
        rest = [t for k, t in enumerate(stories) if k != n]
        m = model().fit(np.vstack([t["X"] for t in rest]), np.concatenate([t["y"] for t in rest]))
        p = m.predict(s["X"])
        all_p.append(p)
        all_y.append(s["y"])
        said = p >= 0.5
        tp = (said & s["y"]).sum()
        print(f'{s["dir"]:20} pairs {len(p):6} right {s["y"].sum():4} precision {tp / max(1, said.sum()):.3f} recall {tp / max(1, s["y"].sum()):.3f}')
    if not all_p:
        write(model().fit(np.vstack([t["X"] for t in stories]), np.concatenate([t["y"] for t in stories])), TABLE)
        return
    p, y = np.concatenate(all_p), np.concatenate(all_y)
    differ = np.concatenate([s["X"][:, 3] + s["X"][:, 4] + s["X"][:, 5] > 0 for s in stories])
    for t in (0.2, 0.3, 0.4, 0.5):
        said = (p >= t) & differ
        tp = (said & y).sum()
        print(f"figures that differ, at {t}: precision {tp / max(1, said.sum()):.3f} recall {tp / (y & differ).sum():.3f} of {(y & differ).sum()}")
    for t in (0.3, 0.4, 0.5, 0.6, 0.7):
        said = p >= t
        tp = (said & y).sum()
        print(f"all at {t}: precision {tp / max(1, said.sum()):.3f} recall {tp / y.sum():.3f}")
    if "--write" in sys.argv:
        m = model().fit(np.vstack([t["X"] for t in stories]), np.concatenate([t["y"] for t in stories]))
        weight = np.mean([x.feature_importances_ for x in m.members], axis=0)
        for i in np.argsort(-weight)[:18]:
            print(f"{names[i]:22} {weight[i]:.3f}")
        write(m, TABLE)


main()
