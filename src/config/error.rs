//! What is wrong with a configuration: where, shown in its line, and what to do about it.

use crate::report::escape_controls;
use std::fmt;

/// A mistake in a file of settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file, as shown.
    pub path: String,
    /// Line and column, 1-based, in characters; nothing if the file as a whole is meant.
    pub at: Option<(usize, usize)>,
    /// The line, and how many cells before the place and under it.
    excerpt: Option<Box<(String, usize, usize)>>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
}

impl std::error::Error for Mistake {}

impl Mistake {
    /// A mistake in the file as a whole.
    pub fn whole(path: &str, message: impl Into<String>) -> Mistake {
        Mistake { path: path.to_owned(), at: None, excerpt: None, message: message.into(), remedy: None }
    }

    /// A mistake at a stretch of the file's text.
    pub fn at(path: &str, text: &str, span: std::ops::Range<usize>, message: &str) -> Mistake {
        let span = element(text, &span, message).unwrap_or(span);
        let (start, line, column) = place(text, span.start);
        let whole = text[start..].lines().next().unwrap_or("");
        let from = floor(text, span.start) - start;
        let to = floor(text, span.end.max(span.start)).saturating_sub(start).clamp(from, whole.len().max(from));
        let cells = |s: &str| unicode_width::UnicodeWidthStr::width(escape_controls(s).as_str());
        let (before, under) = (whole.get(..from).unwrap_or(whole), whole.get(from..to).unwrap_or(""));
        let excerpt = Some(Box::new((escape_controls(whole), cells(before), cells(under).max(1))));
        // What is quoted in either comes from the file.
        let (message, remedy) = split(message);
        let remedy = remedy.map(|r| escape_controls(&r));
        Mistake { path: path.to_owned(), at: Some((line, column)), excerpt, message: escape_controls(&message), remedy }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.path, self.message)?,
            None => write!(f, "{}: {}", self.path, self.message)?,
        }
        if let (Some((text, before, under)), Some((line, _))) = (self.excerpt.as_deref(), self.at) {
            let number = line.to_string();
            let gap = " ".repeat(number.len());
            write!(f, "\n{gap} |\n{number} | {text}\n{gap} | {}{}", " ".repeat(*before), "^".repeat(*under))?;
            if let Some(r) = &self.remedy {
                write!(f, "\n{gap} = {r}")?;
            }
        } else if let Some(r) = &self.remedy {
            write!(f, "; {r}")?;
        }
        Ok(())
    }
}

/// Within a list, the element that a message is about.
fn element(text: &str, span: &std::ops::Range<usize>, message: &str) -> Option<std::ops::Range<usize>> {
    let list = text.get(span.clone()).filter(|t| t.starts_with('['))?;
    let given = format!("\"{}\"", message.strip_prefix('`')?.split_once('`')?.0);
    let at = span.start + list.find(&given)?;
    Some(at..at + given.len())
}

/// The start of the line of an offset, its number, and its column.
pub fn place(text: &str, offset: usize) -> (usize, usize, usize) {
    let at = floor(text, offset);
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[..at].bytes().filter(|b| *b == b'\n').count() + 1;
    (start, line, text[start..at].chars().count() + 1)
}

/// The nearest boundary of a character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The known name that is most like a given one, if it is like enough.
pub fn suggestion<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let flat = |s: &str| s.to_lowercase().replace('_', "-");
    let given = flat(given);
    names
        .into_iter()
        .map(|n| (strsim::damerau_levenshtein(&given, &flat(n)), n))
        .filter(|(d, n)| *d <= 1 + n.chars().count() / 4)
        .min_by_key(|(d, _)| *d)
        .map(|(_, n)| n)
}

/// Rust's words for types and mistakes, and how people say them.
const RUST_AND_PLAIN: [(&str, &str); 10] = [
    ("expected f64", "expected a number"),
    ("expected a sequence", "expected a list in `[ ]`, or twice the brackets around a table's name"),
    ("expected a map", "expected a table"),
    ("expected a string", "expected a text in quotes"),
    ("expected path string", "expected a path in quotes"),
    ("expected a boolean", "expected true or false"),
    ("unknown field", "unknown key"),
    ("unknown variant", "unknown value"),
    ("missing field", "missing key"),
    ("type: map", "type: a table"),
];

