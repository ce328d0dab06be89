//! A text and its translation: their sentences lie side by side, and so do the claims in them.

use super::Pair;
use super::features::{Pairing, place};
use super::group::{EQUAL, Id};
use crate::bitext::reports;
use crate::claim::Report;
use rayon::prelude::*;
use std::collections::HashSet;

/// How sure it is that claims in one place are one fact.
const SURE: f64 = 0.9;
/// How likely it is that other figures in other places are.
const HARDLY: f64 = 0.05;

const VERDICT: usize = place("verdict");

/// Which reports translate one another, and which of their claims stand in one place.
#[derive(Default)]
pub(super) struct Translations {
    reports: HashSet<(usize, usize)>,
    mates: HashSet<(Id, Id)>,
    miscopied: HashSet<(Id, Id)>,
}

impl Translations {
    pub(super) fn of(reports: &[&Report]) -> Translations {
        let n = reports.len();
        let two: Vec<(usize, usize)> = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).collect();
        let figures = reports::figures(reports);
        let side = |i: usize| (reports[i], figures[i].as_slice());
        let ties: Vec<_> = two.into_par_iter().filter_map(|(i, j)| Some((i, j, reports::ties(side(i), side(j))?))).collect();
        let mut t = Translations::default();
        for (i, j, ties) in ties {
            t.reports.insert((i, j));
            let id = |(a, b)| ((i, a), (j, b));
            t.mates.extend(ties.all.into_iter().map(id));
            t.miscopied.extend(ties.miscopied.into_iter().map(id));
        }
        t
    }

    /// Whether two claims, the first of an earlier report, stand in one place of a text and of its translation.
    pub(super) fn mates(&self, a: Id, b: Id) -> bool {
        self.mates.contains(&(a, b))
    }
}

impl Pairing<'_> {
    /// Whether claims of one fact, which would pass for rounded, say what no translation makes of each other.
    pub fn miscopied(&self, a: Id, b: Id) -> bool {
        self.translations.miscopied.contains(&(a.min(b), a.max(b)))
    }
}

/// Raises the probability of what stands in one place, and lowers that of other figures elsewhere.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    let t = &pairing.translations;
    if t.reports.is_empty() {
        return;
    }
    for (pair, p) in pairs.iter().zip(p) {
        if t.mates(pair.a, pair.b) {
            *p = p.max(SURE);
        } else if t.reports.contains(&(pair.a.0, pair.b.0)) && pair.features[VERDICT] < EQUAL {
            *p = p.min(HARDLY);
        }
    }
}
