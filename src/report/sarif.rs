//! SARIF 2.1.0 for code scanning: a rule for each verdict, a result for each finding, the other reports as related
//! locations. Keeps to what code scanning takes: 25,000 results, 100 locations shown for each.

use super::{Answered, Place, Reporter, View, evidence, facts, json::pretty};
use crate::accept::Accepted;
use crate::finding::{Finding, Id};
use crate::model::{Severity, Verdict};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write;

/// The log.
#[derive(Debug)]
pub struct Sarif;

const MOST_RESULTS: usize = 25_000;
const MOST_RELATED: usize = 99;

/// A finding, and by what it is accepted.
type Entry<'a> = (&'a Answered, &'a Finding, Option<&'a Accepted>);

impl Reporter for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn doc(&self) -> &'static str {
        "SARIF 2.1.0, for code scanning"
    }

    fn extension(&self) -> &'static str {
        "sarif"
    }

    fn mildest(&self) -> Verdict {
        Verdict::Qualifier
    }

    fn findings(&self, answers: &[Answered], view: &View) -> String {
        let mut all: Vec<Entry> = answers.iter().flat_map(|a| a.findings.iter().map(move |f| (a, f, None))).collect();
        all.extend(answers.iter().flat_map(|a| a.accepted.iter().map(move |by| (a, &by.finding, Some(by)))));
        // What is open and gravest is kept where there are too many.
        all.sort_by_key(|(_, f, by)| (by.is_some(), std::cmp::Reverse(f.verdict)));
        let dropped = all.len().saturating_sub(MOST_RESULTS);
        all.truncate(MOST_RESULTS);
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let results: Vec<Value> = all
            .iter()
            .map(|(a, f, by)| {
                let n = seen.entry(f.id.as_str()).and_modify(|n| *n += 1).or_insert(1);
                let mut r = result(a, f, *n, view);
                if let Some(by) = by {
                    r["suppressions"] = json!([suppression(by)]);
                }
                r
            })
            .collect();
        let notes: Vec<Value> = (dropped > 0)
            .then(|| json!({ "level": "warning", "message": { "text": format!("{dropped} milder findings left out: a run holds {MOST_RESULTS}") } }))
            .into_iter()
            .collect();
        pretty(&json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "Tertium",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": Verdict::ALL.map(rule),
                } },
                "automationDetails": { "id": "tertium/" },
                "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notes }],
                "originalUriBaseIds": { "ROOT": { "description": { "text": "The folder in which the check was run." } } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        }))
    }
}

fn level(s: Severity) -> &'static str {
    match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::None => "none",
    }
}

fn rule(v: Verdict) -> Value {
    let doc = evidence::doc(v);
    json!({
        "id": v.name(),
        "name": format!("{}{}", v.name()[..1].to_uppercase(), &v.name()[1..]),
        "shortDescription": { "text": evidence::title(v) },
        "fullDescription": { "text": evidence::first_paragraph(v) },
        "help": { "text": doc, "markdown": doc },
        "defaultConfiguration": { "level": level(v.severity()) },
        "properties": { "tags": ["consistency", "translation"], "precision": "high", "problem.severity": match v.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note | Severity::None => "recommendation",
        } },
    })
}

fn result(a: &Answered, f: &Finding, n: usize, view: &View) -> Value {
    let fronts = facts::fronts(f);
    let mut others: Vec<Id> = fronts.iter().skip(1).copied().collect();
    others.extend(f.claims.iter().filter(|c| !fronts.contains(c)));
    others.truncate(MOST_RELATED);
    let mut text = format!("{}.", link_text(&facts::about(a, f)));
    let state = |id: &Id, link: Option<usize>| {
        let p = Place::of(a, *id);
        let place = link_text(&match p.segment {
            Some((segment, column)) => format!("{segment} {column}"),
            None => format!("{}:{}", p.name(), p.line),
        });
        let place = link.map_or(place.clone(), |n| format!("[{place}]({n})"));
        format!("{} ({place})", link_text(&facts::value(a.claim(*id).1, true)))
    };
    for (i, id) in fronts.iter().enumerate().take(MOST_RELATED) {
        let _ = write!(text, "{} {}", if i == 0 { "" } else { " |" }, state(id, (i > 0).then_some(i)));
    }
    let _ = write!(text, ". {}", link_text(&facts::why(f)));
    let related: Vec<Value> = others
        .iter()
        .enumerate()
        .map(|(i, id)| {
            let mut l = location(a, *id, view);
            l["id"] = json!(i + 1);
            l["message"] = json!({ "text": link_text(&stated(a, f, *id)) });
            l
        })
        .collect();
    json!({
        "ruleId": f.verdict.name(),
        "ruleIndex": Verdict::ALL.iter().position(|v| *v == f.verdict),
        "kind": if f.severity() == Severity::None { "pass" } else { "fail" },
        "level": level(f.severity()),
        "rank": f64::from((f.score * 1000.0).round() as u32) / 10.0,
        "message": { "text": text },
        "locations": fronts.first().map(|id| {
            let mut l = location(a, *id, view);
            l["message"] = json!({ "text": link_text(&stated(a, f, *id)) });
            l
        }).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
        // The id says what is claimed, not where: an edit elsewhere leaves an alert what it was.
        "partialFingerprints": { "primaryLocationLineHash": format!("{}:{n}", f.id), "tertiumFinding/v1": f.id },
        "properties": { "score": f.score, "kind": f.kind.name(), "story": super::escape_controls(&a.name), "segment": f.segment.and_then(|s| a.segment_names.get(s)) },
    })
}

/// Why a finding does not count.
fn suppression(by: &Accepted) -> Value {
    json!({
        "kind": if by.in_report { "inSource" } else { "external" },
        "status": "accepted",
        "justification": format!("{} ({})", super::escape_controls(&by.reason), by.place),
    })
}

fn stated(a: &Answered, f: &Finding, id: Id) -> String {
    let (r, c) = a.claim(id);
    let side = f.sides.iter().position(|s| s.contains(&id)).and_then(|s| facts::side_letter(f, s)).map_or(String::new(), |l| format!("{l}: "));
    format!("{side}{} {} = {}", r.column.as_deref().unwrap_or(r.lang), c.text, facts::value(c, true))
}

fn location(a: &Answered, id: Id, view: &View) -> Value {
    let p = Place::of(a, id);
    let path = super::place::relative(p.path, view.root.as_deref());
    let artifact = match path.strip_prefix('/') {
        Some(absolute) => json!({ "uri": format!("file:///{}", encoded(absolute)) }),
        None => json!({ "uri": encoded(&path), "uriBaseId": "ROOT" }),
    };
    json!({
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {
                "startLine": p.line,
                "startColumn": p.column,
                "endLine": p.end_line,
                "endColumn": p.end_column,
                "snippet": { "text": super::escape_controls(&a.claim(id).1.text) },
            },
        },
    })
}

/// A path as a URI reference: all but unreserved characters and slashes as percent and bytes.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for b in path.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(b)),
            b => {
                let _ = write!(out, "%{b:02X}");
            }
        }
    }
    out
}

/// Text in which no brackets make a link and no braces a placeholder.
fn link_text(s: &str) -> String {
    super::escape_controls(s).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]").replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(encoded("a b/数.txt"), "a%20b/%E6%95%B0.txt");
        assert_eq!(encoded("c:x#y?z%"), "c%3Ax%23y%3Fz%25");
    }

    #[test]
    fn text_makes_no_links() {
        assert_eq!(link_text("[x](1) {0}"), "\\[x\\](1) {{0}}");
    }
}
