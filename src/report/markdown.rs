//! Markdown for a comment on a pull request: a table of counts, the grave findings in full, cut to what a comment may hold.
//!
//! Every sign of ASCII in a text from outside is written as an entity, which no Markdown takes for mark-up.

use super::place::{Place, Quoted};
use super::text::{head, steers, tail};
use super::{Answered, Reporter, View, facts, parts};
use crate::finding::Finding;
use crate::model::Verdict;
use std::fmt::Write;

/// The comment.
#[derive(Debug)]
pub struct Markdown;

/// A comment holds 65,536 characters; this leaves room for what is put around it.
const MOST: usize = 60_000;

impl Reporter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn doc(&self) -> &'static str {
        "For a comment on a pull request"
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn mildest(&self) -> Verdict {
        Verdict::Qualifier
    }

    fn findings(&self, answers: &[Answered], _: &View) -> String {
        let mut out = format!("### Tertium: {}\n", facts::count_line(answers));
        let mut findings: Vec<(&Answered, &Finding)> = answers.iter().flat_map(|a| a.findings.iter().map(move |f| (a, f))).collect();
        findings.sort_by_key(|(_, f)| std::cmp::Reverse(f.verdict));
        for (n, (a, f)) in findings.iter().enumerate() {
            let text = finding(a, f, answers.len() > 1);
            if out.len() + text.len() > MOST {
                let _ = writeln!(out, "\n*{} more: too many for a comment.*", findings.len() - n);
                break;
            }
            out += &text;
        }
        out
    }
}

fn finding(a: &Answered, f: &Finding, many: bool) -> String {
    let story = if many { format!(" \u{b7} {}", plain(&a.name)) } else { String::new() };
    let mut out = format!(
        "\n#### {} {}: {}\n\n<sub>`{}` \u{b7} score {:.2}{story}</sub>\n\n| | | where | text | value |\n|---|---|---|---|---|\n",
        facts::sign(f.verdict, true),
        f.verdict.name(),
        plain(&facts::about(a, f)),
        f.id,
        f.score
    );
    for row in facts::rows(a, f, true) {
        let (r, c) = a.claim(row.id);
        let p = Place::of(a, row.id);
        let letter = facts::side_letter(f, row.side).map_or(String::new(), String::from);
        let _ = writeln!(
            out,
            "| {letter} | {} | {}{} | {} | {} |",
            plain(r.column.as_deref().unwrap_or(r.lang)),
            code(p.name()),
            plain(&facts::lines(a, &row)),
            quote(a, f, row.id),
            code(&facts::value(c, true))
        );
    }
    for i in facts::absent(a, f) {
        let r = &a.reports[i];
        let _ = writeln!(out, "| | {} | | {} | |", plain(r.column.as_deref().unwrap_or(r.lang)), plain(head(r.source.trim(), 160).0));
    }
    let _ = writeln!(out, "\n{}", plain(&facts::why(f)));
    out
}

fn quote(a: &Answered, f: &Finding, id: (usize, usize)) -> String {
    let (r, c) = a.claim(id);
    let quoted = Quoted::of(r);
    let (before, own, after) = quoted.around(c);
    let (b, cut) = tail(before, 50);
    let (e, cut_end) = head(after, 50);
    let marks = parts::differing(a, f, id, own);
    let mut text = String::new();
    let mut at = 0;
    for (from, to) in marks {
        let _ = write!(text, "{}<u>{}</u>", plain(&own[at..from]), plain(&own[from..to]));
        at = to;
    }
    text += &plain(&own[at..]);
    format!("{}{}<b>{text}</b>{}{}", if cut { "\u{2026}" } else { "" }, plain(b), plain(e), if cut_end { "\u{2026}" } else { "" })
}

/// Text in which nothing is mark-up, a mention or a reference.
fn plain(s: &str) -> String {
    let mut out = String::with_capacity(s.len() * 2);
    for c in s.chars() {
        match c {
            '\t' | '\n' => out.push(' '),
            c if steers(c) => {
                let _ = write!(out, "&#92;u&#123;{:x}&#125;", c as u32);
            }
            // A mention or a number of an issue needs its sign right before it.
            '@' | '#' => {
                let _ = write!(out, "&#{};&#8203;", c as u32);
            }
            '.' | ',' | ';' | '?' | ' ' => out.push(c),
            ':' => out += "&#58;",
            c if c.is_ascii_punctuation() => {
                let _ = write!(out, "&#{};", c as u32);
            }
            c => out.push(c),
        }
    }
    // An address becomes a link by `www.` alone.
    out.replace("www.", "www&#46;").replace("WWW.", "WWW&#46;")
}

fn code(s: &str) -> String {
    format!("<code>{}</code>", plain(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(plain("a|b <script> *x* [y](z)"), "a&#124;b &#60;script&#62; &#42;x&#42; &#91;y&#93;&#40;z&#41;");
        assert_eq!(plain("@team #12"), "&#64;&#8203;team &#35;&#8203;12");
        assert_eq!(plain("a\u{202e}b\nc"), "a&#92;u&#123;202e&#125;b c");
        assert_eq!(plain("`x` 数"), "&#96;x&#96; 数");
    }
}
