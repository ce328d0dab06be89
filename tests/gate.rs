//! The gate, tried for real: a repository with a corpus, a change that brings a contradiction in, and the ways to live with
//! it. The program and git are run as a pipeline runs them.

#[path = "common/temp.rs"]
mod temp;

use std::path::Path;
use std::process::{Command, Output};
use temp::Temp;

const EN: &str = "The company hired 125 engineers in Berlin on Monday.\n\nIt was founded in 1998.\n";
const IT: &str = "L'azienda ha assunto 125 ingegneri a Berlino lunedì.\n\nÈ stata fondata nel 1998.\n";

/// Runs the program in a folder, on a fixed day, without what the surroundings may say.
fn tertium(at: &Path, day: &str, args: &[&str]) -> Output {
    let mut c = Command::new(env!("CARGO_BIN_EXE_tertium"));
    for (name, _) in std::env::vars_os().filter(|(n, _)| n.to_string_lossy().starts_with("TERTIUM_")) {
        c.env_remove(name);
    }
    c.current_dir(at).env("TERTIUM_TODAY", day).env("COLUMNS", "100").args(args).output().expect("the program runs")
}

fn git(at: &Path, args: &[&str]) {
    let who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"];
    let out = Command::new("git").current_dir(at).args(who).args(args).output().expect("git runs");
    assert!(out.status.success(), "git {args:?}: {}", err(&out));
}

fn out(o: &Output) -> String {
    String::from_utf8_lossy(&o.stdout).into_owned()
}

fn err(o: &Output) -> String {
    String::from_utf8_lossy(&o.stderr).into_owned()
}

fn code(o: &Output) -> i32 {
    o.status.code().expect("it ends by itself")
}

/// A repository with two stories that agree.
fn repository(name: &str) -> Temp {
    let t = Temp::new(name);
    for story in ["hiring", "other"] {
        t.write(&format!("stories/{story}/en.md"), EN);
        t.write(&format!("stories/{story}/it.md"), IT);
    }
    git(&t.0, &["init", "-q"]);
    git(&t.0, &["add", "."]);
    git(&t.0, &["commit", "-qm", "two stories"]);
    t
}

