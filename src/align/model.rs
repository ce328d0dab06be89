//! From evidence to a probability: boosted regression trees, calibrated on annotated stories.
//!
//! The table is written by `tools/calibrate.py`, which also measures the model with each story left out. Scores are
//! sums of fixed decimals, so that they are the same on every machine.

use super::features::{COUNT, Features};

/// One node: feature, threshold, left, right; a leaf has feature -1 and its value in the threshold.
type Node = (i32, f64, u16, u16);

static TREES: &[&[Node]] = include!("trees.in");

/// How likely it is that two claims are about the same fact.
pub fn probability(f: &Features) -> f64 {
    let mut sum = 0.0;
    for tree in TREES {
        let mut i = 0usize;
        loop {
            let (feature, threshold, left, right) = tree[i];
            if feature < 0 {
                sum += threshold;
                break;
            }
            let x = f[(feature as usize).min(COUNT - 1)];
            i = usize::from(if x <= threshold { left } else { right });
        }
    }
    // Rounded, so that no platform's last bit shows.
    (1.0 / (1.0 + (-sum).exp()) * 1e6).round() / 1e6
}
