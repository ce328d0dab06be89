//! Records as lines of JSON, written straight from the claims: what a text of many claims spends most of its output on.
//!
//! The records themselves are those of `model`; a test holds that both write the same.

use super::Answered;
use super::json::Numbering;
use crate::claim::{Claim, Report};
use crate::model;
use crate::num::push_number;
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
            claim(text, id + n - from, report, r, n, c, segment);
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

/// A claim on a line: the `n`th of its report.
fn claim(out: &mut String, id: usize, report: usize, r: &Report, n: usize, c: &Claim, segment: Option<&str>) {
    let about = model::about(r, n, c);
    let sentence = &r.sentences[c.sentence];
    *out += "{\"type\":\"claim\",\"id\":\"c";
    push_number(out, id as u64);
    *out += "\",\"report\":\"r";
    push_number(out, report as u64);
    *out += "\",\"segment\":";
    optional(out, segment);
    *out += ",\"lang\":";
    string(out, sentence.lang);
    *out += ",\"kind\":\"";
    *out += c.kind.name();
    *out += "\",\"unit\":";
    string(out, &c.unit);
    *out += ",\"value\":";
    value(out, &c.value);
    *out += ",\"resolved\":";
    match &c.resolved {
        Some(v) => value(out, v),
        None => *out += "null",
    }
    if !c.also.is_empty() {
        *out += ",\"readings\":";
        list(out, c.also.iter(), value);
    }
    let (lower, upper) = c.value.ends().unwrap_or((None, None));
    for (name, end) in [(",\"lower\":", lower), (",\"upper\":", upper)] {
        *out += name;
        match end {
            Some(n) => {
                out.push('"');
                n.push_to(out);
                out.push('"');
            }
            None => *out += "null",
        }
    }
    *out += ",\"text\":";
    string(out, &c.text);
    for (name, place) in [(",\"start\":", c.file.0), (",\"end\":", c.file.1), (",\"line\":", c.line), (",\"column\":", c.column)] {
        *out += name;
        push_number(out, place as u64);
    }
    for (name, place) in [(",\"segment_start\":", c.span.0), (",\"segment_end\":", c.span.1)] {
        *out += name;
        match segment {
            Some(_) => push_number(out, place as u64),
            None => *out += "null",
        }
    }
    *out += ",\"about\":{\"noun\":";
    optional(out, about.noun);
    *out += ",\"names\":";
    list(out, about.names.iter(), |out, n| string(out, n));
    *out += ",\"deed\":";
    optional(out, about.deed);
    *out += ",\"time\":";
    match about.time {
        Some(v) => value(out, v),
        None => *out += "null",
    }
    *out += "}}\n";
}

fn list<T>(out: &mut String, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    out.push('[');
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn value(out: &mut String, v: &crate::value::Value) {
    if v.is_plain() {
        out.push('"');
        v.push_to(out);
        out.push('"');
    } else {
        string(out, &v.to_string());
    }
}

fn optional(out: &mut String, s: Option<&str>) {
    match s {
        Some(s) => string(out, s),
        None => *out += "null",
    }
}

/// A string as JSON has it.
fn string(out: &mut String, s: &str) {
    out.push('"');
    let mut from = 0;
    for (i, b) in s.bytes().enumerate() {
        if b >= b' ' && b != b'"' && b != b'\\' {
            continue;
        }
        *out += &s[from..i];
        from = i + 1;
        match b {
            b'"' => *out += "\\\"",
            b'\\' => *out += "\\\\",
            b'\n' => *out += "\\n",
            b'\r' => *out += "\\r",
            b'\t' => *out += "\\t",
            8 => *out += "\\b",
            12 => *out += "\\f",
            _ => {
                *out += "\\u00";
                [b >> 4, b & 15].into_iter().for_each(|d| out.push(char::from_digit(d.into(), 16).unwrap_or('0')));
            }
        }
    }
    *out += &s[from..];
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input;
    use std::path::PathBuf;

    #[test]
    fn strings_are_those_of_json() {
        let mut every: String = (0u8..128).map(char::from).collect();
        every += "é漢\u{2028}😀";
        for s in [every.as_str(), "", "\"", "a\u{0}"] {
            let mut out = String::new();
            string(&mut out, s);
            assert_eq!(out, serde_json::to_string(s).unwrap());
        }
    }

    #[test]
    fn claims_are_written_as_their_records() {
        let text = "Berlin, 4 March 2024\n\nAcme \"Rocket\" paid $1.5 million in 2019.\nBetween 10 and 15 of at least 40 people, two thirds, \
                    left on Tuesday at 16:10.\n3/4 of GPT-4's dozens of users lost 24-0; Anna, 33, won 1.234 km\\h.\n";
        let source = input::Source { path: PathBuf::from("x"), text: text.into(), markup: crate::clean::Markup::Plain, lang: None };
        let report = crate::claim::read_report(&source, None);
        assert!(report.claims.len() > 10);
        let answered = Answered { reports: vec![report], ..Answered::default() };
        let written = lines(&mut Numbering::default(), &answered);
        let r = &answered.reports[0];
        let mut expected = String::new();
        record(&mut expected, "report", &model::report_record(0, r));
        r.claims.iter().enumerate().for_each(|(i, c)| record(&mut expected, "claim", &model::claim_record(i, 0, r, i, c, None)));
        assert_eq!(written, expected);
    }
}
