#!/usr/bin/env python3
"""Sets tertium beside what one would take instead, each doing its own job on the same text in the same run:

    cargo build --release --bin tertium --example make_corpus
    tools/compare.py /tmp/scratch [--tertium BINARY] [--make-corpus BINARY] [--seconds 60] [--kilobytes 400]

The others are installed into the folder by pip and npm, in the versions below; what cannot be installed is said and left out.
First each is asked for what it claims to know, on sentences whose values are stated here; then speeds are measured, in
processor time, for wall time says little on a machine that others use. Libraries are measured without their start and after
a first sentence, which compiles their patterns; programs with all they do. What is slow is stopped after --seconds of
processor time, and its speed is that of what it has done by then."""
import argparse
import json
import pathlib
import re
import resource
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = ["translate-toolkit==3.20.4", "text2num==3.1.0", "ripgrep==15.1.0"]
# Its last release is of 2019, and asks for any emoji; it works with none of today.
RECOGNIZERS_PYTHON = ["recognizers-text-suite==1.0.2a2", "emoji==1.7.0"]
RECOGNIZERS_NODE = ["@microsoft/recognizers-text-suite@1.3.1"]
SEGMENTS = 20_000

# Language, sentence, the value that is claimed in it, as a number or a day.
KNOWN = [
    ("en", "Twenty-one people came.", "21"),
    ("en", "It cost $5 million.", "5000000"),
    ("en", "About 12 percent stayed away.", "12"),
    ("en", "It rained on 3 May 2024.", "2024-05-03"),
    ("en", "They drove for three and a half hours.", "3.5"),
    ("de", "Es kamen einundzwanzig Leute.", "21"),
    ("de", "Das kostete 1,4 Milliarden Euro.", "1400000000"),
    ("de", "Es regnete am 3. Mai 2024.", "2024-05-03"),
    ("it", "Sono arrivate ventuno persone.", "21"),
    ("it", "È costato 1,4 miliardi di euro.", "1400000000"),
    ("it", "Ha piovuto il 3 maggio 2024.", "2024-05-03"),
    ("zh", "来了二十一个人。", "21"),
    ("zh", "花了1.4亿元。", "140000000"),
    ("zh", "2024年5月3日下雨了。", "2024-05-03"),
    ("ja", "二十一人が来た。", "21"),
    ("ja", "20万人が集まった。", "200000"),
    ("ja", "2024年5月3日に雨が降った。", "2024-05-03"),
]

# Each runner reads {"known": [[language, sentence]], "text": path, "seconds": n}, prints the values that it found in each
# sentence, and for each job how many bytes it did, in how many seconds, and how many things it found.
NODE = r"""
const R = require('@microsoft/recognizers-text-suite');
const task = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const culture = { en: 'en-us', de: 'de-de', it: 'it-it', zh: 'zh-cn', ja: 'ja-jp' };
const all = ['recognizeNumber', 'recognizePercentage', 'recognizeCurrency', 'recognizeDimension', 'recognizeAge', 'recognizeDateTime'];
const values = r => { const s = r.resolution || {}; return (s.values || [s]).flatMap(v => [v.value, v.timex]).filter(v => v); };
const known = task.known.map(([lang, s]) => all.flatMap(f => { try { return R[f](s, culture[lang]).flatMap(values); } catch (e) { return []; } }));
const lines = require('fs').readFileSync(task.text, 'utf8').split('\n');
const now = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6; };
const jobs = {};
for (const [name, fs] of [['numbers only', ['recognizeNumber']], ['all six recognizers', all]]) {
  fs.forEach(f => R[f]('On 3 May 2024, 12 percent of 7 people paid $5.', 'en-us'));
  let bytes = 0, found = 0; const from = now();
  for (const l of lines) { for (const f of fs) { found += R[f](l, 'en-us').length; } bytes += Buffer.byteLength(l) + 1; if (now() - from > task.seconds) { break; } }
  jobs[name] = [bytes, now() - from, found];
}
console.log(JSON.stringify({ known, jobs }));
"""
RECOGNIZERS = r"""
import json, sys, time
import recognizers_suite as R
task = json.load(sys.stdin)
culture = {"en": "en-us", "de": "de-de", "it": "it-it", "zh": "zh-cn", "ja": "ja-jp"}
everything = [R.recognize_number, R.recognize_percentage, R.recognize_currency, R.recognize_dimension, R.recognize_age, R.recognize_datetime]
def values(r):
    s = r.resolution or {}
    return [x for v in s.get("values", [s]) for x in (v.get("value"), v.get("timex")) if x]
def known(lang, sentence):
    out = []
    for f in everything:
        try:
            out += [v for r in f(sentence, culture[lang]) for v in values(r)]
        except Exception:
            pass
    return out
told = [known(*k) for k in task["known"]]
lines, jobs = open(task["text"], encoding="utf-8").read().split("\n"), {}
for name, fs in [("numbers only", everything[:1]), ("all six recognizers", everything)]:
    failed = set()
    for f in fs:
        f("On 3 May 2024, 12 percent of 7 people paid $5.", "en-us")
    done, found, start = 0, 0, time.process_time()
    for line in lines:
        for f in fs:
            try:
                found += len(f(line, "en-us"))
            except Exception as e:
                failed.add(type(e).__name__)
        done += len(line.encode()) + 1
        if time.process_time() - start > task["seconds"]:
            break
    jobs[name + (f" (some lines end in {', '.join(sorted(failed))})" if failed else "")] = [done, time.process_time() - start, found]
print(json.dumps({"known": told, "jobs": jobs}))
"""
TEXT2NUM = r"""
import json, re, sys, time
from text_to_num import alpha2digit
task = json.load(sys.stdin)
def known(lang, sentence):
    try:
        return re.findall(r"\d+(?:\.\d+)?", alpha2digit(sentence, lang))
    except Exception:
        return []
told = [known(*k) for k in task["known"]]
lines, done, changed = open(task["text"], encoding="utf-8").read().split("\n"), 0, 0
alpha2digit("twenty-one", "en")
start = time.process_time()
for line in lines:
    changed += alpha2digit(line, "en") != line
    done += len(line.encode()) + 1
    if time.process_time() - start > task["seconds"]:
        break
print(json.dumps({"known": told, "jobs": {"words to digits (lines changed)": [done, time.process_time() - start, changed]}}))
"""


