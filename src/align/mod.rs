//! Alignment of independent reports: which claims are about the same fact.
//!
//! Evidence is gathered for each pair of comparable claims (`features`), weighed by a model that was calibrated on
//! annotated stories (`model`), and groups are formed over all reports at once (`group`).

pub mod context;
pub mod features;
pub mod group;
pub mod model;
pub mod names;

use crate::claim::Report;
use crate::judge;
use crate::kind::Kind;
use features::{Features, Pairing};

/// A pair of claims with its evidence: (report, claim) twice.
pub struct Pair {
    /// One side.
    pub a: (usize, usize),
    /// The other.
    pub b: (usize, usize),
    /// The evidence.
    pub features: Features,
}

/// All comparable pairs of claims from different reports, with their evidence.
pub fn pairs(pairing: &Pairing) -> Vec<Pair> {
    let reports = pairing.reports;
    let mut out = Vec::new();
    for i in 0..reports.len() {
        for j in i + 1..reports.len() {
            between(pairing, i, j, &mut out);
        }
    }
    out
}

fn usable(r: &Report, c: usize) -> bool {
    let c = &r.claims[c];
    !c.dateline && c.kind != Kind::Identifier || c.kind == Kind::Identifier
}

fn between(pairing: &Pairing, i: usize, j: usize, out: &mut Vec<Pair>) {
    let (x, y) = (pairing.reports[i], pairing.reports[j]);
    let mut cells: Vec<(usize, usize, f64, f64)> = Vec::new();
    for a in (0..x.claims.len()).filter(|a| usable(x, *a) && !x.claims[*a].dateline) {
        for b in (0..y.claims.len()).filter(|b| usable(y, *b) && !y.claims[*b].dateline) {
            let (p, q) = (&x.claims[a], &y.claims[b]);
            if !judge::comparable(p, q) {
                continue;
            }
            let near = pairing.closeness((i, a), (j, b));
            let value = match judge::judge(p, q).map(|v| v.verdict) {
                Some(crate::model::Verdict::Agree) => 3.0,
                Some(crate::model::Verdict::Qualifier | crate::model::Verdict::Rounded) => 2.0,
                Some(crate::model::Verdict::Tension) => 1.0,
                _ => 0.0,
            };
            cells.push((a, b, near, value));
        }
    }
    let rank = |a: usize, b: usize, near: f64, value: f64| {
        // Whether each is the other's best by surroundings, by value; 0, 1/2 or 1.
        let mut best = [true, true];
        let mut value_best = [true, true];
        for (p, q, n, v) in &cells {
            if *p == a && *q != b {
                best[0] &= near >= *n;
                value_best[0] &= value > *v || value == *v && near >= *n;
            }
            if *q == b && *p != a {
                best[1] &= near >= *n;
                value_best[1] &= value > *v || value == *v && near >= *n;
            }
        }
        let half = |v: [bool; 2]| f64::from(u8::from(v[0])) / 2.0 + f64::from(u8::from(v[1])) / 2.0;
        (half(best), half(value_best))
    };
    for (a, b, near, value) in &cells {
        let candidates = cells.iter().filter(|c| c.0 == *a || c.1 == *b).count() - 1;
        let (bc, bv) = rank(*a, *b, *near, *value);
        let features = pairing.features((i, *a), (j, *b), candidates, bc, bv);
        out.push(Pair { a: (i, *a), b: (j, *b), features });
    }
}
