//! Sentences of news that no pack was written from: what a reader sees as claims, written down before the program read them.
//!
//! `tests/data/news/<tag>.toml` lists them. A claim counts as found where kind and value agree; nouns are judged elsewhere.

mod common;

use serde::Deserialize;
use tertium::pack;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct News {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    /// Kind, value and, where it has one, unit.
    claims: Vec<String>,
}

/// Precision and recall that must be reached, per mille.
const FLOORS: [(&str, usize, usize); 6] =
    [("de", 900, 900), ("en", 900, 900), ("it", 900, 900), ("ja", 870, 870), ("zh-Hans", 900, 880), ("zh-Hant", 900, 890)];

fn kind_and_value(s: &str) -> String {
    s.split(' ').take(if s.starts_with("identifier") { 9 } else { 2 }).collect::<Vec<_>>().join(" ")
}

#[test]
fn news() {
    let mut failed = Vec::new();
    for (tag, precision, recall) in FLOORS {
        let path = format!("tests/data/news/{tag}.toml");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let news: News = toml::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let tag = pack::tags().find(|t| *t == tag).expect("a pack");
        let (mut want, mut got, mut right) = (0, 0, 0);
        let mut missed = Vec::new();
        for s in &news.sentence {
            let mut found: Vec<String> = common::read(&s.text, Some(tag)).claims.iter().map(|c| format!("{} {}", c.kind, c.value)).collect();
            (want, got) = (want + s.claims.len(), got + found.len());
            for c in &s.claims {
                match found.iter().position(|f| *f == kind_and_value(c)) {
                    Some(i) => {
                        found.remove(i);
                        right += 1;
                    }
                    None => missed.push(format!("{c}: {}", s.text)),
                }
            }
        }
        println!("{tag}: {right} of {want} claims found, {got} said");
        if right * 1000 < precision * got || right * 1000 < recall * want {
            failed.push(format!("{tag}: {right} right of {got} said and {want} wanted; missed:\n{}", missed.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
