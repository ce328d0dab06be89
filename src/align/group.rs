//! Groups: claims of several reports about one fact, formed over all reports at once.
//!
//! Average linkage, the surest pair first: a group is held together by what all its members say of each other, never by
//! one equal figure. Within a report a second claim joins only where the report repeats or contradicts itself.

use super::features::Pairing;
use super::model;
use std::collections::{BTreeMap, HashMap};

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
pub const THRESHOLD: f64 = 0.5;

/// Forms the groups of a story from the probabilities of its pairs.
pub fn form(pairing: &Pairing, pairs: &[super::Pair], threshold: f64) -> Vec<Group> {
    let mut p: HashMap<(Id, Id), f64> = HashMap::new();
    let mut edges: Vec<(f64, Id, Id)> = Vec::new();
    for pair in pairs {
        let s = model::probability(&pair.features);
        p.insert((pair.a, pair.b), s);
        p.insert((pair.b, pair.a), s);
        if s >= threshold * 0.6 {
            edges.push((s, pair.a, pair.b));
        }
    }
    let mut cluster_of: BTreeMap<Id, usize> = BTreeMap::new();
    let mut clusters: Vec<Vec<Id>> = Vec::new();
    for (_, a, b) in &edges {
        for id in [*a, *b] {
            cluster_of.entry(id).or_insert_with(|| {
                clusters.push(vec![id]);
                clusters.len() - 1
            });
        }
    }
    let strict = |x: &[Id], y: &[Id]| if clash(pairing, x, y) { 0.0 } else { linkage(&p, x, y).0 };
    // Candidate joins between clusters; recomputed for a cluster when it grows.
    let mut links: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (_, a, b) in &edges {
        let (x, y) = (cluster_of[a], cluster_of[b]);
        links.insert((x.min(y), x.max(y)), strict(&clusters[x], &clusters[y]));
    }
    while let Some((&(x, y), _)) = links.iter().filter(|(_, s)| **s >= threshold).max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0))) {
        let moved = std::mem::take(&mut clusters[y]);
        clusters[x].extend(moved);
        let touching: Vec<usize> =
            links.keys().filter(|k| k.0 == x || k.1 == x || k.0 == y || k.1 == y).flat_map(|k| [k.0, k.1]).filter(|k| *k != x && *k != y).collect();
        links.retain(|k, _| k.0 != x && k.1 != x && k.0 != y && k.1 != y);
        for k in touching {
            if !clusters[k].is_empty() {
                links.insert((x.min(k), x.max(k)), strict(&clusters[x], &clusters[k]));
            }
        }
    }
    bridge(pairing, &p, &mut clusters);
    let mut groups: Vec<Group> = clusters
        .into_iter()
        .filter(|c| c.len() > 1 && c.iter().any(|m| m.0 != c[0].0))
        .map(|mut members| {
            members.sort_unstable();
            let (mut sum, mut n) = (0.0, 0.0);
            for (i, a) in members.iter().enumerate() {
                for b in &members[i + 1..] {
                    if a.0 != b.0 {
                        sum += p.get(&(*a, *b)).copied().unwrap_or(0.0);
                        n += 1.0;
                    }
                }
            }
            let score: f64 = if n == 0.0 { 0.0 } else { sum / n };
            Group { members, score: (score * 100.0).round() / 100.0 }
        })
        .collect();
    groups.sort_by(|a, b| a.members.cmp(&b.members));
    groups
}

/// Probabilities of pairs, both ways round.
type Probabilities = HashMap<(Id, Id), f64>;

/// Mean over pairs of reports of the best that their claims say, and the best of all. A report that repeats a claim has
/// no more votes than one that does not.
fn linkage(p: &Probabilities, x: &[Id], y: &[Id]) -> (f64, f64) {
    let mut best: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for a in x {
        for b in y.iter().filter(|b| b.0 != a.0) {
            let s = p.get(&(*a, *b)).copied().unwrap_or(0.0);
            let e = best.entry((a.0, b.0)).or_insert(0.0);
            *e = e.max(s);
        }
    }
    let most = best.values().copied().fold(0.0, f64::max);
    if best.is_empty() { (0.0, 0.0) } else { (best.values().sum::<f64>() / best.len() as f64, most) }
}

