//! Acceptances inside reports: `<!-- tertium-accept ID: reason -->` in Markdown and HTML, with ` until DATE` before the
//! colon if they are to end.

use crate::config::value::{FindingId, day};
use crate::date::Day;
use crate::finding::Finding;
use crate::input;
use crate::report::{Answered, escape_controls};
use std::path::PathBuf;

/// A comment, as read.
#[derive(Debug)]
pub struct Comment {
    report: usize,
    /// Where it stands, as shown.
    place: String,
    read: Result<Said, String>,
    used: bool,
    ended: bool,
}

/// What a comment says.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// The finding.
    pub id: String,
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: Option<Day>,
}

const MARK: &str = "tertium-accept";

/// The comments of all reports of an answer.
pub fn of(a: &Answered, files: &[PathBuf]) -> Vec<Comment> {
    let mut out = Vec::new();
    for (i, (r, f)) in a.reports.iter().zip(files).enumerate() {
        if !a.columns.is_empty() || !input::has_comments(f) {
            continue;
        }
        for (at, body) in bodies(&r.source) {
            let (_, line, column) = crate::config::error::place(&r.source, at);
            out.push(Comment { report: i, place: format!("{}:{line}:{column}", r.path), read: read(body), used: false, ended: false });
        }
    }
    out
}

/// What stands in comments that begin with the mark, and where.
fn bodies(text: &str) -> Vec<(usize, &str)> {
    const OPEN: &str = "<!--";
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find(OPEN) {
        let inside = at + open + OPEN.len();
        let end = text[inside..].find("-->").map_or(text.len(), |i| inside + i);
        if let Some(said) = text[inside..end].trim_start().strip_prefix(MARK) {
            out.push((at + open, said));
        }
        at = end;
    }
    out
}

/// Reads what follows the mark.
pub fn read(body: &str) -> Result<Said, String> {
    const FORM: &str = "write `<!-- tertium-accept ID: reason -->`, with ` until 2026-12-31` after the id if it is to end";
    let (head, reason) = body.split_once(':').ok_or_else(|| format!("this acceptance gives no reason; {FORM}"))?;
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        return Err(format!("this acceptance gives no reason; {FORM}"));
    }
    let words: Vec<&str> = head.split_whitespace().collect();
    let (id, until) = match words.as_slice() {
        [id] => (*id, None),
        [id, "until", date] => (*id, Some(day(date).map_err(|e| escape_controls(&e))?)),
        _ => return Err(format!("this acceptance is not understood; {FORM}")),
    };
    let id = FindingId::try_from(id.to_owned()).map_err(|e| escape_controls(&e))?;
    Ok(Said { id: id.0, reason, until })
}

/// Whether a comment in one of its reports accepts a finding: where, and why.
pub fn accepts(comments: &mut [Comment], f: &Finding, today: Option<Day>) -> Option<(String, String)> {
    let mut by = None;
    for c in comments {
        let Ok(said) = &c.read else { continue };
        if said.id != f.id || !f.claims.iter().any(|m| m.0 == c.report) {
            continue;
        }
        c.used = true;
        c.ended = said.until.is_some_and(|u| today.is_some_and(|t| u < t));
        if !c.ended && by.is_none() {
            by = Some((c.place.clone(), said.reason.clone()));
        }
    }
    by
}

/// What is to be said of comments.
pub fn remarks(comments: &[Comment]) -> Vec<String> {
    let of = |c: &Comment| match &c.read {
        Err(e) => Some(format!("{}: {e}", c.place)),
        Ok(s) if c.ended => {
            let until = s.until.map_or(String::new(), |u| u.to_string());
            Some(format!(
                "{}: the acceptance of {} ended on {until} ({}); settle the finding, or set a later day",
                c.place,
                s.id,
                escape_controls(&s.reason)
            ))
        }
        Ok(s) if !c.used => {
            Some(format!("{}: no finding of this report is {} ({}); remove this acceptance", c.place, s.id, escape_controls(&s.reason)))
        }
        Ok(_) => None,
    };
    comments.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comments_say() {
        let said = read(" 7f3a91c2 until 2026-12-31: the agency\n corrects it ").unwrap();
        assert_eq!(
            said,
            Said { id: "7f3a91c2".into(), reason: "the agency corrects it".into(), until: Some(Day { year: 2026, month: 12, day: 31 }) }
        );
        assert!(read(" 7f3a91c2").unwrap_err().starts_with("this acceptance gives no reason; write `<!-- tertium-accept ID: reason -->`"));
        assert!(read(" 7f3a91c2: ").unwrap_err().starts_with("this acceptance gives no reason"));
        assert!(read(" all: x").unwrap_err().starts_with("`all` is no finding's id"));
        assert!(read(" 7f3a91c2 until 2026-02-30: x").unwrap_err().starts_with("`2026-02-30` is no day"));
        assert!(read(" 7f3a91c2 and more: x").unwrap_err().starts_with("this acceptance is not understood"));
    }

    #[test]
    fn comments_are_found_whatever_is_around_them() {
        assert_eq!(bodies("a <!--tertium-accept x: y--> b <!-- other --> <!--\n tertium-accept z").len(), 2);
        assert!(bodies("tertium-accept x: y").is_empty());
    }
}
