//! Groups: claims of several reports about one fact, formed over all reports at once.
//!
//! Average linkage, the surest pair first: a group is held together by what all its members say of each other, never by
//! one equal figure, and groups whose figures differ need more to be one than groups whose figures agree. Within a report
//! a second claim joins where the report repeats itself.

use super::collective::{self, Table};
use super::features::Pairing;
use super::{Pair, ages, complement, dimension, features, moves, scale, telling, translation, whole, years};
use crate::claim::Claim;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A claim: report and index in it.
pub type Id = (usize, usize);

/// Claims about one fact.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its claims, in order of report and place.
    pub members: Vec<Id>,
    /// How sure the grouping is.
    pub score: f64,
}

/// The least average probability at which groups are joined.
pub const THRESHOLD: f64 = 0.6;
/// The same for groups whose figures differ. On stories left out of the calibration a lower one finds little more that is
/// right, a higher one loses it.
const DIFFERENT: f64 = 0.55;

/// What is given to pairs that are no one fact, whatever else speaks for it: no group has both.
pub(super) const NEVER: f64 = -1.0;

/// The least score of a group that stands in one report alone: that a report repeats itself is said of what surely repeats.
const REPEATED: f64 = 0.7;

/// The least best pair, and mean, at which two groups are one fact that a single report tells both ways: its headline or
/// its quotation says what one side says, its text what the other says.
const TOLD_BOTH_WAYS: (f64, f64) = (0.65, 0.4);

/// What is known of a story's pairs.
struct Known<'a> {
    pairing: &'a Pairing<'a>,
    probability: Table,
    verdict: Table,
}

/// A verdict of the evidence that says the figures are equal, perhaps rounded or hedged otherwise.
pub(super) const EQUAL: f64 = 3.0;

impl Known<'_> {
    fn claim(&self, id: Id) -> &Claim {
        self.pairing.claim(id)
    }

    /// By how much the mean over pairs of reports exceeds what is needed. A report that repeats a claim has no more votes
    /// than one that does not. Reports that would stand in the group with two figures speak against it; a single one may
    /// contradict itself.
    fn link(&self, x: &[Id], y: &[Id]) -> f64 {
        let mut best: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
        let (mut sum, mut n) = (0.0, 0.0);
        let mut torn: BTreeMap<usize, f64> = BTreeMap::new();
        for a in x {
            for b in y {
                let p = self.probability.get(*a, *b);
                if a.0 != b.0 {
                    // A figure alone may fit both; they do not fit each other.
                    if p <= NEVER {
                        return -1.0;
                    }
                    let e = best.entry((a.0, b.0)).or_insert((-1.0, 0.0));
                    if p >= e.0 {
                        *e = (p, self.verdict.get(*a, *b));
                    }
                } else if p > 0.0 {
                    sum += p;
                    n += 1.0;
                } else if features::of_another_sort(self.claim(*a), self.claim(*b)) {
                    // No report counts helicopters to say how many dogs there are.
                    return -1.0;
                } else if !self.repeats(*a, *b) {
                    *torn.entry(a.0).or_insert(0.0) += 1.0;
                }
            }
        }
        let reports: BTreeSet<usize> = x.iter().chain(y).map(|m| m.0).collect();
        if torn.len() > 1 || reports.len() < 3 {
            n += torn.values().sum::<f64>();
        }
        let equal = best.values().filter(|b| b.1 >= EQUAL).count();
        let need = if equal * 2 >= best.len() { THRESHOLD } else { DIFFERENT };
        sum += best.values().map(|b| b.0).sum::<f64>();
        n += best.len() as f64;
        let mean = if n == 0.0 { return -1.0 } else { sum / n };
        let surest = best.values().map(|b| b.0).fold(0.0, f64::max);
        let both_ways = torn.len() == 1 && reports.len() > 2 && x.len() > 1 && y.len() > 1 && surest >= TOLD_BOTH_WAYS.0 && mean >= TOLD_BOTH_WAYS.1;
        if both_ways { (mean - need).max(0.0) } else { mean - need }
    }

    fn repeats(&self, a: Id, b: Id) -> bool {
        let (x, y) = (self.claim(a), self.claim(b));
        x.kind == y.kind && x.unit == y.unit && x.value.with_figure_of(&y.value)
    }
}

