//! Alignment by length: sentences that translate each other are about equally long once the languages' usual ratio is
//! taken off (Gale and Church), and state the same numbers and names, which hold the alignment where lengths mislead.

use std::collections::HashMap;
use std::ops::Range;

/// A sentence as far as alignment sees it.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Its length in characters.
    pub length: usize,
    /// Numbers and names in it.
    pub anchors: Vec<String>,
    /// Whether it begins a paragraph.
    pub opens: bool,
}

/// How many sentences of each side a step takes, and the negative logarithm of how often that happens.
const STEPS: [(usize, usize, f64); 6] = [(1, 1, 0.12), (1, 2, 3.1), (2, 1, 3.1), (2, 2, 4.5), (1, 0, 5.3), (0, 1, 5.3)];
/// Variance of the length of a translation, per character.
const VARIANCE: f64 = 6.8;
/// What a number or name that both sides have is worth, if it is the only one of its kind.
const ANCHOR: f64 = 3.0;
/// What it costs to let a paragraph begin on one side only.
const PARAGRAPH: f64 = 1.2;
/// Above this many cells only the neighbourhood of the diagonal is looked at, this far.
const CELLS: usize = 4_000_000;
const BAND: usize = 400;

/// Sentences that belong together, in order.
pub fn align(a: &[Unit], b: &[Unit]) -> Vec<(Range<usize>, Range<usize>)> {
    let total = |u: &[Unit]| u.iter().map(|x| x.length).sum::<usize>().max(1) as f64;
    let first = pass(a, b, total(b) / total(a));
    // Whole texts are as long as what one of them lacks makes them; sentences that were paired say how long they are.
    let mut ratios: Vec<f64> = first
        .iter()
        .filter(|(x, y)| x.len() == 1 && y.len() == 1)
        .map(|(x, y)| b[y.start].length.max(1) as f64 / a[x.start].length.max(1) as f64)
        .collect();
    ratios.sort_by(f64::total_cmp);
    match ratios.get(ratios.len() / 2) {
        Some(middle) => pass(a, b, *middle),
        None => first,
    }
}

/// The cheapest alignment if a sentence is `ratio` times as long in the second language.
fn pass(a: &[Unit], b: &[Unit], ratio: f64) -> Vec<(Range<usize>, Range<usize>)> {
    let (n, m) = (a.len(), b.len());
    let shared = shared(a, b);
    let lengths_a: Vec<f64> = a.iter().map(|u| u.length as f64 * ratio).collect();
    let lengths_b: Vec<f64> = b.iter().map(|u| u.length as f64).collect();
    let band = if n * m > CELLS { BAND.max(n.abs_diff(m) / 4) } else { m + 1 };
    let bounds = |i: usize| {
        let middle = (i * m).checked_div(n).unwrap_or(m);
        let high = if i == n { m } else { (middle + band).min(m) };
        (if i == 0 { 0 } else { middle.saturating_sub(band) }, high)
    };
    let mut back: Vec<Vec<u8>> = Vec::with_capacity(n + 1);
    let mut costs: Vec<Vec<f64>> = Vec::with_capacity(3);
    for i in 0..=n {
        let (low, high) = bounds(i);
        let mut row = vec![f64::INFINITY; high - low + 1];
        let mut from = vec![u8::MAX; high - low + 1];
        for j in low..=high {
            if i == 0 && j == 0 {
                row[0] = 0.0;
                continue;
            }
            for (s, (da, db, prior)) in STEPS.iter().enumerate() {
                let (Some(pi), Some(pj)) = (i.checked_sub(*da), j.checked_sub(*db)) else { continue };
                let base = if pi == i {
                    pj.checked_sub(low).and_then(|k| row.get(k)).copied()
                } else {
                    let (before, _) = bounds(pi);
                    costs.get(costs.len() - da).and_then(|r| pj.checked_sub(before).and_then(|k| r.get(k))).copied()
                };
                let Some(base) = base.filter(|c| c.is_finite()) else { continue };
                let cost = base + prior + step(a, b, &lengths_a, &lengths_b, &shared, pi..i, pj..j);
                if cost < row[j - low] {
                    row[j - low] = cost;
                    from[j - low] = s as u8;
                }
            }
        }
        back.push(from);
        if costs.len() == 2 {
            costs.remove(0);
        }
        costs.push(row);
    }
    let mut out = Vec::new();
    let (mut i, mut j) = (n, m);
    while (i, j) != (0, 0) {
        let (low, _) = bounds(i);
        let s = j.checked_sub(low).and_then(|k| back[i].get(k)).copied().unwrap_or(u8::MAX);
        let Some((da, db, _)) = STEPS.get(usize::from(s)) else {
            // Out of reach of the band: what is left stays unaligned.
            out.push((0..i, 0..j));
            break;
        };
        out.push((i - da..i, j - db..j));
        (i, j) = (i - da, j - db);
    }
    out.reverse();
    out
}

