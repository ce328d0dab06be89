//! One finding in full.

use super::{Answered, escape_controls};
use std::fmt::Write;

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
    let _ = writeln!(out, "{} {} · {} · {}", f.verdict.name(), f.id, f.kind, escape_controls(&f.about));
    let _ = writeln!(out, "score {:.2}; {}", f.score, escape_controls(&f.explanation));
    for (n, side) in f.sides.iter().enumerate() {
        let _ = writeln!(out, "\nside {}", char::from(b'A' + n.min(25) as u8));
        for id in side {
            let (r, c) = (&a.reports[id.0], &a.reports[id.0].claims[id.1]);
            let sentence = &r.sentences[c.sentence];
            let (from, to) = sentence.span;
            let text = r.source.get(from..to).unwrap_or("");
            let at = c.span.0.saturating_sub(from).min(text.len());
            let end = c.span.1.saturating_sub(from).min(text.len());
            let place = match &c.segment {
                Some(s) => format!("{} {}", a.segment_names.get(*s).map_or("", String::as_str), r.column.as_deref().unwrap_or("")),
                None => format!("{}:{}:{}", r.path, c.line, c.column),
            };
            let _ = writeln!(out, "  {} ({})", escape_controls(&place), sentence.lang);
            let marked = match (text.get(..at), text.get(at..end), text.get(end..)) {
                (Some(x), Some(y), Some(z)) => format!("{}»{}«{}", escape_controls(x), escape_controls(y), escape_controls(z)),
                _ => escape_controls(text),
            };
            let _ = writeln!(out, "    {marked}");
            let resolved = c.resolved.as_ref().map_or(String::new(), |v| format!(" = {v}"));
            let _ = writeln!(out, "    {} {}{resolved} {}", c.kind, c.value, escape_controls(&c.unit));
        }
    }
    Ok(out)
}