def run(command, **more):
    """What a command prints, and its processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def least(command, times=5):
    """What a command prints, and the least processor time of several runs."""
    runs = [run(command) for _ in range(times)]
    return runs[0][0], min(t for _, t in runs)


def install(scratch):
    """Installs what can be; says what cannot. Names of what is there."""
    there, python = set(), scratch / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", scratch / "venv"], check=True)
    for name, command in [
        ("python", [python, "-m", "pip", "install", "-q", *PYTHON]),
        ("recognizers-python", [python, "-m", "pip", "install", "-q", "--pre", *RECOGNIZERS_PYTHON]),
        ("recognizers-node", ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", scratch / "npm", *RECOGNIZERS_NODE]),
    ]:
        try:
            done, _ = run(command)
            if done.returncode == 0:
                there.add(name)
            else:
                print(f"{name}: cannot be installed, and is left out: {done.stderr.strip().splitlines()[-1:]}")
        except FileNotFoundError as e:
            print(f"{name}: left out: {e}")
    return there


def same(expected, values):
    """Whether a value is among those that were told."""
    def number(v):
        m = re.fullmatch(r"[^\d]*(\d+(?:\.\d+)?)\D*", v)
        return float(m[1]) if m else None
    if "-" in expected:
        return expected in values
    return any(number(v) == float(expected) for v in values)


def ask(name, command, task, rows, of):
    """Has a runner do its work; says which sentences it gets wrong."""
    done, _ = run(command, input=json.dumps(task))
    if done.returncode != 0:
        print(f"{name}: fails: {done.stderr.strip().splitlines()[-1:]}")
        return
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    judge(name, answer["known"], of)
    for job, (size, seconds, found) in answer["jobs"].items():
        rows.append((f"{name}: {job}", size, seconds, f"{found:,}"))


def judge(name, told, of):
    """Says which of the sentences it was right about."""
    wrong = [(lang, s, want, t) for (lang, s, want), t in zip(KNOWN, told) if of(lang, want) and not same(want, t)]
    asked = sum(of(lang, want) for lang, _, want in KNOWN)
    print(f"{name}: {asked - len(wrong)} of {asked} known values" + "".join(f"\n    {lang}: {s} is {want}; told {t}" for lang, s, want, t in wrong))


def catalogue(scratch):
    """A PO of segments, one in a hundred with a wrong figure; and which are wrong."""
    tsv = subprocess.run([sys.executable, ROOT / "tools/bitext_rows.py", str(SEGMENTS)], capture_output=True, text=True, check=True).stdout
    quoted = lambda s: json.dumps(s, ensure_ascii=False)
    wrong, parts = set(), ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: de\\n"\n']
    for row in tsv.splitlines()[1:]:
        n, en, de = row.split("\t")
        if sorted(re.findall(r"\d+", en)) != sorted(re.findall(r"\d+", de)):
            wrong.add(n)
        parts.append(f'msgctxt "{n}"\nmsgid {quoted(en)}\nmsgstr {quoted(de)}\n')
    to = scratch / "rows.po"
    to.write_text("\n".join(parts), encoding="utf-8")
    return to, wrong


def scored(found, wrong):
    return f"{len(found & wrong)} of {len(wrong)} wrong figures, {len(found - wrong)} false alarms"


def compare_catalogues(scratch, tertium):
    po, wrong = catalogue(scratch)
    size, pofilter = po.stat().st_size, scratch / "venv/bin/pofilter"
    print(f"\n{SEGMENTS:,} segments as PO, {size / 1e6:.1f} MB, one run after another\n\n| what | seconds | segments a second | ratio | finds |\n|---|---|---|---|---|")
    rows = []
    for name, verdicts in [("tertium bitext", "contradiction,tension,missing,qualifier"), ("the same, `rounded` too", "contradiction,tension,missing,qualifier,rounded")]:
        done, seconds = least([tertium, "bitext", "--isolated", "--threads", "1", "--format", "jsonl", "--verdict", verdicts, po], 3)
        records = [json.loads(l) for l in done.stdout.splitlines()]
        # A segment's name begins with its context.
        found = {r["segment"].split("|")[0] for r in records if r["type"] == "finding"}
        rows.append((name, seconds, scored(found, wrong)))
    base = rows[0][1]
    if pofilter.exists():
        for name, tests in [("pofilter -t numbers", ["-t", "numbers"]), ("pofilter, all its tests", [])]:
            out = scratch / "failed.po"
            done, seconds = run([pofilter, "--progress=none", *tests, po, out])
            failed = out.read_text(encoding="utf-8") if out.exists() else ""
            out.unlink(missing_ok=True)
            numbers = set(re.findall(r'# \(pofilter\)[^\n]*numbers[^\n]*\n(?:#[^\n]*\n)*msgctxt "(\d+)"', failed))
            rows.append((name, seconds, scored(numbers, wrong) + ("" if tests else f"; {failed.count('msgctxt '):,} segments by all tests")))
    for name, seconds, what in rows:
        print(f"| {name} | {seconds:.2f} | {SEGMENTS / seconds:,.0f} | {seconds / base:.1f} | {what} |")


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("scratch", type=pathlib.Path)
    args.add_argument("--tertium", type=pathlib.Path, default=ROOT / "target/release/tertium")
    args.add_argument("--make-corpus", type=pathlib.Path, default=ROOT / "target/release/examples/make_corpus")
    args.add_argument("--seconds", type=float, default=60)
    args.add_argument("--kilobytes", type=int, default=400)
    a = args.parse_args()
    scratch = a.scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    there = install(scratch)
    text = scratch / "text.en.txt"
    subprocess.run([a.make_corpus.resolve(), "text", "en", str(a.kilobytes // 1000 + 1), text], check=True)
    whole = text.read_bytes()[: a.kilobytes * 1000]
    text.write_bytes(whole[: whole.rfind(b"\n") + 1])
    size = text.stat().st_size
    task = {"known": [[lang, s] for lang, s, _ in KNOWN], "text": str(text), "seconds": a.seconds}
    python, tertium = scratch / "venv/bin/python", a.tertium.resolve()

    # tertium on the same sentences, each as a file of its own.
    told = []
    for n, (lang, s, _) in enumerate(KNOWN):
        file = scratch / f"known-{n}.txt"
        file.write_text(s + "\n", encoding="utf-8")
        done, _ = run([tertium, "claims", "--isolated", "--lang", {"zh": "zh-Hans"}.get(lang, lang), "--format", "jsonl", file])
        claims = [json.loads(l) for l in done.stdout.splitlines()]
        told.append([v for c in claims if c["type"] == "claim" for v in (c["value"], c["lower"]) if v])
    judge("tertium", told, lambda lang, want: True)

    done, seconds = least([tertium, "claims", "--isolated", "--threads", "1", "--format", "jsonl", text])
    claims = sum(json.loads(l)["type"] == "claim" for l in done.stdout.splitlines())
    rows = [("tertium claims", size, seconds, f"{claims:,}")]
    if "recognizers-node" in there:
        (scratch / "npm/run.js").write_text(NODE)
        # Its list of cultures names all five languages.
        ask("recognizers-text (npm 1.3.1)", ["node", scratch / "npm/run.js"], task, rows, lambda lang, want: True)
    if "recognizers-python" in there:
        # It names no German, and registers nothing for Italian, nor dates for Japanese.
        knows = lambda lang, want: lang in ("en", "zh") or lang == "ja" and "-" not in want
        ask("recognizers-text (PyPI 1.0.2a2)", [python, "-c", RECOGNIZERS], task, rows, knows)
    if "python" in there:
        # It turns words into digits, and knows German and Italian among others; digits, dates and Chinese are not its job.
        ask("text2num (PyPI 3.1.0)", [python, "-c", TEXT2NUM], task, rows, lambda lang, want: lang in ("en", "de", "it") and want == "21")
        rg = scratch / "venv/bin/rg"
        done, seconds = least([rg, "--count-matches", "[0-9]+", text])
        count, right = done.stdout.strip(), len(re.findall(rb"[0-9]+", text.read_bytes()))
        print(f"ripgrep: counts {count} runs of digits; there are {right}")
        rows.append(("ripgrep 15.1.0: runs of digits", size, seconds, f"{int(count):,}"))
    base = rows[0][2] / rows[0][1]
    print(f"\n{size / 1000:.0f} kB of English\n\n| what | kB done | seconds | kB/s | time for a byte, tertium = 1 | finds |\n|---|---|---|---|---|---|")
    for name, done, seconds, found in rows:
        print(f"| {name} | {done / 1000:.0f} | {seconds:.3f} | {done / 1000 / max(seconds, 1e-4):,.0f} | {seconds / done / base:,.3g} | {found} |")
    compare_catalogues(scratch, tertium)


main()
