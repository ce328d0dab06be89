//! Alignment of independent reports: which claims are about the same fact.
//!
//! Evidence is gathered for each pair of comparable claims (`features`), weighed by a model that was calibrated on
//! annotated stories (`model`), seen again among what the other claims say (`collective`), and groups are formed over all
//! reports at once (`group`).

mod ages;
mod beside;
pub mod collective;
mod complement;
pub mod context;
mod dimension;
pub mod features;
pub mod figures;
mod flow;
mod forest;
pub mod group;
mod kin;
mod mentions;
pub mod model;
mod moves;
pub mod names;
mod scale;
mod telling;
mod translation;
mod verdicts;
mod whole;
mod years;

use crate::claim::Report;
use crate::model::Verdict;
use context::{Held, Likeness};
use features::{Features, Pairing, Rank};
use rayon::prelude::*;

/// A pair of claims with its evidence: (report, claim) twice.
pub struct Pair {
    /// One side.
    pub a: (usize, usize),
    /// The other.
    pub b: (usize, usize),
    /// The evidence.
    pub features: Features,
}

/// Where each two claims stand among the pairs, which are in the order of their reports and then of their claims.
struct Places<'a>(&'a [Pair]);

impl Places<'_> {
    fn get(&self, a: group::Id, b: group::Id) -> Option<usize> {
        let order = |a: group::Id, b: group::Id| (a.0, b.0, a.1, b.1);
        self.0.binary_search_by_key(&order(a.min(b), a.max(b)), |p| order(p.a, p.b)).ok()
    }
}

/// A pair that can be compared, before it is ranked.
struct Cell {
    a: usize,
    b: usize,
    like: Likeness,
    verdict: Option<Verdict>,
    value: f64,
}

fn usable(r: &Report) -> impl Iterator<Item = usize> + '_ {
    // A restatement goes where the amount before it goes, an echo where its first goes; a date line is about the report itself.
    (0..r.claims.len()).filter(|c| !r.claims[*c].dateline && r.claims[*c].restates.is_none() && r.claims[*c].echoes.is_none())
}

/// Pairs of claims of two reports that are looked at. Texts that are so long tell of things in much the same order: what
/// stands far apart in them is left out.
const LOOKS: usize = 1_000_000;
/// Pairs of claims of two reports whose evidence is gathered. Reports do not have so many; of a table that says the same
/// of a thousand things, each claim keeps its likeliest partners.
const CELLS: usize = 20_000;

fn cells(pairing: &Pairing, i: usize, j: usize) -> Vec<Cell> {
    let (x, y) = (pairing.reports[i], pairing.reports[j]);
    let (xs, ys): (Vec<usize>, Vec<usize>) = (usable(x).collect(), usable(y).collect());
    let (reach, most) = ((LOOKS / xs.len().max(1)).max(2 * BEST), (CELLS / xs.len().max(1)).max(2 * BEST));
    let Some(first) = xs.first() else { return Vec::new() };
    // About a third of all pairs are of kinds that are compared.
    let mut cells = Vec::with_capacity((xs.len() * ys.len() / 3).min(CELLS));
    let mut held = Held::new(&pairing.story, pairing.around((i, *first)));
    for (n, a) in xs.iter().copied().enumerate() {
        held.change(pairing.around((i, a)));
        let across = n * ys.len() / xs.len();
        let near = if ys.len() <= reach { &ys[..] } else { &ys[across.saturating_sub(reach / 2)..ys.len().min(across + reach / 2)] };
        let (first, verdict) = (cells.len(), pairing.verdicts((i, a), j));
        for b in near.iter().copied().filter(|b| i != j || *b > a) {
            let Some(verdict) = verdict(b) else { continue };
            let value = match verdict {
                Some(Verdict::Agree) => 3.0,
                Some(Verdict::Qualifier | Verdict::Rounded) => 2.0,
                Some(Verdict::Tension) => 1.0,
                _ => 0.0,
            };
            // In one report only a repetition is looked for, and six dogs repeat no six helicopters.
            if i != j || value >= 2.0 && !features::unlike(&x.claims[a], &y.claims[b]) {
                cells.push(Cell { a, b, like: held.likeness(pairing.around((j, b))), verdict, value });
            }
        }
        if cells.len() - first > most {
            let mut own = cells.split_off(first);
            let mates = |c: &Cell| pairing.translations.mates((i, c.a), (j, c.b));
            own.sort_by(|p, q| mates(q).cmp(&mates(p)).then(q.value.total_cmp(&p.value)).then(q.like.all.total_cmp(&p.like.all)));
            own.truncate(most);
            own.sort_unstable_by_key(|c| c.b);
            cells.extend(own);
        }
    }
    cells
}

/// Surroundings that agree less than this have nothing in common.
const STRANGERS: f64 = 0.05;

/// Pairs whose evidence is gathered in one go.
const AT_ONCE: usize = 64;

/// How many of a claim's best partners in a report are looked at.
const BEST: usize = 4;

/// How many partners of equal value are looked through for one that is no repetition.
const EQUALS: usize = 64;

/// The best partners, the best first and of equals the first.
#[derive(Clone, Copy, Default)]
struct Best<T> {
    list: [(T, usize); BEST],
    count: usize,
}

impl<T: Copy + PartialOrd> Best<T> {
    fn get(&self) -> &[(T, usize)] {
        &self.list[..self.count]
    }

    fn keep(&mut self, x: T, partner: usize) {
        let place = self.get().iter().position(|y| y.0 < x).unwrap_or(self.count);
        if place < BEST {
            self.list.copy_within(place..self.count.min(BEST - 1), place + 1);
            self.list[place] = (x, partner);
            self.count = (self.count + 1).min(BEST);
        }
    }
}