/// The ids of findings with a verdict.
fn ids(t: &Temp, verdict: &str) -> Vec<String> {
    let o = tertium(&t.0, "2026-01-01", &["check", "stories", "--isolated", "--format", "json"]);
    let v: serde_json::Value = serde_json::from_slice(&o.stdout).expect("JSON");
    v["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|f| f["verdict"] == verdict)
        .map(|f| f["id"].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn a_contradiction_comes_in_is_accepted_and_the_acceptance_ends() {
    let t = repository("pull-request");
    let o = tertium(&t.0, "2026-01-01", &["check", "stories"]);
    assert_eq!((code(&o), err(&o).as_str()), (0, ""), "{}", out(&o));

    // The change: another figure in one report, under a new heading.
    git(&t.0, &["checkout", "-qb", "change"]);
    t.write("stories/hiring/it.md", format!("# Assunzioni\n\n{}", IT.replace("125", "140")));
    let o = tertium(&t.0, "2026-01-01", &["check", "stories", "--since", "main", "--format", "json"]);
    assert_eq!(code(&o), 1, "{}", err(&o));
    let v: serde_json::Value = serde_json::from_slice(&o.stdout).expect("JSON");
    assert_eq!(v["reports"].as_array().expect("reports").len(), 2, "only the story that was touched");
    let finding = v["findings"].as_array().expect("findings").iter().find(|f| f["verdict"] == "contradiction").expect("the contradiction");
    let id = finding["id"].as_str().expect("an id").to_owned();
    let lines: Vec<(&str, u64)> = v["claims"]
        .as_array()
        .expect("claims")
        .iter()
        .filter(|c| finding["claims"].as_array().expect("ids").contains(&c["id"]))
        .map(|c| (c["lang"].as_str().expect("a tag"), c["line"].as_u64().expect("a line")))
        .collect();
    assert_eq!(lines, [("en", 1), ("it", 3)]);

    // Accepted, with a reason and an end.
    let accept = format!("[[accept]]\nid = \"{id}\"\nreason = \"the agency corrects it\"\nuntil = 2026-03-31\n");
    t.write("tertium.toml", &accept);
    let o = tertium(&t.0, "2026-03-31", &["check", "stories"]);
    assert_eq!((code(&o), err(&o).as_str()), (0, "tertium: note: 1 finding accepted; --verbose lists them\n"));
    assert!(!out(&o).contains("contradiction"), "{}", out(&o));
    let o = tertium(&t.0, "2026-03-31", &["check", "stories", "--verbose"]);
    assert_eq!(err(&o), format!("tertium: note: {id} contradiction: accepted at tertium.toml:1: the agency corrects it\n"));
    // From another folder the same file is found.
    let o = tertium(&t.0.join("stories/hiring"), "2026-03-31", &["check", "."]);
    assert_eq!(code(&o), 0, "{}", err(&o));

    // The day after, it counts again.
    let o = tertium(&t.0, "2026-04-01", &["check", "stories"]);
    assert_eq!(code(&o), 1);
    assert_eq!(
        err(&o),
        format!(
            "tertium: warning: tertium.toml:1: the acceptance of {id} ended on 2026-03-31 (the agency corrects it); settle the finding, or set a later `until`\n"
        )
    );
    let o = tertium(&t.0, "2026-04-01", &["check", "stories", "--today", "2026-03-01"]);
    assert_eq!(code(&o), 0, "a flag goes before the environment");
    let o = tertium(&t.0, "2026-03-01", &["check", "stories", "--isolated"]);
    assert_eq!(code(&o), 1, "without the configuration nothing is accepted");

    // Settled: the acceptance holds for nothing.
    t.write("stories/hiring/it.md", IT);
    let o = tertium(&t.0, "2026-03-01", &["check", "stories"]);
    assert_eq!(code(&o), 0);
    assert_eq!(err(&o), format!("tertium: warning: tertium.toml:1: no finding is {id} (the agency corrects it); remove this acceptance\n"));
}

#[test]
fn accepted_by_what_it_says() {
    let t = repository("by-values");
    t.write("stories/hiring/it.md", IT.replace("125", "140"));
    let status = |rule: &str| {
        t.write("tertium.toml", format!("[[accept]]\n{rule}\nreason = \"two agencies\"\n"));
        code(&tertium(&t.0, "2026-01-01", &["check", "stories"]))
    };
    for rule in [
        "values = [\"125\", \"140\"]",
        "values = [\"140 engineer\", \"125 engineer\"]\nfile = \"stories/hiring\"",
        "text = \"^140 \"\nkind = \"count\"\nverdict = \"contradiction\"",
    ] {
        assert_eq!(status(rule), 0, "{rule}");
    }
    // Another value, another story, another kind, another verdict: not this one.
    for rule in [
        "values = [\"125\", \"150\"]",
        "values = [\"125\"]",
        "values = [\"125\", \"140\", \"150\"]",
        "values = [\"125\", \"140\"]\nfile = \"stories/other\"",
        "values = [\"125\", \"140\"]\nkind = \"money\"",
        "values = [\"125\", \"140\"]\nverdict = \"tension\"",
        "text = \"^150\"",
    ] {
        assert_eq!(status(rule), 1, "{rule}");
    }
}

#[test]
fn accepted_by_a_comment_in_the_report() {
    let t = repository("inline");
    t.write("stories/hiring/it.md", IT.replace("125", "140"));
    let id = ids(&t, "contradiction").remove(0);
    let comment = |said: &str| t.write("stories/hiring/it.md", format!("{}\n<!-- tertium-accept {said} -->\n", IT.replace("125", "140")));
    comment(&format!("{id} until 2026-05-01: asked the author"));
    let o = tertium(&t.0, "2026-05-01", &["check", "stories", "--verbose"]);
    assert_eq!((code(&o), err(&o)), (0, format!("tertium: note: {id} contradiction: accepted at stories/hiring/it.md:5:1: asked the author\n")));
    let o = tertium(&t.0, "2026-05-02", &["check", "stories"]);
    assert_eq!(code(&o), 1);
    assert!(err(&o).contains(&format!("stories/hiring/it.md:5:1: the acceptance of {id} ended on 2026-05-01 (asked the author)")), "{}", err(&o));
    comment(&id);
    let o = tertium(&t.0, "2026-05-01", &["check", "stories"]);
    assert_eq!(code(&o), 1);
    assert!(err(&o).starts_with("tertium: warning: stories/hiring/it.md:5:1: this acceptance gives no reason; write `<!--"), "{}", err(&o));
    comment("00000000: nothing of this kind");
    let o = tertium(&t.0, "2026-05-01", &["check", "stories"]);
    assert!(err(&o).contains("no finding of this report is 00000000 (nothing of this kind); remove this acceptance"), "{}", err(&o));
    // Where comments are not to decide.
    comment(&format!("{id}: asked the author"));
    assert_eq!(code(&tertium(&t.0, "2026-05-01", &["check", "stories"])), 0);
    t.write("tertium.toml", "inline = false\n");
    assert_eq!(code(&tertium(&t.0, "2026-05-01", &["check", "stories"])), 1);
}

#[test]
fn a_baseline_survives_edits_elsewhere() {
    let t = repository("baseline");
    t.write("stories/hiring/it.md", IT.replace("125", "140"));
    let o = tertium(&t.0, "2026-01-01", &["check", "stories", "--write-baseline", "known.json"]);
    assert_eq!((code(&o), err(&o).as_str()), (0, "tertium: note: known.json: 1 finding written\n"));
    let written = t.read("known.json");
    assert!(written.contains("\"report\":\"stories/hiring/en.md\"") && written.contains("\"value\":\"140\""), "{written}");
    let known = ["check", "stories", "--baseline", "known.json"];
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &known)), 0);
    // Text before and after, another wording, another folder to start from, the way by the configuration.
    t.write(
        "stories/hiring/it.md",
        format!("# Notizie\n\nUna riga in più.\n\n{}\nE una in fondo.\n", IT.replace("125 ingegneri", "**140** ingegneri")),
    );
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &known)), 0);
    let below = tertium(&t.0.join("stories"), "2026-01-01", &["check", "hiring", "--baseline", "../known.json"]);
    assert_eq!(code(&below), 0, "{}", err(&below));
    t.write("tertium.toml", "baseline = \"known.json\"\n");
    assert_eq!(code(&tertium(&t.0.join("stories"), "2026-01-01", &["check", "hiring"])), 0);
    // A new figure is new, and the old one is settled.
    t.write("stories/hiring/it.md", IT.replace("125", "150"));
    let o = tertium(&t.0, "2026-01-01", &["check", "stories"]);
    assert_eq!(code(&o), 1);
    assert_eq!(
        err(&o),
        "tertium: warning: known.json: 1 entry is settled: contradiction (stories/hiring/en.md 125 engineer, stories/hiring/it.md 140 engineer); write it anew with --write-baseline\n"
    );
    // A second contradiction, in a story that is not checked when it is written anew, stays.
    let write = |what: &str| tertium(&t.0, "2026-01-01", &["check", what, "--write-baseline", "known.json"]);
    t.write("stories/other/it.md", IT.replace("125", "175"));
    assert_eq!(err(&write("stories")), "tertium: note: known.json: 2 findings written\n");
    assert_eq!(err(&write("stories/hiring")), "tertium: note: known.json: 1 finding written\n");
    assert_eq!(t.read("known.json").matches("\"verdict\"").count(), 2);
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &["check", "stories"])), 0);
    let parts = std::fs::read_dir(&t.0).expect("the folder").flatten().filter(|e| e.file_name().to_string_lossy().ends_with(".part")).count();
    assert_eq!(parts, 0, "nothing unfinished stays");
}

