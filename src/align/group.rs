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
    let linkage = |x: &[Id], y: &[Id]| -> f64 {
        let (mut sum, mut n) = (0.0, 0.0);
        for a in x {
            for b in y {
                if a.0 == b.0 {
                    // Two claims of one report: only a repetition keeps company.
                    let (ca, cb) = (&pairing.reports[a.0].claims[a.1], &pairing.reports[b.0].claims[b.1]);
                    let same = ca.kind == cb.kind && ca.unit == cb.unit && ca.value.with_figure_of(&cb.value);
                    let own_restatement = ca.restates == Some(b.1) || cb.restates == Some(a.1);
                    if !same && !own_restatement {
                        return 0.0;
                    }
                } else {
                    sum += p.get(&(*a, *b)).copied().unwrap_or(0.0);
                    n += 1.0;
                }
            }
        }
        if n == 0.0 { 0.0 } else { sum / n }
    };
    // Candidate joins between clusters; recomputed for a cluster when it grows.
    let mut links: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (_, a, b) in &edges {
        let (x, y) = (cluster_of[a], cluster_of[b]);
        links.insert((x.min(y), x.max(y)), linkage(&clusters[x], &clusters[y]));
    }
    while let Some((&(x, y), _)) = links
        .iter()
        .filter(|(_, s)| **s >= threshold)
        .max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0)))
    {
        let moved = std::mem::take(&mut clusters[y]);
        clusters[x].extend(moved);
        let touching: Vec<usize> =
            links.keys().filter(|k| k.0 == x || k.1 == x || k.0 == y || k.1 == y).flat_map(|k| [k.0, k.1]).filter(|k| *k != x && *k != y).collect();
        links.retain(|k, _| k.0 != x && k.1 != x && k.0 != y && k.1 != y);
        for k in touching {
            if !clusters[k].is_empty() {
                links.insert((x.min(k), x.max(k)), linkage(&clusters[x], &clusters[k]));
            }
        }
    }
    let mut groups: Vec<Group> = clusters
        .into_iter()
        .filter(|c| c.len() > 1)
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
