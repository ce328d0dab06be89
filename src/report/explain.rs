//! One finding in full, and what a verdict means.

use super::place::Place;
use super::{Answered, escape_controls, evidence, facts};
use crate::model::Verdict;
use std::fmt::Write;

/// The page on a code.
pub fn code(name: &str) -> Result<&'static str, String> {
    let known = || Verdict::ALL.map(Verdict::name).join(", ");
    Verdict::parse(name).map(evidence::doc).ok_or_else(|| {
        format!("`{}` is no code; there are {}. A finding is explained with `tertium explain PATH... --finding ID`", escape_controls(name), known())
    })
}

/// The finding with this id, or the only one whose id begins so.
pub fn finding(answers: &[Answered], id: &str) -> Result<String, String> {
    let hits: Vec<_> = answers.iter().flat_map(|a| a.findings.iter().filter(move |f| f.id.starts_with(id)).map(move |f| (a, f))).collect();
    let (a, f) = match hits.as_slice() {
        [] => return Err(format!("no finding has the id {}; `tertium check` prints the ids", escape_controls(id))),
        [one] => *one,
        many => {
            let ids: Vec<&str> = many.iter().map(|m| m.1.id.as_str()).collect();
            return Err(format!("{} findings begin with {}: {}", many.len(), escape_controls(id), ids.join(", ")));
        }
    };
    let mut out = String::new();
    let (reason, _) = facts::reason(f);
    let _ = writeln!(out, "{} {} \u{b7} {}", f.verdict.name(), f.id, escape_controls(&facts::about(a, f)));
    let _ = writeln!(out, "verdict: {}", escape_controls(reason));
    let _ = writeln!(out, "score {:.2}", f.score);
    let gathered = evidence::gather(a, f);
    for (label, list) in [("for", &gathered.for_it), ("against", &gathered.against)] {
        if !list.is_empty() {
            let _ = writeln!(out, "\n{label} one fact");
            for l in list {
                let _ = writeln!(out, "  {}", escape_controls(l));
            }
        }
    }
    for (n, side) in f.sides.iter().enumerate() {
        let _ = writeln!(out, "\nside {}", facts::letter(n));
        for id in side {
            let (r, c) = a.claim(*id);
            let sentence = &r.sentences[c.sentence];
            let (from, to) = sentence.span;
            let text = r.source.get(from..to).unwrap_or("");
            let at = c.span.0.saturating_sub(from).min(text.len());
            let end = c.span.1.saturating_sub(from).min(text.len());
            let p = Place::of(a, *id);
            let place = match p.segment {
                Some((segment, column)) => format!("{}:{}:{} segment {segment}, {column}", p.path, p.line, p.column),
                None => format!("{}:{}:{}", p.path, p.line, p.column),
            };
            let _ = writeln!(out, "  {} ({})", escape_controls(&place), sentence.lang);
            let marked = match (text.get(..at), text.get(at..end), text.get(end..)) {
                (Some(x), Some(y), Some(z)) => format!("{}\u{bb}{}\u{ab}{}", escape_controls(x), escape_controls(y), escape_controls(z)),
                _ => escape_controls(text),
            };
            let _ = writeln!(out, "    {marked}");
            let resolved = c.resolved.as_ref().map_or(String::new(), |v| format!(" = {v}"));
            let _ = writeln!(out, "    {} {}{resolved} {}", c.kind, c.value, escape_controls(&c.unit));
        }
    }
    for i in facts::absent(a, f) {
        let r = &a.reports[i];
        let _ = writeln!(out, "\n{} does not state it\n    {}", r.column.as_deref().unwrap_or(r.lang), escape_controls(r.source.trim()));
    }
    let _ = writeln!(out, "\n`tertium explain {}` says what the verdict means.", f.verdict.name());
    Ok(out)
}
