//! Lists that share what is said once: `16 und 17 Prozent`, `2 e 1,4 miliardi di sterline`, `14・15日`.

use super::Quantity;
use super::reader::Reader;
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::pack::table::{Lexeme, sort};
use crate::value::{Bound, Value};

/// Gives bare numbers the unit, the scale and the month of the next member of their list.
pub fn share_units(r: &Reader, found: &mut [Quantity]) {
    share_nouns(r, found);
    for i in (0..found.len().saturating_sub(1)).rev() {
        let (left, right) = found.split_at_mut(i + 1);
        let (a, b) = (&mut left[i], &right[0]);
        if !(a.bare || a.noun.is_none() && a.kind == Kind::Count && a.unit.is_empty()) || !a.digits && a.kind != Kind::Count {
            continue;
        }
        let counted = !r.pack.table.spaces
            && !r.char_before(a.end).is_some_and(|c| c.is_ascii_digit())
            && r.before(a.end, 12, sort::DIGIT | sort::HUNDRED | sort::SCALE).is_none();
        // Up 12 per cent to 80 million and 9 per cent: no share is that large.
        let large = a.scale.is_some() && matches!(b.kind, Kind::Percent | Kind::Age);
        if counted || large || !linked(r, a.end, b.start) && !crossed(r, a, b) {
            continue;
        }
        let Value::Figure { bound, num, step } = a.value else { continue };
        match b.kind {
            Kind::Money | Kind::Percent | Kind::Duration | Kind::Measure | Kind::Age | Kind::Count if !b.bare => {
                let scaled = match (a.scale, b.scale) {
                    (None, Some(s)) => num.mul(s).zip(step.mul(s)),
                    _ => Some((num, step)),
                };
                let Some((num, step)) = scaled else { continue };
                a.value = Value::Figure { bound, num, step };
                (a.kind, a.unit, a.noun, a.bare) = (b.kind, b.unit.clone(), b.noun, false);
            }
            // 1998, 2002 and 2006年: years share their unit.
            Kind::Date
                if a.digits
                    && !r.pack.table.spaces
                    && matches!(&b.value, Value::Date { date: Date::Calendar(p), .. } if p.to_string().bytes().filter(u8::is_ascii_digit).count() == 4 && p.month.is_none() && p.day.is_none()) =>
            {
                if let Some(y) = num.to_i64().filter(|y| (1000..=2999).contains(y))
                    && let Some(date) = Date::parse(&y.to_string())
                {
                    a.kind = Kind::Date;
                    a.value = Value::Date { bound, date };
                    a.bare = false;
                }
            }
            // 3、4和5月, 70、80年代: months and decades.
            Kind::Date if a.digits && !r.pack.table.spaces && matches!(&b.value, Value::Date { date: Date::Calendar(p), .. } if p.day.is_none()) => {
                let Value::Date { date: Date::Calendar(p), .. } = &b.value else { continue };
                let Some(n) = num.to_i64() else { continue };
                let text = p.to_string();
                let text = match p.month {
                    Some(1..=12) if (1..=12).contains(&n) => text.get(..5).map(|y| format!("{y}{n:02}")),
                    None if text.starts_with("XX") && text.ends_with('X') && n % 10 == 0 && (10..=90).contains(&n) => Some(format!("XX{}X", n / 10)),
                    _ => None,
                };
                if let Some(date) = text.and_then(|t| Date::parse(&t)) {
                    a.kind = Kind::Date;
                    a.value = Value::Date { bound, date };
                    a.bare = false;
                }
            }
            Kind::Date => {
                // 16 and 17 October: the day before takes the month after.
                if let (Value::Date { date: Date::Calendar(p), .. }, Some(d)) = (&b.value, num.to_i64())
                    && p.day.is_some()
                    && (1..=31).contains(&d)
                {
                    let mut p = p.clone();
                    p.day = Some(d as u8);
                    if let Some(date) = Date::parse(&p.to_string()) {
                        a.kind = Kind::Date;
                        a.value = Value::Date { bound, date: date.clone() };
                        a.bare = false;
                    }
                }
            }
            // The 12., 57. und 89. Minute.
            Kind::Ordinal if a.digits && r.glued(a.end, sort::ORDINAL_AFTER).is_some() => {
                (a.kind, a.unit, a.noun, a.bare) = (Kind::Ordinal, b.unit.clone(), b.noun, false);
            }
            _ => {}
        }
    }
}

/// 40 x 60 cm: the measures of two sides share their unit.
fn crossed(r: &Reader, a: &Quantity, b: &Quantity) -> bool {
    b.kind == Kind::Measure && matches!(r.text.get(a.end..b.start).map(str::trim), Some("x" | "×" | "X"))
}

/// The 12th and 57th minutes: ordinals share what is counted.
fn share_nouns(r: &Reader, found: &mut [Quantity]) {
    for i in (0..found.len().saturating_sub(1)).rev() {
        let (a, b) = (&found[i], &found[i + 1]);
        if a.kind == Kind::Ordinal && b.kind == Kind::Ordinal && a.noun.is_none() && a.unit.is_empty() && linked(r, a.end, b.start) {
            let (noun, unit) = (b.noun, b.unit.clone());
            (found[i].noun, found[i].unit) = (noun, unit);
        }
    }
}