/// Whether a report would stand in a group with two claims that do not say the same.
fn clash(pairing: &Pairing, x: &[Id], y: &[Id]) -> bool {
    x.iter().any(|a| {
        y.iter().filter(|b| b.0 == a.0).any(|b| {
            let (ca, cb) = (&pairing.reports[a.0].claims[a.1], &pairing.reports[b.0].claims[b.1]);
            let same = ca.kind == cb.kind && ca.unit == cb.unit && ca.value.with_figure_of(&cb.value);
            !same && ca.restates != Some(b.1) && cb.restates != Some(a.1)
        })
    })
}

/// How many reports have claims in both groups. One may contradict itself; where several state both figures, these are
/// two facts.
fn on_both_sides(x: &[Id], y: &[Id]) -> usize {
    let reports: std::collections::BTreeSet<usize> = x.iter().map(|m| m.0).collect();
    reports.into_iter().filter(|r| y.iter().any(|m| m.0 == *r)).count()
}

/// The least mean at which a claim that stands alone joins a group whose figure is another.
const ALONE: f64 = 0.3;
/// The least best link, and mean, at which two groups with other figures are one fact told differently.
const BRIDGE: (f64, f64) = (0.45, 0.1);

/// What the first pass kept apart only because the figures differ: a lone claim beside a group that it fits in all but
/// the figure, and two groups between which one report stands on both sides.
fn bridge(pairing: &Pairing, p: &Probabilities, clusters: &mut [Vec<Id>]) {
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for x in 0..clusters.len() {
            for y in 0..clusters.len() {
                if x == y || clusters[x].is_empty() || clusters[y].len() < 2 {
                    continue;
                }
                let (mean, most) = linkage(p, &clusters[x], &clusters[y]);
                let joins = if clusters[x].len() == 1 {
                    mean >= ALONE
                } else {
                    most >= BRIDGE.0 && mean >= BRIDGE.1 && x < y && on_both_sides(&clusters[x], &clusters[y]) == 1
                };
                if joins && differ(pairing, &clusters[x], &clusters[y]) && best.is_none_or(|b| mean > b.0) {
                    best = Some((mean, x, y));
                }
            }
        }
        let Some((_, x, y)) = best else { return };
        let mut moved = std::mem::take(&mut clusters[x]);
        if moved.len() == 1 {
            let id = moved[0];
            // The report may already have a claim here that has the figure but not the surroundings.
            let nearness = |m: &Id, all: &[Id]| -> f64 {
                let others: Vec<f64> = all.iter().filter(|o| o.0 != m.0).map(|o| pairing.closeness(*m, *o)).collect();
                others.iter().sum::<f64>() / others.len().max(1) as f64
            };
            let rivals: Vec<Id> = clusters[y].iter().copied().filter(|m| m.0 == id.0).collect();
            let mine = nearness(&id, &clusters[y]);
            if !rivals.is_empty() {
                if rivals.iter().any(|r| nearness(r, &clusters[y]) >= mine) {
                    // It stays alone for good: mark by leaving it out.
                    continue;
                }
                clusters[y].retain(|m| m.0 != id.0);
            }
        }
        clusters[y].append(&mut moved);
    }
}

/// Whether groups state different figures of one kind and unit.
fn differ(pairing: &Pairing, x: &[Id], y: &[Id]) -> bool {
    let claim = |m: &Id| &pairing.reports[m.0].claims[m.1];
    let (a, b) = (claim(&x[0]), claim(&y[0]));
    let related = match (a.noun, b.noun) {
        (Some(p), Some(q)) => p == q || crate::pack::steps_up(p, q).is_some() || crate::pack::steps_up(q, p).is_some(),
        _ => true,
    };
    a.kind == b.kind && (a.unit == b.unit || a.kind != crate::kind::Kind::Money) && related
}
