//! What the other claims of a story say of a pair: a group is decided by all its members, not by one look at two of them.
//!
//! The evidence on single pairs gives every pair a first probability. Here each pair is seen again among the others:
//! whether either has a better partner in the other's report, whether third reports link the two, whether the claims that
//! state the one's figure fit the other.

use super::features;
use super::model;
use super::{Best, EQUALS, Pair};

/// Names of the evidence that is new here, in order; the first is the first probability.
pub const NAMES: [&str; 20] = [
    "probability",
    "rival-most",
    "rival-least",
    "ahead-of-rivals",
    "support-first",
    "support-second",
    "support-mean",
    "linked-to-others",
    "linked-both",
    "linked-least",
    "linked-most",
    "elsewhere-best-most",
    "elsewhere-best-least",
    "equals-of-b-most",
    "equals-of-b-mean",
    "equals-of-a-most",
    "equals-of-a-mean",
    "equals-of-b",
    "equals-of-a",
    "reports",
];

/// Names of the evidence on the pair itself that is looked at again.
pub const AGAIN: [&str; 39] = [
    "verdict",
    "equal",
    "kind",
    "kinds-differ",
    "year",
    "date-relative",
    "unit-same",
    "digits",
    "small",
    "distance",
    "shifted",
    "slip",
    "currencies",
    "rate",
    "noun",
    "noun-none",
    "all",
    "sharp",
    "concept",
    "deed",
    "name",
    "value",
    "same-report",
    "deed-nearest",
    "flow",
    "position",
    "explained",
    "elsewhere-least",
    "elsewhere-most",
    "clash-all",
    "margin",
    "best-value",
    "one-head",
    "both-head",
    "candidates",
    "name-none",
    "known-least",
    "strangers-most",
    "strangers-least",
];

/// How many there are.
pub const COUNT: usize = NAMES.len() + AGAIN.len();

/// A probability that counts as a link.
const LINK: f64 = 0.5;
/// Two linked claims whose best common third is below this are linked to different facts.
const APART: f64 = 0.3;

/// Claims of a story in one row, with what is known of their pairs.
pub struct Table {
    /// Where each report's claims begin.
    base: Vec<usize>,
    report: Vec<usize>,
    p: Numbers,
    n: usize,
}

/// A number for each pair that has one.
enum Numbers {
    /// All pairs in rows.
    Dense(Vec<f32>),
    /// For each claim its partners, in order.
    Sparse(Vec<Vec<(u32, f32)>>),
}

/// How many claims have a number for each pair laid out; more have few partners among all.
const DENSE: usize = 4_000;

impl Table {
    /// From pairs and a number for each.
    pub fn new(claims: &[usize], pairs: &[Pair], value: impl Fn(usize) -> f64) -> Table {
        let mut base = vec![0];
        let mut report = Vec::new();
        for (r, n) in claims.iter().enumerate() {
            base.push(base[r] + n);
            report.extend(std::iter::repeat_n(r, *n));
        }
        let n = report.len();
        let mut p = if n <= DENSE { Numbers::Dense(vec![0.0; n * n]) } else { Numbers::Sparse(vec![Vec::new(); n]) };
        for (i, pair) in pairs.iter().enumerate() {
            let (a, b) = (base[pair.a.0] + pair.a.1, base[pair.b.0] + pair.b.1);
            let v = value(i) as f32;
            match &mut p {
                Numbers::Dense(all) => (all[a * n + b], all[b * n + a]) = (v, v),
                Numbers::Sparse(rows) => {
                    rows[a].push((b as u32, v));
                    rows[b].push((a as u32, v));
                }
            }
        }
        if let Numbers::Sparse(rows) = &mut p {
            rows.iter_mut().for_each(|r| r.sort_unstable_by_key(|c| c.0));
        }
        Table { base, report, p, n }
    }

    fn index(&self, id: (usize, usize)) -> usize {
        self.base[id.0] + id.1
    }

    /// The number of a pair of claims; 0 where they are not comparable.
    pub fn get(&self, a: (usize, usize), b: (usize, usize)) -> f64 {
        self.at(self.index(a), self.index(b))
    }

    fn at(&self, a: usize, b: usize) -> f64 {
        f64::from(match &self.p {
            Numbers::Dense(all) => all[a * self.n + b],
            Numbers::Sparse(rows) => rows[a].binary_search_by_key(&(b as u32), |c| c.0).map_or(0.0, |i| rows[a][i].1),
        })
    }
}

/// For each claim and report, the claim's best partners there.
struct Bests {
    reports: usize,
    list: Vec<Best<f64>>,
}

impl Bests {
    /// From pairs, which are in order, and their probabilities.
    fn new(t: &Table, pairs: &[Pair], first: &[f64]) -> Bests {
        let reports = t.base.len() - 1;
        let mut list = vec![Best::default(); reports * t.n];
        for pair in pairs.iter().zip(first).filter(|(pair, p)| **p > 0.0 && pair.a.0 != pair.b.0).map(|(pair, _)| pair) {
            let (a, b) = (t.index(pair.a), t.index(pair.b));
            let p = t.at(a, b);
            list[a * reports + pair.b.0].keep(p, b);
            list[b * reports + pair.a.0].keep(p, a);
        }
        Bests { reports, list }
    }

    fn of(&self, claim: usize, report: usize) -> &[(f64, usize)] {
        self.list[claim * self.reports + report].get()
    }
}

