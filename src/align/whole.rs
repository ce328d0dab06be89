//! A part is not the whole. Where a report states both in one sentence ("40 million at first, 120 in all"), another report
//! that names no part and only bounds its figure ("over 40") is about the whole, however near it comes to the part.

use super::features::{self, Pairing};
use super::group::Id;
use super::{Pair, Places};
use std::collections::HashMap;

/// From this probability on two claims of the whole are one.
const ONE: f64 = 0.5;
/// What is left to a part.
const HARDLY: f64 = 0.3;

/// Moves the probability of such pairs from the part to the whole, and to what agrees with it.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    let wholes = wholes(pairing);
    if wholes.is_empty() {
        return;
    }
    const VERDICT: usize = features::place("verdict");
    let places = Places(pairs);
    for (i, pair) in pairs.iter().enumerate() {
        for (part, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let Some(whole) = wholes.get(&part) else { continue };
            let differ = |at: usize| (features::TENSION..features::AGREE).contains(&pairs[at].features[VERDICT]);
            if part.0 == other.0 || pairing.partial(other) || !differ(i) {
                continue;
            }
            let Some(at) = places.get(*whole, other).filter(|at| differ(*at)) else { continue };
            // It is about one of the two, and not about the part.
            let moved = (p[at] + p[i]).min(1.0);
            (p[at], p[i]) = (moved, p[i].min(HARDLY));
            for (j, q) in pairs.iter().enumerate() {
                if p[j] < ONE || q.features[VERDICT] < features::AGREE || q.a != *whole && q.b != *whole {
                    continue;
                }
                let third = if q.a == *whole { q.b } else { q.a };
                if let Some(at) = places.get(third, other).filter(|_| third.0 != other.0) {
                    p[at] = p[at].max(moved.min(p[j]));
                }
            }
        }
    }
}

/// The whole of each part that stands in one sentence with it.
fn wholes(pairing: &Pairing) -> HashMap<Id, Id> {
    let mut out = HashMap::new();
    for (r, report) in pairing.reports.iter().enumerate() {
        for (i, part) in report.claims.iter().enumerate().filter(|(i, _)| pairing.partial((r, *i))) {
            let more = |c: &&(usize, &crate::claim::Claim)| {
                let (Some(x), Some(y)) = (part.value.num(), c.1.value.num()) else { return false };
                c.1.sentence == part.sentence && c.1.kind == part.kind && c.1.unit == part.unit && y > x && !pairing.partial((r, c.0))
            };
            let around = report.claims.iter().enumerate().filter(|c| more(&c));
            if let Some((w, _)) = around.min_by_key(|c| c.1.span.0.abs_diff(part.span.0)) {
                out.insert((r, i), (r, w));
            }
        }
    }
    out
}
