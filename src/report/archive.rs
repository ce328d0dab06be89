//! Records of an archive's stories as lines of JSON: those of `--format jsonl`, each with its story.

use super::Answered;
use super::json::Numbering;
use crate::finding::Id;
use crate::model;
use serde::Serialize;

/// Which part of an archive records are about.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    /// The story.
    pub story: &'a str,
    /// Which portion of it, where it is too long to be compared as a whole.
    pub portion: Option<usize>,
}

/// The records of a story out of an archive, one a line: all its reports, the findings, and the claims that they are
/// about. Ids begin at these numbers, of reports and of claims.
pub fn of_story(a: &Answered, of: Of, begin: (usize, usize)) -> String {
    let mut out = String::new();
    let mut place = format!("\"story\":{},", serde_json::to_string(of.story).unwrap_or_default());
    if let Some(n) = of.portion {
        place += &format!("\"portion\":{n},");
    }
    let mut numbering = Numbering::begin(begin.0, begin.1);
    numbering.reports(a).0.iter().for_each(|r| record(&mut out, "report", &place, r));
    let mut wanted: Vec<Id> = a.findings.iter().flat_map(|f| f.claims.iter().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let first: Vec<usize> = a.reports.iter().scan(begin.1, |n, r| Some(std::mem::replace(n, *n + r.claims.len()))).collect();
    for (r, n) in wanted {
        let report = &a.reports[r];
        record(&mut out, "claim", &place, &model::claim_record(first[r] + n, begin.0 + r, report, n, &report.claims[n], None));
    }
    numbering.findings(a).iter().for_each(|f| record(&mut out, "finding", &place, f));
    out
}

/// A record on a line, with its type and its place before what it says.
fn record<T: Serialize>(out: &mut String, kind: &str, place: &str, record: &T) {
    let json = serde_json::to_string(record).unwrap_or_default();
    for s in ["{\"type\":\"", kind, "\",", place, json.strip_prefix('{').unwrap_or("}"), "\n"] {
        *out += s;
    }
}
