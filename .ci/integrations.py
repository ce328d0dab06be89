#!/usr/bin/env python3
"""Runs what the pre-commit hook, the GitHub action and the Dockerfile run, on a corpus with a contradiction.

  integrations.py            builds once, as the Dockerfile does, and uses that program
  integrations.py BINARY     uses this program and leaves the builds out

The commands are taken from the files themselves; nothing of them is repeated here.
"""
import os, re, shlex, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOME = tempfile.mkdtemp(prefix="tertium-integrations-")
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("TERTIUM_", "GITHUB_"))}
EN = "The company hired 120 engineers in Berlin.\n"
IT = "L'azienda ha assunto {} ingegneri a Berlino.\n"


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as f:
        return f.read()


def run(command, at, env=None, **more):
    return subprocess.run(command, cwd=at, env={**CLEAN, **(env or {})}, capture_output=True, text=True, **more)


def check(what, holds, seen=""):
    print(("ok    " if holds else "FAILED ") + what)
    if not holds:
        print(seen)
        sys.exit(1)


def repository(name):
    """Two stories that agree, and a change that sets one at odds."""
    at = os.path.join(HOME, name)
    for story in ("one", "two"):
        os.makedirs(f"{at}/stories/{story}")
        for file, text in (("en.md", "Title\n\n" + EN), ("it.md", IT.format(120))):
            open(f"{at}/stories/{story}/{file}", "w").write(text)
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for args in (["init", "-q"], ["add", "."], ["commit", "-qm", "stories"]):
        done = run(git + args, at)
        assert done.returncode == 0, done.stderr
    return at


def contradict(at, said=140):
    open(f"{at}/stories/two/it.md", "w").write(IT.format(said))


def dockerfile():
    """The stage that builds: what is copied, and what is run there."""
    stages = re.split(r"^FROM .*$", read("Dockerfile"), flags=re.M)
    build, last = stages[1], stages[2]
    at = os.path.join(HOME, "src")
    check("Dockerfile: all is copied but what .dockerignore names", re.findall(r"^COPY (.*)$", build, flags=re.M) == [". ."])
    left_out = {os.path.join(ROOT, name) for name in read(".dockerignore").split()}
    shutil.copytree(ROOT, at, ignore=lambda folder, names: [n for n in names if os.path.join(folder, n) in left_out])
    for command in re.findall(r"^RUN (.*)$", build, flags=re.M):
        done = run(["bash", "-ec", command], at)
        check(f"Dockerfile: {command}", done.returncode == 0, done.stderr[-3000:])
    source, target = re.search(r"^COPY --from=build (\S+) (\S+)$", last, flags=re.M).groups()
    workdir = re.search(r"^WORKDIR (\S+)$", build, flags=re.M).group(1)
    program = os.path.join(at, os.path.relpath(source, workdir))
    check(f"Dockerfile: the program is where it is copied from ({source})", os.access(program, os.X_OK))
    entry = re.search(r'^ENTRYPOINT \["(.*)"\]$', last, flags=re.M).group(1)
    check("Dockerfile: the entry point is what was copied", os.path.basename(target) == entry)
    command = re.search(r'^CMD \["(.*)"\]$', last, flags=re.M).group(1)
    done = run([program, command], HOME)
    check(f"Dockerfile: {entry} {command}", done.returncode == 0 and "Usage: tertium" in done.stdout, done.stderr)
    return program, at


def hooks(program):
    folder = os.path.join(HOME, "bin")
    os.makedirs(folder, exist_ok=True)
    shutil.copy(program, os.path.join(folder, "tertium"))
    env = {"PATH": folder + os.pathsep + CLEAN["PATH"]}
    listed = read(".pre-commit-hooks.yaml").split("\n- id: ")
    for hook in listed[1:] if not listed[0].startswith("- id: ") else listed:
        name = hook.splitlines()[0].removeprefix("- id: ")
        entry = re.search(r"^  entry: (.*)$", hook, flags=re.M).group(1)
        args = re.search(r"^  args: \[(.*)\]$", hook, flags=re.M).group(1)
        command = shlex.split(entry) + [a.strip().strip('"') for a in args.split(",") if a.strip()]
        at = repository("hook-" + name)
        done = run(command, at, env)
        check(f"hook {name}: nothing to complain of", done.returncode == 0, done.stdout + done.stderr)
        contradict(at)
        done = run(command, at, env)
        check(f"hook {name}: a contradiction comes in", done.returncode == 1 and "contradiction" in done.stdout, done.stdout + done.stderr)
        files = re.search(r"^  files: '(.*)'$", hook, flags=re.M)
        if files:
            hits = [bool(re.search(files.group(1), f)) for f in ("stories/two/it.md", "tertium.toml", "src/main.rs", "a/mytertium.toml")]
            check(f"hook {name}: runs for reports and settings only", hits == [True, True, False, False], hits)


