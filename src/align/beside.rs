//! What stands right beside a claim and tells facts apart: modifiers that exclude one another, opposite deeds, ends of states.

use super::context::{Sort, Surroundings};
use crate::claim::Claim;
use crate::kind::Kind;
use crate::pack;
use crate::pack::table::Edge;

/// What stands right beside one claim.
pub(super) struct Beside {
    /// Modifiers, in order.
    modifiers: Vec<(u32, Class)>,
    /// Deeds with their opposites, in order.
    deeds: Vec<(u32, Option<u32>)>,
    /// Which end of a state a date is.
    edge: Option<Edge>,
    /// Whether it is said to be a phase of something.
    pub(super) partial: bool,
    /// Whether it may be of people.
    people: bool,
}

impl Beside {
    pub(super) fn of(c: &Claim, around: &Surroundings) -> Beside {
        Beside {
            modifiers: modifiers(around),
            deeds: deeds(around),
            edge: edge(c, around),
            partial: partial(around),
            people: matches!(c.kind, Kind::Count | Kind::Number | Kind::Percent | Kind::Ratio | Kind::Age),
        }
    }
}

/// How near a word has to be to be about the claim itself.
const BESIDE: f64 = 0.72;

/// Modifiers near one claim that exclude the other, by class: the first phase and the total, this year and last year,
/// planned and done, the injured and the dead.
#[derive(Default)]
pub(super) struct Clashes {
    pub(super) part: f64,
    pub(super) period: f64,
    pub(super) modality: f64,
    pub(super) who: f64,
}

pub(super) fn clashes(a: &Beside, b: &Beside) -> Clashes {
    let mut out = Clashes::default();
    let modifiers = &pack::common().modifiers;
    for (x, y) in [(a, b), (b, a)] {
        for (id, class) in &x.modifiers {
            if y.modifiers.binary_search_by_key(id, |o| o.0).is_ok() {
                continue;
            }
            // Whoever joined in a year has been there since; and what is no date begins nothing.
            if modifiers[*id as usize].edge.is_some() && (x.edge.is_none() || x.edge == y.edge) {
                continue;
            }
            match class {
                Class::Part => out.part += 1.0,
                Class::Period => out.period += 1.0,
                Class::Modality => out.modality += 1.0,
                Class::Who => out.who += 1.0,
                Class::People if a.people && b.people => out.who += 1.0,
                Class::People => {}
                Class::Other => {}
            }
        }
    }
    out
}

/// What a modifier tells apart.
#[derive(Clone, Copy)]
enum Class {
    Part,
    Period,
    Modality,
    Who,
    /// Which people: of those that are not counted here it says nothing.
    People,
    Other,
}

fn modifiers(s: &Surroundings) -> Vec<(u32, Class)> {
    let modifiers = &pack::common().modifiers;
    let class = |id: u32| match modifiers[id as usize].class.as_str() {
        "part-whole" | "phase" | "order" => Class::Part,
        "period" => Class::Period,
        "modality" => Class::Modality,
        "person" | "state" => Class::People,
        "place" | "polarity" | "money" => Class::Who,
        _ => Class::Other,
    };
    near(s).map(|id| (id, class(id))).collect()
}

/// The modifiers right beside it.
fn near(s: &Surroundings) -> impl Iterator<Item = u32> + '_ {
    s.tokens.iter().filter(|t| t.token.sort == Sort::Modifier && t.near > BESIDE).map(|t| t.token.id)
}

fn partial(s: &Surroundings) -> bool {
    near(s).any(|id| pack::common().modifiers[id as usize].class == "phase")
}

/// Which end of a state a date is: by the word beside it, else by the deed.
fn edge(c: &Claim, s: &Surroundings) -> Option<Edge> {
    if !matches!(c.kind, Kind::Date | Kind::Time) {
        return None;
    }
    let common = pack::common();
    near(s).find_map(|id| common.modifiers[id as usize].edge).or_else(|| s.deed.and_then(|d| common.deeds[usize::from(d)].edge))
}

/// Whether two dates are the same end of a state (1) or not (-1).
pub(super) fn edges(a: &Beside, b: &Beside) -> f64 {
    match (a.edge, b.edge) {
        (Some(x), Some(y)) if x == y => 1.0,
        (Some(_), Some(_)) => -1.0,
        _ => 0.0,
    }
}

fn deeds(s: &Surroundings) -> Vec<(u32, Option<u32>)> {
    let deeds = &pack::common().deeds;
    let near = s.tokens.iter().filter(|t| t.token.sort == Sort::Deed && t.near > 0.5);
    near.map(|t| (t.token.id, deeds[t.token.id as usize].opposite.map(u32::from))).collect()
}

/// Whether beside one stands the opposite of what is done beside the other, and not the same.
pub(super) fn opposite(a: &Beside, b: &Beside) -> bool {
    let near = |s: &Beside, id: u32| s.deeds.binary_search_by_key(&id, |d| d.0).is_ok();
    a.deeds.iter().any(|(id, opposite)| opposite.is_some_and(|o| near(b, o) && !near(b, *id) && !near(a, o)))
}
