//! Two whole reports as aligned text: a text and its translation tell the same things in the same order, so that what stands
//! in one place of both is one fact, however little else would say so.

use super::assign;
use super::length::{self, Unit};
use super::tie::{self, Column, Kin, same_figure};
use crate::claim::{Claim, Report, Sentence};
use crate::context::What;
use crate::judge;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::value::{Bound, Value};
use std::collections::HashMap;
use std::ops::Range;

/// The least share of sentences that have one to themselves on the other side. Translations have 0.8 and more, reports of
/// one story that were written apart less than half.
const SENTENCES: f64 = 0.6;
/// The least share of claims whose figure stands in the same place of the other side.
const FIGURES: f64 = 0.7;
/// Fewer figures in common may stand in one order by chance.
const ENOUGH: usize = 6;

/// The least share of figures that both have in one order, rows that turn theirs round included; it spares the look at the
/// sentences of most pairs.
const IN_ORDER: f64 = 0.45;
/// How many rows away a figure stands that belongs into this one.
const NEAR: usize = 2;

/// Sentences of both that belong together.
type Bead = (Range<usize>, Range<usize>);

/// Claims that stand in one place of a text and of its translation.
#[derive(Default)]
pub struct Ties {
    /// All of them.
    pub all: Vec<(usize, usize)>,
    /// Those that would pass for rounded if they were told by two reporters: who translates 2000 does not write 2008.
    pub miscopied: Vec<(usize, usize)>,
}

/// Two reports side by side.
struct Sides<'a> {
    x: &'a Report,
    y: &'a Report,
    /// The claims of each sentence.
    of_x: Vec<Vec<usize>>,
    of_y: Vec<Vec<usize>>,
    beads: Vec<Bead>,
}

/// The figures of each report in their order, as numbers that are the same for the same figure.
pub fn figures(reports: &[&Report]) -> Vec<Vec<u32>> {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut number = |c: &Claim| {
        let next = known.len() as u32;
        *known.entry(c.value.clone().with_bound(Bound::None).to_string()).or_insert(next)
    };
    reports.iter().map(|r| r.claims.iter().map(&mut number).collect()).collect()
}

/// The claims that stand in one place of two reports, if one translates the other. Their figures are given with each.
pub fn ties((x, fx): (&Report, &[u32]), (y, fy): (&Report, &[u32])) -> Option<Ties> {
    if x.lang == y.lang || fx.len().min(fy.len()) < ENOUGH || ((2 * in_order(fx, fy)) as f64) < IN_ORDER * (fx.len() + fy.len()) as f64 {
        return None;
    }
    let (of_x, of_y) = (by_sentence(x), by_sentence(y));
    let beads = length::align(&units(x, &of_x), &units(y, &of_y));
    let sides = Sides { x, y, of_x, of_y, beads };
    if !sides.translate() {
        return None;
    }
    let mut ties = Ties::default();
    for n in 0..sides.beads.len() {
        sides.row(n, &mut ties);
    }
    Some(ties)
}

/// How many figures two reports have in common in one order: the longest rising run of places in the other.
fn in_order(x: &[u32], y: &[u32]) -> usize {
    /// Places of one figure that are tried: what stands everywhere says little.
    const MOST: usize = 8;
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (i, f) in y.iter().enumerate() {
        let of = places.entry(*f).or_default();
        if of.len() < MOST {
            of.push(i);
        }
    }
    // By length, the first place at which a run of that length can end.
    let mut ends: Vec<usize> = Vec::new();
    for f in x {
        for at in places.get(f).into_iter().flatten().rev() {
            let length = ends.partition_point(|e| e < at);
            match ends.get_mut(length) {
                Some(end) => *end = *at,
                None => ends.push(*at),
            }
        }
    }
    ends.len()
}

impl Sides<'_> {
    /// Whether so many sentences stand alone beside one, and so many figures beside the same, that one text translates the
    /// other.
    fn translate(&self) -> bool {
        let (mut single, mut said, mut all) = (0, 0, 0);
        for (p, q) in &self.beads {
            let (here, there) = (claims_in(&self.of_x, p), claims_in(&self.of_y, q));
            single += usize::from(p.len() == 1 && q.len() == 1);
            all += here.len() + there.len();
            said += here.iter().filter(|i| there.iter().any(|j| same_figure(&self.x.claims[**i], &self.y.claims[*j]))).count();
            said += there.iter().filter(|j| here.iter().any(|i| same_figure(&self.x.claims[*i], &self.y.claims[**j]))).count();
        }
        let sentences = (self.x.sentences.len() + self.y.sentences.len()) as f64;
        said >= 2 * ENOUGH && (2 * single) as f64 >= SENTENCES * sentences && said as f64 >= FIGURES * all as f64
    }

    /// The claims of one row that stand in one place.
    fn row(&self, n: usize, ties: &mut Ties) {
        let (p, q) = &self.beads[n];
        let (here, there) = (claims_in(&self.of_x, p), claims_in(&self.of_y, q));
        if here.is_empty() || there.is_empty() {
            return;
        }
        let cells = (cell(self.x, p, &here), cell(self.y, q, &there));
        let pairing = assign::pair(&cells.0, &cells.1);
        let open: Vec<&Claim> = [(self.x, &here, &pairing.left), (self.y, &there, &pairing.right)]
            .into_iter()
            .flat_map(|(r, of, had)| of.iter().zip(had).filter(|(_, had)| !**had).map(|(i, _)| &r.claims[*i]))
            .collect();
        for (i, j, tie) in pairing.ties {
            let (a, b) = (here[i], there[j]);
            let (c, d) = (&self.x.claims[a], &self.y.claims[b]);
            let Some(said) = judge::verdict(c, d) else { continue };
            let differ = tie.verdict >= Verdict::Tension;
            // A figure that nothing stands against could as well be the one that was meant.
            let alone = || !open.iter().any(|o| judge::comparable(o, c) || judge::comparable(o, d));
            let believed = || alone() && !an_end(c, d) && firm((&cells.0, i), (&cells.1, j)) && !self.near(n, c, d);
            // Where only the row says how they agree, nothing is said here.
            if said < Verdict::Tension || differ && believed() {
                ties.all.push((a, b));
            }
            if said == Verdict::Rounded && differ && believed() {
                ties.miscopied.push((a, b));
            }
        }
    }

    /// Whether one of two claims that differ has its figure in a neighbouring row of the other side: it was cut elsewhere.
    fn near(&self, n: usize, c: &Claim, d: &Claim) -> bool {
        has(self.y, &self.of_y, around(&self.beads, n, |bead| &bead.1), c) || has(self.x, &self.of_x, around(&self.beads, n, |bead| &bead.0), d)
    }
}

