//! Formats for machines keep to what their readers expect, by validators that are not ours; and no text from outside gets
//! out of its place in any format.

mod common;

use serde_json::Value;
use std::path::PathBuf;
use tertium::model::Verdict;
use tertium::report::{self, Answered, View};
use tertium::{check_story, claim, clean, finding, input};

fn said(format: &str, answers: &[Answered]) -> String {
    report::find(format).expect("a format").findings(answers, &View::default())
}

fn report(path: &str, lang: &'static str, text: &str) -> claim::Report {
    let source = input::Source { path: PathBuf::from(path), text: text.to_owned(), markup: clean::Markup::Plain, lang: None };
    claim::read_report(&source, Some(lang))
}

/// Two reports that contradict each other, by somebody who means harm.
fn hostile() -> Answered {
    let bad = "<script>alert(1)</script> </style> ]]> \u{202e}\u{2066}\u{1b}[31m |x| `y` @team #12 [a](b) {0} %0A::error::x\u{0} =cmd";
    let en = format!("Berlin, 3 March 2025\n{bad} The company in Berlin hired 120 engineers. {bad}\r\n=1+1 dollars and -5 degrees\n");
    let de = format!("Berlin, 3. März 2025\n{bad} Die Firma in Berlin stellte 140 Ingenieure ein. {bad}\n");
    let name = "a b/x,y:z [1] <i>&\"'\u{202e}%.txt";
    let answered =
        check_story(format!("=story <b> {name}"), vec![report(name, "en", &en), report("@de 数#?.txt", "de", &de)], finding::Options::default());
    assert!(answered.findings.iter().any(|f| f.verdict == Verdict::Contradiction), "{:?}", answered.findings);
    answered
}

fn aligned() -> Answered {
    let table = "id\ten\tde\n<s1>|\tIt paid 5 billion dollars.\tSie zahlte 5 Millionen Dollar.\n=s2\tBuilt in 1932, it fell.\tEs fiel.\n";
    common::aligned("paid.tsv", table)
}

fn everything() -> Vec<Answered> {
    let mut all: Vec<Answered> = common::stories().iter().map(|s| common::checked(s)).collect();
    all.extend([hostile(), aligned()]);
    all
}