#[test]
fn baselines_that_are_none() {
    let t = repository("no-baseline");
    let o = tertium(&t.0, "2026-01-01", &["check", "stories", "--baseline", "none.json"]);
    assert_eq!((code(&o), err(&o).as_str()), (2, "tertium: error: none.json: no such baseline; write it with --write-baseline\n"));
    t.write("known.json", "{}");
    let o = tertium(&t.0, "2026-01-01", &["check", "stories", "--baseline", "known.json"]);
    assert_eq!(code(&o), 2);
    assert!(err(&o).starts_with("tertium: error: known.json:1:2: this is no baseline: missing "), "{}", err(&o));
    // What is no baseline is not written over.
    let o = tertium(&t.0, "2026-01-01", &["check", "stories", "--write-baseline", "known.json"]);
    assert_eq!((code(&o), t.read("known.json").as_str()), (2, "{}"));
}

#[test]
fn stories_that_were_touched() {
    let t = repository("since");
    let checked = |args: &[&str]| {
        let o = tertium(&t.0, "2026-01-01", &[&["check", "stories", "--format", "json", "--since"], args].concat());
        let v: serde_json::Value = serde_json::from_slice(&o.stdout).unwrap_or_default();
        let reports = v["reports"].as_array().map_or(0, Vec::len);
        (code(&o), reports, err(&o))
    };
    assert_eq!(checked(&["HEAD"]), (0, 0, "tertium: note: 0 of 2 stories touched since HEAD\n".into()));
    t.write("stories/other/de.md", "Die Firma stellte 125 Ingenieure ein.\n");
    assert_eq!(checked(&["HEAD"]).1, 3, "a new file");
    git(&t.0, &["add", "."]);
    git(&t.0, &["commit", "-qm", "a third report"]);
    assert_eq!((checked(&["HEAD"]).1, checked(&["HEAD~1"]).1), (0, 3));
    git(&t.0, &["rm", "-q", "stories/other/it.md"]);
    assert_eq!(checked(&["HEAD"]).1, 2, "a file that is gone");
    t.write("tertium.toml", "fail-on = \"tension\"\n");
    assert_eq!(checked(&["HEAD"]).1, 4, "the configuration is everybody's");
    assert_eq!(
        checked(&["nowhere"]),
        (2, 0, "tertium: error: --since: git knows no revision `nowhere` here; fetch it, or name a commit, a branch or a tag\n".into())
    );
    assert_eq!(checked(&["--output=x"]).0, 2);
    let first = Temp::new("since-first");
    first.write("a/de.txt", "x");
    git(&first.0, &["init", "-q"]);
    assert_eq!(code(&tertium(&first.0, "2026-01-01", &["check", "a", "--since", "HEAD"])), 0, "before the first commit");
    let bare = Temp::new("since-bare");
    bare.write("a/de.txt", "x");
    let o = tertium(&bare.0, "2026-01-01", &["check", "a", "--since", "HEAD"]);
    assert_eq!((code(&o), err(&o).as_str()), (2, "tertium: error: --since: a is in no git repository; leave --since out to check everything\n"));
}

