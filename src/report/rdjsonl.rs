//! Reviewdog's diagnostics, one a line; columns count bytes there.

use super::{Answered, Place, Reporter, View, facts};
use crate::finding::Id;
use crate::model::{Severity, Verdict};
use serde_json::{Value, json};

/// The diagnostics.
#[derive(Debug)]
pub struct Rdjsonl;

impl Reporter for Rdjsonl {
    fn name(&self) -> &'static str {
        "rdjsonl"
    }

    fn doc(&self) -> &'static str {
        "Diagnostics for reviewdog, one a line"
    }

    fn extension(&self) -> &'static str {
        "rdjsonl"
    }

    fn mildest(&self) -> Verdict {
        Verdict::Qualifier
    }

    fn findings(&self, answers: &[Answered], view: &View) -> String {
        let mut out = String::new();
        for a in answers {
            for f in &a.findings {
                let fronts = facts::fronts(f);
                for id in &fronts {
                    let related: Vec<Value> = fronts
                        .iter()
                        .filter(|o| *o != id)
                        .map(|o| json!({ "message": facts::value(a.claim(*o).1, false), "location": location(a, *o, view) }))
                        .collect();
                    let record = json!({
                        "message": format!("{}. {}", super::escape_controls(&facts::sentence(a, f)), super::escape_controls(&facts::why(f))),
                        "location": location(a, *id, view),
                        "severity": match f.severity() {
                            Severity::Error => "ERROR",
                            Severity::Warning => "WARNING",
                            Severity::Note | Severity::None => "INFO",
                        },
                        "source": { "name": "tertium" },
                        "code": { "value": f.verdict.name() },
                        "relatedLocations": related,
                    });
                    out += &record.to_string();
                    out.push('\n');
                }
            }
        }
        out
    }

    fn streams(&self) -> bool {
        true
    }
}

fn location(a: &Answered, id: Id, view: &View) -> Value {
    let p = Place::of(a, id);
    json!({
        "path": super::place::relative(p.path, view.root.as_deref()),
        "range": {
            "start": { "line": p.line, "column": p.byte_column },
            "end": { "line": p.end_line, "column": p.end_byte_column },
        },
    })
}
