//! Ages stand beside those whose they are: `Anna Weber, 41`. Two ages beside different people, each of whom the other report
//! mentions as well, are not one fact, however much the rest of the sentences is alike.

use super::Pair;
use super::context::{Sort, Story, Surroundings};
use super::features::Pairing;
use super::group::NEVER;
use crate::kind::Kind;
use crate::pack;
use std::collections::HashSet;

/// How near a name stands that an age is of: fifteen letters, three ideographs.
const BESIDE: f64 = 0.8;
/// Classes of listed names that people have.
const PEOPLE: [&str; 3] = ["given", "person", "surname"];

/// Keeps such pairs apart.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    let story = &pairing.story;
    let aged = |pair: &Pair| pair.a.0 != pair.b.0 && [pair.a, pair.b].iter().all(|id| pairing.claim(*id).kind == Kind::Age);
    let mut mentioned: Option<Vec<HashSet<u32>>> = None;
    for (pair, p) in pairs.iter().zip(p).filter(|(pair, _)| aged(pair)) {
        let mentioned =
            mentioned.get_or_insert_with(|| story.around.iter().map(|claims| claims.iter().flat_map(named).map(|n| n.0).collect()).collect());
        let (x, y) = (people(story, &story.around[pair.a.0][pair.a.1]), people(story, &story.around[pair.b.0][pair.b.1]));
        let known = |names: &HashSet<u32>, report: usize| names.iter().any(|n| mentioned[report].contains(n));
        if x.is_disjoint(&y) && known(&x, pair.b.0) && known(&y, pair.a.0) {
            *p = NEVER;
        }
    }
}

/// Names around a claim, and how near they are.
fn named(s: &Surroundings) -> impl Iterator<Item = (u32, f64)> + '_ {
    s.tokens.iter().filter(|t| t.token.sort == Sort::Name).map(|t| (t.token.id, t.near))
}

/// Those right beside it that people can have.
fn people(story: &Story, s: &Surroundings) -> HashSet<u32> {
    let persons = |id: u32| {
        let names = &pack::common().names;
        let shown = &story.names[id as usize];
        names.find(|n| &n.id, shown).is_none_or(|i| PEOPLE.contains(&names[i].class.as_str()))
    };
    named(s).filter(|(id, near)| *near >= BESIDE && persons(*id)).map(|n| n.0).collect()
}