/// What numbers and names that two sentences share are worth; those that many have are worth less.
fn shared(a: &[Unit], b: &[Unit]) -> HashMap<(usize, usize), f64> {
    let mut places: HashMap<&str, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (i, u) in a.iter().enumerate() {
        u.anchors.iter().for_each(|x| places.entry(x).or_default().0.push(i));
    }
    for (j, u) in b.iter().enumerate() {
        u.anchors.iter().for_each(|x| places.entry(x).or_default().1.push(j));
    }
    let mut out = HashMap::new();
    for (p, q) in places.values().filter(|(p, q)| p.len() * q.len() <= 400) {
        let worth = ANCHOR / p.len().max(q.len()).max(1) as f64;
        for i in p {
            for j in q {
                *out.entry((*i, *j)).or_insert(0.0) += worth;
            }
        }
    }
    out
}

/// What a step costs beyond its frequency.
fn step(a: &[Unit], b: &[Unit], la: &[f64], lb: &[f64], shared: &HashMap<(usize, usize), f64>, x: Range<usize>, y: Range<usize>) -> f64 {
    if x.is_empty() || y.is_empty() {
        return 0.0;
    }
    let (p, q): (f64, f64) = (la[x.clone()].iter().sum(), lb[y.clone()].iter().sum());
    let delta = (p - q).abs() / (VARIANCE * ((p + q) / 2.0).max(1.0)).sqrt();
    let mut cost = tail(delta);
    for i in x.clone() {
        for j in y.clone() {
            cost -= shared.get(&(i, j)).copied().unwrap_or(0.0);
        }
    }
    if a[x.start].opens != b[y.start].opens {
        cost += PARAGRAPH;
    }
    // A step that goes over a paragraph's end.
    let crossed = x.skip(1).filter(|i| a[*i].opens).count() + y.skip(1).filter(|j| b[*j].opens).count();
    cost + PARAGRAPH * crossed as f64
}

/// The negative logarithm of the chance that a normal variable is farther from its mean than `d`.
fn tail(d: f64) -> f64 {
    // Abramowitz and Stegun 7.1.26, and its own decay where that underflows.
    if d > 6.0 {
        return d * d / 2.0 + d.ln();
    }
    let x = d / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let poly = t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    -(poly * (-x * x).exp()).max(1e-12).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(length: usize, anchors: &[&str]) -> Unit {
        Unit { length, anchors: anchors.iter().map(|s| (*s).to_owned()).collect(), opens: false }
    }

    #[test]
    fn splits_joins_and_gaps() {
        let a = [unit(80, &[]), unit(40, &[]), unit(42, &[]), unit(120, &[]), unit(60, &[])];
        let b = [unit(40, &[]), unit(41, &[]), unit(60, &[]), unit(30, &[])];
        assert_eq!(align(&a, &b), [(0..1, 0..1), (1..3, 1..2), (3..4, 2..3), (4..5, 3..4)]);
        // A sentence that the other side lacks, told by the numbers of its neighbours.
        let a = [unit(50, &["3"]), unit(50, &[]), unit(50, &["14"]), unit(50, &["15"])];
        let b = [unit(50, &["3"]), unit(50, &["14"]), unit(50, &["15"])];
        assert_eq!(align(&a, &b), [(0..1, 0..1), (1..2, 1..1), (2..3, 1..2), (3..4, 2..3)]);
        assert_eq!(align(&[], &b), [(0..0, 0..1), (0..0, 1..2), (0..0, 2..3)]);
        assert!(align(&[], &[]).is_empty());
    }

    #[test]
    fn long_texts_keep_to_the_diagonal() {
        let a: Vec<Unit> = (0..2_100).map(|i| unit(20 + i * 7 % 90, &[])).collect();
        let mut b = a.clone();
        b.remove(1_000);
        let beads = align(&a, &b);
        assert!(beads.contains(&(0..1, 0..1)) && beads.contains(&(2_099..2_100, 2_098..2_099)));
        let ones = beads.iter().filter(|(x, y)| x.len() == 1 && y.len() == 1).count();
        assert!(ones > 2_090, "{ones}");
    }
}
