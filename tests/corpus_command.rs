//! The archive: records in, findings out, whatever their order, the packing, the threads, and whoever kills the run.

#[path = "common/temp.rs"]
mod temp;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use temp::Temp;

fn command(t: &Temp, args: &[&str]) -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_tertium"));
    c.current_dir(&t.0).args(["corpus", "--isolated"]).args(args);
    c
}

fn run(t: &Temp, args: &[&str]) -> Output {
    command(t, args).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Records of the project's own stories, by story.
fn own_stories() -> BTreeMap<String, Vec<serde_json::Value>> {
    let mut all = BTreeMap::new();
    for story in std::fs::read_dir("corpus").expect("the corpus").flatten().filter(|e| e.path().is_dir()) {
        let name = story.file_name().to_string_lossy().into_owned();
        let mut reports = Vec::new();
        for f in std::fs::read_dir(story.path()).expect("a story").flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")) {
            let lang = f.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&f).expect("a report");
            reports.push(serde_json::json!({ "id": format!("{name}/{lang}"), "story": name, "lang": lang, "text": text }));
        }
        reports.sort_by_key(|r| r["id"].to_string());
        all.insert(name, reports);
    }
    all
}

/// Many small stories, their reports far apart: all first ones, then all second ones.
fn scattered(stories: usize) -> String {
    let mut out = String::new();
    for i in 0..stories {
        let n = 131 + 10 * i;
        let _ = writeln!(
            out,
            r#"{{"id":"a/{i}","story":"s{i}","lang":"en","date":"2024-05-04","text":"The company hired {n} engineers in Berlin on Friday."}}"#
        );
    }
    for i in 0..stories {
        let n = 131 + 10 * i + 36 * (i % 2);
        let _ = writeln!(
            out,
            r#"{{"id":"b/{i}","story":"s{i}","lang":"it","date":"2024-05-03","text":"L'azienda ha assunto {n} ingegneri a Berlino."}}"#
        );
    }
    out
}

fn lines(jsonl: &str) -> Vec<serde_json::Value> {
    jsonl.lines().map(|l| serde_json::from_str(l).expect("JSON on each line")).collect()
}

#[test]
fn scattered_records_are_compared_by_story() {
    let t = Temp::new("scattered");
    t.write("a.jsonl", scattered(40));
    let o = run(&t, &["a.jsonl"]);
    assert_eq!((o.status.code(), text(&o.stderr).as_str()), (Some(1), "tertium: note: 80 reports in 40 stories: 20 contradiction\n"));
    let records = lines(&text(&o.stdout));
    let of = |kind: &str| records.iter().filter(|r| r["type"] == kind).collect::<Vec<_>>();
    assert_eq!((of("report").len(), of("finding").len(), of("claim").len()), (80, 20, 40));
    // A report's own date goes before what its text says.
    assert_eq!((of("report")[0]["path"].as_str(), of("report")[0]["date"].as_str()), (Some("b/0"), Some("2024-05-03")));
    let f = of("finding")[0];
    assert_eq!((f["story"].as_str(), f["verdict"].as_str()), (Some("s1"), Some("contradiction")));
    let claims: BTreeMap<&str, &str> = of("claim")
        .iter()
        .filter(|c| c["story"] == "s1")
        .map(|c| (c["id"].as_str().expect("an id"), c["value"].as_str().expect("a value")))
        .collect();
    let stated: Vec<&str> = f["claims"].as_array().expect("claims").iter().map(|c| claims[c.as_str().expect("an id")]).collect();
    assert_eq!(stated, ["177", "141"]);
    // All claims, on request.
    let o = run(&t, &["a.jsonl", "--verdict", "unmatched,agree,contradiction", "--fail-on", "never", "--quiet"]);
    assert_eq!((o.status.code(), text(&o.stderr).as_str()), (Some(0), ""));
    let friday = lines(&text(&o.stdout)).into_iter().find(|r| r["type"] == "claim" && r["kind"] == "date").expect("a day");
    assert_eq!(friday["resolved"], "2024-05-03");
}

