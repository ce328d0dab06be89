//! Records as lines of JSON, written in parts side by side and handed on as they come.

use super::Answered;
use super::json::Numbering;
use crate::claim::{Claim, Report};
use crate::model;
use crate::num::Num;
use crate::value::Value;
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
    #[derive(Serialize)]
    struct Typed<'a, T> {
        r#type: &'a str,
        #[serde(flatten)]
        record: &'a T,
    }
    *out += &serde_json::to_string(&Typed { r#type: kind, record }).unwrap_or_default();
    out.push('\n');
}

/// Writes a claim's record as [`model::ClaimRecord`] has it, out of what the claim has: there are many, so that nothing is
/// copied or described to a serializer first.
fn claim(out: &mut String, id: usize, report: usize, r: &Report, n: usize, c: &Claim, segment: Option<&str>) {
    let (lower, upper) = c.value.ends().unwrap_or((None, None));
    let about = model::about(r, n, c);
    *out += "{\"type\":\"claim\",\"id\":\"c";
    count(out, id);
    *out += "\",\"report\":\"r";
    count(out, report);
    *out += "\",\"segment\":";
    maybe(out, segment, string);
    *out += ",\"lang\":";
    string(out, r.sentences[c.sentence].lang);
    *out += ",\"kind\":";
    string(out, c.kind.name());
    *out += ",\"unit\":";
    string(out, &c.unit);
    *out += ",\"value\":";
    value(out, &c.value);
    *out += ",\"resolved\":";
    maybe(out, c.resolved.as_deref(), value);
    if !c.also.is_empty() {
        *out += ",\"readings\":";
        list(out, &c.also, value);
    }
    *out += ",\"lower\":";
    maybe(out, lower, quoted);
    *out += ",\"upper\":";
    maybe(out, upper, quoted);
    *out += ",\"text\":";
    string(out, &c.text);
    for (name, n) in [(",\"start\":", c.file.0), (",\"end\":", c.file.1), (",\"line\":", c.line), (",\"column\":", c.column)] {
        *out += name;
        count(out, n);
    }
    *out += ",\"segment_start\":";
    maybe(out, segment.map(|_| c.span.0), count);
    *out += ",\"segment_end\":";
    maybe(out, segment.map(|_| c.span.1), count);
    *out += ",\"about\":{\"noun\":";
    maybe(out, about.noun, string);
    *out += ",\"names\":";
    list(out, about.names, string);
    *out += ",\"deed\":";
    maybe(out, about.deed, string);
    *out += ",\"time\":";
    maybe(out, about.time, value);
    *out += "}}\n";
}

fn maybe<T>(out: &mut String, what: Option<T>, write: impl FnOnce(&mut String, T)) {
    match what {
        Some(what) => write(out, what),
        None => *out += "null",
    }
}

fn list<T>(out: &mut String, all: impl IntoIterator<Item = T>, write: impl Fn(&mut String, T)) {
    out.push('[');
    for (i, one) in all.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write(out, one);
    }
    out.push(']');
}

fn count(out: &mut String, mut n: usize) {
    let mut digits = [0; 20];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    *out += std::str::from_utf8(&digits[from..]).unwrap_or_default();
}

fn number(out: &mut String, n: Num) {
    match n.to_i64() {
        Some(n) => {
            if n < 0 {
                out.push('-');
            }
            count(out, n.unsigned_abs() as usize);
        }
        None => *out += &n.to_string(),
    }
}

fn quoted(out: &mut String, n: Num) {
    out.push('"');
    number(out, n);
    out.push('"');
}

fn value(out: &mut String, v: &Value) {
    match v {
        Value::Figure { bound, num, .. } => {
            out.push('"');
            *out += bound.sign();
            number(out, *num);
            out.push('"');
        }
        _ => string(out, &v.to_string()),
    }
}

fn string(out: &mut String, s: &str) {
    if s.bytes().fold(false, |odd, b| odd | (b < b' ') | (b == b'"') | (b == b'\\')) {
        *out += &serde_json::to_string(s).unwrap_or_default();
    } else {
        out.push('"');
        *out += s;
        out.push('"');
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
