//! From evidence to a probability: boosted regression trees, calibrated on annotated stories.
//!
//! Two tables, both written by `tools/calibrate.py`, which also measures them on stories that they have not seen. The
//! first weighs what two claims say of each other; the second weighs that together with what the other claims of the
//! story say of the two. Scores are sums of fixed decimals, so that they are the same on every machine.

use super::forest::{EMPTY, Forest, small};
use rayon::prelude::*;
use std::sync::OnceLock;

/// One node: feature, threshold, left, right; a leaf has feature -1 and its value in the threshold.
pub type Node = (i16, f64, u16, u16);

/// Trees, and what they are made into where they are first asked.
pub struct Model {
    trees: &'static [&'static [Node]],
    halves: OnceLock<[Forest; 2]>,
}

/// Weighs a pair by itself.
pub static EVIDENCE: Model = Model::new(include!("evidence.in"));
/// Weighs a pair among the others.
pub static COLLECTIVE: Model = Model::new(include!("collective.in"));

/// Pairs that are weighed in one go.
const AT_ONCE: usize = 128;

/// What the first half of the trees says of a pair that the second half need not be asked about.
const HOPELESS: f64 = -3.0;

impl Model {
    const fn new(trees: &'static [&'static [Node]]) -> Model {
        assert!(small(trees), "a tree has more leaves than a forest can tell apart");
        Model { trees, halves: OnceLock::new() }
    }

    /// How likely it is of each pair that its two claims are about the same fact. The two halves of the trees were grown
    /// apart from each other, on the same stories: what one of them finds hopeless is taken for so.
    pub fn probabilities<const N: usize, T: Sync>(&self, pairs: &[T], evidence: impl Fn(&T) -> &[f64; N] + Sync) -> Vec<f64> {
        let Some(first) = pairs.first() else { return Vec::new() };
        let (one, other) = self.trees.split_at(self.trees.len() / 2);
        let [one, other] = self.halves.get_or_init(|| {
            let usual = usual(pairs.iter().step_by(pairs.len().div_ceil(SOME)).map(&evidence), evidence(first));
            [Forest::new(one, &usual), Forest::new(other, &usual)]
        });
        let some = |pairs: &[T]| {
            let mut state = EMPTY;
            let sum = |p: &T| {
                let f = evidence(p);
                let sum = one.sum(f, &mut state);
                probability(if sum < HOPELESS { sum * 2.0 } else { sum + other.sum(f, &mut state) })
            };
            pairs.iter().map(sum).collect::<Vec<_>>()
        };
        if pairs.len() <= AT_ONCE { some(pairs) } else { pairs.par_chunks(AT_ONCE).flat_map_iter(some).collect() }
    }
}

/// So many pairs tell what the evidence usually is.
const SOME: usize = 512;

/// The middle of each number over some pairs.
fn usual<'a, const N: usize>(pairs: impl Iterator<Item = &'a [f64; N]>, first: &[f64; N]) -> [f64; N] {
    let some: Vec<&[f64; N]> = pairs.collect();
    let mut usual = *first;
    for (i, u) in usual.iter_mut().enumerate() {
        let mut all: Vec<f64> = some.iter().map(|f| f[i]).collect();
        let middle = all.len() / 2;
        *u = *all.select_nth_unstable_by(middle, f64::total_cmp).1;
    }
    usual
}

fn probability(sum: f64) -> f64 {
    // Rounded, so that no platform's last bit shows.
    (1.0 / (1.0 + (-sum).exp()) * 1e6).round() / 1e6
}