#[test]
fn what_check_finds_in_folders() {
    let t = Temp::new("as-check");
    let all = own_stories();
    let records: String = all["hiring"].iter().map(|r| format!("{r}\n")).collect();
    t.write("hiring.jsonl", records);
    let o = run(&t, &["hiring.jsonl", "--verdict", "contradiction,tension,qualifier,rounded,agree", "--quiet"]);
    let told = |text: &str| -> BTreeSet<String> {
        lines(text).iter().filter(|r| r["type"] == "finding").map(|f| format!("{} {} {}", f["verdict"], f["kind"], f["score"])).collect()
    };
    let folder = Path::new("corpus/hiring").canonicalize().expect("the story");
    let check = Command::new(env!("CARGO_BIN_EXE_tertium"))
        .args(["check", "--isolated", "--format", "jsonl", "--verdict", "contradiction,tension,qualifier,rounded,agree"])
        .arg(folder)
        .output()
        .expect("it runs");
    let (corpus, check) = (told(&text(&o.stdout)), told(&text(&check.stdout)));
    assert!(corpus.len() > 10 && corpus == check, "{:#?}", corpus.symmetric_difference(&check).collect::<Vec<_>>());
}

#[test]
fn order_files_packing_and_threads_change_no_byte() {
    let t = Temp::new("same");
    let all = scattered(300);
    t.write("a.jsonl", &all);
    let plain = run(&t, &["a.jsonl", "--threads", "1"]);
    assert_eq!(plain.status.code(), Some(1));
    let same = |o: &Output, what: &str| {
        assert!(o.stdout == plain.stdout && o.stderr == plain.stderr && o.status == plain.status, "{what}: {}", text(&o.stderr));
    };
    same(&run(&t, &["a.jsonl", "--threads", "2"]), "two threads");
    same(&run(&t, &["a.jsonl", "--threads", "16"]), "sixteen threads");
    let mut backwards: Vec<&str> = all.lines().rev().collect();
    t.write("b.jsonl", backwards.join("\n"));
    same(&run(&t, &["b.jsonl"]), "the other way round");
    let rest = backwards.split_off(217);
    t.write("c1.jsonl", backwards.join("\r\n"));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(rest.join("\n").as_bytes()).expect("memory");
    t.write("c2.json.gz", gz.finish().expect("memory"));
    same(&run(&t, &["c2.json.gz", "c1.jsonl"]), "two files, one of them packed");
    t.write("d.zst", ruzstd::encoding::compress_to_vec(all.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest));
    same(&run(&t, &["d.zst"]), "zstd");
    let mut child = command(&t, &["-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(all.as_bytes()).expect("it reads");
    same(&child.wait_with_output().expect("it ends"), "standard input");
    let o = run(&t, &["a.jsonl", "--output", "out.jsonl"]);
    assert_eq!((o.status.code(), t.read("out.jsonl")), (Some(1), text(&plain.stdout)));
    let mut left: Vec<String> = std::fs::read_dir(&t.0).expect("a folder").flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    left.sort();
    assert_eq!(left, ["a.jsonl", "b.jsonl", "c1.jsonl", "c2.json.gz", "d.zst", "out.jsonl"]);
}

#[test]
fn bad_lines_are_named_and_the_rest_goes_on() {
    let t = Temp::new("bad-lines");
    let good = scattered(2);
    t.write(
        "a.jsonl",
        format!("{good}not json\n{{\"id\": 3}}\n{{\"id\":\"f\",\"lang\":\"fr\",\"text\":\"x\"}}\n{{\"id\":\"n\",\"text\":\"It hired 5 people.\"}}\n"),
    );
    t.write("b.jsonl", good.lines().next().expect("a line"));
    let o = run(&t, &["a.jsonl", "none.jsonl", "b.jsonl"]);
    let said = text(&o.stderr);
    let expected = "\
tertium: error: a.jsonl:5: no JSON object; write each report as one object on a line of its own
tertium: error: a.jsonl:6: no `text`; there is nothing to check in it
tertium: error: none.jsonl: no such file or folder; check the path and its permissions
tertium: error: a.jsonl:8: neither `story` nor `date`, and no date line in the text; give the report one of them
tertium: note: 1 report passed over: no pack knows the language `fr`
tertium: error: b.jsonl:1: `a/0` was given before in this story; the first is taken: give each report an id of its own
tertium: note: 4 reports in 2 stories: 1 contradiction
";
    assert_eq!((o.status.code(), said.as_str()), (Some(2), expected));
    assert_eq!(lines(&text(&o.stdout)).iter().filter(|r| r["type"] == "finding").count(), 1);
}

/// A run that is killed once the first stories are written, and gone on with, writes what one run writes.
#[test]
fn killed_and_resumed() {
    let t = Temp::new("killed");
    t.write("a.jsonl", scattered(6_000));
    let whole = run(&t, &["a.jsonl"]);
    let (part, journal) = (t.0.join("out.jsonl.part"), t.0.join("out.jsonl.journal"));
    let written = || std::fs::metadata(&part).map_or(0, |m| m.len());
    t.write("out.jsonl", "what was there");
    let mut kills = 0;
    for _ in 0..40 {
        let (mut child, before) =
            (command(&t, &["a.jsonl", "--output", "out.jsonl", "--resume"]).stderr(Stdio::null()).spawn().expect("it runs"), written());
        let ended = loop {
            if let Some(status) = child.try_wait().expect("it can be asked") {
                break Some(status);
            }
            if written() > before {
                break None;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        };
        if let Some(status) = ended {
            assert_eq!(status.code(), Some(1));
            break;
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if !journal.exists() {
            break;
        }
        kills += 1;
        assert_eq!(t.read("out.jsonl"), "what was there");
        // Whoever forgets --resume does not lose what is done.
        let o = run(&t, &["a.jsonl", "--output", "out.jsonl"]);
        assert_eq!(
            (o.status.code(), text(&o.stderr).as_str()),
            (
                Some(2),
                "tertium: error: out.jsonl.journal: a run that did not end has left this; go on with it by --resume, or remove it to begin anew\n"
            )
        );
        // What was written without a note of it is written again.
        let mut torn = std::fs::OpenOptions::new().append(true).open(&part).expect("the part");
        torn.write_all(b"{\"type\":\"fin").expect("room");
        // Other reports are refused.
        t.write("b.jsonl", scattered(2));
        let o = run(&t, &["b.jsonl", "--output", "out.jsonl", "--resume"]);
        assert!(text(&o.stderr).contains("the run that left this had other reports"), "{}", text(&o.stderr));
        let o = run(&t, &["a.jsonl", "--output", "out.jsonl", "--resume", "--verdict", "agree"]);
        assert!(text(&o.stderr).contains("the run that left this had other settings"), "{}", text(&o.stderr));
    }
    assert!(kills >= 2, "the run was never killed in the middle");
    if journal.exists() {
        assert_eq!(run(&t, &["a.jsonl", "--output", "out.jsonl", "--resume"]).status.code(), Some(1));
    }
    assert!(t.read("out.jsonl").as_bytes() == whole.stdout, "a run that was killed writes something else");
    assert!(!part.exists() && !journal.exists());
}

/// The project's own stories, without saying which is which: each is found, and none is mixed with another.
#[test]
fn stories_are_found_by_what_their_reports_share() {
    let t = Temp::new("found");
    let mut all = own_stories();
    let mut records = String::new();
    for reports in all.values_mut() {
        for r in reports {
            r.as_object_mut().expect("an object").remove("story");
            let _ = writeln!(records, "{r}");
        }
    }
    t.write("a.jsonl", &records);
    let found = |args: &[&str]| -> BTreeMap<String, BTreeSet<String>> {
        let o = run(&t, args);
        let mut stories: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for r in lines(&text(&o.stdout)).iter().filter(|r| r["type"] == "report") {
            let (story, id) = (r["story"].as_str().expect("a story"), r["path"].as_str().expect("an id"));
            stories.entry(story.to_owned()).or_default().insert(id.to_owned());
        }
        stories
    };
    let mut undated = BTreeSet::new();
    let o = run(&t, &["a.jsonl", "--window", "10"]);
    for line in text(&o.stderr).lines().filter(|l| l.contains("neither `story` nor `date`")) {
        let n: usize = line.split(':').nth(3).and_then(|n| n.parse().ok()).expect("a line");
        let r: serde_json::Value = serde_json::from_str(records.lines().nth(n - 1).expect("a record")).expect("JSON");
        undated.insert(r["id"].as_str().expect("an id").to_owned());
    }
    let stories = found(&["a.jsonl", "--window", "10"]);
    let of = |id: &String| id.split('/').next().unwrap_or("").to_owned();
    let mixed: Vec<_> = stories.values().filter(|s| s.iter().map(of).collect::<BTreeSet<_>>().len() > 1).collect();
    assert!(mixed.is_empty(), "{mixed:#?}");
    let (mut whole, mut parts) = (0, Vec::new());
    for (name, reports) in &all {
        let own: Vec<&BTreeSet<String>> = stories.values().filter(|s| s.iter().any(|id| of(id) == *name)).collect();
        let dated = reports.iter().filter(|r| !undated.contains(r["id"].as_str().expect("an id"))).count();
        let largest = own.iter().map(|s| s.len()).max().unwrap_or(0);
        if largest == dated { whole += 1 } else { parts.push((name, own)) }
    }
    // The more stories there are, the less a name or a figure tells.
    assert!(whole * 16 >= all.len() * 15, "{whole} of {} stories are whole: {parts:#?}", all.len());
    // The order of the records changes nothing.
    let backwards: Vec<&str> = records.lines().rev().collect();
    t.write("b.jsonl", backwards.join("\n"));
    assert!(found(&["b.jsonl", "--window", "10"]) == stories);
}

/// A story of any length is compared in portions.
#[test]
fn a_long_story() {
    let t = Temp::new("long");
    let mut out = String::new();
    for i in 0..150 {
        let _ = writeln!(
            out,
            r#"{{"id":{i},"story":"s\u001b","lang":"en","date":"2024-05-{:02}","text":"The company hired {i} engineers in Berlin."}}"#,
            1 + i % 28
        );
    }
    t.write("a.jsonl", out);
    let o = run(&t, &["a.jsonl", "--verdict", "unmatched,agree,contradiction"]);
    let said = text(&o.stderr);
    assert!(
        said.starts_with("tertium: note: story `s\\u{1b}` is long: its reports are compared in portions, by day, not each with all others\n")
            && said.contains("150 reports in 1 story"),
        "{said}"
    );
    let records = lines(&text(&o.stdout));
    let portions: BTreeSet<u64> = records.iter().map(|r| r["portion"].as_u64().expect("a portion")).collect();
    assert_eq!(portions, BTreeSet::from([0, 1, 2]));
    let ids: BTreeSet<(u64, String)> = records
        .iter()
        .filter(|r| r["type"] == "report")
        .map(|r| (r["portion"].as_u64().expect("a portion"), r["id"].as_str().expect("an id").to_owned()))
        .collect();
    assert_eq!(ids.len(), 150);
}

#[test]
fn closed_pipes_and_full_disks() {
    let t = Temp::new("no-room");
    t.write("a.jsonl", scattered(300));
    let mut child = command(&t, &["a.jsonl", "--quiet"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    let o = child.wait_with_output().expect("it ends");
    assert!(matches!(o.status.code(), Some(0 | 1)) && o.stderr.is_empty(), "{:?} {}", o.status, text(&o.stderr));
    if Path::new("/dev/full").exists() {
        let o = run(&t, &["a.jsonl", "--output", "/dev/full"]);
        assert_eq!(
            (o.status.code(), text(&o.stderr).as_str()),
            (Some(2), "tertium: error: /dev/full: cannot write: No space left on device (os error 28)\n")
        );
    }
    let o = run(&t, &["a.jsonl", "--temp", "none", "--output", "none/out"]);
    assert_eq!(o.status.code(), Some(2));
    assert!(text(&o.stderr).starts_with("tertium: error: none/out.part: cannot write: "), "{}", text(&o.stderr));
}
