//! Quantities out of the rules of a pack.

use super::reader::Reader;
use super::rule;
use super::slot::{self, Cache};
use super::{Quantity, clock, noun, unit};
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack::table::Place;
use crate::value::{Bound, Value};

pub(super) fn numeral_like(r: &Reader, pos: usize, first: char) -> bool {
    first.is_ascii_digit() || r.sorts(pos) & slot::NUMERAL != 0
}

pub(super) fn by_rules<'a>(r: &Reader<'a>, pos: usize, first: char, cache: &mut Cache<'a>) -> Option<Quantity> {
    let m = rule::longest(r, pos, first, numeral_like(r, pos, first), cache)?;
    let rule = r.pack.rules.get(m.rule);
    let kind = Kind::parse(&rule.kind)?;
    if rule.value.is_empty() {
        // A wording that states nothing: it is passed over.
        return Some(Quantity { end: m.end, kind: Kind::Identifier, value: Value::Label(String::new()), ..nothing(pos) });
    }
    let stated = Bound::parse(&rule.bound);
    let value = value_of(kind, &m)?.with_bound(if stated == Bound::None { m.bound } else { stated });
    let digits = first.is_ascii_digit();
    let mut q = Quantity { start: pos, end: m.end, core: pos, kind, unit: m.unit, value, noun: None, scale: None, digits, bare: false };
    if kind == Kind::Time {
        clock::complete(r, &mut q, !m.nums.is_empty());
    }
    // A ruler's number, not any Roman-looking initial at a sentence's start.
    if kind == Kind::Identifier && m.label && pos == r.start && m.nums.first().is_some_and(|n| *n > Num::int(30)) {
        return None;
    }
    if let Some((e, b)) = unit::bound_after(r, q.end, &[Place::After])
        && q.value.bound() == Bound::None
        && !matches!(kind, Kind::Identifier | Kind::Score)
    {
        q.value = q.value.with_bound(b);
        q.end = e;
    }
    if matches!(kind, Kind::Ratio | Kind::Count | Kind::Ordinal | Kind::Multiplier) {
        q.noun = noun::after(r, q.end);
        if kind == Kind::Count {
            q.noun = q.noun.or_else(|| noun::before(r, pos));
        }
    }
    Some(q)
}

pub(super) fn nothing(pos: usize) -> Quantity {
    Quantity {
        start: pos,
        end: pos,
        core: pos,
        kind: Kind::Count,
        unit: String::new(),
        value: Value::figure(Num::ONE, Num::ONE),
        noun: None,
        scale: None,
        digits: false,
        bare: false,
    }
}

pub(super) fn value_of(kind: Kind, m: &rule::Match) -> Option<Value> {
    Some(match kind {
        Kind::Date => Value::Date { bound: Bound::None, date: Date::parse(&m.value)? },
        Kind::Time => Value::Time { bound: Bound::None, text: time(&m.value)?, half: false, zone: String::new() },
        Kind::Identifier => Value::Label(m.value.clone()),
        Kind::Score => {
            let (a, b) = m.value.split_once('-')?;
            Value::Score(Num::parse(a)?, Num::parse(b)?)
        }
        Kind::Ratio => {
            let (a, b) = m.value.split_once('/')?;
            let (top, bottom) = (Num::parse(a)?, Num::parse(b)?);
            if bottom == Num::ZERO || top > bottom {
                return None;
            }
            Value::Ratio { bound: Bound::None, top, bottom }
        }
        _ => {
            if let Some((a, b)) = m.value.split_once("..") {
                let (low, high) = (Num::parse(a)?, Num::parse(b)?);
                return (low < high).then_some(Value::Range { bound: Bound::None, low, high });
            }
            let n = Num::parse(&m.value)?;
            Value::figure(n, n.last_place())
        }
    })
}

/// `T9:5` as `T09:05`.
pub(super) fn time(s: &str) -> Option<String> {
    let mut out = String::from("T");
    for (i, p) in s.strip_prefix('T')?.split(':').enumerate() {
        let n: u32 = p.parse().ok()?;
        if n > if i == 0 { 24 } else { 59 } {
            return None;
        }
        if i > 0 {
            out.push(':');
        }
        out += &format!("{n:02}");
    }
    if !out.contains(':') {
        out += ":00";
    }
    Some(out)
}
