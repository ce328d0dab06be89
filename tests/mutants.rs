//! Damaged copies of the corpus: each is a report or an error, and stories of them are checked and shown in every format.
//! Nothing panics, whatever became of the text. `TERTIUM_MUTANTS=10000 cargo test --test mutants` for more of them.

mod common;
#[path = "common/mutate.rs"]
mod mutate;

use mutate::{Chance, damaged};
use std::path::Path;
use tertium::report::{self, View};
use tertium::{check_story, claim, finding, input};

#[test]
fn damaged_reports_are_reports_or_errors() {
    let times: usize = std::env::var("TERTIUM_MUTANTS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let stories: Vec<Vec<(String, Vec<u8>)>> = common::stories()
        .iter()
        .map(|s| {
            let found = input::find(&[format!("corpus/{s}").into()]);
            found.stories[0].files.iter().map(|f| (f.to_string_lossy().into_owned(), std::fs::read(f).expect("a report"))).collect()
        })
        .collect();
    let texts: Vec<Vec<u8>> = stories.iter().flatten().map(|f| f.1.clone()).collect();
    let mut chance = Chance::new(2024);
    let (mut done, mut refused, mut claims, mut findings) = (0, 0, 0, 0);
    while done < times {
        let story = &stories[chance.below(stories.len())];
        let mut reports = Vec::new();
        for (path, bytes) in story {
            let bytes = damaged(bytes, &texts, &mut chance);
            // The name says how it is read; sometimes it lies.
            let path =
                if chance.below(8) == 0 { format!("{path}{}", chance.pick(&[".html", ".md", ".srt", ".docx", ".epub"])) } else { path.clone() };
            done += 1;
            match input::source(Path::new(&path), bytes, None) {
                Ok(source) => {
                    let r = claim::read_report(&source, None);
                    assert!(
                        r.claims.iter().all(|c| r.source.get(c.span.0..c.span.1) == Some(c.text.as_str())),
                        "{path}: a claim quotes something else"
                    );
                    reports.push(r);
                }
                Err(e) => {
                    refused += 1;
                    assert!(!e.to_string().contains(|c: char| c.is_control()), "{e}");
                }
            }
        }
        let a = check_story("story".into(), reports, finding::Options::default());
        claims += a.reports.iter().map(|r| r.claims.len()).sum::<usize>();
        findings += a.findings.iter().filter(|f| f.claims.len() > 1).count();
        for format in report::ALL {
            let shown = format.findings(std::slice::from_ref(&a), &View::default());
            // JSON gives the wording as data, letter by letter.
            let data = matches!(format.name(), "json" | "jsonl");
            assert!(
                !shown.contains('\u{1b}') && (data || !shown.contains(['\u{202e}', '\u{2066}'])),
                "{} lets a steering character through",
                format.name()
            );
        }
    }
    println!("{done} damaged reports: {refused} refused, {claims} claims, {findings} findings");
    assert!(
        refused * 2 < done && claims > done && findings > done / 20,
        "{done} damaged reports: {refused} refused, {claims} claims, {findings} findings"
    );
}
