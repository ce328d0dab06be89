//! What every reporter says of a finding: its sides with repeats folded, its words, its sign, its count.

use super::text::group_digits;
use super::{Answered, Place};
use crate::claim::Claim;
use crate::finding::{Finding, Id};
use crate::kind::Kind;
use crate::model::Verdict;
use crate::pack;

/// A claim of a finding, with those of the same report and side that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which side, from 0.
    pub side: usize,
    /// The claim.
    pub id: Id,
    /// Its repeats.
    pub repeats: Vec<Id>,
}

/// The claims of a finding side by side; `fold` puts repeats of one report into one row.
pub fn rows(a: &Answered, f: &Finding, fold: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (side, ids) in f.sides.iter().enumerate() {
        for id in ids {
            let (_, c) = a.claim(*id);
            let same = |r: &&mut Row| {
                let (_, o) = a.claim(r.id);
                r.side == side && r.id.0 == id.0 && o.value == c.value && o.unit == c.unit && o.kind == c.kind
            };
            match rows.iter_mut().find(same).filter(|_| fold) {
                Some(r) => r.repeats.push(*id),
                None => rows.push(Row { side, id: *id, repeats: Vec::new() }),
            }
        }
    }
    rows
}

/// In aligned text the cells of the row that have no part in a finding.
pub fn absent(a: &Answered, f: &Finding) -> Vec<usize> {
    let (Verdict::Missing, true, Some(first)) = (f.verdict, a.is_bitext(), f.claims.first()) else { return Vec::new() };
    let base = first.0 - first.0 % a.columns.len();
    (base..base + a.columns.len())
        .filter(|i| !f.claims.iter().any(|c| c.0 == *i) && a.reports.get(*i).is_some_and(|r| !r.source.trim().is_empty()))
        .collect()
}

/// A, B, C ... for sides.
pub fn letter(side: usize) -> char {
    char::from(b'A' + (side.min(25) as u8))
}

/// The letter of a side, where there is more than one.
pub fn side_letter(f: &Finding, side: usize) -> Option<char> {
    (f.sides.len() > 1).then(|| letter(side))
}

