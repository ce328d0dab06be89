//! What a verdict means, from the pages in `docs/verdicts`, and what speaks for and against a finding.

use super::{Answered, Place};
use crate::context::What;
use crate::finding::{Finding, Id};
use crate::judge;
use crate::model::{Verdict, name_of};
use crate::pack;
use crate::value::Bound;
use std::collections::BTreeSet;

/// The page on a verdict.
pub fn doc(v: Verdict) -> &'static str {
    match v {
        Verdict::Contradiction => include_str!("../../docs/verdicts/contradiction.md"),
        Verdict::Tension => include_str!("../../docs/verdicts/tension.md"),
        Verdict::Missing => include_str!("../../docs/verdicts/missing.md"),
        Verdict::Qualifier => include_str!("../../docs/verdicts/qualifier.md"),
        Verdict::Rounded => include_str!("../../docs/verdicts/rounded.md"),
        Verdict::Agree => include_str!("../../docs/verdicts/agree.md"),
        Verdict::Unmatched => include_str!("../../docs/verdicts/unmatched.md"),
    }
}

/// The heading of the page: what the verdict says, in a line.
pub fn title(v: Verdict) -> &'static str {
    let first = doc(v).lines().next().unwrap_or("");
    first.split_once(": ").map_or(first, |t| t.1)
}

/// The first paragraph under the heading.
pub fn first_paragraph(v: Verdict) -> String {
    doc(v).lines().skip(1).skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What speaks for the claims being about one fact, and what against.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// For.
    pub for_it: Vec<String>,
    /// Against.
    pub against: Vec<String>,
}

/// Compares the first claim with the first of each other report.
pub fn gather(a: &Answered, f: &Finding) -> Evidence {
    let mut out = Evidence::default();
    let Some(first) = f.claims.first().copied() else { return out };
    let mut others: Vec<Id> = Vec::new();
    for c in &f.claims {
        if c.0 != first.0 && !others.iter().any(|o| o.0 == c.0) {
            others.push(*c);
        }
    }
    for other in others {
        let (for_it, against) = pair(a, first, other);
        let places = format!("{} and {}", at(a, first), at(a, other));
        for (list, said) in [(&mut out.for_it, for_it), (&mut out.against, against)] {
            if !said.is_empty() {
                list.push(format!("{places}: {}", said.join("; ")));
            }
        }
    }
    out
}

fn at(a: &Answered, id: Id) -> String {
    let p = Place::of(a, id);
    match p.segment {
        Some((_, column)) => column.to_owned(),
        None => format!("{}:{}", p.name(), p.line),
    }
}

fn pair(a: &Answered, x: Id, y: Id) -> (Vec<String>, Vec<String>) {
    let ((_, c), (_, d)) = (a.claim(x), a.claim(y));
    let (mut pro, mut con) = (Vec::new(), Vec::new());
    // Monday and 14 September may be one day.
    let (v, w) = (judge::effective(c), judge::effective(d));
    if v == w {
        pro.push(format!("the same value {v}"));
    } else if v.with_figure_of(w) {
        pro.push(format!("the same figure {}", v.clone().with_bound(Bound::None)));
    } else {
        con.push(format!("other figures, {v} and {w}"));
    }
    match (c.noun, d.noun) {
        (Some(m), Some(n)) if m == n => pro.push(format!("both count {}", pack::concept(m))),
        (Some(m), Some(n)) if pack::steps_up(m, n).is_some() || pack::steps_up(n, m).is_some() => {
            pro.push(format!("{} and {} are kin", pack::concept(m), pack::concept(n)));
        }
        (Some(m), Some(n)) => con.push(format!("one counts {}, the other {}", pack::concept(m), pack::concept(n))),
        _ => {}
    }
    if c.unit != d.unit && c.noun.is_none() && d.noun.is_none() {
        con.push(format!("other units, {} and {}", named(&c.unit), named(&d.unit)));
    }
    for (what, words) in [("names", words(a, x, y, Sort::Name)), ("deeds", words(a, x, y, Sort::Deed)), ("words", words(a, x, y, Sort::Concept))] {
        let (both, only) = words;
        if !both.is_empty() {
            pro.push(format!("shared {what} {}", both.join(", ")));
        }
        if both.is_empty() && !only.is_empty() {
            con.push(format!("no shared {what}"));
        }
    }
    (pro, con)
}

fn named(unit: &str) -> &str {
    if unit.is_empty() { "none" } else { pack::told(unit, true) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Name,
    Deed,
    Concept,
}

/// Words of the two sentences: those in both, those in one.
fn words(a: &Answered, x: Id, y: Id, sort: Sort) -> (Vec<String>, Vec<String>) {
    let of = |id: Id| -> BTreeSet<String> {
        let (r, c) = a.claim(id);
        if sort == Sort::Name {
            return r.names(c).into_iter().filter_map(name_of).map(str::to_owned).collect();
        }
        let marks = r.sentences.get(c.sentence).map_or(&[][..], |s| &s.marks);
        marks
            .iter()
            .filter_map(|m| match (&m.what, sort) {
                (What::Deed(d), Sort::Deed) => Some(pack::common().deeds[usize::from(*d)].id.clone()),
                (What::Concept(c), Sort::Concept) => Some(pack::concept(*c).to_owned()),
                _ => None,
            })
            .collect()
    };
    let (p, q) = (of(x), of(y));
    (p.intersection(&q).take(4).cloned().collect(), p.symmetric_difference(&q).take(4).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_has_its_page() {
        for v in Verdict::ALL {
            assert!(doc(v).starts_with(&format!("# {}: ", v.name())), "{}", v.name());
            assert!(!title(v).is_empty() && first_paragraph(v).len() > 20, "{}", v.name());
            assert!(doc(v).contains("\n## What to do\n"), "{}", v.name());
            assert!(doc(v).lines().all(|l| l.chars().count() <= 120), "{}", v.name());
        }
    }
}
