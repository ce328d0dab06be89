//! Judging: what two claims about the same fact say of each other.
//!
//! `judge(a, b)` mirrors `judge(b, a)`. Values are compared as exact numbers and days with their stated places; a
//! verdict always comes with its reason.

mod dates;
mod numbers;
mod times;

use crate::claim::Claim;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::num::Num;
use crate::pack;
use crate::value::{Bound, Value};
use numbers::Rounding;

/// A verdict and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The reason, a clause.
    pub reason: String,
}

/// What is made of a comparison: a verdict with its reason, or the verdict alone, for which no words are put together.
trait Said: Sized {
    fn new(verdict: Verdict, reason: impl FnOnce() -> String) -> Self;
    fn verdict(&self) -> Verdict;
    /// Another verdict, for a reason that is added.
    fn but(self, verdict: Verdict, reason: &str) -> Self;
}

impl Said for Judgement {
    fn new(verdict: Verdict, reason: impl FnOnce() -> String) -> Judgement {
        Judgement { verdict, reason: reason() }
    }

    fn verdict(&self) -> Verdict {
        self.verdict
    }

    fn but(self, verdict: Verdict, reason: &str) -> Judgement {
        Judgement { verdict, reason: format!("{}; but {reason}", self.reason) }
    }
}

impl Said for Verdict {
    fn new(verdict: Verdict, _: impl FnOnce() -> String) -> Verdict {
        verdict
    }

    fn verdict(&self) -> Verdict {
        *self
    }

    fn but(self, verdict: Verdict, _: &str) -> Verdict {
        verdict
    }
}

fn say<S: Said>(verdict: Verdict, reason: impl FnOnce() -> String) -> Option<S> {
    Some(S::new(verdict, reason))
}

/// Kinds whose values can be set against one another at all.
pub fn comparable(a: &Claim, b: &Claim) -> bool {
    use Kind::*;
    if a.kind == b.kind {
        return match a.kind {
            Measure => a.unit == b.unit || one_dimension(a, b),
            Identifier => stem(a) == stem(b),
            _ => true,
        };
    }
    let share = |k| matches!(k, Percent | Ratio | Multiplier);
    let plain = |k| matches!(k, Count | Number);
    // A rise by half is no half point.
    share(a.kind) && share(b.kind) && a.unit != "pp" && b.unit != "pp"
        || plain(a.kind) && plain(b.kind)
        || matches!((a.kind, b.kind), (Age, Duration) | (Duration, Age)) && one_dimension(a, b)
}

/// Whether two claims are in units of one dimension.
fn one_dimension(a: &Claim, b: &Claim) -> bool {
    matches!((pack::unit(&a.unit), pack::unit(&b.unit)), (Some(x), Some(y)) if x.dimension == y.dimension)
}