#[test]
fn sarif_is_what_code_scanning_reads() {
    let log: Value = serde_json::from_str(&said("sarif", &everything())).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert!(results.len() > 20);
    assert_eq!((&log["version"], &run["columnKind"]), (&Value::from("2.1.0"), &Value::from("unicodeCodePoints")));
    let mut prints = std::collections::BTreeSet::new();
    for r in results {
        let rule = &run["tool"]["driver"]["rules"][r["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], r["ruleId"]);
        assert!(prints.insert(r["partialFingerprints"]["primaryLocationLineHash"].to_string()), "two results are one: {r}");
        assert_eq!(r["locations"].as_array().map(Vec::len), Some(1));
        // Links in the message lead to related locations.
        let related = r["relatedLocations"].as_array().expect("related");
        for (i, l) in related.iter().enumerate() {
            assert_eq!(l["id"], i + 1);
        }
        for l in related.iter().chain(r["locations"].as_array().expect("locations")) {
            let uri = l["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
            assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
        }
    }
}

#[test]
fn lines_are_the_same_records_with_a_type_and_stream_as_they_print() {
    let all = everything();
    let whole: Value = serde_json::from_str(&said("json", &all)).expect("JSON");
    let text = said("jsonl", &all);
    let mut back = serde_json::json!({ "schema": 1, "reports": [], "claims": [], "findings": [] });
    for l in text.lines() {
        let mut v: Value = serde_json::from_str(l).expect("a record");
        let kind = v.as_object_mut().expect("an object").remove("type").expect("a type");
        back[format!("{}s", kind.as_str().expect("a name"))].as_array_mut().expect("a list").push(v);
    }
    assert_eq!(whole, back);
    for r in report::ALL.iter().filter(|r| r.streams()) {
        let mut seen = report::Seen::default();
        let mut parts = String::new();
        for a in &all {
            r.next(a, &View::default(), &mut seen, &mut |s| {
                parts += s;
                true
            });
        }
        assert_eq!(parts, r.findings(&all, &View::default()), "{}", r.name());
    }
}

/// Depth, name, attributes.
type Element = (usize, String, Vec<(String, String)>);

/// Elements in order with their depth and attributes; panics where it is not well-formed.
fn elements(xml: &str) -> Vec<Element> {
    let mut out = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a declaration");
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        assert!(!text.contains("]]>"), "{text}");
        let references = text.matches('&').count();
        assert_eq!(references, ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"].iter().map(|e| text.matches(e).count()).sum::<usize>());
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |t| (t, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut list = Vec::new();
        while let Some((key, more)) = attributes.trim_start().split_once("=\"") {
            let (value, more) = more.split_once('"').expect("a quoted value");
            assert!(!value.contains('<'));
            list.push((key.to_owned(), value.to_owned()));
            attributes = more;
        }
        out.push((open.len(), name.to_owned(), list));
        if !empty {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty());
    out
}

#[test]
fn junit_has_the_usual_shape() {
    let all = everything();
    let list = elements(&said("junit", &all));
    let get = |e: &(usize, String, Vec<(String, String)>), k: &str| e.2.iter().find(|a| a.0 == k).map(|a| a.1.clone());
    assert_eq!((list[0].0, list[0].1.as_str()), (0, "testsuites"));
    let named = |n: &'static str| list.iter().filter(move |e| e.1 == n);
    assert_eq!(named("testsuite").count(), all.len());
    for e in &list {
        let (depth, needed): (usize, &[&str]) = match e.1.as_str() {
            "testsuites" => (0, &["name", "tests", "failures", "errors", "time"]),
            "testsuite" => (1, &["name", "tests", "failures", "errors", "skipped", "time"]),
            "testcase" => (2, &["name", "classname", "time"]),
            "failure" => (3, &["type", "message"]),
            "system-out" => (3, &[]),
            other => panic!("an element {other}"),
        };
        assert_eq!(e.0, depth, "{e:?}");
        assert!(needed.iter().all(|n| get(e, n).is_some()), "{e:?}");
    }
    let (cases, failures) = (named("testcase").count(), named("failure").count());
    assert_eq!(get(&list[0], "tests"), Some(cases.to_string()));
    assert_eq!(get(&list[0], "failures"), Some(failures.to_string()));
    assert_eq!(failures, all.iter().flat_map(|a| &a.findings).filter(|f| f.verdict == Verdict::Contradiction).count());
}

#[test]
fn annotations_are_one_command_a_line() {
    let all = said("github", &everything());
    let lines: Vec<&str> = all.lines().collect();
    // More than are shown is said last, for whoever reads the log.
    let (last, commands) = lines.split_last().expect("annotations");
    assert!(last.starts_with("There are ") && last.contains(" errors, ") && last.contains("GitHub shows the first 10 of each level"), "{last}");
    for l in commands {
        let (command, message) = l.split_once("::").and_then(|(_, r)| r.split_once("::")).expect("a command");
        let (level, properties) = command.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&level), "{l}");
        let keys: Vec<&str> = properties.split(',').map(|p| p.split_once('=').expect("key and value").0).collect();
        assert!(keys.starts_with(&["file", "line"]) && keys.ends_with(&["title"]), "{l}");
        assert!(!message.is_empty());
    }
}

#[test]
fn a_page_with_mark_up_inside_a_claim() {
    let page = input::Source {
        path: PathBuf::from("en.html"),
        text: "<p>The company in Berlin hired <b>about</b>&nbsp;<i>1</i>20 <em>engineers</em> &amp; others.</p>".into(),
        markup: clean::Markup::Html,
        lang: None,
    };
    let de = report("de.txt", "de", "Die Firma in Berlin stellte 140 Ingenieure ein.\n");
    let a = check_story("story".into(), vec![claim::read_report(&page, Some("en")), de], finding::Options::default());
    let f = a.findings.iter().find(|f| f.verdict >= Verdict::Tension).expect("a difference");
    assert!(a.claim(f.claims[0]).1.text.contains("<i>1</i>20"));
    let all = [a];
    assert!(said("table", &all).contains("about »120« engineers"), "{}", said("table", &all));
    assert!(said("html", &all).contains("about <em>120</em>"));
    for format in report::ALL {
        let _ = format.findings(&all, &View { color: true, ..View::default() });
    }
}

#[test]
fn diagnostics_have_what_reviewdog_reads() {
    for l in said("rdjsonl", &everything()).lines() {
        let d: Value = serde_json::from_str(l).expect("JSON");
        assert!(d["message"].is_string() && d["location"]["path"].is_string() && d["code"]["value"].is_string());
        assert!(["ERROR", "WARNING", "INFO"].contains(&d["severity"].as_str().expect("a severity")));
        let (s, e) = (&d["location"]["range"]["start"], &d["location"]["range"]["end"]);
        let key = |p: &Value| (p["line"].as_u64().expect("a line"), p["column"].as_u64().expect("a column"));
        assert!(key(s) < key(e), "{l}");
    }
}

#[test]
fn a_spreadsheet_takes_nothing_for_a_formula() {
    let text = said("csv", &everything());
    let text = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let width = reader.headers().expect("a header").len();
    let mut n = 0;
    for r in reader.records() {
        let r = r.expect("a row");
        assert_eq!(r.len(), width);
        assert!(r.iter().all(|c| !c.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{r:?}");
        n += 1;
    }
    assert!(n > 50);
}

#[test]
fn no_text_gets_out_of_its_place() {
    let answers = [hostile(), aligned()];
    for r in report::ALL {
        for view in [View::default(), View { width: 40, color: false, unicode: false, ..View::default() }] {
            let mut text = r.findings(&answers, &view);
            if let Some(c) = r.claims(&answers, &view) {
                text += &c;
            }
            let records = r.name().starts_with("json");
            for (at, c) in text.char_indices() {
                let line_end = c == '\n' || r.name() == "csv" && matches!(c, '\r' | '\u{FEFF}');
                assert!(line_end || !c.is_control(), "{}: {c:?} in {:?}", r.name(), text[..at].chars().rev().take(40).collect::<String>());
                assert!(records || !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'), "{}: {c:?}", r.name());
            }
            if matches!(r.name(), "html" | "markdown" | "junit") {
                for bad in ["<script>alert", "</style> ]]", "<i>&", "<b> a"] {
                    assert!(!text.contains(bad), "{}: {bad}", r.name());
                }
            }
        }
    }
}

#[test]
fn colours_are_the_only_escapes() {
    let text = report::find("table").expect("a format").findings(&[hostile()], &View { color: true, ..View::default() });
    assert!(text.contains("\u{1b}["));
    for part in text.split('\u{1b}').skip(1) {
        let code = part.strip_prefix('[').and_then(|p| p.split_once('m')).expect("a colour").0;
        assert!(code.bytes().all(|b| b.is_ascii_digit() || b == b';') && !code.starts_with("31m"), "{part:?}");
    }
}

#[test]
fn a_comment_stays_within_its_limit() {
    let many: Vec<Answered> = (0..400).map(|_| hostile()).collect();
    let text = said("markdown", &many);
    assert!(text.len() < 65_000 && text.contains(" more: too many for a comment."), "{}", text.len());
}

#[test]
fn the_proof_sheet_holds_everything_and_loads_nothing() {
    let all = everything();
    let page = said("html", &all);
    for a in &all {
        for f in &a.findings {
            assert!(page.contains(&format!("<code>{}</code>", f.id)));
        }
    }
    assert_eq!(page.matches("<script").count(), 1);
    for bad in ["http://", "https://", "url(", "@import", " style=\"", "onclick"] {
        assert!(!page.contains(bad), "{bad}");
    }
    // Every link leads to a place in the page, and no place has two.
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|s| s.split('"').next().expect("an id")).collect();
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    for link in page.split("href=\"#").skip(1).map(|s| s.split('"').next().expect("an id")) {
        assert!(unique.contains(link), "{link}");
    }
    for lang in ["zh-Hans", "zh-Hant", "ja", "de", "it", "en"] {
        assert!(page.contains(&format!("<div class=\"text\" lang=\"{lang}\">")), "{lang}");
    }
}
