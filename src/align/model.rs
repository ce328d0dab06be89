//! From evidence to a probability: boosted regression trees, calibrated on annotated stories.
//!
//! Two tables, both written by `tools/calibrate.py`, which also measures them on stories that they have not seen. The
//! first weighs what two claims say of each other; the second weighs that together with what the other claims of the
//! story say of the two. Scores are sums of fixed decimals, so that they are the same on every machine.

use rayon::prelude::*;

/// One node: feature, threshold, left, right; a leaf has feature -1 and its value in the threshold.
pub type Node = (i16, f64, u16, u16);

/// Weighs a pair by itself.
pub static EVIDENCE: &[&[Node]] = include!("evidence.in");
/// Weighs a pair among the others.
pub static COLLECTIVE: &[&[Node]] = include!("collective.in");

/// Pairs that are weighed side by side: their evidence stays near, and no step waits for the one before.
const SIDE_BY_SIDE: usize = 8;

/// What the first half of the trees says of a pair that the second half need not be asked about.
const HOPELESS: f64 = -3.0;

/// How likely it is of each pair that its two claims are about the same fact. The two halves of the trees were grown
/// apart from each other, on the same stories: what one of them finds hopeless is taken for so.
pub fn probabilities<const N: usize>(trees: &[&[Node]], evidence: &[[f64; N]]) -> Vec<f64> {
    let (one, other) = trees.split_at(trees.len() / 2);
    let mut sum = all(one, evidence);
    let asked: Vec<usize> = (0..sum.len()).filter(|i| sum[*i] >= HOPELESS).collect();
    let again: Vec<[f64; N]> = asked.iter().map(|i| evidence[*i]).collect();
    sum.iter_mut().filter(|s| **s < HOPELESS).for_each(|s| *s *= 2.0);
    for (i, s) in asked.into_iter().zip(all(other, &again)) {
        sum[i] += s;
    }
    sum.into_iter().map(probability).collect()
}

fn all<const N: usize>(trees: &[&[Node]], evidence: &[[f64; N]]) -> Vec<f64> {
    evidence.par_chunks(SIDE_BY_SIDE).flat_map_iter(|some| sums(trees, some).into_iter().take(some.len())).collect()
}

fn sums<const N: usize>(trees: &[&[Node]], evidence: &[[f64; N]]) -> [f64; SIDE_BY_SIDE] {
    let mut sums = [0.0; SIDE_BY_SIDE];
    for tree in trees {
        let mut at = [0usize; SIDE_BY_SIDE];
        loop {
            let mut open = false;
            for (i, f) in at.iter_mut().zip(evidence) {
                let (feature, threshold, left, right) = tree[*i];
                if let Ok(feature) = usize::try_from(feature) {
                    *i = usize::from(if f[feature] <= threshold { left } else { right });
                    open = true;
                }
            }
            if !open {
                break;
            }
        }
        for (sum, i) in sums.iter_mut().zip(at) {
            *sum += tree[i].1;
        }
    }
    sums
}

fn probability(sum: f64) -> f64 {
    // Rounded, so that no platform's last bit shows.
    (1.0 / (1.0 + (-sum).exp()) * 1e6).round() / 1e6
}