/// A label without its number.
fn stem(c: &Claim) -> String {
    c.value.to_string().chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The value that is compared: what it comes to, or else what is stated.
pub(crate) fn effective(c: &Claim) -> &Value {
    c.resolved.as_deref().unwrap_or(&c.value)
}

/// The size of a unit in its dimension's base unit.
fn size(unit: &str) -> Option<(&'static str, Num, Num)> {
    let u = pack::unit(unit)?;
    let offset = if u.offset.is_empty() { Num::ZERO } else { Num::parse(&u.offset)? };
    Some((u.dimension.as_str(), Num::parse(&u.ratio)?, offset))
}

/// A duration or measure in the base unit of its dimension, where that is exact.
pub fn in_base(c: &Claim) -> Option<Num> {
    let (_, ratio, offset) = size(&c.unit)?;
    (offset == Num::ZERO).then(|| c.value.num()?.mul(ratio)).flatten()
}

/// Compares two claims about the same fact; `None` where nothing can be said of them.
pub fn judge(a: &Claim, b: &Claim) -> Option<Judgement> {
    judge_read(a, b, true)
}

/// The same where neither figure may be the other rounded.
pub fn unrounded(a: &Claim, b: &Claim) -> Option<Judgement> {
    judge_read(a, b, false)
}

/// The verdict of [`judge`].
pub fn verdict(a: &Claim, b: &Claim) -> Option<Verdict> {
    judge_read(a, b, true)
}

fn judge_read<S: Said>(a: &Claim, b: &Claim, round: bool) -> Option<S> {
    let said: S = judge_stated(a, b, round)?;
    if said.verdict() != Verdict::Contradiction || a.also.is_empty() && b.also.is_empty() {
        return Some(said);
    }
    // Writing that can be read in two ways contradicts only if all of them do.
    let open = |c: &Claim| -> Vec<Claim> {
        let own = std::iter::once(c.clone());
        own.chain(c.also.iter().map(|v| Claim { value: v.clone(), kind: kind_of(c, v), resolved: None, ..c.clone() })).collect()
    };
    for x in open(a) {
        for y in open(b) {
            if judge_stated::<Verdict>(&x, &y, round).is_none_or(|v| v != Verdict::Contradiction) {
                return Some(said.but(Verdict::Tension, "one can be read otherwise, and nothing in its report decides"));
            }
        }
    }
    Some(said)
}

/// A reading may be of another kind: three quarters, or the third of April.
fn kind_of(c: &Claim, v: &Value) -> Kind {
    if matches!(v, Value::Date { .. }) { Kind::Date } else { c.kind }
}

fn judge_stated<S: Said>(a: &Claim, b: &Claim, round: bool) -> Option<S> {
    if !comparable(a, b) {
        return None;
    }
    match (effective(a), effective(b)) {
        (Value::Date { bound: x, date: p }, Value::Date { bound: y, date: q }) => {
            let (Value::Date { date: stated_a, .. }, Value::Date { date: stated_b, .. }) = (&a.value, &b.value) else {
                return dates::compare(*x, p, *y, q);
            };
            let (a, b) = (dates::Told { bound: *x, stated: stated_a, meant: p }, dates::Told { bound: *y, stated: stated_b, meant: q });
            dates::judge(&a, &b)
        }
        (Value::Time { .. }, Value::Time { .. }) => times::compare(effective(a), effective(b)),
        (Value::Label(p), Value::Label(q)) => {
            let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
            if digits(p) == digits(q) {
                say(Verdict::Agree, || format!("both name {p}"))
            } else {
                say(Verdict::Contradiction, || format!("{p} is not {q}"))
            }
        }
        (Value::Score(p, q), Value::Score(r, s)) => {
            if (p, q) == (r, s) {
                say(Verdict::Agree, || format!("both say {p}-{q}"))
            } else if (p, q) == (s, r) {
                say(Verdict::Agree, || format!("{p}-{q} is {r}-{s} seen from the other side"))
            } else {
                say(Verdict::Contradiction, || format!("{p}-{q} is not {r}-{s}"))
            }
        }
        (p, q) => {
            // How old somebody is, and how long something lasted.
            if matches!((a.kind, b.kind), (Kind::Age, Kind::Duration) | (Kind::Duration, Kind::Age)) && a.unit == b.unit && !p.with_figure_of(q) {
                return None;
            }
            if let (Value::Figure { bound: Bound::None, num: m, .. }, Value::Figure { bound: Bound::None, num: n, .. }) = (p, q)
                && (a.kind, b.kind) == (Kind::Ordinal, Kind::Ordinal)
            {
                return ordinals((*m, &a.unit), (*n, &b.unit));
            }
            let rounding = |loose: bool| match (round, loose) {
                (false, _) => Rounding::None,
                (true, false) => Rounding::Places,
                (true, true) => Rounding::Conversion,
            };
            if a.kind == Kind::Money && a.unit != b.unit && a.unit != "XXX" && b.unit != "XXX" {
                return currencies(a, b);
            }
            if a.kind == Kind::Percent && b.kind == Kind::Percent && a.unit != b.unit {
                return numbers::compare(p, q, Num::ONE, Num::ONE, "", rounding(false)).map(|j: S| {
                    if j.verdict() < Verdict::Qualifier {
                        S::new(Verdict::Qualifier, || "one says percent, the other percentage points".into())
                    } else {
                        j
                    }
                });
            }
            if a.kind == Kind::Measure && a.unit != b.unit && [&a.unit, &b.unit].iter().any(|u| size(u).is_some_and(|s| s.2 != Num::ZERO)) {
                return temperatures(a, b);
            }
            let (x, y, unit, loose) = scales(a, b)?;
            if let Some((p, q)) = without_minus(a, b) {
                let said: S = numbers::compare(&p, &q, x, y, unit, rounding(loose))?;
                // Who translates a minus sign writes one.
                let lost = a.segment.is_some() && said.verdict() < Verdict::Tension;
                return Some(if lost { said.but(Verdict::Tension, "only one has a minus sign") } else { said });
            }
            if let Some(reason) = counted_on(a, b).or_else(|| sign_in_words(a, b)) {
                return say(reason.0, || reason.1.to_owned());
            }
            numbers::compare(p, q, x, y, unit, rounding(loose))
        }
    }
}

/// Places in a row: the 70th is not the 68th, however round it looks.
fn ordinals<S: Said>((m, x): (Num, &str), (n, y): (Num, &str)) -> Option<S> {
    let nth = |n: Num, unit: &str| {
        let place = n.to_i64().unwrap_or(0);
        let end = match (place % 100, place % 10) {
            (11..=13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
        // What each counts is told where both call it the same.
        let unit = if x == y { pack::told(unit, true) } else { "" };
        format!("the {n}{end}{}{unit}", if unit.is_empty() { "" } else { " " })
    };
    if m == n {
        say(Verdict::Agree, || format!("both say {}", nth(m, x)))
    } else {
        say(Verdict::Contradiction, || format!("{} is not {}", nth(m, x), nth(n, y)))
    }
}

/// More than one, and two or more: of what is counted one by one, the one says what the other does.
fn counted_on(a: &Claim, b: &Claim) -> Option<(Verdict, &'static str)> {
    let least = |c: &Claim| match c.value {
        Value::Figure { bound: Bound::MoreThan, num, .. } if num.is_int() => num.add(Num::ONE).map(|n| (n, true)),
        Value::Figure { bound: Bound::AtLeast, num, .. } if num.is_int() => Some((num, true)),
        Value::Figure { bound: Bound::LessThan, num, .. } if num.is_int() => num.sub(Num::ONE).map(|n| (n, false)),
        Value::Figure { bound: Bound::AtMost, num, .. } if num.is_int() => Some((num, false)),
        _ => None,
    };
    let counts = a.kind == Kind::Count && b.kind == Kind::Count && a.value.bound() != b.value.bound();
    (counts && least(a)? == least(b)?).then_some((Verdict::Agree, "both say the same of what is counted one by one"))
}

/// -1 and 1: where a figure has a sign on one side only, a word may say on the other that it is taken off.
fn sign_in_words(a: &Claim, b: &Claim) -> Option<(Verdict, &'static str)> {
    let plain = |c: &Claim| matches!(c.kind, Kind::Count | Kind::Number);
    let (m, n) = (a.value.num()?, b.value.num()?);
    (plain(a) && plain(b) && m != n && m.neg() == n).then_some((Verdict::Tension, "the same figure, but only one has a minus sign"))
}

/// (-2%) and 2 per cent fewer: where one report has a sign and the other words, what is compared is by how much. Nothing if
/// both have signs, or neither.
fn without_minus(a: &Claim, b: &Claim) -> Option<(Value, Value)> {
    let below = |c: &Claim| match c.value {
        Value::Figure { bound: bound @ (Bound::None | Bound::About), num, step } if c.kind == Kind::Percent && num < Num::ZERO => {
            Some(Value::Figure { bound, num: num.neg(), step })
        }
        _ => None,
    };
    let words = |c: &Claim| (!has_plus(c)).then(|| c.value.clone());
    match (below(a), below(b)) {
        (Some(x), None) => Some((x, words(b)?)),
        (None, Some(y)) => Some((words(a)?, y)),
        _ => None,
    }
}

/// Whether a claim is written with a plus sign.
pub(crate) fn has_plus(c: &Claim) -> bool {
    c.text.contains('+')
}

/// Whether two claims state figures that differ by at most so many percent; never for dates, names and other currencies.
pub fn within(a: &Claim, b: &Claim, percent: Num) -> bool {
    let one_currency = a.kind != Kind::Money || a.unit == b.unit;
    let near = || {
        let (x, y, ..) = scales(a, b)?;
        numbers::within(&a.value, &b.value, x, y, percent)
    };
    one_currency && comparable(a, b) && near() == Some(true)
}

/// The dimension of months and years, and seconds of a month, as it is on average, and of a day.
const CALENDAR: &str = "calendar";
const MONTH: i64 = 2_629_800;
const DAY: i64 = 86_400;

/// What each figure is multiplied with so that both are in one unit, that unit, and whether a conversion makes it inexact.
fn scales<'a>(a: &'a Claim, b: &'a Claim) -> Option<(Num, Num, &'a str, bool)> {
    use Kind::*;
    let share = |c: &Claim| match c.kind {
        Ratio | Multiplier => Num::int(100),
        _ => Num::ONE,
    };
    match (a.kind, b.kind) {
        (Percent | Ratio | Multiplier, Percent | Ratio | Multiplier) if a.kind != b.kind => Some((share(a), share(b), "%", false)),
        (Measure, Measure) | (Duration | Age, Duration | Age) if a.unit != b.unit => {
            let (d1, x, o1) = size(&a.unit)?;
            let (d2, y, o2) = size(&b.unit)?;
            if o1 != Num::ZERO || o2 != Num::ZERO {
                return None;
            }
            if d1 == d2 {
                // Units of one system convert exactly; feet and metres are restated with rounding.
                let exact = a.kind != Measure
                    || x.div(y).is_some_and(|r| {
                        r.is_int() && r.last_place() == r || r.parts().0 == 1 && Num::ratio(r.parts().1, 1).is_some_and(|p| p.last_place() == p)
                    });
                let (base, unit) = if x >= y { (y, &b.unit) } else { (x, &a.unit) };
                return Some((x.div(base)?, y.div(base)?, unit, !exact));
            }
            // Days against months: a month is no number of days, so only roughly.
            if a.kind == Measure {
                return None;
            }
            let seconds = |d: &str, n: Num| if d == CALENDAR { n.mul(Num::int(MONTH)) } else { Some(n) };
            // Told in days, or in what is shorter.
            let (short, unit) = if d1 == CALENDAR { (y, b.unit.as_str()) } else { (x, a.unit.as_str()) };
            let (base, unit) = if short >= Num::int(DAY) { (Num::int(DAY), "day") } else { (short, unit) };
            Some((seconds(d1, x)?.div(base)?, seconds(d2, y)?.div(base)?, unit, true))
        }
        // Researchers and staff: neither word is the other report's.
        (Count, Count) if a.unit != b.unit => Some((Num::ONE, Num::ONE, "", false)),
        _ => Some((Num::ONE, Num::ONE, &a.unit, false)),
    }
}

/// Degrees of two scales: the same point, or the same difference (warmer by 2 °C, by 3.6 °F), within a degree's rounding.
fn temperatures<S: Said>(a: &Claim, b: &Claim) -> Option<S> {
    let ends = |c: &Claim| match &c.value {
        Value::Figure { num, .. } => Some((*num, *num)),
        Value::Range { low, high, .. } => Some((*low, *high)),
        _ => None,
    };
    let ((l1, h1), (l2, h2)) = (ends(a)?, ends(b)?);
    let ((_, r1, o1), (_, r2, o2)) = (size(&a.unit)?, size(&b.unit)?);
    let near = |x: Num, y: Num, offset: bool| {
        let base = |n: Num, r: Num, o: Num| n.mul(r)?.add(if offset { o } else { Num::ZERO });
        base(x, r1, o1)?.sub(base(y, r2, o2)?).map(|d| d.abs() <= Num::ratio(6, 10).unwrap_or(Num::ONE))
    };
    let same = |offset| near(l1, l2, offset) == Some(true) && near(h1, h2, offset) == Some(true);
    let said = || format!("{} {} and {} {}", a.value, pack::told(&a.unit, true), b.value, pack::told(&b.unit, true));
    if same(true) || same(false) {
        say(Verdict::Rounded, || format!("{} are the same but for conversion", said()))
    } else {
        say(Verdict::Contradiction, || format!("{} are not the same temperature", said()))
    }
}

/// Both figures in one unit, where both state one.
pub(crate) fn in_one_unit(a: &Claim, b: &Claim) -> Option<(Num, Num)> {
    let (p, q) = (effective(a).num()?, effective(b).num()?);
    if a.kind == Kind::Money {
        return Some((p, q));
    }
    let (x, y, ..) = scales(a, b)?;
    Some((p.mul(x)?, q.mul(y)?))
}

/// Another currency: the same figure is a mistake in one of them, another figure may be a conversion and is not compared.
fn currencies<S: Said>(a: &Claim, b: &Claim) -> Option<S> {
    let (x, y) = (a.value.num()?, b.value.num()?);
    if x == y { say(Verdict::Contradiction, || format!("the same figure in {} and in {}", a.unit, b.unit)) } else { None }
}
