//! The part of a claim's wording that differs: the figure, the hedge or the unit.
//!
//! It is found by reading: the figure is the shortest stretch of the wording that still reads as the same figure, the
//! hedge is what must be added for it to read as the same value. So no language has to be known here.

use super::Answered;
use crate::claim::{self, Claim};
use crate::finding::{Finding, Id};
use crate::kind::Kind;
use crate::model::Verdict;
use crate::pack::{self, Pack};
use crate::value::Bound;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Differs {
    Figure,
    Hedge,
    Unit,
}

/// Stretches of a claim's wording that make the difference; none where nothing does. `text` is the wording as it is shown,
/// for a page without its mark-up; the offsets are in it.
pub fn differing(a: &Answered, f: &Finding, id: Id, text: &str) -> Vec<(usize, usize)> {
    let Some(what) = what_differs(a, f) else { return Vec::new() };
    let (r, c) = a.claim(id);
    if what == Differs::Hedge && c.value.bound() == Bound::None {
        return Vec::new();
    }
    let tag = r.sentences.get(c.sentence).map_or(r.lang, |s| s.lang);
    let Some(pack) = pack::find(tag) else { return Vec::new() };
    let mut stretches = Stretches { text, pack, read: Vec::new() };
    let Some(read) = stretches.shortest(0, |o| o.value.with_figure_of(&c.value)) else { return Vec::new() };
    let Some(figure) = trimmed(text, read) else { return Vec::new() };
    let whole = match what {
        Differs::Figure => return vec![figure],
        Differs::Hedge => stretches.shortest(read.1, |o| o.value == c.value),
        Differs::Unit => stretches.shortest(read.1, |o| o.value.with_figure_of(&c.value) && o.unit == c.unit),
    };
    let Some((from, to)) = whole.and_then(|w| trimmed(text, w)) else { return Vec::new() };
    let sides = [(from, figure.0), (figure.1, to)].into_iter();
    if what == Differs::Hedge {
        // A sign of a currency between hedge and figure is no part of the hedge.
        return sides.filter_map(|s| trimmed_by(text, s, |c| !c.is_alphanumeric())).map(|s| unglossed(text, s)).collect();
    }
    sides.filter_map(|s| trimmed(text, s)).collect()
}

fn what_differs(a: &Answered, f: &Finding) -> Option<Differs> {
    if f.verdict < Verdict::Qualifier || f.sides.len() < 2 {
        return None;
    }
    if f.verdict == Verdict::Qualifier {
        return Some(Differs::Hedge);
    }
    let mut claims = f.claims.iter().map(|i| a.claim(*i).1);
    let first = claims.next()?;
    let differ = |by: fn(&Claim, &Claim) -> bool| claims.clone().any(|c| by(first, c));
    Some(if differ(|x, y| !x.value.with_figure_of(&y.value)) {
        Differs::Figure
    } else if differ(|x, y| x.unit != y.unit) && matches!(f.kind, Kind::Money | Kind::Measure | Kind::Duration | Kind::Percent) {
        Differs::Unit
    } else {
        Differs::Hedge
    })
}

/// Stretches of a text, each read once.
struct Stretches<'a> {
    text: &'a str,
    pack: &'static Pack,
    read: Vec<((usize, usize), Vec<Claim>)>,
}

impl Stretches<'_> {
    /// The shortest one in which a claim reads as wanted: the shortest beginning, which is known to reach at least so far,
    /// then the shortest end of it.
    fn shortest(&mut self, least: usize, wanted: impl Fn(&Claim) -> bool) -> Option<(usize, usize)> {
        let text = self.text;
        if text.len() > 200 {
            return None;
        }
        let steps = steps(text);
        let mut reads = |from: usize, to: usize| self.claims((from, to)).iter().any(&wanted);
        // A space at an end changes no reading.
        let closed = |s: &usize| !text[..*s].ends_with(char::is_whitespace) || text[*s..].is_empty();
        let opened = |s: &usize| *s == 0 || !text[*s..].starts_with(char::is_whitespace);
        let to = steps.iter().copied().filter(|s| *s > 0 && *s >= least && closed(s)).find(|s| reads(0, *s))?;
        let from = steps.iter().copied().rev().filter(|s| *s < to && opened(s)).find(|s| *s == 0 || reads(*s, to)).unwrap_or(0);
        Some((from, to))
    }

    fn claims(&mut self, stretch: (usize, usize)) -> &[Claim] {
        let known = self.read.iter().position(|r| r.0 == stretch);
        let at = known.unwrap_or_else(|| {
            self.read.push((stretch, claim::claims_of(&self.text[stretch.0..stretch.1], self.pack)));
            self.read.len() - 1
        });
        &self.read[at].1
    }
}

