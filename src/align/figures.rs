//! What two figures say of each other beyond the verdict: how far apart they are, and whether one looks like a slip or a
//! restatement of the other. Evidence only: no verdict rests on it.

use crate::claim::{Claim, Report};
use crate::judge;
use crate::kind::Kind;
use crate::num::Num;
use crate::value::Value;
use std::collections::HashMap;

/// How two figures stand to each other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Relation {
    /// Decimal logarithm of their ratio, at most 4; for dates, of the days between them; -1 where there is none.
    pub distance: f64,
    /// The same digits at another power of ten.
    pub shifted: bool,
    /// Figures of as many digits that differ in one of them, or have two neighbours swapped.
    pub slip: bool,
    /// Two currencies.
    pub currencies: bool,
    /// In two currencies, whether the ratio is one that a report of the story states (1), another (-1) or unknown (0).
    pub rate: f64,
    /// Whether no rate of theirs, and of another day, would make one of the other.
    pub far: bool,
}

/// Ratios between currencies that the reports state themselves, by restating an amount.
#[derive(Debug, Default)]
pub struct Rates(HashMap<(String, String), Vec<f64>>);

impl Rates {
    /// Collects them.
    pub fn of(reports: &[&Report]) -> Rates {
        let mut rates: HashMap<(String, String), Vec<f64>> = HashMap::new();
        for r in reports {
            for c in r.claims.iter().filter(|c| c.kind == Kind::Money) {
                let Some(base) = c.restates.and_then(|b| r.claims.get(b)) else { continue };
                if let (Some(x), Some(y)) = (size(c), size(base)) {
                    rates.entry((c.unit.clone(), base.unit.clone())).or_default().push(x / y);
                    rates.entry((base.unit.clone(), c.unit.clone())).or_default().push(y / x);
                }
            }
        }
        // By way of a third one: pounds in euros here, and euros in dollars there.
        let two = |a: &(String, String), b: &(String, String)| (a.1 == b.0 && a.0 != b.1).then(|| (a.0.clone(), b.1.clone()));
        let derived: Vec<_> = rates
            .iter()
            .flat_map(|(a, xs)| rates.iter().filter_map(move |(b, ys)| Some((two(a, b)?, xs.iter().flat_map(|x| ys.iter().map(move |y| x * y))))))
            .map(|(pair, products)| (pair, products.collect::<Vec<_>>()))
            .filter(|(pair, _)| !rates.contains_key(pair))
            .collect();
        for (pair, products) in derived {
            rates.entry(pair).or_default().extend(products);
        }
        Rates(rates)
    }

    /// How a ratio stands to those that are known, and whether it is far from all of them.
    fn fits(&self, a: &Claim, b: &Claim, ratio: f64) -> (f64, bool) {
        /// Restated amounts are rounded, to two places as a rule.
        const ROUNDED: f64 = 0.05;
        /// Rates of other days.
        const FAR: f64 = 0.25;
        let Some(known) = self.0.get(&(a.unit.clone(), b.unit.clone())) else { return (0.0, false) };
        let off = |k: &f64| (ratio / k).ln().abs();
        // A slip of the scale is one fact told wrongly, and so is the same figure in the other currency.
        let slipped = |k: &f64| {
            let places = (ratio / k).log10().abs();
            (places - places.round()).abs() < ROUNDED
        };
        let fits = known.iter().any(|k| off(k) < ROUNDED);
        (if fits { 1.0 } else { -1.0 }, known.iter().all(|k| off(k) > FAR && !slipped(k)) && ratio.ln().abs() > ROUNDED)
    }
}

fn size(c: &Claim) -> Option<f64> {
    let n = c.value.num()?.approx();
    (n > 0.0).then_some(n)
}

