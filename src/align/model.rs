//! From evidence to a probability: boosted regression trees, calibrated on annotated stories.
//!
//! Two tables, both written by `tools/calibrate.py`, which also measures them on stories that they have not seen. The
//! first weighs what two claims say of each other; the second weighs that together with what the other claims of the
//! story say of the two. Scores are sums of fixed decimals, so that they are the same on every machine.

/// One node: feature, threshold, left, right; a leaf has feature -1 and its value in the threshold.
pub type Node = (i16, f64, u16, u16);

/// Weighs a pair by itself.
pub static EVIDENCE: &[&[Node]] = include!("evidence.in");
/// Weighs a pair among the others.
pub static COLLECTIVE: &[&[Node]] = include!("collective.in");

/// How likely it is that two claims are about the same fact.
pub fn probability(trees: &[&[Node]], f: &[f64]) -> f64 {
    let mut sum = 0.0;
    for tree in trees {
        let mut i = 0usize;
        loop {
            let (feature, threshold, left, right) = tree[i];
            let Ok(feature) = usize::try_from(feature) else {
                sum += threshold;
                break;
            };
            i = usize::from(if f[feature] <= threshold { left } else { right });
        }
    }
    // Rounded, so that no platform's last bit shows.
    (1.0 / (1.0 + (-sum).exp()) * 1e6).round() / 1e6
}
