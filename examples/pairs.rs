//! Writes the evidence on every pair of claims of a story, for `tools/calibrate.py`: one JSON line a story.

use std::path::PathBuf;
use tertium::align::features::{NAMES, Pairing};
use tertium::{align, claim, input};

fn main() {
    for dir in std::env::args().skip(1).map(PathBuf::from) {
        let found = input::find(std::slice::from_ref(&dir));
        let Some(story) = found.stories.first() else { continue };
        let reports: Vec<_> = story.files.iter().filter_map(|f| input::read(f).ok()).map(|s| claim::read_report(&s, None)).collect();
        let refs: Vec<&claim::Report> = reports.iter().collect();
        let pairing = Pairing::new(&refs);
        let claims: Vec<_> = reports
            .iter()
            .enumerate()
            .flat_map(|(r, rep)| {
                rep.claims.iter().enumerate().map(move |(i, c)| {
                    serde_json::json!({"r": r, "i": i, "path": rep.path, "start": c.span.0, "end": c.span.1, "kind": c.kind.name(),
                        "unit": c.unit, "value": c.value.to_string(), "restates": c.restates, "text": c.text})
                })
            })
            .collect();
        let pairs: Vec<_> = align::pairs(&pairing)
            .iter()
            .map(|p| serde_json::json!([p.a.0, p.a.1, p.b.0, p.b.1, p.features.to_vec(), align::model::probability(&p.features)]))
            .collect();
        println!("{}", serde_json::json!({"dir": dir.to_string_lossy(), "names": NAMES.to_vec(), "claims": claims, "pairs": pairs}));
    }
}
