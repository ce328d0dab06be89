//! JUnit: a suite for each story, a case for each finding; what is at or above `--fail-on` failed.

use super::{Answered, Place, Reporter, View, facts};
use crate::accept::Accepted;
use std::fmt::Write;

/// The suites.
#[derive(Debug)]
pub struct Junit;

impl Reporter for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn doc(&self) -> &'static str {
        "JUnit XML: a suite for each story, a case for each finding"
    }

    fn extension(&self) -> &'static str {
        "xml"
    }

    fn findings(&self, answers: &[Answered], view: &View) -> String {
        let failed = |a: &Answered| a.findings.iter().filter(|f| view.fails(f)).count();
        let cases = |a: &Answered| (a.findings.len() + a.accepted.len()).max(1);
        let (tests, failures): (usize, usize) = (answers.iter().map(cases).sum(), answers.iter().map(failed).sum());
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let _ = writeln!(out, "<testsuites name=\"tertium\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" time=\"0\">");
        for a in answers {
            let name = xml(&a.name);
            let _ = writeln!(
                out,
                "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\">",
                cases(a),
                failed(a),
                a.accepted.len()
            );
            if a.findings.is_empty() && a.accepted.is_empty() {
                let _ = writeln!(out, "    <testcase name=\"nothing found\" classname=\"{name}\" time=\"0\"/>");
            }
            for f in &a.findings {
                case(a, f, None, view, &mut out);
            }
            for by in &a.accepted {
                case(a, &by.finding, Some(by), view, &mut out);
            }
            out += "  </testsuite>\n";
        }
        out += "</testsuites>\n";
        out
    }
}

fn case(a: &Answered, f: &crate::finding::Finding, by: Option<&Accepted>, view: &View, out: &mut String) {
    let title = xml(&format!("{} {} ({})", f.verdict.name(), facts::about(a, f), f.id));
    let class = xml(&format!("{}.{}", a.name, f.kind));
    let place = facts::fronts(f).first().map(|id| Place::of(a, *id));
    let at = place.map_or(String::new(), |p| format!(" file=\"{}\" line=\"{}\"", xml(&super::place::relative(p.path, view.root.as_deref())), p.line));
    let _ = writeln!(out, "    <testcase name=\"{title}\" classname=\"{class}\"{at} time=\"0\">");
    let mut text = String::new();
    for row in facts::rows(a, f, true) {
        let (r, c) = a.claim(row.id);
        let side = facts::side_letter(f, row.side).map_or(String::new(), |l| format!("{l} "));
        let p = Place::of(a, row.id);
        let _ = writeln!(
            text,
            "{side}{}{} ({}): {} = {}",
            xml(p.name()),
            xml(&facts::lines(a, &row)),
            r.column.as_deref().unwrap_or(r.lang),
            xml(&c.text),
            xml(&facts::value(c, false))
        );
    }
    let why = facts::why(f);
    if let Some(by) = by {
        let _ = writeln!(out, "      <skipped message=\"accepted at {}: {}\"/>", xml(&by.place), xml(&by.reason));
        let _ = writeln!(out, "      <system-out>{text}{}</system-out>", xml(&why));
    } else if view.fails(f) {
        let _ = writeln!(out, "      <failure type=\"{}\" message=\"{}\">{text}{}</failure>", f.verdict.name(), xml(facts::reason(f).0), xml(&why));
    } else {
        let _ = writeln!(out, "      <system-out>{text}{}</system-out>", xml(&why));
    }
    out.push_str("    </testcase>\n");
}

/// Text for elements and attributes; what XML does not allow becomes visible.
fn xml(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in super::escape_controls(s).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&apos;",
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(xml("<a b=\"c\">&'\u{1}\u{FFFF}"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;\\u{1}\u{FFFD}");
    }
}