def steps():
    """The action's steps: name, condition, environment, script."""
    out = []
    for text in re.split(r"^    - name: ", read("action.yml"), flags=re.M)[1:]:
        lines = text.splitlines()
        step = {"name": lines[0], "id": None, "if": None, "env": {}, "run": None, "uses": None}
        i = 1
        while i < len(lines):
            key = re.match(r"^      (\w+): ?(.*)$", lines[i])
            i += 1
            if not key:
                continue
            name, value = key.groups()
            if name == "env":
                while i < len(lines) and (e := re.match(r"^        (\w+): (.*)$", lines[i])):
                    step["env"][e.group(1)] = e.group(2)
                    i += 1
            elif name == "run":
                assert value == "|", "a script is a block"
                block = []
                while i < len(lines) and (lines[i].startswith("        ") or not lines[i]):
                    block.append(lines[i][8:])
                    i += 1
                step["run"] = "\n".join(block)
            elif name in step:
                step[name] = value
        out.append(step)
    return out


def action(at, given):
    """Runs the action as a runner does; returns the status, what was printed, and which steps ran."""
    inputs = {}
    for name, text in re.findall(r"^  (\w+):\n((?:    .*\n)+)", read("action.yml").split("\ninputs:\n")[1].split("\noutputs:\n")[0], flags=re.M):
        default = re.search(r'^    default: "?(.*?)"?$', text, flags=re.M)
        inputs[name] = default.group(1)
    unknown = set(given) - set(inputs) - {"action_path"}
    assert not unknown, unknown
    known = {f"inputs.{k}": given.get(k, v) for k, v in inputs.items()} | {"github.action_path": given.get("action_path", ROOT)}

    def value(expression):
        return known.get(expression, "")

    def fill(text):
        return re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda m: value(m.group(1)), text)

    printed, ran = "", []
    for step in steps():
        if step["if"]:
            terms = re.findall(r"([\w.]+) (==|!=) '(.*?)'", step["if"])
            assert terms, step["if"]
            if not all((value(a) == b) == (op == "==") for a, op, b in terms):
                continue
        ran.append(step["name"])
        if step["run"] is None:
            check(f"action: {step['name']} uses an action that is pinned", re.fullmatch(r"[\w./-]+@v\d+", step["uses"] or "") is not None)
            continue
        check(f"action: {step['name']}: nothing is pasted into the script", "${{" not in step["run"])
        record = os.path.join(HOME, "output")
        open(record, "w").close()
        env = {k: fill(v) for k, v in step["env"].items()} | {"GITHUB_OUTPUT": record, "GITHUB_STEP_SUMMARY": os.path.join(HOME, "summary.md")}
        script = os.path.join(HOME, "step.sh")
        open(script, "w").write(step["run"])
        done = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], at, env)
        printed += done.stdout + done.stderr
        for line in open(record):
            key, _, said = line.rstrip("\n").partition("=")
            known[f"steps.{step['id']}.outputs.{key}"] = said
        if done.returncode:
            return done.returncode, printed, ran
    return 0, printed, ran


def actions(given):
    at = repository("action")
    status, printed, ran = action(at, given)
    check("action: nothing to complain of", status == 0 and "::error" not in printed, printed)
    check("action: the SARIF file is uploaded", "Upload" in ran and os.path.getsize(f"{at}/tertium.sarif") > 0)
    contradict(at)
    status, printed, ran = action(at, {**given, "paths": "stories/two\nstories/one", "since": "HEAD", "args": "--fail-on=tension"})
    check("action: a contradiction fails it", status == 1, printed)
    lines = [l for l in printed.splitlines() if l.startswith("::error")]
    check("action: the line is annotated", any("file=stories/two/it.md" in l and "line=1" in l or "file=stories/two/en.md" in l and "line=3" in l for l in lines), printed)
    check("action: the summary of the step tells it", "1 contradiction" in open(os.path.join(HOME, "summary.md")).read())
    check("action: findings are uploaded, too", "Upload" in ran and '"error"' in open(f"{at}/tertium.sarif").read())
    status, printed, ran = action(at, {**given, "paths": "nowhere", "args": "--isolated"})
    check("action: a wrong path is told", status == 2 and "nowhere: no such file or folder" in printed, printed)
    status, printed, ran = action(at, {**given, "upload": "false"})
    check("action: without upload", status == 1 and "Upload" not in ran, printed)
    hostile = "stories/$(touch hacked)`touch hacked`;touch hacked"
    status, printed, ran = action(at, {**given, "paths": hostile, "args": "--lang=en; touch hacked"})
    check("action: inputs are never run", not os.path.exists(f"{at}/hacked") and status == 2, printed)


def junit(program):
    """JUnit's XML against a schema, by a validator that is not ours."""
    if not shutil.which("xmllint"):
        print("no xmllint: JUnit is not validated")
        return
    done = run([program, "check", "corpus", "--format", "junit", "--output", f"{HOME}/junit.xml"], ROOT)
    check("JUnit: written", done.returncode in (0, 1), done.stderr)
    done = run(["xmllint", "--noout", "--schema", "tests/schemas/junit.xsd", f"{HOME}/junit.xml"], ROOT)
    check("JUnit: valid", done.returncode == 0, done.stderr)


try:
    if len(sys.argv) > 1:
        program = os.path.abspath(sys.argv[1])
        junit(program)
        hooks(program)
        actions({"binary": program})
    else:
        program, source = dockerfile()
        hooks(program)
        # The action builds in its own folder; here that is what the Dockerfile has built already.
        actions({"action_path": source})
finally:
    shutil.rmtree(HOME, ignore_errors=True)
