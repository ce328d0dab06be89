#!/usr/bin/env python3
"""Calibrates the weights of the alignment on annotated stories.

  tools/variants.py VARIANTS STORY_DIR...
  cargo run --release --example pairs -- STORY_DIR... VARIANTS/* > pairs.jsonl
  tools/calibrate.py pairs.jsonl [--write]

A story folder holds reports and `gold.json` or `gold.toml`; variants of stories count less. Prints what both models reach on stories that they were not
trained on (the stories are split in parts, each part is weighed by what the others teach); `--write` then trains on all
and writes `src/align/evidence.in` and `src/align/collective.in`. Needs numpy and lightgbm.

The second model learns from first probabilities of stories that the first had not seen, as it will meet them.
"""
import json, os, sys
from collections import defaultdict
import lightgbm, numpy
from variants import FOLDS, gold

# What a pair of a variant weighs against one of a story as it was written.
VARIANT = 0.25
FIRST = dict(num_leaves=20, rounds=130)
SECOND = dict(num_leaves=14, rounds=120)
SEEDS = (7, 8)
COMMON = dict(objective="binary", learning_rate=0.08, min_data_in_leaf=20, feature_fraction=0.4, bagging_fraction=0.7, bagging_freq=1,
              lambda_l2=5, max_bin=63, verbose=-1, num_threads=1, deterministic=True)
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../src/align")


def told(folder):
    """A story's facts and optional facts, and the annotated stories that it was made of."""
    path = os.path.join(folder, "spans.json")
    if os.path.exists(path):
        s = json.load(open(path, encoding="utf-8"))
        return s["facts"], s["optional"], s["origin"]
    return *gold(folder), [os.path.basename(folder.rstrip("/"))]


def load(path):
    stories = []
    for line in open(path, encoding="utf-8"):
        s = json.loads(line)
        facts, optional, origin = told(s["dir"])
        by_file = defaultdict(list)
        for c in s["claims"]:
            by_file[os.path.basename(c["path"])].append((c["start"], c["end"], (c["r"], c["i"])))

        def ids(members):
            return {next((k for a, b, k in by_file[doc] if a < hi and b > lo), None) for doc, lo, hi in members} - {None}

        fact = defaultdict(set)
        for n, members in enumerate(facts):
            for k in ids(members):
                fact[k].add(n)
        loose = [ids(m) for m in optional]
        keys = [((p[0], p[1]), (p[2], p[3])) for p in s["pairs"]]
        same = numpy.array([bool(fact[a] & fact[b]) for a, b in keys])
        # A pair of an optional fact may be aligned or not: it teaches nothing.
        used = numpy.array([y or not any(a in o and b in o for o in loose) for (a, b), y in zip(keys, same)])
        name = os.path.basename(s["dir"].rstrip("/"))
        stories.append(dict(name=name, origin=origin, weight=1.0 if origin == [name] else VARIANT, keys=keys, same=same, used=used, names=s["names"], reports=s["reports"],
                            first=numpy.array([p[4] for p in s["pairs"]]), shipped=numpy.array([p[5] for p in s["pairs"]]),
                            collective=numpy.array([p[6] for p in s["pairs"]]), again=s["again"], new=s["new"]))
    return stories


def collective(s, first):
    """The same as `src/align/collective.rs`, from given first probabilities; `main` compares the two."""
    equal = s["first"][:, s["names"].index("equal")]
    near, equals = defaultdict(dict), defaultdict(list)
    for (a, b), p, e in zip(s["keys"], first, equal):
        near[a][b] = near[b][a] = p
        if e > 0 and a[0] != b[0]:
            equals[a].append(b)
            equals[b].append(a)
    best = defaultdict(list)
    for a, others in near.items():
        for b, p in others.items():
            if b[0] != a[0] and p > 0:
                best[a, b[0]].append((p, b))
    for k, l in best.items():
        l.sort(key=lambda x: (-x[0], x[1]))
        del l[4:]
    rows = []
    for (a, b), q in zip(s["keys"], first):
        rival = lambda x, r, y: max((p * (1 - near[c].get(y, 0.0)) for p, c in best[x, r] if c != y), default=0.0)
        x, y = rival(a, b[0], b), rival(b, a[0], a)
        support, linked, both, others, out = [0.0, 0.0], [0, 0], 0, 0, [0.0, 0.0]
        total = 0.0
        for r in range(s["reports"]):
            if r in (a[0], b[0]):
                continue
            la, lb = best[a, r], best[b, r]
            m = max([min(p, near[b].get(c, 0.0)) for p, c in la] + [min(p, near[a].get(c, 0.0)) for p, c in lb], default=0.0)
            ta, tb = (l[0][0] if l else 0.0 for l in (la, lb))
            total += m
            support.append(m)
            linked[0] += ta > 0.5
            linked[1] += tb > 0.5
            if ta > 0.5 and tb > 0.5:
                both += 1
                others += m < 0.3
            out = [max(out[0], ta), max(out[1], tb)]
        support.sort(reverse=True)
        fits = lambda x, y: [near[x].get(c, 0.0) for c in equals[y] if c != x and c[0] != x[0]]
        ea, eb = fits(a, b), fits(b, a)
        mean = lambda l: sum(l) / len(l) if l else 0.0
        n = s["reports"]
        rows.append([q, max(x, y), min(x, y), q - max(x, y), support[0], support[1], total / max(1, n - 2), others, both, min(linked), max(linked), max(out),
                     min(out), max(ea, default=0.0), mean(ea), max(eb, default=0.0), mean(eb), len(ea) / n, len(eb) / n, n])
    again = [s["names"].index(n) for n in s["again"]]
    return numpy.hstack([numpy.array(rows), s["first"][:, again]])