#[test]
fn a_tolerance_allows_for_rounding_in_aligned_text() {
    let t = Temp::new("tolerance-rows");
    t.write("rows.tsv", "en\tde\tit\nThe town has 50 playgrounds.\tDie Stadt hat 51 Spielplätze.\tLa città ha 50 parchi giochi.\n");
    let status = |percent: &str| code(&tertium(&t.0, "2026-01-01", &["bitext", "rows.tsv", "--tolerance", percent]));
    assert_eq!([status("0"), status("1.9"), status("2")], [1, 1, 0]);
}

#[test]
fn severity_tolerance_languages_and_claims_that_do_not_count() {
    let t = repository("settings");
    t.write("stories/hiring/it.md", IT.replace("125", "126"));
    let status = |config: &str| {
        t.write("tertium.toml", config);
        let o = tertium(&t.0, "2026-01-01", &["check", "stories"]);
        (code(&o), out(&o), err(&o))
    };
    assert_eq!(status("").0, 1);
    let (c, o, _) = status("tolerance = 1\n");
    assert!(c == 0 && o.contains("rounded") && !o.contains("contradiction"), "{o}");
    assert_eq!(status("tolerance = 0.5\n").0, 1);
    assert_eq!(status("[[override]]\npaths = [\"stories/hiring\"]\ntolerance = 1\n").0, 0);
    assert_eq!(status("[[override]]\npaths = [\"stories/other\"]\ntolerance = 1\n").0, 1);
    assert_eq!(status("fail-on = \"never\"\n").0, 0);
    assert_eq!(status("[severity]\ncontradiction = \"warning\"\n").0, 0);
    assert_eq!(status("fail-on = \"tension\"\n[severity]\ncontradiction = \"warning\"\n").0, 1);
    let (c, o, _) = status("[severity]\ncontradiction = \"off\"\n");
    assert!(c == 0 && !o.contains("contradiction"), "{o}");
    assert_eq!(status("[severity]\nagree = \"error\"\ncontradiction = \"off\"\n").0, 1, "what is grave by the settings");
    assert_eq!(status("[[override]]\npaths = [\"stories/hiring/*\"]\nseverity = { contradiction = \"note\" }\n").0, 0);
    assert_eq!(status("[[ignore]]\ntext = \"engineers\"\n").0, 0);
    assert_eq!(status("[[ignore]]\nsentence = \"Berlin\"\nkind = \"count\"\nfile = \"en.md\"\n").0, 0);
    assert_eq!(status("[[ignore]]\nkind = \"money\"\n").0, 1);
    let (c, _, e) = status("languages = [\"en\"]\n");
    assert_eq!(c, 0);
    assert!(e.contains("one report alone"), "{e}");
    assert_eq!(status("exclude = [\"hiring\"]\n").0, 0);
    assert_eq!(status("include = [\"stories/other/**\"]\n").0, 0);
    // The same by flags and the environment.
    t.write("tertium.toml", "tolerance = 0\n");
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &["check", "stories", "--tolerance", "1"])), 0);
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &["check", "stories", "--languages", "en"])), 0);
    let with = |name: &str, value: &str| {
        let c = Command::new(env!("CARGO_BIN_EXE_tertium")).current_dir(&t.0).env(name, value).args(["check", "stories"]).output().expect("it runs");
        (code(&c), err(&c))
    };
    assert_eq!(with("TERTIUM_TOLERANCE", "1").0, 0);
    assert_eq!(with("TERTIUM_FAIL_ON", "never").0, 0);
    assert_eq!(with("TERTIUM_FAILON", "never"), (1, "tertium: warning: TERTIUM_FAILON: no such variable; did you mean TERTIUM_FAIL_ON?\n".into()));
}