/// Forms the groups of a story from the evidence on its pairs.
pub fn form(pairing: &Pairing, pairs: &[Pair]) -> Vec<Group> {
    let claims: Vec<usize> = pairing.reports.iter().map(|r| r.claims.len()).collect();
    let mut p = collective::probabilities(&claims, pairs);
    whole::settle(pairing, pairs, &mut p);
    moves::settle(pairing, pairs, &mut p);
    scale::settle(pairing, pairs, &mut p);
    years::settle(pairs, &mut p);
    ages::settle(pairing, pairs, &mut p);
    complement::settle(pairing, pairs, &mut p);
    dimension::settle(pairing, pairs, &mut p);
    telling::settle(pairing, pairs, &mut p);
    translation::settle(pairing, pairs, &mut p);
    const VERDICT: usize = features::place("verdict");
    const RATE: usize = features::place("rate");
    for (x, p) in pairs.iter().zip(&mut p) {
        if pairing.apart(x.a, x.b) || x.features[RATE] < 0.0 && pairing.relation(x.a, x.b).far {
            *p = NEVER;
        }
    }
    let known =
        Known { pairing, probability: Table::new(&claims, pairs, |i| p[i]), verdict: Table::new(&claims, pairs, |i| pairs[i].features[VERDICT]) };
    let mut cluster_of: BTreeMap<Id, usize> = BTreeMap::new();
    let mut clusters: Vec<Vec<Id>> = Vec::new();
    let mut near: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (pair, p) in pairs.iter().zip(&p) {
        if *p < THRESHOLD * 0.6 {
            continue;
        }
        let mut of = |id: Id| {
            *cluster_of.entry(id).or_insert_with(|| {
                clusters.push(vec![id]);
                clusters.len() - 1
            })
        };
        let (x, y) = (of(pair.a), of(pair.b));
        near.insert((x.min(y), x.max(y)));
    }
    // Candidate joins between clusters; recomputed for a cluster when it grows.
    let mut links = Links { of: vec![BTreeSet::new(); clusters.len()], ..Links::default() };
    for k in near {
        links.insert(k, known.link(&clusters[k.0], &clusters[k.1]));
    }
    while let Some((x, y)) = links.surest() {
        let moved = std::mem::take(&mut clusters[y]);
        clusters[x].extend(moved);
        let mut touching = links.take(x);
        touching.extend(links.take(y));
        for k in touching.into_iter().filter(|k| *k != x && *k != y) {
            links.insert((x.min(k), x.max(k)), known.link(&clusters[x], &clusters[k]));
        }
    }
    let mut groups: Vec<Group> = clusters.into_iter().filter(|c| c.len() > 1).map(|c| group(&known, c)).collect();
    groups.retain(|g| g.score >= REPEATED || g.members.iter().any(|m| m.0 != g.members[0].0));
    groups.sort_by(|a, b| a.members.cmp(&b.members));
    groups
}

/// Joins that may be made, by how sure they are and by cluster.
#[derive(Default)]
struct Links {
    score: BTreeMap<(usize, usize), i64>,
    /// The surest last; of those that are as sure, the first clusters.
    order: BTreeSet<(i64, Reverse<(usize, usize)>)>,
    /// Which clusters each may join.
    of: Vec<BTreeSet<usize>>,
}

impl Links {
    fn insert(&mut self, k: (usize, usize), score: f64) {
        // As whole numbers in the same order.
        let bits = score.to_bits() as i64;
        let score = bits ^ (((bits >> 63) as u64) >> 1) as i64;
        self.score.insert(k, score);
        self.order.insert((score, Reverse(k)));
        self.of[k.0].insert(k.1);
        self.of[k.1].insert(k.0);
    }

    /// The surest join that is sure enough.
    fn surest(&self) -> Option<(usize, usize)> {
        self.order.last().filter(|l| l.0 >= 0).map(|l| l.1.0)
    }

    /// Takes out all joins of a cluster; says with which they were.
    fn take(&mut self, x: usize) -> BTreeSet<usize> {
        let with = std::mem::take(&mut self.of[x]);
        for k in &with {
            self.of[*k].remove(&x);
            let key = (x.min(*k), x.max(*k));
            if let Some(score) = self.score.remove(&key) {
                self.order.remove(&(score, Reverse(key)));
            }
        }
        with
    }
}

fn group(known: &Known, mut members: Vec<Id>) -> Group {
    members.sort_unstable();
    let (mut sum, mut n) = (0.0, 0.0);
    for (i, a) in members.iter().enumerate() {
        for b in &members[i + 1..] {
            let p = known.probability.get(*a, *b);
            if a.0 != b.0 || p > 0.0 {
                sum += p;
                n += 1.0;
            }
        }
    }
    let score: f64 = if n == 0.0 { 0.0 } else { sum / n };
    Group { members, score: (score * 100.0).round() / 100.0 }
}