/// The significant digits of a figure.
fn digits(n: Num) -> Option<Digits> {
    let mut whole = if n.is_int() { n } else { n.div(n.last_place())? }.parts().0.unsigned_abs();
    let mut d = Digits { list: [0; Digits::MOST], from: Digits::MOST };
    let mut put = |digit: u8| {
        // Noughts at the end say nothing.
        if digit != 0 || d.from < Digits::MOST {
            d.from -= 1;
            d.list[d.from] = b'0' + digit;
        }
    };
    // Division of 128 bits is slow, and figures in texts are small.
    while whole > u128::from(u64::MAX) {
        put((whole % 10) as u8);
        whole /= 10;
    }
    let mut whole = whole as u64;
    while whole > 0 {
        put((whole % 10) as u8);
        whole /= 10;
    }
    Some(d)
}

/// Some digits, in place.
#[derive(Clone, Copy)]
struct Digits {
    list: [u8; Digits::MOST],
    from: usize,
}

impl Digits {
    /// Digits of the largest number that there is.
    const MOST: usize = 39;

    fn get(&self) -> &[u8] {
        &self.list[self.from..]
    }
}

fn slip(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.len() < 2 {
        return false;
    }
    let mut differ = (0..a.len()).filter(|i| a[*i] != b[*i]);
    match (differ.next(), differ.next(), differ.next()) {
        (Some(_), None, _) => true,
        (Some(i), Some(j), None) => j == i + 1 && a[i] == b[j] && a[j] == b[i],
        _ => false,
    }
}

/// A claim's figure, worked out once.
pub struct Figure {
    num: Option<Num>,
    approx: f64,
    digits: Option<Digits>,
    /// Of a date, whether its days are known, and the first and the last.
    days: Option<Option<(i64, i64)>>,
}

impl Figure {
    /// Of a claim.
    pub fn of(c: &Claim) -> Figure {
        let value = judge::effective(c);
        let num = value.num();
        let days = match value {
            Value::Date { date, .. } => Some(date.days()),
            _ => None,
        };
        Figure { num, approx: num.map_or(0.0, Num::approx), digits: num.and_then(digits), days }
    }

    /// Its size and its digits.
    fn own(&self) -> Option<Told> {
        self.num.map(|_| (self.approx.abs(), self.digits))
    }
}

/// The size of a number and its digits.
type Told = (f64, Option<Digits>);

/// Both figures in one unit, where both state one.
fn in_one_unit((a, figure_a): (&Claim, &Figure), (b, figure_b): (&Claim, &Figure)) -> Option<(Told, Told)> {
    // Most are: nothing is converted.
    let counts = |c: &Claim| matches!(c.kind, Kind::Count | Kind::Number);
    if counts(a) && counts(b) || a.kind == b.kind && (a.unit == b.unit || a.kind == Kind::Money) {
        return figure_a.own().zip(figure_b.own());
    }
    let sized = |n: Num| (n.approx().abs(), digits(n));
    let (x, y) = judge::in_one_unit(a, b)?;
    Some((sized(x), sized(y)))
}

/// Relates two claims of one kind.
pub fn relate(a: (&Claim, &Figure), b: (&Claim, &Figure), rates: &Rates) -> Relation {
    let money = a.0.kind == Kind::Money && b.0.kind == Kind::Money;
    let mut r = Relation { distance: -1.0, currencies: money && a.0.unit != b.0.unit, ..Relation::default() };
    if let (Some(p), Some(q)) = (a.1.days, b.1.days) {
        if let (Some((l1, h1)), Some((l2, h2))) = (p, q) {
            let apart = (l1 - h2).max(l2 - h1).max(0);
            r.distance = ((1 + apart) as f64).log10();
        }
        return r;
    }
    let Some(((u, p), (v, q))) = in_one_unit(a, b) else { return r };
    if u > 0.0 && v > 0.0 {
        let log = (u / v).log10();
        r.distance = log.abs().min(4.0);
        if r.currencies {
            (r.rate, r.far) = rates.fits(a.0, b.0, u / v);
        }
        if let (Some(p), Some(q)) = (p, q) {
            r.shifted = log.abs() > 0.5 && p.get() == q.get();
            r.slip = r.distance < 1.0 && slip(p.get(), q.get());
        }
    }
    r
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips() {
        assert!(slip(b"713", b"731"));
        assert!(slip(b"713", b"717"));
        assert!(!slip(b"713", b"317"));
        assert!(!slip(b"7", b"8"));
        assert!(!slip(b"71", b"713"));
    }
}
