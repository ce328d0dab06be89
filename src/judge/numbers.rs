//! Figures: equal, rounded, hedged otherwise, compatible or not.

use super::{Said, say};
use crate::model::Verdict;
use crate::num::Num;
use crate::pack;
use crate::value::{Bound, Value};

#[derive(Clone, Copy)]
struct Side {
    bound: Bound,
    /// As written, in its own unit.
    written: Num,
    low: Num,
    high: Num,
    step: Num,
    vague: bool,
    range: bool,
    /// A share in words: a third, three quarters.
    words: bool,
    /// Written with decimals that end in zeros: 4.0 is no 4.2 rounded.
    exact: bool,
}

impl Side {
    fn of(v: &Value, scale: Num) -> Option<Side> {
        let (bound, low, high, step, vague, range) = match v {
            Value::Figure { bound, num, step } => (*bound, *num, *num, *step, false, false),
            Value::Range { bound, low, high } => (*bound, *low, *high, low.last_place(), false, true),
            Value::Vague { bound, magnitude } => (*bound, *magnitude, *magnitude, *magnitude, true, false),
            Value::Ratio { bound, top, bottom } => {
                let n = top.div(*bottom)?;
                // A share in words is no measurement: its places are those of a whole percent.
                (*bound, n, n, Num::ratio(1, 100)?, false, false)
            }
            _ => return None,
        };
        let words = matches!(v, Value::Ratio { bottom, .. } if *bottom <= Num::int(10));
        let exact = matches!(v, Value::Figure { num, step, .. } if *step < Num::ONE && num.last_place() > *step);
        let scaled = |n: Num| if scale == Num::ONE { Some(n) } else { n.mul(scale) };
        Some(Side { bound, written: low, low: scaled(low)?, high: scaled(high)?, step: scaled(step)?, vague, range, words, exact })
    }

    /// Significant digits as written.
    fn digits(&self) -> usize {
        digits(self.written)
    }

    fn shown(&self, unit: &str) -> String {
        // A third of a hundred has no end.
        let told = |n: Num| match n.to_string() {
            endless if endless.contains('/') => Num::ratio(1, 10).and_then(|tenth| n.round_to(tenth)).map_or(endless, |n| n.to_string()),
            figure => figure,
        };
        let figure = if self.range { format!("{} to {}", told(self.low), told(self.high)) } else { told(self.low) };
        let words = match self.bound {
            Bound::None => "",
            Bound::AtLeast => "at least ",
            Bound::MoreThan => "more than ",
            Bound::AtMost => "at most ",
            Bound::LessThan => "less than ",
            Bound::About => "about ",
        };
        let vague = if self.vague { "some multiple of " } else { "" };
        let unit = pack::told(unit, self.low == Num::ONE && !self.range && !self.vague);
        format!("{words}{vague}{figure}{}{unit}", if unit.is_empty() || unit == "%" { "" } else { " " })
    }
}

/// Significant digits of a figure.
fn digits(n: Num) -> usize {
    let (top, bottom) = n.parts();
    let whole = if bottom == 1 { top } else { n.div(n.last_place()).map_or(0, |n| n.parts().0) };
    // Division of 128 bits is slow, and figures in texts are small.
    match u64::try_from(whole.unsigned_abs()) {
        Ok(0) => 0,
        Ok(mut n) => {
            while n % 10 == 0 {
                n /= 10;
            }
            n.ilog10() as usize + 1
        }
        Err(_) => whole.unsigned_abs().to_string().trim_end_matches('0').len(),
    }
}

/// By how much two figures differ, in thousandths of the larger.
fn apart(x: Num, y: Num) -> Option<Num> {
    let larger = x.abs().max(y.abs());
    if larger == Num::ZERO {
        return Some(Num::ZERO);
    }
    x.sub(y)?.abs().mul(Num::int(1000))?.div(larger)
}

/// Whether two values that differ do so by at most so many percent of the larger, each multiplied with its scale.
pub fn within(a: &Value, b: &Value, scale_a: Num, scale_b: Num, percent: Num) -> Option<bool> {
    let (x, y) = (Side::of(a, scale_a)?, Side::of(b, scale_b)?);
    if x.vague || y.vague || (x.low, x.high) == (y.low, y.high) {
        return Some(false);
    }
    let most = percent.mul(Num::int(10))?;
    Some(apart(x.low, y.low)? <= most && apart(x.high, y.high)? <= most)
}

/// Thousandths of the larger by which figures differ that are no rounding of each other.
const APART: i64 = 150;

/// Whether two whole numbers differ by more than that.
fn far_apart(m: Num, n: Num) -> bool {
    let whole = |n: Num| n.to_i64().map(i128::from);
    match (whole(m), whole(n)) {
        (Some(m), Some(n)) => (m - n).abs() * 1000 > m.abs().max(n.abs()) * i128::from(APART),
        _ => false,
    }
}