class Model:
    """The mean of models that differ in their random samples only: steadier than any of them."""

    def __init__(self, x, y, w, settings):
        parameters = {**COMMON, **{k: v for k, v in settings.items() if k != "rounds"}}
        self.members = [lightgbm.train({**parameters, "seed": s}, lightgbm.Dataset(x, y, weight=w), settings["rounds"]) for s in SEEDS]

    def predict(self, x):
        return 1 / (1 + numpy.exp(-numpy.mean([m.predict(x, raw_score=True) for m in self.members], axis=0)))


def fit(stories, evidence, settings):
    x = numpy.vstack([s[evidence][s["used"]] for s in stories])
    y = numpy.concatenate([s["same"][s["used"]] for s in stories])
    w = numpy.concatenate([numpy.full(s["used"].sum(), s["weight"]) for s in stories])
    return Model(x, y, w, settings)


def unseen(stories, evidence, settings, to):
    names = [s["name"] for s in stories if s["origin"] == [s["name"]]]
    for f in range(FOLDS):
        left_out = set(names[f::FOLDS])
        m = fit([s for s in stories if not left_out & set(s["origin"])], evidence, settings)
        for s in stories:
            if s["origin"][0] in left_out:
                s[to] = m.predict(s[evidence])


def report(stories, p, title):
    print(f"{title}: pairs of claims, each story weighed by what the others teach")
    join = lambda pick: numpy.concatenate([pick(s)[s["used"]] for s in stories])
    q, y = join(lambda s: s[p]), join(lambda s: s["same"])
    differ = join(lambda s: s["first"][:, s["names"].index("equal")]) == 0
    for t in (0.3, 0.5, 0.7):
        said = q >= t
        row = [(said & y).sum() / max(1, said.sum()), (said & y).sum() / y.sum()]
        row += [(said & y & differ).sum() / max(1, (said & differ).sum()), (said & y & differ).sum() / (y & differ).sum()]
        print("  at {}: precision {:.3f} recall {:.3f}; where figures differ {:.3f} {:.3f}".format(t, *row))


def write(m, path):
    out = ["&["]
    for tree in (tree for member in m.members for tree in member.dump_model()["tree_info"]):
        nodes = []

        def walk(n):
            i = len(nodes)
            nodes.append(None)
            if "leaf_value" in n:
                nodes[i] = f"(-1, {n['leaf_value'] / len(SEEDS):.6f}, 0, 0)"
            else:
                assert n["decision_type"] == "<="
                left, right = walk(n["left_child"]), walk(n["right_child"])
                nodes[i] = f"({n['split_feature']}, {n['threshold']:.9f}, {left}, {right})"
            return i

        walk(tree["tree_structure"])
        out.append("    &[" + ", ".join(nodes) + "],")
    open(path, "w").write("\n".join([*out, "]", ""]))


def main():
    stories = load(sys.argv[1])
    for s in stories:
        apart = abs(collective(s, s["shipped"]) - s["collective"]).max()
        assert apart < 1e-4, f"{s['name']}: the program's collective evidence is another ({apart})"
    unseen(stories, "first", FIRST, "p")
    for s in stories:
        s["second"] = collective(s, s["p"])
    unseen(stories, "second", SECOND, "p2")
    for kind, some in (("as written", [s for s in stories if s["weight"] == 1]), ("variants", [s for s in stories if s["weight"] != 1])):
        if some:
            report(some, "p", f"first, {kind}")
            report(some, "p2", f"second, {kind}")
    if "--write" in sys.argv:
        write(fit(stories, "first", FIRST), f"{HERE}/evidence.in")
        write(fit(stories, "second", SECOND), f"{HERE}/collective.in")


main()
