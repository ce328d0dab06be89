//! Records as lines of JSON, written in parts side by side and handed on as they come.

use super::Answered;
use super::json::Numbering;
use crate::claim::{Claim, Report};
use crate::kind::Kind;
use crate::model;
use crate::num::Num;
use crate::value::Value;
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use std::fmt::Display;

/// Takes what is written; tells whether more is wanted.
pub type Sink<'a> = dyn FnMut(&str) -> bool + 'a;

/// Claims that are written in one go; many are written side by side.
const PART: usize = 512;
/// Parts that are held at a time.
const PARTS: usize = 16;

/// Writes the records of an answer, which begin at these numbers; false if nobody wants them.
pub(super) fn write(a: &Answered, begin: &Numbered, out: &mut Sink) -> bool {
    let mut text = Vec::new();
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
    let write = |text: &mut Vec<u8>, (id, report, r, from): (usize, usize, &Report, usize)| {
        for (n, c) in r.claims.iter().enumerate().skip(from).take(PART) {
            let segment = c.segment.map(|s| a.segment_names.get(s).map_or("", String::as_str));
            line(text, &Line::of(id + n - from, report, r, n, c, segment));
        }
    };
    let mut out = |text: &[u8]| out(std::str::from_utf8(text).unwrap_or_default());
    if pieces.len() <= 2 || a.is_bitext() {
        pieces.into_iter().for_each(|p| write(&mut text, p));
    } else {
        let mut texts = vec![Vec::new(); PARTS];
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
fn record<T: Serialize>(out: &mut Vec<u8>, kind: &str, record: &T) {
    #[derive(Serialize)]
    struct Typed<'a, T> {
        r#type: &'a str,
        #[serde(flatten)]
        record: &'a T,
    }
    line(out, &Typed { r#type: kind, record });
}

fn line<T: Serialize>(out: &mut Vec<u8>, record: &T) {
    let from = out.len();
    if serde_json::to_writer(&mut *out, record).is_err() {
        out.truncate(from);
    }
    out.push(b'\n');
}

/// A claim's record as [`model::ClaimRecord`] has it, out of what the claim has, so that nothing is copied: there are many.
#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    #[serde(serialize_with = "shown")]
    id: (char, usize),
    #[serde(serialize_with = "shown")]
    report: (char, usize),
    segment: Option<&'a str>,
    lang: &'a str,
    kind: Kind,
    unit: &'a str,
    value: Shown<&'a Value>,
    resolved: Option<Shown<&'a Value>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<Shown<&'a Value>>,
    lower: Option<Shown<Num>>,
    upper: Option<Shown<Num>>,
    text: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    segment_start: Option<usize>,
    segment_end: Option<usize>,
    about: About<'a>,
}

#[derive(Serialize)]
struct About<'a> {
    noun: Option<&'a str>,
    names: Vec<&'a str>,
    deed: Option<&'a str>,
    time: Option<Shown<&'a Value>>,
}

/// What is written as it is shown.
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

/// A number behind its letter.
fn shown<S: Serializer>(id: &(char, usize), s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(&format_args!("{}{}", id.0, id.1))
}

impl<'a> Line<'a> {
    fn of(id: usize, report: usize, r: &'a Report, n: usize, c: &'a Claim, segment: Option<&'a str>) -> Line<'a> {
        let (lower, upper) = c.value.ends().unwrap_or((None, None));
        let about = model::about(r, n, c);
        Line {
            r#type: "claim",
            id: ('c', id),
            report: ('r', report),
            segment,
            lang: r.sentences[c.sentence].lang,
            kind: c.kind,
            unit: &c.unit,
            value: Shown(&c.value),
            resolved: c.resolved.as_ref().map(Shown),
            readings: c.also.iter().map(Shown).collect(),
            lower: lower.map(Shown),
            upper: upper.map(Shown),
            text: &c.text,
            start: c.file.0,
            end: c.file.1,
            line: c.line,
            column: c.column,
            segment_start: segment.map(|_| c.span.0),
            segment_end: segment.map(|_| c.span.1),
            about: About { noun: about.noun, names: about.names, deed: about.deed, time: about.time.map(Shown) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_records_of_the_document() {
        let a = crate::report::aligned("id\ten\tja\nx\t\"On 3 May over 1,200 \"\"people\"\" met, or 3/4 of them.\"\t昨年5月、1.5キロと約3割。\n");
        let all = crate::report::json::answer(std::slice::from_ref(&a));
        let text = lines(&mut Numbering::default(), &a);
        let claims: Vec<&str> = text.lines().filter(|l| l.starts_with("{\"type\":\"claim\"")).collect();
        assert!(claims.len() > 3);
        for (line, record) in claims.into_iter().zip(&all.claims) {
            assert_eq!(line.replacen("\"type\":\"claim\",", "", 1), serde_json::to_string(record).unwrap());
        }
    }
}