/// What may pass for rounding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Nothing.
    None,
    /// What leaves out places, or a hedge allows.
    Places,
    /// What comes of a conversion, too.
    Conversion,
}

/// Compares two numeric values, each multiplied with its scale.
pub fn compare<S: Said>(a: &Value, b: &Value, scale_a: Num, scale_b: Num, unit: &str, rounding: Rounding) -> Option<S> {
    let loose = rounding == Rounding::Conversion;
    // Most pairs are two plain figures that are far apart.
    if let (Value::Figure { bound: Bound::None, num: m, .. }, Value::Figure { bound: Bound::None, num: n, .. }) = (a, b)
        && (scale_a, scale_b) == (Num::ONE, Num::ONE)
        && !loose
        && unit != "%"
        && far_apart(*m, *n)
    {
        let shown = |v: &Value| Side::of(v, Num::ONE).map_or_else(String::new, |s| s.shown(unit));
        return say(Verdict::Contradiction, || format!("{} and {} cannot both be true", shown(a), shown(b)));
    }
    let (x, y) = (Side::of(a, scale_a)?, Side::of(b, scale_b)?);
    let (a, b) = (|| x.shown(unit), || y.shown(unit));
    if x.vague || y.vague {
        return vague(&x, &y, unit);
    }
    if x.range || y.range {
        return ranges(&x, &y, unit);
    }
    let (m, n) = (x.low, y.low);
    if m == n {
        if x.bound == y.bound {
            return say(Verdict::Agree, || format!("both say {}", a()));
        }
        if x.bound.is_lower() && y.bound.is_upper() || x.bound.is_upper() && y.bound.is_lower() {
            let strict = matches!(x.bound, Bound::MoreThan | Bound::LessThan) || matches!(y.bound, Bound::MoreThan | Bound::LessThan);
            let verdict = if strict { Verdict::Contradiction } else { Verdict::Tension };
            return say(verdict, || format!("{} against {}: the bounds are reversed", a(), b()));
        }
        return say(Verdict::Qualifier, || format!("same figure, hedged otherwise: {}, {}", a(), b()));
    }
    let larger = m.abs().max(n.abs());
    let thousandfold = m.sub(n)?.abs().mul(Num::int(1000))?;
    let within = |t: i64| larger.mul(Num::int(t)).is_some_and(|most| thousandfold <= most);
    let hedged = x.bound == Bound::About || y.bound == Bound::About;
    // Most figures are too far apart for any of what follows.
    if rounding != Rounding::None
        && (loose || unit == "%" || within(APART))
        && let Some(said) = rounded(&x, &y, &within, unit, loose)
    {
        return Some(said);
    }
    let can_both = |a: &Side, b: &Side| match (a.bound, b.bound) {
        (p, q) if p.is_lower() && q.is_lower() || p.is_upper() && q.is_upper() => true,
        (p, _) if p.is_lower() => b.low > a.low,
        (p, _) if p.is_upper() => b.low < a.low,
        _ => false,
    };
    let both = match (x.bound.is_lower() || x.bound.is_upper(), y.bound.is_lower() || y.bound.is_upper()) {
        (true, true) => can_both(&x, &y),
        (true, false) => can_both(&x, &y),
        (false, true) => can_both(&y, &x),
        _ => hedged && within(60),
    };
    if both {
        say(Verdict::Tension, || format!("{} and {} differ, but both can be true", a(), b()))
    } else {
        say(Verdict::Contradiction, || format!("{} and {} cannot both be true", a(), b()))
    }
}

