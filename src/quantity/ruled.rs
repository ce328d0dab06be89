//! Quantities out of the rules of a pack.

use super::reader::Reader;
use super::rule;
use super::slot::{self, Cache};
use super::word::spell;
use super::{Quantity, clock, noun, unit};
use crate::date::{Date, Part};
use crate::kind::Kind;
use crate::num::Num;
use crate::pack::table::{Place, sort};
use crate::value::{Bound, Value};

pub(super) fn numeral_like(r: &Reader, pos: usize, first: char) -> bool {
    first.is_ascii_digit() || r.sorts(pos) & slot::NUMERAL != 0
}

pub(super) fn by_rules<'a>(r: &Reader<'a>, pos: usize, first: char, cache: &mut Cache<'a>) -> Option<Quantity> {
    let m = rule::longest(r, pos, first, numeral_like(r, pos, first), cache).filter(|m| !lacks_capital(r, pos, m.end))?;
    let rule = r.pack.rules.get(m.rule);
    let kind = Kind::parse(&rule.kind)?;
    if rule.value.is_empty() {
        // A wording that states nothing: it is passed over.
        return Some(passed(pos, m.end));
    }
    let mut stated = Bound::parse(&rule.bound);
    // Not expected before March: in March at the earliest.
    if kind == Kind::Date && stated == Bound::LessThan && negated(r, pos) {
        stated = Bound::AtLeast;
    }
    let value = value_of(kind, &m)
        .map(|v| month_of_year(v, &r.text[pos..m.end]))
        .filter(|v| !number_with_year(v, &r.text[pos..m.end]))?
        .with_bound(if stated == Bound::None { m.bound } else { stated });
    let digits = first.is_ascii_digit();
    let mut q = Quantity { start: pos, end: m.end, core: pos, kind, unit: m.unit, value, noun: None, scale: None, digits, bare: false };
    if kind == Kind::Time {
        clock::complete(r, &mut q, !m.nums.is_empty());
        near(r, &mut q);
    }
    // 555-0199 is a telephone's number.
    let written = &r.text[pos..m.end];
    if kind == Kind::Score && written.split(|c: char| !c.is_ascii_digit()).any(|d| d.len() > 2 && d.starts_with('0')) {
        return None;
    }
    // A ruler's number, not any Roman-looking initial at a sentence's start.
    if kind == Kind::Identifier && m.label && pos == r.start && m.nums.first().is_some_and(|n| *n > Num::int(30)) {
        return None;
    }
    // Series C, vitamin D: a letter, not five hundred.
    let letter = || r.text[pos..m.end].trim_end_matches('.').rsplit(' ').next().is_some_and(|w| matches!(w, "C" | "D" | "L" | "M"));
    if kind == Kind::Identifier && m.label && letter() {
        return None;
    }
    // 下午四點多: some minutes past the hour.
    let past = || unit::bound_after(r, q.end, &[Place::Inner]).filter(|(e, b)| *b == Bound::MoreThan && r.is(*e, sort::COUNTER).is_none());
    if let Some((e, b)) = unit::bound_after(r, q.end, &[Place::After]).or_else(|| if kind == Kind::Time { past() } else { None })
        && q.value.bound() == Bound::None
        && !matches!(kind, Kind::Identifier | Kind::Score)
        // 前年を上回った: the year is what is compared with.
        && (kind != Kind::Date || !matches!(b, Bound::MoreThan | Bound::LessThan))
    {
        q.value = q.value.with_bound(b);
        q.end = e;
    }
    if matches!(kind, Kind::Ratio | Kind::Count | Kind::Ordinal | Kind::Multiplier) {
        // What the rule says is counted: 36 storeys of a building are no buildings.
        let unit = q.unit.clone();
        let fits = |n: &noun::Noun| noun::fits(n, &unit);
        q.noun = noun::after(r, q.end).filter(fits);
        // Due operai su cinque, one woman in four: what is counted stands inside.
        if kind == Kind::Ratio && r.pack.table.spaces && numeral_like(r, pos, first) {
            let head = cache.number(pos).map_or_else(|| r.letters(pos), |n| n.end);
            let within = |n: &noun::Noun| n.span.0 > head && n.span.1 < q.end;
            let inside = if r.char_at(head) == Some(' ') { noun::after(r, head).filter(within) } else { None };
            q.noun = inside.or(q.noun);
        }
        if kind == Kind::Ordinal && q.unit.is_empty() && r.pack.table.spaces {
            spell(r, &mut q);
        }
        if kind == Kind::Count {
            q.noun = q.noun.or_else(|| noun::before(r, pos).filter(fits));
        }
    }
    Some(q)
}

/// How long the same time in another zone is at most, in bytes.
const ZONED: usize = 48;