/// The sentences of one side in the rows around the `n`th.
fn around(beads: &[Bead], n: usize, side: impl Fn(&Bead) -> &Range<usize>) -> Range<usize> {
    let near = &beads[n.saturating_sub(NEAR)..beads.len().min(n + NEAR + 1)];
    side(&near[0]).start..side(&near[near.len() - 1]).end
}

/// Whether a claim's figure stands in some sentences of the other report.
fn has(r: &Report, of: &[Vec<usize>], sentences: Range<usize>, c: &Claim) -> bool {
    claims_in(of, &sentences).iter().any(|i| r.claims[*i].kind == c.kind && same_figure(&r.claims[*i], c))
}

/// Whether one states a range, of which the other is an end: the second figure was understood on one side only.
fn an_end(a: &Claim, b: &Claim) -> bool {
    let end = |r: &Value, v: &Value| matches!(r, Value::Range { low, high, .. } if v.num() == Some(*low) || v.num() == Some(*high));
    end(&a.value, &b.value) || end(&b.value, &a.value)
}

/// Whether two claims that differ would not be set side by side by chance: both are written figures, or of what both count.
fn firm(a: (&Column, usize), b: (&Column, usize)) -> bool {
    let (c, d) = (a.0.claim(a.1), b.0.claim(b.1));
    tie::strong(c) && tie::strong(d) || !matches!(c.kind, Kind::Count | Kind::Number | Kind::Ordinal) || tie::kin(a, b) >= Kin::Near
}

/// The claims of each sentence.
fn by_sentence(r: &Report) -> Vec<Vec<usize>> {
    let mut of = vec![Vec::new(); r.sentences.len()];
    for (i, c) in r.claims.iter().enumerate().filter(|(_, c)| !c.dateline) {
        of[c.sentence].push(i);
    }
    of
}

fn claims_in(of: &[Vec<usize>], sentences: &Range<usize>) -> Vec<usize> {
    of[sentences.clone()].concat()
}

fn units(r: &Report, of: &[Vec<usize>]) -> Vec<Unit> {
    let unit = |(n, s): (usize, &Sentence)| Unit {
        length: r.source.get(s.span.0..s.span.1).map_or(0, |t| t.chars().count()),
        anchors: anchors(s, of[n].iter().map(|i| &r.claims[*i])),
        opens: n == 0 || r.sentences[n - 1].paragraph != s.paragraph,
    };
    r.sentences.iter().enumerate().map(unit).collect()
}

/// Figures, and names that are the same in every language.
pub(super) fn anchors<'a>(s: &Sentence, claims: impl Iterator<Item = &'a Claim>) -> Vec<String> {
    let mut out: Vec<String> = claims.map(|c| c.value.clone().with_bound(Bound::None).to_string()).collect();
    out.extend(s.marks.iter().filter_map(|m| match &m.what {
        What::Listed(i) => Some(format!("#{i}")),
        What::Name(n) if n.is_ascii() && n.len() > 3 => Some(n.clone()),
        _ => None,
    }));
    out.sort();
    out.dedup();
    out
}

/// Some sentences of a report, with these claims of theirs, as a cell of aligned text.
fn cell(r: &Report, sentences: &Range<usize>, claims: &[usize]) -> Column {
    let (from, to) = (r.sentences[sentences.start].span.0, r.sentences[sentences.end - 1].span.1);
    let within = |(a, b): (usize, usize)| (a.saturating_sub(from), b.saturating_sub(from));
    let report = Report {
        path: r.path.clone(),
        lang: r.lang,
        column: None,
        date: r.date,
        sentences: r.sentences[sentences.clone()]
            .iter()
            .map(|s| Sentence { marks: s.marks.clone(), named_by: 0, paragraph: s.paragraph, span: within(s.span), lang: s.lang })
            .collect(),
        claims: claims
            .iter()
            .map(|i| {
                let c = r.claims[*i].clone();
                Claim { sentence: c.sentence - sentences.start, span: within(c.span), restates: None, ..c }
            })
            .collect(),
        source: r.source.get(from..to).unwrap_or_default().to_owned(),
    };
    Column::new(report, 0)
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn figures_in_one_order() {
        assert_eq!(in_order(&[1, 2, 3, 4], &[1, 2, 3, 4]), 4);
        assert_eq!(in_order(&[1, 2, 3, 4], &[4, 3, 2, 1]), 1);
        assert_eq!(in_order(&[1, 2, 9, 3, 4], &[2, 1, 3, 8, 4]), 3);
        assert_eq!(in_order(&[7, 7, 7], &[7]), 1);
        assert_eq!(in_order(&[1, 7, 1, 7], &[7, 1, 7]), 3);
        assert_eq!(in_order(&[], &[1]), 0);
    }
}
