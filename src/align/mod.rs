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
use crate::model::Verdict;
use features::{Features, Pairing, Rank};
use std::collections::{HashMap, HashSet};

/// A pair of claims with its evidence: (report, claim) twice.
pub struct Pair {
    /// One side.
    pub a: (usize, usize),
    /// The other.
    pub b: (usize, usize),
    /// The evidence.
    pub features: Features,
}

/// A pair that can be compared, before it is ranked.
struct Cell {
    a: usize,
    b: usize,
    near: f64,
    value: f64,
}

fn usable(r: &Report) -> impl Iterator<Item = usize> + '_ {
    // A restatement goes where the amount before it goes; a date line is about the report itself.
    (0..r.claims.len()).filter(|c| !r.claims[*c].dateline && r.claims[*c].restates.is_none())
}

fn cells(pairing: &Pairing, i: usize, j: usize) -> Vec<Cell> {
    let (x, y) = (pairing.reports[i], pairing.reports[j]);
    let mut cells = Vec::new();
    for a in usable(x) {
        for b in usable(y) {
            let (p, q) = (&x.claims[a], &y.claims[b]);
            if !judge::comparable(p, q) {
                continue;
            }
            let value = match judge::judge(p, q).map(|v| v.verdict) {
                Some(Verdict::Agree) => 3.0,
                Some(Verdict::Qualifier | Verdict::Rounded) => 2.0,
                Some(Verdict::Tension) => 1.0,
                _ => 0.0,
            };
            cells.push(Cell { a, b, near: pairing.closeness((i, a), (j, b)), value });
        }
    }
    cells
}

fn rank(list: &[Cell], c: &Cell, i: usize, j: usize, partners: &HashMap<(usize, usize), usize>, reports: usize) -> Rank {
    let mut best = [true, true];
    let mut value_best = [true, true];
    let mut candidates = 0;
    let mut next: f64 = 0.0;
    let mut explained = (false, false);
    for o in list {
        let (left, right) = (o.a == c.a, o.b == c.b);
        if left == right {
            continue;
        }
        candidates += 1;
        next = next.max(o.near);
        let side = usize::from(right);
        best[side] &= c.near >= o.near;
        value_best[side] &= c.value > o.value || c.value == o.value && c.near >= o.near;
        if o.value >= 2.0 {
            if left { explained.0 = true } else { explained.1 = true }
        }
    }
    let half = |v: [bool; 2]| f64::from(u8::from(v[0])) / 2.0 + f64::from(u8::from(v[1])) / 2.0;
    let own = usize::from(c.value >= 2.0);
    let others = |k: (usize, usize)| partners.get(&k).copied().unwrap_or(0).saturating_sub(own) as f64;
    Rank {
        candidates,
        best_context: half(best),
        best_value: half(value_best),
        explained,
        elsewhere: (others((i, c.a)) + others((j, c.b))) / reports.max(2) as f64,
        margin: c.near - next,
    }
}

/// All comparable pairs of claims from different reports, with their evidence.
pub fn pairs(pairing: &Pairing) -> Vec<Pair> {
    let n = pairing.reports.len();
    let mut tables = Vec::new();
    // In how many other reports a claim has one of equal value.
    let mut partners: HashMap<(usize, usize), usize> = HashMap::new();
    for i in 0..n {
        for j in i + 1..n {
            let list = cells(pairing, i, j);
            let equal: HashSet<(usize, usize)> = list.iter().filter(|c| c.value >= 2.0).flat_map(|c| [(i, c.a), (j, c.b)]).collect();
            for k in equal {
                *partners.entry(k).or_insert(0) += 1;
            }
            tables.push((i, j, list));
        }
    }
    let mut out = Vec::new();
    for (i, j, list) in tables {
        for c in &list {
            let rank = rank(&list, c, i, j, &partners, n);
            let features = pairing.features((i, c.a), (j, c.b), &rank);
            out.push(Pair { a: (i, c.a), b: (j, c.b), features });
        }
    }
    out
}