/// Where a row stands: `de.txt:20`, or `de.txt lines 3, 7, 9` with its repeats.
pub fn lines(a: &Answered, row: &Row) -> String {
    let first = Place::of(a, row.id);
    let mut lines: Vec<usize> = row.repeats.iter().map(|i| Place::of(a, *i).line).collect();
    lines.push(first.line);
    lines.sort_unstable();
    lines.dedup();
    match lines.as_slice() {
        [one] => format!(":{one}"),
        many => format!(" lines {}", many.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// What a claim states, in the notation of values, with what it comes to and its unit.
pub fn value(c: &Claim, unicode: bool) -> String {
    let mut s = c.value.to_string();
    if let Some(v) = &c.resolved {
        s += &format!(" = {v}");
    }
    if !c.unit.is_empty() {
        s += &format!(" {}", if c.kind == Kind::Measure { pack::told(&c.unit, true) } else { &c.unit });
    }
    // Few are long enough to be grouped.
    let long = s.as_bytes().chunk_by(|a, b| a.is_ascii_digit() && b.is_ascii_digit()).any(|run| run.len() >= 5);
    let s = if long { group_digits(&s, " ") } else { s };
    if unicode && s.contains(['<', '>']) { s.replace(">=", "\u{2265}").replace("<=", "\u{2264}") } else { s }
}

/// The verdict's reason, and why the claims were taken to be about one fact.
pub fn reason(f: &Finding) -> (&str, Option<&str>) {
    match f.explanation.split_once("; aligned by ") {
        Some((r, e)) => (r, Some(e)),
        None => (&f.explanation, None),
    }
}

/// Reason and evidence in a sentence or two, for the eye.
pub fn why(f: &Finding) -> String {
    let (r, e) = reason(f);
    let text = match e {
        Some(e) => format!("{r}. Taken for one fact by {e}."),
        None => format!("{r}."),
    };
    group_digits(&text, " ")
}

/// What a finding is about, with its kind and, in aligned text, its row.
pub fn about(a: &Answered, f: &Finding) -> String {
    let segment = f.segment.and_then(|s| a.segment_names.get(s)).map(|s| format!("{s} \u{b7} ")).unwrap_or_default();
    if f.about.is_empty() { format!("{segment}{}", f.kind) } else { format!("{segment}{}: {}", f.kind, f.about) }
}

/// One sentence that says it all: what the sides state, where they stand.
pub fn sentence(a: &Answered, f: &Finding) -> String {
    let mut parts = Vec::new();
    for (n, side) in f.sides.iter().enumerate() {
        let Some(first) = side.first() else { continue };
        let (_, c) = a.claim(*first);
        let stated: Vec<String> = rows(a, f, true)
            .iter()
            .filter(|r| r.side == n)
            .map(|r| {
                let p = Place::of(a, r.id);
                match p.segment {
                    Some((_, column)) => column.to_owned(),
                    None => format!("{}:{}", p.name(), p.line),
                }
            })
            .collect();
        parts.push(format!("{} ({})", value(c, false), stated.join(", ")));
    }
    format!("{}: {}", about(a, f), parts.join(" | "))
}

/// The first claim of each side; first of all that of the side with the fewest reports, which is most often the one to
/// look at.
pub fn fronts(f: &Finding) -> Vec<Id> {
    let mut sides: Vec<&Vec<Id>> = f.sides.iter().filter(|s| !s.is_empty()).collect();
    let reports = |s: &[Id]| {
        let mut r: Vec<usize> = s.iter().map(|i| i.0).collect();
        r.sort_unstable();
        r.dedup();
        r.len()
    };
    sides.sort_by_key(|s| reports(s));
    sides.iter().map(|s| s[0]).collect()
}

/// The verdict's sign.
pub fn sign(v: Verdict, unicode: bool) -> &'static str {
    match (v, unicode) {
        (Verdict::Contradiction, true) => "\u{2717}",
        (Verdict::Contradiction, false) => "x",
        (Verdict::Tension, true) => "\u{25b2}",
        (Verdict::Tension, false) => "!",
        (Verdict::Missing, true) => "\u{2205}",
        (Verdict::Missing, false) => "?",
        (Verdict::Qualifier, true) => "\u{2277}",
        (Verdict::Qualifier, false) => "<>",
        (Verdict::Rounded, true) => "\u{2248}",
        (Verdict::Rounded, false) => "~",
        (Verdict::Agree, true) => "\u{2713}",
        (Verdict::Agree, false) => "=",
        (Verdict::Unmatched, true) => "\u{b7}",
        (Verdict::Unmatched, false) => ".",
    }
}

/// So many findings of a verdict, in words.
pub fn counted(v: Verdict, n: usize) -> String {
    let (one, many) = match v {
        Verdict::Contradiction => ("contradiction", "contradictions"),
        Verdict::Tension => ("tension", "tensions"),
        Verdict::Missing => ("missing", "missing"),
        Verdict::Qualifier => ("qualifier", "qualifiers"),
        Verdict::Rounded => ("rounded", "rounded"),
        Verdict::Agree => ("agreement", "agreements"),
        Verdict::Unmatched => ("unmatched", "unmatched"),
    };
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A plain plural.
pub fn plural(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// How many findings there are of each verdict, gravest first.
pub fn counts(answers: &[Answered]) -> Vec<(Verdict, usize)> {
    Verdict::ALL.into_iter().map(|v| (v, answers.iter().flat_map(|a| &a.findings).filter(|f| f.verdict == v).count())).filter(|c| c.1 > 0).collect()
}

/// The line that counts: findings by verdict, then what was read.
pub fn count_line(answers: &[Answered]) -> String {
    let found = counts(answers);
    let said = if found.is_empty() { "nothing found".to_owned() } else { found.iter().map(|(v, n)| counted(*v, *n)).collect::<Vec<_>>().join(", ") };
    let claims: usize = answers.iter().map(|a| a.left_out.1 + a.reports.iter().map(|r| r.claims.len()).sum::<usize>()).sum();
    let mut read = Vec::new();
    if answers.len() > 1 {
        read.push(if answers.iter().all(|a| !a.is_bitext()) { format!("{} stories", answers.len()) } else { plural(answers.len(), "file") });
    }
    let segments: usize = answers.iter().map(|a| a.left_out.0 + a.segment_names.len()).sum();
    if segments > 0 {
        read.push(plural(segments, "segment"));
    }
    let reports: usize = answers.iter().filter(|a| !a.is_bitext()).map(|a| a.reports.len()).sum();
    if reports > 0 {
        read.push(plural(reports, "report"));
    }
    if reports + segments == 0 {
        return "nothing was read".to_owned();
    }
    read.push(plural(claims, "claim"));
    format!("{said} in {}", read.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_says_what_was_read() {
        assert_eq!(count_line(&[]), "nothing was read");
        assert_eq!(counted(Verdict::Contradiction, 1), "1 contradiction");
        assert_eq!(counted(Verdict::Agree, 2), "2 agreements");
        assert_eq!(plural(2, "report"), "2 reports");
    }
}
