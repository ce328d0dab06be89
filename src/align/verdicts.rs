//! What the figures of a story say of each other. Reports of one story state much the same figures, so that each two of them
//! are judged once, and not each two claims.

use super::group::Id;
use crate::claim::{Claim, Report};
use crate::judge;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::value::Value;
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// All of a claim that a verdict depends on.
#[derive(PartialEq, Eq, Hash)]
struct Stated<'a> {
    kind: Kind,
    unit: &'a str,
    value: &'a Value,
    resolved: Option<&'a Value>,
    also: &'a [Value],
    signed: bool,
    aligned: bool,
}

impl<'a> Stated<'a> {
    fn of(c: &'a Claim) -> Stated<'a> {
        Stated {
            kind: c.kind,
            unit: &c.unit,
            value: &c.value,
            resolved: c.resolved.as_deref(),
            also: &c.also,
            signed: judge::has_plus(c),
            aligned: c.segment.is_some(),
        }
    }
}

/// The verdict on two claims that can be compared, if anything can be said of them.
type Said = Option<Option<Verdict>>;

fn said(a: &Claim, b: &Claim) -> Said {
    judge::comparable(a, b).then(|| judge::verdict(a, b))
}

/// The verdicts on each two claims of a story.
pub(super) struct Verdicts {
    /// By report and claim, which figure it states.
    figure: Vec<Vec<usize>>,
    /// By figure, what is said of it and each other.
    said: Vec<Vec<Said>>,
}

/// Of more figures than this most are never held against one another.
const MOST: usize = 1_000;

impl Verdicts {
    /// Judges the figures of some reports.
    pub(super) fn of(reports: &[&Report]) -> Verdicts {
        let (mut known, mut all) = (HashMap::<Stated, usize, BuildHasherDefault<Quick>>::default(), Vec::new());
        let mut number = |c| {
            *known.entry(Stated::of(c)).or_insert_with(|| {
                all.push(c);
                all.len() - 1
            })
        };
        let mut figure = Vec::with_capacity(reports.len());
        for r in reports {
            figure.push(r.claims.iter().map(&mut number).collect());
        }
        if all.len() > MOST {
            all.clear();
        }
        let half = |x: usize| all[..=x].iter().map(|y| said(y, all[x])).collect();
        let mut said: Vec<Vec<Said>> = (0..all.len()).into_par_iter().map(half).collect();
        // A verdict is the same seen from the other side.
        for x in 0..said.len() {
            let (before, after) = said.split_at_mut(x + 1);
            before[x].extend(after.iter().map(|y| y[x]));
        }
        Verdicts { figure, said }
    }

    /// What is said of a claim and of each of a report.
    pub(super) fn on<'a>(&'a self, reports: &'a [&Report], a: Id, report: usize) -> impl Fn(usize) -> Said + 'a {
        let (one, others, figures) = (&reports[a.0].claims[a.1], &reports[report].claims, &self.figure[report]);
        let row = self.said.get(self.figure[a.0][a.1]);
        move |b| row.map_or_else(|| said(one, &others[b]), |row| row[figures[b]])
    }
}

/// Mixes what it is given, and no more: it tells apart a thousand figures.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64((*b).into()));
    }

    fn write_u64(&mut self, x: u64) {
        self.0 = (self.0.rotate_left(5) ^ x).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, x: usize) {
        self.write_u64(x as u64);
    }

    fn write_i128(&mut self, x: i128) {
        self.write_u64(x as u64);
        self.write_u64((x >> 64) as u64);
    }

    fn write_isize(&mut self, x: isize) {
        self.write_u64(x as u64);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}