/// From a message, what is wrong and what to do: a name that is unknown is set against those there are, and Rust's words for
/// types are said as people say them.
fn split(message: &str) -> (String, Option<String>) {
    let mut message = message.trim().replace('\n', "; ");
    for (rust, plain) in RUST_AND_PLAIN {
        message = message.replace(rust, plain);
    }
    if let Some((given, wanted)) = message.strip_prefix("invalid type: ").and_then(|m| m.split_once(", expected ")) {
        return (format!("{given} does not fit here"), Some(format!("write {wanted}")));
    }
    if message.starts_with("invalid float") || message.starts_with("string values must be quoted") {
        return ("this is no value".into(), Some("write a text in quotes, a number, true or false".into()));
    }
    if message == "wanted string or table" {
        return ("this is no name".into(), Some("write a text in quotes".into()));
    }
    if message == "duplicate key" {
        return ("this key stands here twice".into(), Some("state it once".into()));
    }
    // What is known stands last, a list of names in quotes; what was given may hold the same words.
    let listed = |(_, tail): &(&str, &str)| tail.split(", ").all(|name| name.len() > 2 && name.starts_with('`') && name.ends_with('`'));
    let known = ["; there are ", ", expected one of "].iter().find_map(|mark| message.rsplit_once(mark).filter(listed));
    let said = || [", expected ", "; "].iter().find_map(|mark| outside_quotes(&message, mark));
    let (head, tail) = known.or_else(said).unwrap_or((message.as_str(), ""));
    let (head, tail) = (head.to_owned(), tail.to_owned());
    let given = head.split('`').nth(1);
    let names: Vec<&str> = if known.is_some() || head.starts_with("unknown ") { tail.split('`').skip(1).step_by(2).collect() } else { Vec::new() };
    if let (Some(given), false) = (given, names.is_empty()) {
        let all = format!("known are {}", names.join(", "));
        let remedy = suggestion(given, names.iter().copied()).map_or(all.clone(), |s| format!("did you mean `{s}`? {all}"));
        return (head, Some(remedy));
    }
    if head.starts_with("missing key") {
        let key = given.unwrap_or_default().to_owned();
        return (head, Some(format!("add `{key} = ...`")));
    }
    if tail.is_empty() {
        return (message, None);
    }
    let remedy = if message[head.len()..].starts_with(", expected ") { format!("expected {tail}") } else { tail };
    (head, Some(remedy))
}

/// A message before and behind a mark that stands in no name in quotes.
fn outside_quotes<'a>(message: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = message.match_indices(mark).map(|(at, _)| at).find(|at| message[..*at].matches('`').count().is_multiple_of(2))?;
    Some((&message[..at], &message[at + mark.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_what_is_meant() {
        let m = Mistake::at("f", "a = 1\n# 語 x = ?\n", 6 + 9..6 + 10, "unknown field `fail_on`, expected one of `fail-on`, `ignore`");
        let lines: Vec<String> = m.to_string().lines().map(str::to_owned).collect();
        assert_eq!(lines[0], "f:2:8: unknown key `fail_on`");
        assert_eq!(lines[2], "2 | # 語 x = ?");
        assert_eq!(lines[3], "  |         ^");
        assert_eq!(lines[4], "  = did you mean `fail-on`? known are fail-on, ignore");
    }

    #[test]
    fn what_is_given_neither_steers_nor_splits_a_message() {
        let m = Mistake::at("f", "a = 1\n", 0..1, "`x; there are \u{1b}[2J` must be eight digits; there are `a`, `b`");
        assert_eq!(m.message, "`x; there are \\u{1b}[2J` must be eight digits");
        assert_eq!(m.remedy.as_deref(), Some("known are a, b"));
        let m = Mistake::at("f", "a = 1\n", 0..1, "`x; \u{1b}[2J` is none");
        assert_eq!((m.message.as_str(), m.remedy.as_deref()), ("`x; \\u{1b}[2J` is none", None));
        let m = Mistake::at("f", "a = 1\n", 0..1, "`x; there are y` must be eight digits; write them so");
        assert_eq!((m.message.as_str(), m.remedy.as_deref()), ("`x; there are y` must be eight digits", Some("write them so")));
    }

    #[test]
    fn any_offset_is_some_place() {
        for text in ["", "\n", "é", "a\r\nb", "語\n"] {
            for from in 0..6 {
                for to in 0..6 {
                    let _ = Mistake::at("f", text, from..to, "x").to_string();
                }
            }
        }
    }

    #[test]
    fn suggestions() {
        assert_eq!(suggestion("tenson", ["contradiction", "tension"]), Some("tension"));
        assert_eq!(suggestion("min_score", ["min-score"]), Some("min-score"));
        assert_eq!(suggestion("colour", ["accept", "ignore"]), None);
    }
}
