//! Which reports are about the same events.

use super::context::{Sort, Token};
use super::mentions::Place;
use std::collections::BTreeMap;

/// The least that two reports of one story have in common, 0 to 1: on annotated stories every report has at least 0.24 in
/// common with another, a report of another story at most 0.17.
const KIN: f64 = 0.2;
/// Fewer names and figures say nothing of what a report is about.
const ENOUGH: usize = 10;

/// Which reports belong together: those that share names and figures, the rare ones counting most, and those that others
/// link. A stray report among the files of a story is about nothing that they are about. Of two reports, and of a short
/// one, the caller's word is taken.
pub(super) fn kin(lists: &[Vec<Vec<Place>>]) -> Vec<Vec<bool>> {
    let n = lists.len();
    let telling = |p: &&Place| matches!(p.token.sort, Sort::Name | Sort::Value);
    let of = |r: &Vec<Vec<Place>>| r.iter().flatten().filter(telling).map(|p| (p.token, p.rarity.powi(2))).collect();
    let tokens: Vec<BTreeMap<Token, f64>> = lists.iter().map(of).collect();
    let size: Vec<f64> = tokens.iter().map(|t| t.values().sum()).collect();
    let mut part: Vec<usize> = (0..n).collect();
    for a in 0..n {
        for b in a + 1..n {
            let common: f64 = tokens[a].iter().filter(|t| tokens[b].contains_key(t.0)).map(|t| t.1).sum();
            if common > KIN * (size[a] * size[b]).sqrt() {
                let (from, to) = (part[b], part[a]);
                part.iter_mut().filter(|p| **p == from).for_each(|p| *p = to);
            }
        }
    }
    let says = |r: usize| n > 2 && tokens[r].len() >= ENOUGH;
    (0..n).map(|a| (0..n).map(|b| part[a] == part[b] || !says(a) || !says(b)).collect()).collect()
}