/// Five years and six months are one span: 66 months.
pub fn join_durations(r: &Reader, found: &mut Vec<Quantity>) {
    let mut i = 1;
    while i < found.len() {
        match joined(r, &found[i - 1], &found[i]) {
            Some(q) => {
                found[i - 1] = q;
                found.remove(i);
            }
            None => i += 1,
        }
    }
}

fn joined(r: &Reader, a: &Quantity, b: &Quantity) -> Option<Quantity> {
    let (Value::Figure { bound, num: x, .. }, Value::Figure { bound: Bound::None, num: y, step }) = (&a.value, &b.value) else { return None };
    // 6ft 4in, 3 kg and 400 g.
    let measures = a.kind == Kind::Measure && b.kind == Kind::Measure && !r.text.get(a.end..b.start)?.contains(',');
    if !measures && (a.kind != Kind::Duration || b.kind != Kind::Duration) || !x.is_int() || a.end > b.start {
        return None;
    }
    let (p, q) = (pack::unit(&a.unit)?, pack::unit(&b.unit)?);
    let times = Num::parse(&p.ratio)?.div(Num::parse(&q.ratio)?)?;
    let gap = r.text[a.end..b.start].trim();
    // Between three years and the eight months: behind an article begins another span.
    let another = a.kind == Kind::Duration && gap.trim_start_matches(',').trim().contains(' ');
    if another {
        return None;
    }
    // Only what is less than one of the larger unit continues it.
    if p.dimension != q.dimension || *y >= times || *x >= Num::int(1000) || !(gap.is_empty() && b.start - a.end <= 1 || linked(r, a.end, b.start)) {
        return None;
    }
    let num = x.mul(times)?.add(*y)?;
    Some(Quantity { end: b.end, unit: b.unit.clone(), value: Value::Figure { bound: *bound, num, step: *step }, ..a.clone() })
}

/// 4月3、4日: a month and the day that follows it at once are one date.
pub fn join_days(r: &Reader, found: &mut Vec<Quantity>) {
    let mut i = 1;
    while i < found.len() {
        let (a, b) = (&found[i - 1], &found[i]);
        let date = match (&a.value, &b.value) {
            (Value::Date { bound, date: Date::Calendar(p) }, Value::Date { bound: Bound::None, date: Date::Calendar(q) })
                if a.end == b.start && !r.pack.table.spaces && p.day.is_none() && q.day.is_some() && q.month.is_none_or(|m| m == 0) =>
            {
                let text = q.day.map(|d| format!("{p}-{d:02}"));
                p.month.filter(|m| (1..=12).contains(m)).and(text).and_then(|t| Date::parse(&t)).map(|date| Value::Date { bound: *bound, date })
            }
            _ => None,
        };
        match date {
            Some(value) => {
                found[i - 1] = Quantity { end: b.end, value, ..a.clone() };
                found.remove(i);
            }
            None => i += 1,
        }
    }
}

/// 10月16日、17日: a day takes the month that stands with the day before it.
pub fn share_months(r: &Reader, found: &mut [Quantity]) {
    for i in 1..found.len() {
        let (left, right) = found.split_at_mut(i);
        let (a, b) = (&left[i - 1], &mut right[0]);
        let (Value::Date { date: Date::Calendar(p), .. }, Value::Date { bound, date: Date::Calendar(q) }) = (&a.value, &b.value) else { continue };
        let known = |m: Option<u8>| m.is_some_and(|m| (1..=12).contains(&m));
        if known(p.month)
            && p.day.is_some()
            && q.day.is_some()
            && !known(q.month)
            && linked(r, a.end, b.start)
            && let Some(text) = p.to_string().rfind('-').zip(q.day).map(|(n, d)| format!("{}-{d:02}", &p.to_string()[..n]))
            && let Some(date) = Date::parse(&text)
        {
            b.value = Value::Date { bound: *bound, date };
        }
    }
}

/// Whether only a list's link stands between.
pub(super) fn linked(r: &Reader, from: usize, to: usize) -> bool {
    if from > to || to - from > 16 {
        return false;
    }
    // The first of two days may carry the mark of an ordinal: 3. und 4. Mai; of two compounds a hyphen: 16- und 17-jährige.
    let hyphen = r.rest(from).starts_with(b"- ").then_some(from + 1);
    let mark = hyphen.or_else(|| r.glued(from, sort::ORDINAL_AFTER));
    let between = r.folded[mark.filter(|e| *e < to).unwrap_or(from)..to].trim();
    if matches!(between, "," | "、" | "・" | "/" | "·") {
        return true;
    }
    let word = between.trim_start_matches(',').trim();
    // An article may stand behind it: il 30 o il 31.
    let article = || word.split_once(' ').filter(|(_, rest)| r.pack.get(rest).any(|l| matches!(l, Lexeme::Filler | Lexeme::Article))).map(|s| s.0);
    let links = |w: &str| r.pack.get(w).any(|l| matches!(l, Lexeme::RangeAnd | Lexeme::RangeOr | Lexeme::RangeShift | Lexeme::Joiner));
    links(word) || article().is_some_and(links)
}
