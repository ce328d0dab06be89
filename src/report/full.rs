//! Findings as compilers show theirs: file, line and column, and the line with the claim underlined, in every report of the
//! finding. The part that differs stands over `^`, the rest of the claim over `-`.

use super::facts;
use super::place::Place;
use super::text::{Line, Paint, escape_controls, head, tail, width, wrap};
use super::{Answered, Detail, Reporter, View, parts, table};
use crate::finding::{Finding, Id};
use crate::model::{Severity, Verdict};

/// The excerpts.
#[derive(Debug)]
pub struct Full;

impl Reporter for Full {
    fn name(&self) -> &'static str {
        "full"
    }

    fn doc(&self) -> &'static str {
        "For the terminal: the lines of every report with the claims underlined"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn mildest(&self) -> Verdict {
        Verdict::Qualifier
    }

    fn findings(&self, answers: &[Answered], view: &View) -> String {
        let mut out = String::new();
        for a in answers {
            for f in &a.findings {
                finding(a, f, view, &mut out);
                out.push('\n');
            }
        }
        Line::of(Paint::Bold, &facts::count_line(answers)).print(view.color, &mut out);
        out
    }
}

fn level(s: Severity) -> &'static str {
    match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::None => "fine",
    }
}

fn finding(a: &Answered, f: &Finding, view: &View, out: &mut String) {
    let mut l = Line::of(table::paint(f.verdict), &format!("{}[{}]", level(f.severity()), f.verdict.name()));
    l.push(Paint::Bold, &format!(": {}", facts::about(a, f)));
    l.print(view.color, out);
    let rows = facts::rows(a, f, view.detail < Detail::Verbose);
    let gutter = rows.iter().map(|r| Place::of(a, r.id).line.to_string().len()).max().unwrap_or(1);
    for (n, row) in rows.iter().enumerate() {
        let p = Place::of(a, row.id);
        let mut l = Line::of(Paint::Dim, &format!("{}{} ", " ".repeat(gutter), if n == 0 { "-->" } else { ":::" }));
        l.push(Paint::Plain, &format!("{}:{}:{}", p.path, p.line, p.column));
        let mut more: Vec<String> = Vec::new();
        if let Some((segment, column)) = p.segment {
            more.push(format!("segment {segment}, {column}"));
        }
        if !row.repeats.is_empty() {
            let lines: Vec<String> = row.repeats.iter().map(|i| Place::of(a, *i).line.to_string()).collect();
            more.push(format!("again in line{} {}", if lines.len() == 1 { "" } else { "s" }, lines.join(", ")));
        }
        if !more.is_empty() {
            l.push(Paint::Dim, &format!("  ({})", more.join("; ")));
        }
        l.print(view.color, out);
        excerpt(a, f, row.id, row.side, gutter, view, out);
    }
    for i in facts::absent(a, f) {
        let r = &a.reports[i];
        let mut l = Line::of(Paint::Dim, &format!("{} = {}: ", " ".repeat(gutter), r.column.as_deref().unwrap_or(r.lang)));
        l.push(Paint::Plain, head(&escape_controls(r.source.trim()), view.width.saturating_sub(l.width())).0);
        l.print(view.color, out);
    }
    note("why", &facts::why(f), gutter, view, out);
    let (code, score) = (f.verdict.name(), f.score);
    note("more", &format!("score {score:.2}; `tertium explain {code}` says what the verdict means",), gutter, view, out);
    note("accept", &accept(f), gutter, view, out);
}

/// How a finding that is known and right as it is can be accepted.
fn accept(f: &Finding) -> String {
    format!("in tertium.toml, [[accept]] with id = \"{}\" and reason = \"...\"", f.id)
}

fn note(label: &str, text: &str, gutter: usize, view: &View, out: &mut String) {
    let lead = format!("{} = {label}: ", " ".repeat(gutter));
    for (n, l) in wrap(&Line::of(Paint::Plain, text), view.width.saturating_sub(width(&lead))).iter().enumerate() {
        let mut line = Line::of(Paint::Dim, &if n == 0 { lead.clone() } else { " ".repeat(width(&lead)) });
        line.join(l).print(view.color, out);
    }
}

/// The line of a claim, cut to the width around it, and what underlines it.
fn excerpt(a: &Answered, f: &Finding, id: Id, side: usize, gutter: usize, view: &View, out: &mut String) {
    let (r, c) = a.claim(id);
    let p = Place::of(a, id);
    let (from, to) = c.span;
    let source = r.source.as_str();
    let start = source.get(..from).and_then(|s| s.rfind('\n')).map_or(0, |i| i + 1);
    let end = source.get(from..).and_then(|s| s.find('\n')).map_or(source.len(), |i| from + i);
    let (Some(before), Some(own), Some(after)) = (source.get(start..from), source.get(from..to.min(end)), source.get(to.min(end)..end)) else {
        return;
    };
    let (before, after) = (escape_controls(before), escape_controls(after.trim_end_matches('\r')));
    let dots = if view.unicode { "\u{2026}" } else { "..." };
    let room = view.width.saturating_sub(gutter + 3 + width(&escape_controls(own)) + 2 * width(dots)).max(20);
    let half = room / 2;
    let left = if width(&after) < half { room - width(&after) } else { half };
    let (b, cut_before) = tail(&before, left);
    let (e, cut_after) = head(&after, room.saturating_sub(width(b)));
    let bar = |l: &mut Line, n: &str| {
        l.push(Paint::Dim, &format!("{n:>gutter$} | "));
    };
    let mut l = Line::default();
    bar(&mut l, "");
    l.print(view.color, out);
    let mut l = Line::default();
    bar(&mut l, &p.line.to_string());
    let lead = if cut_before { dots } else { "" };
    l.push(Paint::Dim, lead).push(Paint::Plain, b);
    let mut under = Line::default();
    bar(&mut under, "");
    under.push(Paint::Plain, &" ".repeat(width(lead) + width(b)));
    let paint = table::side_paint(side);
    let marks = parts::differing(a, f, id, &c.text);
    let marks = if marks.is_empty() { vec![(0, own.len())] } else { marks };
    let mut at = 0;
    for (x, y) in marks.into_iter().chain([(own.len(), own.len())]) {
        for (text, sign) in [(&own[at..x.clamp(at, own.len())], "-"), (&own[x.min(own.len())..y.min(own.len())], "^")] {
            let text = escape_controls(text);
            under.push(paint, &sign.repeat(width(&text)));
            l.push(paint, &text);
        }
        at = y.min(own.len());
    }
    l.push(Paint::Plain, e).push(Paint::Dim, if cut_after { dots } else { "" });
    l.print(view.color, out);
    let said = format!("{}{}", facts::side_letter(f, side).map_or(String::new(), |l| format!("{l}: ")), facts::value(c, view.unicode));
    if under.width() + 1 + width(&said) <= view.width || under.width() < view.width / 2 {
        under.push(Paint::Plain, " ").push(paint, &said);
        under.print(view.color, out);
    } else {
        let indent = under.width().min(view.width).saturating_sub(width(&said));
        under.print(view.color, out);
        let mut l = Line::default();
        bar(&mut l, "");
        l.push(Paint::Plain, &" ".repeat(indent.saturating_sub(gutter + 3))).push(paint, &said);
        l.print(view.color, out);
    }
}
