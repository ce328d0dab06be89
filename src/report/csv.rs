//! Findings for a spreadsheet: a row for each claim of a finding.
//!
//! Begins with a byte order mark, without which spreadsheets misread what is not ASCII. What a spreadsheet would take for
//! a formula gets an apostrophe in front.

use super::{Answered, Place, Reporter, View, facts};
use std::borrow::Cow;

/// The spreadsheet.
#[derive(Debug)]
pub struct Csv;

const HEADER: [&str; 20] = [
    "story", "finding", "verdict", "severity", "kind", "about", "score", "scope", "segment", "side", "lang", "report", "line", "column", "text",
    "value", "resolved", "unit", "context", "why",
];

impl Reporter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn doc(&self) -> &'static str {
        "For a spreadsheet: a row for each claim of a finding"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn findings(&self, answers: &[Answered], _: &View) -> String {
        let mut out = String::from("\u{FEFF}");
        line(HEADER.into_iter(), &mut out);
        for a in answers {
            for f in &a.findings {
                for row in facts::rows(a, f, false) {
                    let (r, c) = a.claim(row.id);
                    let p = Place::of(a, row.id);
                    let quoted = super::place::Quoted::of(r);
                    let (before, own, after) = quoted.around(c);
                    let context = format!("{}{own}{}", super::text::tail(before, 60).0, super::text::head(after, 60).0);
                    let record = [
                        a.name.clone(),
                        f.id.clone(),
                        f.verdict.name().to_owned(),
                        severity(f),
                        c.kind.to_string(),
                        f.about.clone(),
                        format!("{:.2}", f.score),
                        if f.scope == crate::model::Scope::Across { "across" } else { "internal" }.to_owned(),
                        p.segment.map_or(String::new(), |s| s.0.to_owned()),
                        facts::letter(row.side).to_string(),
                        r.column.as_deref().unwrap_or(r.lang).to_owned(),
                        p.path.to_owned(),
                        p.line.to_string(),
                        p.column.to_string(),
                        c.text.clone(),
                        c.value.to_string(),
                        c.resolved.as_ref().map_or(String::new(), ToString::to_string),
                        c.unit.clone(),
                        context,
                        f.explanation.clone(),
                    ];
                    line(record.iter().map(String::as_str), &mut out);
                }
            }
        }
        out
    }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, out: &mut String) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        let cell = guarded(cell);
        if cell.contains([',', '"', ';', '\n', '\r']) {
            out.push('"');
            *out += &cell.replace('"', "\"\"");
            out.push('"');
        } else {
            *out += &cell;
        }
    }
    *out += "\r\n";
}

fn severity(f: &crate::finding::Finding) -> String {
    format!("{:?}", f.severity()).to_lowercase()
}

/// A cell that no spreadsheet takes for a formula, without controls.
fn guarded(s: &str) -> Cow<'_, str> {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}');
    let risky = s.starts_with(formula);
    if risky || s.chars().any(super::text::steers) {
        let mark = if risky { "'" } else { "" };
        Cow::Owned(format!("{mark}{}", super::escape_controls(s)))
    } else {
        Cow::Borrowed(s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for s in ["=1+1", "+1", "-5", "@x", "\tx", "\rx", "\u{FF1D}1"] {
            assert!(guarded(s).starts_with('\''), "{s:?}");
        }
        assert_eq!(guarded("5 = 3"), "5 = 3");
        assert_eq!(guarded("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(guarded(">=5"), ">=5");
    }
}