/// What the other pairs of a claim, all from one report to another, come to.
#[derive(Clone, Default)]
struct Others {
    count: usize,
    /// Partners of equal value.
    equal: Vec<usize>,
    /// The nearest partners.
    near: Best<f64>,
    /// The best by value and then by surroundings.
    best: Best<(f64, f64)>,
}

impl Others {
    fn add(&mut self, c: &Cell, partner: usize) {
        self.count += 1;
        if c.value >= 2.0 && self.equal.len() < EQUALS {
            self.equal.push(partner);
        }
        self.near.keep(c.like.all, partner);
        self.best.keep((c.value, c.like.all), partner);
    }

    /// The nearest of the others, the best of them by value, and whether one is of equal value. A partner's repetition in
    /// its own report is not another.
    fn without(&self, partner: usize, again: &[(usize, usize)]) -> (f64, (f64, f64), bool) {
        let other = |p: &usize| *p != partner && again.binary_search(&(partner.min(*p), partner.max(*p))).is_err();
        let near = self.near.get().iter().find(|x| other(&x.1)).map_or(0.0, |x| x.0);
        let best = self.best.get().iter().find(|x| other(&x.1)).map_or((0.0, 0.0), |x| x.0);
        (near, best, self.equal.iter().any(other))
    }
}

/// Surroundings in one report that agree so much, around equal figures, tell of one fact.
const AGAIN: f64 = 0.25;

/// Which claims of a report repeat one another, in order: the cells are.
fn repetitions(list: &[Cell]) -> Vec<(usize, usize)> {
    list.iter().filter(|c| c.value >= 2.0 && c.like.all >= AGAIN).map(|c| (c.a, c.b)).collect()
}

/// All comparable pairs of claims, with their evidence.
pub fn pairs(pairing: &Pairing) -> Vec<Pair> {
    let n = pairing.reports.len();
    let compared: Vec<(usize, usize)> = (0..n).flat_map(|i| (i..n).map(move |j| (i, j))).filter(|(i, j)| pairing.story.kin[*i][*j]).collect();
    let tables: Vec<(usize, usize, Vec<Cell>)> = compared.into_par_iter().map(|(i, j)| (i, j, cells(pairing, i, j))).collect();
    // In how many other reports a claim has one of equal value.
    let mut partners: Vec<Vec<usize>> = pairing.reports.iter().map(|r| vec![0; r.claims.len()]).collect();
    for (i, j, list) in tables.iter().filter(|t| t.0 != t.1) {
        let mut equal = [vec![false; pairing.reports[*i].claims.len()], vec![false; pairing.reports[*j].claims.len()]];
        list.iter().filter(|c| c.value >= 2.0).for_each(|c| (equal[0][c.a], equal[1][c.b]) = (true, true));
        for (report, equal) in [i, j].into_iter().zip(&equal) {
            partners[*report].iter_mut().zip(equal).for_each(|(n, e)| *n += usize::from(*e));
        }
    }
    let again: Vec<Vec<(usize, usize)>> =
        (0..n).map(|i| tables.iter().find(|t| t.0 == i && t.1 == i).map_or_else(Vec::new, |t| repetitions(&t.2))).collect();
    let ranked = |&(i, j, ref list): &(usize, usize, Vec<Cell>)| {
        let mut out: Vec<(usize, Rank)> = Vec::with_capacity(list.len());
        let mut left = vec![Others::default(); pairing.reports[i].claims.len()];
        let mut right = vec![Others::default(); pairing.reports[j].claims.len()];
        for c in list {
            left[c.a].add(c, c.b);
            right[c.b].add(c, c.a);
        }
        let head = |r: usize, c: usize| pairing.heads(r, c);
        for (cell, c) in list.iter().enumerate() {
            // Other figures in other surroundings: nothing speaks for these, and most pairs are such.
            let nothing = c.value < 1.0 && c.like.all < STRANGERS && !head(i, c.a) && !head(j, c.b);
            if nothing && !pairing.translations.mates((i, c.a), (j, c.b)) {
                continue;
            }
            let (l, r) = (&left[c.a], &right[c.b]);
            let ((near_l, best_l, equal_l), (near_r, best_r, equal_r)) = (l.without(c.b, &again[j]), r.without(c.a, &again[i]));
            let half = |x: bool, y: bool| f64::from(u8::from(x)) / 2.0 + f64::from(u8::from(y)) / 2.0;
            let own = usize::from(c.value >= 2.0);
            let elsewhere = |k: (usize, usize)| partners[k.0][k.1].saturating_sub(own) as f64 / n.max(2) as f64;
            let me = (c.value, c.like.all);
            let rank = Rank {
                candidates: l.count + r.count - 2,
                best_context: half(c.like.all >= near_l, c.like.all >= near_r),
                best_value: half(me >= best_l, me >= best_r),
                explained: (equal_l, equal_r),
                elsewhere: (elsewhere((i, c.a)), elsewhere((j, c.b))),
                margin: c.like.all - near_l.max(near_r),
            };
            out.push((cell, rank));
        }
        out
    };
    let ranks: Vec<Vec<(usize, Rank)>> = tables.par_iter().map(ranked).collect();
    let kept: Vec<(usize, usize, &Cell, &Rank)> =
        tables.iter().zip(&ranks).flat_map(|((i, j, list), ranks)| ranks.iter().map(|(cell, rank)| (*i, *j, &list[*cell], rank))).collect();
    // Written where it stays: evidence is large.
    let pair = |&(i, j, c, rank): &(usize, usize, &Cell, &Rank)| {
        let (a, b) = ((i, c.a), (j, c.b));
        Pair { a, b, features: pairing.features(a, b, c.verdict, &c.like, rank) }
    };
    kept.par_iter().with_min_len(AT_ONCE).map(pair).collect()
}
