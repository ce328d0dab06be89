//! Records as lines of JSON, written in parts side by side and handed on as they come.

use super::Answered;
use super::json::Numbering;
use crate::claim::Report;
use crate::model;
use rayon::prelude::*;
use serde::Serialize;

/// Takes what is written; tells whether more is wanted.
pub type Sink<'a> = dyn FnMut(&str) -> bool + 'a;

/// Claims that are written in one go; many are written side by side.
const PART: usize = 512;
/// Parts that are held at a time.
const PARTS: usize = 16;

/// Writes the records of an answer, which begin at these numbers; false if nobody wants them.
pub(super) fn write(a: &Answered, begin: &Numbered, out: &mut Sink) -> bool {
    let mut text = String::new();
    begin.reports.iter().for_each(|r| record(&mut text, "report", r));
    let all: Vec<(usize, &Report)> = a.reports.iter().enumerate().collect();
    let mut pieces: Vec<(usize, usize, &Report, usize)> = Vec::new();
    let mut id = begin.claims;
    for (i, r) in all {
        // In aligned text each row has a small report for each column.
        let report = begin.base + if a.columns.is_empty() { i } else { i % a.columns.len() };
        for from in (0..r.claims.len()).step_by(PART) {
            pieces.push((id + from, report, r, from));
        }
        id += r.claims.len();
    }
    let write = |text: &mut String, (id, report, r, from): (usize, usize, &Report, usize)| {
        for (n, c) in r.claims.iter().enumerate().skip(from).take(PART) {
            let segment = c.segment.map(|s| a.segment_names.get(s).map_or("", String::as_str));
            record(text, "claim", &model::claim_record(id + n - from, report, r, n, c, segment));
        }
    };
    if pieces.len() <= 2 || a.is_bitext() {
        pieces.into_iter().for_each(|p| write(&mut text, p));
    } else {
        let mut texts = vec![String::new(); PARTS];
        for wave in pieces.chunks(PARTS) {
            texts.par_iter_mut().zip(wave).for_each(|(text, piece)| {
                text.clear();
                write(text, *piece);
            });
            if !text.is_empty() && !out(&text) {
                return false;
            }
            text.clear();
            if !texts.iter().take(wave.len()).all(|t| out(t)) {
                return false;
            }
        }
    }
    begin.findings.iter().for_each(|f| record(&mut text, "finding", f));
    text.is_empty() || out(&text)
}

/// The records of an answer that are few, and where its claims begin to count.
pub(super) struct Numbered {
    /// Reports.
    pub reports: Vec<model::ReportRecord>,
    /// The number of the first report that claims refer to.
    pub base: usize,
    /// The number of the first claim.
    pub claims: usize,
    /// Findings.
    pub findings: Vec<model::FindingRecord>,
}

/// The records of the next answer, one a line.
pub fn lines(numbering: &mut Numbering, a: &Answered) -> String {
    let mut out = String::new();
    numbering.write(a, &mut |s| {
        out += s;
        true
    });
    out
}

/// A record with its type, on a line.
fn record<T: Serialize>(out: &mut String, kind: &str, record: &T) {
    let json = serde_json::to_string(record).unwrap_or_default();
    for s in ["{\"type\":\"", kind, "\",", json.strip_prefix('{').unwrap_or("}"), "\n"] {
        *out += s;
    }
}