/// The evidence on each pair among the others, in the order of the pairs; only on those of at least some probability.
pub fn evidence(claims: &[usize], pairs: &[Pair], first: &[f64], least: f64) -> Vec<[f64; COUNT]> {
    let t = Table::new(claims, pairs, |i| first[i]);
    let best = Bests::new(&t, pairs, first);
    let reports = claims.len();
    const EQUAL: usize = features::place("equal");
    let again: Vec<usize> = AGAIN.iter().map(|n| features::place(n)).collect();
    let mut equals: Vec<Vec<usize>> = vec![Vec::new(); t.n];
    for p in pairs.iter().filter(|p| p.features[EQUAL] > 0.0 && p.a.0 != p.b.0) {
        let (a, b) = (t.index(p.a), t.index(p.b));
        for (x, y) in [(a, b), (b, a)] {
            if equals[x].len() < EQUALS {
                equals[x].push(y);
            }
        }
    }
    let looked_at = || pairs.iter().zip(first).filter(|(_, q)| **q >= least);
    // Evidence is large: room for it is asked for once.
    let mut all = Vec::with_capacity(looked_at().count());
    for (pair, q) in looked_at() {
        let mut f = [0.0; COUNT];
        f[..NAMES.len()].copy_from_slice(&among(&t, &best, &equals, pair, *q, reports));
        for (slot, from) in f[NAMES.len()..].iter_mut().zip(&again) {
            *slot = pair.features[*from];
        }
        all.push(f);
    }
    all
}

fn among(t: &Table, best: &Bests, equals: &[Vec<usize>], pair: &Pair, q: f64, reports: usize) -> [f64; NAMES.len()] {
    let (a, b) = (t.index(pair.a), t.index(pair.b));
    let (ra, rb) = (pair.a.0, pair.b.0);
    // The more a claim repeats the partner, the less it is a rival of it.
    let rival = |x: usize, r: usize, y: usize| best.of(x, r).iter().filter(|c| c.1 != y).map(|c| c.0 * (1.0 - t.at(c.1, y))).fold(0.0, f64::max);
    let (x, y) = (rival(a, rb, b), rival(b, ra, a));
    let (mut first, mut second, mut sum) = (0.0, 0.0, 0.0);
    let (mut linked_a, mut linked_b, mut both, mut others) = (0.0, 0.0, 0.0, 0.0);
    let (mut out_a, mut out_b): (f64, f64) = (0.0, 0.0);
    for r in (0..reports).filter(|r| *r != ra && *r != rb) {
        let (la, lb) = (best.of(a, r), best.of(b, r));
        let mut m: f64 = 0.0;
        for (p, c) in la {
            m = m.max(p.min(t.at(b, *c)));
        }
        for (p, c) in lb {
            m = m.max(p.min(t.at(a, *c)));
        }
        let (ta, tb) = (la.first().map_or(0.0, |c| c.0), lb.first().map_or(0.0, |c| c.0));
        sum += m;
        if m > first {
            (first, second) = (m, first);
        } else if m > second {
            second = m;
        }
        linked_a += f64::from(u8::from(ta > LINK));
        linked_b += f64::from(u8::from(tb > LINK));
        if ta > LINK && tb > LINK {
            both += 1.0;
            others += f64::from(u8::from(m < APART));
        }
        out_a = out_a.max(ta);
        out_b = out_b.max(tb);
    }
    // How many claims state the figure of one, how well these fit the other at best, and in the mean.
    let fits = |x: usize, y: usize| {
        let others = equals[y].iter().filter(|c| **c != x && t.report[**c] != t.report[x]).map(|c| t.at(x, *c));
        let (count, sum, most) = others.fold((0, 0.0, 0.0), |(n, sum, most), p| (n + 1, sum + p, f64::max(most, p)));
        (f64::from(count), most, if count == 0 { 0.0 } else { sum / f64::from(count) })
    };
    let (ea, eb) = (fits(a, b), fits(b, a));
    let n = reports.max(1) as f64;
    [
        q,
        x.max(y),
        x.min(y),
        q - x.max(y),
        first,
        second,
        sum / (reports.saturating_sub(2)).max(1) as f64,
        others,
        both,
        linked_a.min(linked_b),
        linked_a.max(linked_b),
        out_a.max(out_b),
        out_a.min(out_b),
        ea.1,
        ea.2,
        eb.1,
        eb.2,
        ea.0 / n,
        eb.0 / n,
        n,
    ]
}

/// What is less likely by itself than this, no other claim makes likely.
const SLIGHT: f64 = 0.01;

/// Where opposite things are done beside two claims (hired, left) and less than this of their surroundings agrees, they are
/// hardly about one fact, whatever their figures: on annotated stories 14 of 48 such pairs with equal figures were.
const OPPOSED: f64 = 0.15;
const HARDLY: f64 = 0.3;

/// The probability of each pair: first by itself, then among the others.
pub fn probabilities(claims: &[usize], pairs: &[Pair]) -> Vec<f64> {
    let mut p = by_themselves(pairs);
    let again = model::COLLECTIVE.probabilities(&evidence(claims, pairs, &p, SLIGHT), |e| e);
    for (p, again) in p.iter_mut().filter(|p| **p >= SLIGHT).zip(again) {
        *p = again;
    }
    const OPPOSITE: usize = features::place("deed-opposite");
    const ALL: usize = features::place("all");
    for (p, pair) in p.iter_mut().zip(pairs) {
        if pair.features[OPPOSITE] > 0.0 && pair.features[ALL] < OPPOSED {
            *p = p.min(HARDLY);
        }
    }
    p
}

/// The probability of each pair by itself.
pub fn by_themselves(pairs: &[Pair]) -> Vec<f64> {
    model::EVIDENCE.probabilities(pairs, |p| &p.features)
}