#[test]
fn mistakes_in_the_configuration_end_the_run() {
    let t = repository("mistake");
    t.write("tertium.toml", "fail_on = \"tension\"\n");
    let o = tertium(&t.0, "2026-01-01", &["check", "stories/hiring"]);
    assert_eq!((code(&o), out(&o).as_str()), (2, ""));
    assert!(
        err(&o).starts_with(
            "tertium: error: tertium.toml:1:1: unknown key `fail_on`\n  |\n1 | fail_on = \"tension\"\n  | ^^^^^^^\n  = did you mean `fail-on`? "
        ),
        "{}",
        err(&o)
    );
    let o = tertium(&t.0, "2026-01-01", &["check", "stories/hiring", "--config", "none.toml"]);
    assert_eq!((code(&o), err(&o).as_str()), (2, "tertium: error: none.toml: no such file; `tertium init` writes one\n"));
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &["check", "stories/hiring", "--isolated"])), 0);
    let o = tertium(&t.0, "tomorrow", &["check", "stories", "--isolated"]);
    assert_eq!((code(&o), err(&o).as_str()), (2, "tertium: error: TERTIUM_TODAY: `tomorrow` is no day; write it as 2026-12-31\n"));
    // `init` writes once.
    std::fs::remove_file(t.0.join("tertium.toml")).expect("it was there");
    let o = tertium(&t.0, "2026-01-01", &["init"]);
    assert_eq!(
        (code(&o), err(&o).as_str()),
        (0, "tertium: note: tertium.toml: written; every setting in it is a comment until you take its # away\n")
    );
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &["check", "stories"])), 0);
    let o = tertium(&t.0, "2026-01-01", &["init"]);
    assert_eq!(
        (code(&o), err(&o).as_str()),
        (2, "tertium: error: tertium.toml: there is one already, and it stays as it is; name another file, or remove it first\n")
    );
    let o = tertium(&t.0, "2026-01-01", &["init", "none/tertium.toml"]);
    assert!(code(&o) == 2 && err(&o).starts_with("tertium: error: none/tertium.toml: cannot write: "), "{}", err(&o));
}