/// Takes in a hedge that only times of day have; where words are not separated, it stands behind them: 午後2時過ぎ.
fn near(r: &Reader, q: &mut Quantity) {
    if !r.pack.table.spaces {
        let rest = &r.folded[q.end..r.end];
        // 7時(日本時間10時)過ぎ: the same hour in another zone comes between.
        let bracket = if rest.starts_with('(') { rest.find(')').filter(|e| *e <= ZONED).map_or(0, |e| e + 1) } else { 0 };
        let rest = &rest[bracket..];
        let hedge = r.pack.table.near_times.iter().filter(|w| rest.starts_with(w.as_str())).map(String::len).max();
        if let Some(len) = hedge.filter(|_| q.value.bound() == Bound::None) {
            q.end += if bracket == 0 { len } else { 0 };
            q.value = q.value.clone().with_bound(Bound::About);
        }
        return;
    }
    let before = r.folded[r.start..q.start].trim_end_matches(' ');
    let hedge = r.pack.table.near_times.iter().filter(|w| before.ends_with(w.as_str()) && r.word_start(r.start + before.len() - w.len()));
    if let Some(w) = hedge.max_by_key(|w| w.len()).filter(|_| q.value.bound() == Bound::None) {
        q.start = r.start + before.len() - w.len();
        q.value = q.value.clone().with_bound(Bound::About);
    }
}

/// What states nothing and is passed over.
pub(super) fn passed(pos: usize, end: usize) -> Quantity {
    Quantity { end, kind: Kind::Identifier, value: Value::Label(String::new()), ..nothing(pos) }
}

/// Whether a negation stands a few words before, in the same clause.
fn negated(r: &Reader, pos: usize) -> bool {
    /// How many words back it may stand.
    const WORDS: usize = 4;
    let clause = r.folded[r.start..pos].rsplit([',', ';', ':', '(', '"', '“', '„', '«']).next().unwrap_or("");
    let negations = &r.pack.table.negations;
    let negates = |w: &str| {
        negations.iter().any(|n| w == n || n.starts_with("n'") && w.ends_with(n.as_str()) || n.starts_with("n’") && w.ends_with(n.as_str()))
    };
    r.pack.table.spaces && clause.split_whitespace().rev().take(WORDS).any(negates)
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

/// Whether a word stands here that needs a capital to be part of a date: this may take long.
fn lacks_capital(r: &Reader, from: usize, to: usize) -> bool {
    r.pack.table.capitals.iter().any(|w| {
        let small = |(at, _): (usize, &str)| r.word_start(from + at) && r.word_end(from + at + w.len());
        r.text[from..to].match_indices(w.as_str()).any(small)
    })
}

/// March in 2016-03, which is no span of years as 2016-17 is.
fn month_of_year(v: Value, text: &str) -> Value {
    let Value::Date { bound, date: Date::Interval(p, q) } = &v else { return v };
    let back = matches!((p.year_number(), q.year_number()), (Some(from), Some(to)) if to < from && p.month.is_none() && !p.bc);
    let figures = || text.len() == 7 && text.as_bytes()[4] == b'-' && text.bytes().filter(u8::is_ascii_digit).count() == 6;
    match Date::parse(text).filter(|_| back && figures()) {
        Some(date) => Value::Date { bound: *bound, date },
        None => v,
    }
}

/// Directive 2015/2366, a number 9999-9999, between 2000 and 2600 trees: no span of years.
fn number_with_year(v: &Value, text: &str) -> bool {
    /// Further on nobody looks.
    const LAST: i32 = 2300;
    let Value::Date { date: Date::Interval(p, q), .. } = v else { return false };
    let year = |p: &Part| p.year_number().filter(|_| p.month.is_none() && !p.bc);
    match (year(p), year(q)) {
        (Some(from), Some(to)) => to == from || to > LAST || text.contains('/') && !(from..from + 20).contains(&to),
        _ => false,
    }
}

pub(super) fn value_of(kind: Kind, m: &rule::Match) -> Option<Value> {
    Some(match kind {
        Kind::Date => Value::Date { bound: Bound::None, date: Date::parse(&m.value)? },
        Kind::Time => {
            // Two of them with a stroke between: 9~10時.
            let text = m.value.split('/').map(time).collect::<Option<Vec<_>>>()?.join("/");
            Value::Time { bound: Bound::None, text, half: false, zone: String::new() }
        }
        Kind::Identifier => Value::Label(m.value.clone()),
        Kind::Score => {
            let (a, b) = m.value.split_once('-')?;
            let (a, b) = (Num::parse(a)?, Num::parse(b)?);
            // ISO 3166-1 is none.
            if m.unit.is_empty() && (a >= Num::int(1000) || b >= Num::int(1000)) {
                return None;
            }
            Value::Score(a, b)
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
