//! Where a claim stands, in the terms of every consumer: lines, columns in characters and in bytes, the text around it.

use super::Answered;
use crate::claim::{Claim, Report};
use crate::clean::{self, Markup};
use crate::finding::Id;
use std::borrow::Cow;

/// The place of a claim in its file. Lines and columns begin at 1, ends are exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file's path as shown.
    pub path: &'a str,
    /// Line.
    pub line: usize,
    /// Column in characters.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column of the end in characters.
    pub end_column: usize,
    /// Column in bytes.
    pub byte_column: usize,
    /// Column of the end in bytes.
    pub end_byte_column: usize,
    /// In aligned text, the row's id and the column's tag.
    pub segment: Option<(&'a str, &'a str)>,
}

impl<'a> Place<'a> {
    /// The place of a claim.
    pub fn of(a: &'a Answered, id: Id) -> Place<'a> {
        let (r, c) = a.claim(id);
        let inside = r.source.get(c.span.0..c.span.1).unwrap_or("");
        let breaks = inside.matches('\n').count();
        let last = inside.rsplit('\n').next().unwrap_or("");
        let start = r.source.get(..c.span.0).and_then(|s| s.rfind('\n')).map_or(0, |i| i + 1);
        // What characters have in bytes beyond one each. Of a cell in a file, only what stands before in the cell is known;
        // elsewhere the column has counted the characters.
        let before = match c.segment {
            Some(_) => r.source.get(start..c.span.0).map_or(0, |s| s.len() - s.chars().count()),
            None => (c.span.0 - start + 1).saturating_sub(c.column),
        };
        Place {
            path: &r.path,
            line: c.line,
            column: c.column,
            end_line: c.line + breaks,
            end_column: if breaks == 0 { c.column + last.chars().count() } else { last.chars().count() + 1 },
            byte_column: c.column + before,
            end_byte_column: if breaks == 0 { c.column + before + last.len() } else { last.len() + 1 },
            segment: c.segment.map(|s| (a.segment_names.get(s).map_or("", String::as_str), r.column.as_deref().unwrap_or(""))),
        }
    }

    /// The file's name without its folders.
    pub fn name(&self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }
}

/// The text that is quoted from, and where claims stand in it: of a page the words without the mark-up.
pub struct Quoted<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    cleaned: bool,
}

impl<'a> Quoted<'a> {
    /// What is quoted from a report.
    pub fn of(r: &'a Report) -> Quoted<'a> {
        if r.column.is_none() && crate::input::markup(&r.path) == Some(Markup::Html) {
            Quoted { text: clean::clean(&r.source, Markup::Html).text.into(), cleaned: true }
        } else {
            Quoted { text: r.source.as_str().into(), cleaned: false }
        }
    }

    /// Where a claim stands in the text.
    pub fn span(&self, c: &Claim) -> (usize, usize) {
        let (from, to) = if self.cleaned { c.clean } else { c.span };
        if self.text.get(from..to).is_some() { (from, to) } else { (0, 0) }
    }

    /// The words before a claim in its line, its own, and those after.
    pub fn around(&self, c: &Claim) -> (&str, &str, &str) {
        let (from, to) = self.span(c);
        let text: &str = &self.text;
        let start = text[..from].rfind('\n').map_or(0, |i| i + 1);
        let end = text[to..].find('\n').map_or(text.len(), |i| to + i);
        (text[start..from].trim_start(), &text[from..to], text[to..end].trim_end())
    }
}

/// A path for machines: with forward slashes, and below `root` relative to it.
pub fn relative<'a>(path: &'a str, root: Option<&str>) -> Cow<'a, str> {
    let below = root.and_then(|r| path.strip_prefix(r)).and_then(|p| p.strip_prefix(['/', '\\']));
    let path = below.unwrap_or(path);
    let path = path.strip_prefix("./").unwrap_or(path);
    if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn answered(path: &str, text: &str) -> Answered {
        let markup = crate::input::markup(path).unwrap_or(Markup::Plain);
        let source = crate::input::Source { path: PathBuf::from(path), text: text.to_owned(), markup, lang: None };
        Answered { reports: vec![crate::claim::read_report(&source, Some("en"))], ..Answered::default() }
    }

    #[test]
    fn columns_in_characters_and_in_bytes() {
        let a = answered("x.txt", "Title\né数 paid 500 dollars.\n");
        let p = Place::of(&a, (0, 0));
        assert_eq!((p.line, p.column, p.end_line, p.end_column), (2, 9, 2, 20));
        assert_eq!((p.byte_column, p.end_byte_column), (12, 23));
    }

    #[test]
    fn paths_start_from_the_root() {
        assert_eq!(relative("/a/b/c.txt", Some("/a/b")), "c.txt");
        assert_eq!(relative("/a/bc/c.txt", Some("/x")), "/a/bc/c.txt");
        assert_eq!(relative("./c.txt", None), "c.txt");
    }

    #[test]
    fn a_page_is_quoted_without_its_markup() {
        let a = answered("x.html", "<p>They <b>paid</b> <i>500</i> dollars.</p>");
        let q = Quoted::of(&a.reports[0]);
        let (before, own, after) = q.around(&a.reports[0].claims[0]);
        assert_eq!((before.trim(), own, after), ("They paid", "500 dollars", "."));
    }

    #[test]
    fn aligned_text_stands_where_its_cell_stands() {
        let a = crate::report::aligned("id\ten\tde\ns1\tIt paid 500 dollars.\tEs zahlte 500 Dollar.\n");
        let p = Place::of(&a, (1, 0));
        assert_eq!((p.line, p.column, p.segment), (2, 35, Some(("s1", "de"))));
    }
}