/// Where a stretch may begin or end: not inside a number or a word of an alphabet.
fn steps(text: &str) -> Vec<usize> {
    let mark = |c: char| matches!(c, '.' | ',' | '\u{2019}' | '\'');
    let joins = |a: char, b: char, next: Option<char>| {
        let letter = |c: char| c.is_alphanumeric() && (c as u32) < 0x2E80;
        let decimal = a.is_ascii_digit() && mark(b) && next.is_some_and(|c| c.is_ascii_digit());
        letter(a) && letter(b) || mark(a) && b.is_ascii_digit() || decimal
    };
    let mut out = vec![0];
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let next = |i: usize| chars.get(i + 2).map(|c| c.1);
    out.extend(chars.windows(2).enumerate().filter(|(i, w)| !joins(w[0].1, w[1].1, next(*i))).map(|(_, w)| w[1].0));
    out.push(text.len());
    out.dedup();
    out
}

/// Without a bracket at its end whose other half lies outside: a gloss on the last character.
fn unglossed(text: &str, (from, to): (usize, usize)) -> (usize, usize) {
    let part = &text[from..to];
    match part.rfind(['(', '（']) {
        Some(open) if open > 0 && !part[open..].contains([')', '）']) => (from, from + open),
        _ => (from, to),
    }
}

fn trimmed(text: &str, span: (usize, usize)) -> Option<(usize, usize)> {
    trimmed_by(text, span, char::is_whitespace)
}

fn trimmed_by(text: &str, (from, to): (usize, usize), off: impl Fn(char) -> bool) -> Option<(usize, usize)> {
    let s = text.get(from..to)?;
    let lead = s.len() - s.trim_start_matches(&off).len();
    let body = s.trim_matches(&off).len();
    (body > 0).then_some((from + lead, from + lead + body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(tsv: &str) -> Vec<String> {
        let a = crate::report::aligned(tsv);
        let f = a.findings.iter().max_by_key(|f| f.verdict).expect("a finding");
        f.claims
            .iter()
            .map(|id| {
                let text = &a.claim(*id).1.text;
                differing(&a, f, *id, text).iter().map(|(x, y)| text[*x..*y].to_owned()).collect::<Vec<_>>().join("|")
            })
            .collect()
    }

    #[test]
    fn a_figure() {
        assert_eq!(marked("en\tde\nIt paid 5 billion dollars.\tSie zahlte 5 Millionen Dollar.\n"), ["5 billion", "5 Millionen"]);
        assert_eq!(marked("en\tja\nIt bought 200,000 machines.\t機械を30万台購入した。\n"), ["200,000", "30万"]);
        assert_eq!(marked("en\tja\nSales fell by 4.2%.\t売上高は4.0%減った。\n"), ["4.2", "4.0"]);
    }

    #[test]
    fn a_hedge() {
        assert_eq!(marked("en\tde\nIt paid more than 5 billion dollars.\tSie zahlte 5 Milliarden Dollar.\n"), ["more than", ""]);
    }

    #[test]
    fn a_hedge_without_the_currency() {
        assert_eq!(marked("en\tde\nIt paid over $5 billion.\tSie zahlte 5 Milliarden Dollar.\n"), ["over", ""]);
    }

    #[test]
    fn no_half_of_a_gloss() {
        assert_eq!(super::unglossed("超过(guò)10", (0, 11)), (0, 6));
        assert_eq!(super::unglossed("over (about", (0, 4)), (0, 4));
    }

    #[test]
    fn a_unit() {
        assert_eq!(marked("en\tde\nIt paid 5 billion dollars.\tSie zahlte 5 Milliarden Euro.\n"), ["dollars", "Euro"]);
    }
}
