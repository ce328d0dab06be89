//! Writes the evidence on every pair of claims of a story, for `tools/calibrate.py`: one JSON line a story.

use std::path::PathBuf;
use tertium::align::collective;
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
                        "unit": c.unit, "value": c.value.to_string(), "restates": c.restates, "echoes": c.echoes, "text": c.text})
                })
            })
            .collect();
        let found = align::pairs(&pairing);
        let counts: Vec<usize> = reports.iter().map(|r| r.claims.len()).collect();
        let first = collective::by_themselves(&found);
        let among = collective::evidence(&counts, &found, &first, 0.0);
        let pairs: Vec<_> = found
            .iter()
            .zip(first.iter().zip(&among))
            .map(|(p, (q, f))| serde_json::json!([p.a.0, p.a.1, p.b.0, p.b.1, p.features.to_vec(), q, f.to_vec()]))
            .collect();
        println!(
            "{}",
            serde_json::json!({"dir": dir.to_string_lossy(), "names": NAMES.to_vec(), "new": collective::NAMES.to_vec(),
                "again": collective::AGAIN.to_vec(), "reports": reports.len(), "claims": claims, "pairs": pairs})
        );
    }
}
