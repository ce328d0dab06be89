//! The corpus in the repository: whole answers against snapshots, and what they say against hand-written gold.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use tertium::report::{Answered, json, table};
use tertium::{check_story, finding, input, model::Verdict, read_story};

const STORIES: [&str; 5] = ["bakery-takeover", "dam-inspection", "ferry-grounding", "hiring", "marathon-record"];

fn check(story: &str) -> Answered {
    let found = input::find(&[PathBuf::from("corpus").join(story)]);
    assert!(found.errors.is_empty() && found.stories.len() == 1, "{story}: {:?}", found.errors);
    let (reports, errors) = read_story(&found.stories[0], None);
    assert!(errors.is_empty(), "{story}: {errors:?}");
    check_story(story.to_owned(), reports, finding::Options::default())
}

#[test]
fn every_story_is_listed() {
    let mut folders: Vec<String> = std::fs::read_dir("corpus").unwrap().flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    folders.sort();
    assert_eq!(folders, STORIES);
}

#[test]
fn whole_answers() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        for story in STORIES {
            let mut answered = check(story);
            insta::assert_snapshot!(format!("{story}.json"), json::whole(std::slice::from_ref(&answered)));
            answered.findings.retain(|f| f.verdict != Verdict::Unmatched);
            insta::assert_snapshot!(format!("{story}.table"), table::findings(&[answered], Some(140), false));
        }
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    #[allow(dead_code)]
    story: String,
    fact: Vec<Fact>,
    #[serde(default)]
    apart: Vec<Apart>,
    #[serde(default)]
    single: Vec<Single>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    what: String,
    verdict: String,
    claims: Vec<Stated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Apart {
    #[allow(dead_code)]
    why: String,
    claims: Vec<Stated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Single {
    claims: Vec<Stated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    report: String,
    line: usize,
    text: String,
    kind: String,
    #[allow(dead_code)]
    #[serde(default)]
    unit: String,
    value: String,
}

/// The claims of an answer that overlap with a stated one.
fn hits(a: &Answered, s: &Stated) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (r, report) in a.reports.iter().enumerate().filter(|(_, r)| r.path.ends_with(&format!("/{}", s.report))) {
        let start: usize = report.source.split_inclusive('\n').take(s.line - 1).map(str::len).sum();
        let from = start + report.source[start..].find(&s.text).unwrap_or_else(|| panic!("{}:{}: no «{}»", s.report, s.line, s.text));
        let to = from + s.text.len();
        out.extend(report.claims.iter().enumerate().filter(|(_, c)| c.span.0 < to && c.span.1 > from).map(|(i, _)| (r, i)));
    }
    out
}

#[test]
fn gold_is_met() {
    let (mut claims, mut found, mut facts, mut right) = (0, 0, 0, 0);
    let (mut apart, mut kept) = (0, 0);
    for story in STORIES {
        let answered = check(story);
        let text = std::fs::read_to_string(format!("corpus/{story}/gold.toml")).unwrap();
        let gold: Gold = toml::from_str(&text).unwrap_or_else(|e| panic!("{story}: {e}"));
        let stated = gold.fact.iter().flat_map(|f| &f.claims).chain(gold.single.iter().flat_map(|s| &s.claims));
        for s in stated.filter(|s| s.kind != "identifier") {
            claims += 1;
            let bare = |v: &str| v.trim_start_matches(['<', '>', '=', '~']).to_owned();
            let ok = hits(&answered, s).iter().any(|(r, i)| bare(&answered.reports[*r].claims[*i].value.to_string()) == bare(&s.value));
            found += usize::from(ok);
            if !ok {
                println!("{story} {}:{} «{}» is not read as {}", s.report, s.line, s.text, s.value);
            }
        }
        for f in &gold.fact {
            facts += 1;
            let ids: Vec<_> = f.claims.iter().filter_map(|s| hits(&answered, s).first().copied()).collect();
            let said = answered.findings.iter().filter(|x| x.claims.iter().filter(|c| ids.contains(c)).count() > 1).map(|x| x.verdict).max();
            let ok = said.map(Verdict::name) == Some(f.verdict.as_str());
            right += usize::from(ok);
            if !ok {
                println!("{story}: {} is {} but said to be {said:?}", f.what, f.verdict);
            }
        }
        for pair in &gold.apart {
            let ids: Vec<_> = pair.claims.iter().filter_map(|s| hits(&answered, s).first().copied()).collect();
            if let [a, b] = ids.as_slice()
                && a != b
            {
                apart += 1;
                let together = answered.findings.iter().any(|f| f.claims.contains(a) && f.claims.contains(b));
                kept += usize::from(!together);
                if together {
                    println!("{story}: «{}» and «{}» stand in one finding", pair.claims[0].text, pair.claims[1].text);
                }
            }
        }
    }
    println!("claims {found} of {claims}; facts with the right verdict {right} of {facts}; apart {kept} of {apart}");
    assert!(found * 100 >= claims * FLOORS.0, "claims: {found} of {claims}");
    assert!(right * 100 >= facts * FLOORS.1, "verdicts: {right} of {facts}");
    assert!(kept * 100 >= apart * FLOORS.2, "kept apart: {kept} of {apart}");
}

/// Percent of claims read, facts judged right, distractors kept apart; raised as the program gets better.
const FLOORS: (usize, usize, usize) = (90, 60, 90);
