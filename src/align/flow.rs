//! Where people and things come from and where they go, as far as names beside a claim and the deeds of its sentence say:
//! eight leave one house for another, the other hires eight from the first.

use super::context::{Sort, Surroundings};
use super::mentions::Place;
use crate::claim::{Claim, Sentence};
use crate::context::What;
use crate::pack;
use crate::pack::table::Flow;

/// Names on both sides of a move, in order.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    /// What something comes from.
    pub from: Vec<u32>,
    /// Where it goes.
    pub to: Vec<u32>,
}

/// Bytes that may stand between the word that marks a source and the name, and between names in a list.
const GAP: (usize, usize) = (14, 8);
/// Bytes between a deed and a name that takes part in it.
const REACH: usize = 60;

/// The ends of the move that a claim is about.
pub(super) fn ends(s: &Sentence, list: &[Place], c: &Claim) -> Ends {
    let mut names: Vec<&Place> = list.iter().filter(|p| p.token.sort == Sort::Name && !p.in_source).collect();
    names.sort_by_key(|p| p.from);
    let mut out = Ends { from: marked(s, &names, c), to: Vec::new() };
    // The staff of a company come from it, too.
    out.from.extend(list.iter().filter(|p| p.token.sort == Sort::Name && p.within(c)).map(|p| p.token.id));
    let deeds = &pack::common().deeds;
    let flow = |m: &crate::context::Mark| match m.what {
        What::Deed(d) => deeds[usize::from(d)].flow.map(|f| (m.start, m.end, f)),
        _ => None,
    };
    let moves: Vec<_> = s.marks.iter().filter_map(flow).collect();
    let said = !out.from.is_empty();
    for p in names {
        if out.from.contains(&p.token.id) {
            continue;
        }
        let gap = |m: &(usize, usize, Flow)| if p.from >= m.1 { p.from - m.1 } else { m.0.saturating_sub(p.to) };
        match moves.iter().map(|m| (gap(m), m.2)).filter(|m| m.0 <= REACH).min_by_key(|m| m.0) {
            Some((_, Flow::In)) => out.to.push(p.token.id),
            // Of two names one is left for the other.
            Some((_, Flow::Out)) if said => out.to.push(p.token.id),
            Some((_, Flow::Out)) => out.from.push(p.token.id),
            None if said => out.to.push(p.token.id),
            None => {}
        }
    }
    for side in [&mut out.from, &mut out.to] {
        side.sort_unstable();
        side.dedup();
    }
    out
}

/// Names beside the word nearest to the claim that says that something comes from them, and what is listed with them: who is
/// hired from one house for the team of another does not come from the other.
fn marked(s: &Sentence, names: &[&Place], c: &Claim) -> Vec<u32> {
    let modifiers = &pack::common().modifiers;
    let mut nearest: (usize, Vec<u32>) = (usize::MAX, Vec::new());
    for m in &s.marks {
        let What::Modifier(i) = m.what else { continue };
        let mut out = Vec::new();
        let apart = if m.start >= c.clean.1 { m.start - c.clean.1 } else { c.clean.0.saturating_sub(m.end) };
        match modifiers[usize::from(i)].class.as_str() {
            "source" => {
                let mut end = m.end;
                let mut gap = GAP.0;
                for p in names.iter().filter(|p| p.from >= m.end) {
                    if p.from.saturating_sub(end) > gap {
                        break;
                    }
                    out.push(p.token.id);
                    (end, gap) = (p.to, GAP.1);
                }
            }
            "source-behind" => {
                let mut start = m.start;
                for p in names.iter().rev().filter(|p| p.to <= m.start) {
                    if start.saturating_sub(p.to) > GAP.1 {
                        break;
                    }
                    out.push(p.token.id);
                    start = p.from;
                }
            }
            _ => {}
        }
        if !out.is_empty() && apart < nearest.0 {
            nearest = (apart, out);
        }
    }
    nearest.1
}

/// Whether two moves come from the same, or neither says where from: whom one report counts of one source, another may count
/// among those of all.
pub(super) fn same_source(a: &Surroundings, b: &Surroundings) -> bool {
    let (a, b) = (&a.ends.from, &b.ends.from);
    a.is_empty() && b.is_empty() || meet(a, b)
}

fn meet(x: &[u32], y: &[u32]) -> bool {
    x.iter().any(|n| y.binary_search(n).is_ok())
}

/// How many ends of two moves are the same, 0 to 2; -1 where both name other sources; -2 where one goes where the other
/// comes from.
pub(super) fn flow(a: &Surroundings, b: &Surroundings) -> f64 {
    let (a, b) = (&a.ends, &b.ends);
    let same = u8::from(meet(&a.from, &b.from)) + u8::from(meet(&a.to, &b.to));
    if same > 0 {
        f64::from(same)
    } else if meet(&a.from, &b.to) || meet(&a.to, &b.from) {
        -2.0
    } else if a.from.is_empty() || b.from.is_empty() {
        0.0
    } else {
        -1.0
    }
}