/// What SARIF and JUnit say of a finding that is accepted.
#[test]
fn accepted_findings_stay_in_the_records_that_can_mark_them() {
    let t = repository("suppressed");
    t.write("stories/hiring/it.md", IT.replace("125", "140"));
    let id = ids(&t, "contradiction").remove(0);
    let results = |args: &[&str]| {
        let o = tertium(&t.0, "2026-01-01", &[&["check", "stories", "--format", "sarif"], args].concat());
        assert_eq!(code(&o), 0, "{}", err(&o));
        let v: serde_json::Value = serde_json::from_slice(&o.stdout).expect("JSON");
        v["runs"][0]["results"].as_array().expect("results").clone()
    };
    t.write("tertium.toml", format!("[[accept]]\nid = \"{id}\"\nreason = \"the agency\\ncorrects it\"\n"));
    assert!(results(&[]).is_empty(), "what is not there is closed");
    let said = results(&["--accepted"]);
    assert_eq!(said.len(), 1);
    let expected = serde_json::json!([{ "kind": "external", "status": "accepted", "justification": "the agency corrects it (tertium.toml:1)" }]);
    assert_eq!(said[0]["suppressions"], expected);
    assert_eq!(said[0]["ruleId"], "contradiction");
    assert!(results(&["--accepted", "--verdict", "tension"]).is_empty());
    // Open findings carry no mark.
    t.write("tertium.toml", "fail-on = \"never\"\n");
    assert!(results(&["--accepted"]).iter().all(|r| r["suppressions"].is_null()));
    // By a comment, and by a baseline, in both formats.
    t.write("tertium.toml", "");
    t.write("stories/hiring/it.md", format!("{}\n<!-- tertium-accept {id}: asked <them> -->\n", IT.replace("125", "140")));
    let said = results(&["--accepted"]);
    let expected = serde_json::json!([{ "kind": "inSource", "status": "accepted", "justification": "asked <them> (stories/hiring/it.md:5:1)" }]);
    assert_eq!(said[0]["suppressions"], expected);
    let o = tertium(&t.0, "2026-01-01", &["check", "stories", "--accepted", "--format", "junit"]);
    let xml = out(&o);
    assert!(xml.contains("failures=\"0\"") && xml.contains("skipped=\"1\""), "{xml}");
    assert!(xml.contains("<skipped message=\"accepted at stories/hiring/it.md:5:1: asked &lt;them&gt;\"/>"), "{xml}");
    t.write("rows.tsv", "en\tde\nIt has 3 doors.\tEs hat 3 Türen.\nIt cost 70 euros.\tEs kostete 80 Euro.\n");
    assert_eq!(code(&tertium(&t.0, "2026-01-01", &["bitext", "rows.tsv", "--write-baseline", "known.json"])), 0);
    let o = tertium(&t.0, "2026-01-01", &["bitext", "rows.tsv", "--baseline", "known.json", "--accepted", "--format", "sarif"]);
    let v: serde_json::Value = serde_json::from_slice(&o.stdout).expect("JSON");
    let r = &v["runs"][0]["results"][0];
    assert_eq!(r["suppressions"][0]["justification"], "it was there before (known.json)");
    assert_eq!(r["locations"][0]["physicalLocation"]["region"]["startLine"], 3, "the row keeps its place when others are left out");
}