/// One figure as the other said with less precision, if it is.
fn rounded<S: Said>(x: &Side, y: &Side, within: &impl Fn(i64) -> bool, unit: &str, loose: bool) -> Option<S> {
    let (a, b) = (|| x.shown(unit), || y.shown(unit));
    let (m, n) = (x.low, y.low);
    // A conversion keeps no more than the places of what was converted.
    let half = |s: &Side| s.step.max(s.low.last_place()).div(Num::int(2));
    let converts = |s: &Side| half(s).is_some_and(|h| m.sub(n).is_some_and(|d| d.abs() <= h));
    if loose && (within(30) || within(60) && (converts(x) || converts(y))) {
        return say(Verdict::Rounded, || format!("{} and {} are the same but for conversion", a(), b()));
    }
    // The coarser figure is the finer one rounded to its own places.
    let places = |s: &Side| if s.exact { s.step } else { s.step.max(s.low.last_place()) };
    // 82 million, written in ten thousands, is coarser than 81.7 million, and 20,000 than 19.6 thousand.
    let coarser = (places(x), x.step) > (places(y), y.step) || (places(x), x.step) == (places(y), y.step) && x.digits() < y.digits();
    let (coarse, fine) = if coarser { (x, y) } else { (y, x) };
    let places = places(coarse);
    // More than 140,000 rounds up no 135,000.
    let beyond = coarse.bound.is_lower() && fine.low < coarse.low || coarse.bound.is_upper() && fine.low > coarse.low;
    let rounds = !beyond && fine.digits() > coarse.digits() && fine.low.last_place() < places && fine.low.round_to(places) == Some(coarse.low);
    let hedged = x.bound == Bound::About || y.bound == Bound::About;
    let half_stated = coarse.digits() >= 2 || coarse.step < coarse.low.last_place();
    // Tenths (three in ten, 3割) are whole tens of percent.
    let tenths = unit == "%" && coarse.step >= Num::int(10);
    if rounds && (tenths || within(if half_stated { 50 } else { 25 }) || hedged && within(150)) {
        return say(Verdict::Rounded, || format!("{} is {} rounded", coarse.shown(unit), fine.shown(unit)));
    }
    // A share in words is one of few that there are: a quarter for 26 %, a good third for 35 %.
    if unit == "%" && x.words != y.words && x.low.sub(y.low).is_some_and(|d| d.abs() <= Num::ratio(if hedged { 5 } else { 3 }, 2).unwrap_or(Num::ONE))
    {
        return say(Verdict::Rounded, || format!("{} and {} are the same but for a share in words", a(), b()));
    }
    // A bound close below or above the exact figure is a way of rounding, too.
    let allows = |c: &Side, f: &Side| {
        f.bound == Bound::None && (c.bound.is_lower() && f.low > c.low || c.bound.is_upper() && f.low < c.low) && f.digits() > c.digits()
    };
    if within(60) && (allows(x, y) || allows(y, x)) {
        return say(Verdict::Rounded, || format!("{} allows for {}", a(), b()));
    }
    if hedged && within(30) && fine.digits() > coarse.digits() {
        return say(Verdict::Rounded, || format!("{} and {} are the same but for rounding", a(), b()));
    }
    None
}

fn vague<S: Said>(x: &Side, y: &Side, unit: &str) -> Option<S> {
    let (a, b) = (|| x.shown(unit), || y.shown(unit));
    let ten = Num::int(10);
    if x.vague && y.vague {
        let (lo, hi) = if x.low <= y.low { (x.low, y.low) } else { (y.low, x.low) };
        // Dozens and tens are one magnitude.
        return if lo == hi {
            say(Verdict::Agree, || "the same magnitude".into())
        } else if lo.mul(Num::int(2))? > hi {
            say(Verdict::Rounded, || "the same magnitude, said otherwise".into())
        } else {
            say(Verdict::Contradiction, || format!("{} and {} are of another magnitude", a(), b()))
        };
    }
    let (v, f) = if x.vague { (x, y) } else { (y, x) };
    let low = v.low;
    if (f.low, f.high) == (low, low) && !f.bound.is_lower() {
        // Hundreds of millions are more than one hundred.
        return say(Verdict::Tension, || format!("{} is more than {}", v.shown(unit), f.shown(unit)));
    }
    if f.high >= low && f.low < low.mul(ten)?.mul(Num::int(2))? {
        say(Verdict::Rounded, || format!("{} and {} are of one magnitude", a(), b()))
    } else {
        say(Verdict::Contradiction, || format!("{} and {} are of another magnitude", a(), b()))
    }
}

fn ranges<S: Said>(x: &Side, y: &Side, unit: &str) -> Option<S> {
    let (a, b) = (|| x.shown(unit), || y.shown(unit));
    if x.range && y.range && x.low == y.low && x.high == y.high {
        return if x.bound == y.bound {
            say(Verdict::Agree, || format!("both say {}", a()))
        } else {
            say(Verdict::Qualifier, || format!("same range, hedged otherwise: {}, {}", a(), b()))
        };
    }
    let open = |s: &Side| match s.bound {
        Bound::AtLeast | Bound::MoreThan => (Some(s.low), None),
        Bound::AtMost | Bound::LessThan => (None, Some(s.high)),
        _ => (Some(s.low), Some(s.high)),
    };
    let ((l1, h1), (l2, h2)) = (open(x), open(y));
    let below = |h: Option<Num>, l: Option<Num>| matches!((h, l), (Some(h), Some(l)) if h < l);
    if below(h1, l2) || below(h2, l1) {
        say(Verdict::Contradiction, || format!("{} and {} have nothing in common", a(), b()))
    } else {
        say(Verdict::Tension, || format!("{} and {} differ, but both can be true", a(), b()))
    }
}
