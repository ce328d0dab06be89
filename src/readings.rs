//! Readings: what a claim may also mean where its writing alone does not decide.
//!
//! `1.234` is a thousand in one place and one in another, `04/05/2024` April or May, `3/4` a share or a day, and some
//! scale words have two sizes; last Tuesday is one of two. A claim keeps its other readings until the report's own usage decides; what stays open is
//! said, and alone makes no contradiction. This module knows no language.

use crate::claim::{Claim, Report};
use crate::date::{Date, Day};
use crate::kind::Kind;
use crate::num::Num;
use crate::pack::{self, Pack};
use crate::value::{Bound, Value};

/// Gives the claims of one report their other readings, or settles them by the report's usage.
pub fn settle(claims: &mut [Claim], pack: &Pack) {
    let marks = usage(claims, ['.', ','], pack);
    let order = order(claims);
    let shares = claims.iter().any(|c| c.kind == Kind::Ratio && c.noun.is_some() && slashed(&c.text).is_some());
    let currency = currency(claims, pack);
    for c in claims {
        match c.kind {
            Kind::Date if pack.table.either_order => day_and_month(c, order),
            Kind::Ratio if pack.table.spaces && !shares => share_or_day(c, pack),
            Kind::Count | Kind::Number | Kind::Money | Kind::Measure | Kind::Percent => {
                separator(c, &marks, pack);
                scale_word(c, pack);
            }
            _ => {}
        }
        if c.kind == Kind::Money
            && c.unit == "XXX"
            && let Some(code) = &currency
        {
            c.unit.clone_from(code);
        }
    }
}

/// What a mark is used for in a report.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Unknown,
    Decimal,
    Group,
    Both,
}

/// Digit runs of a text with the marks between them: `1.234,5` is `1 . 234 , 5`.
fn figures(text: &str) -> Vec<Vec<(usize, char)>> {
    // A figure as its runs: how many digits, and the mark after them (a space for none).
    let mut all = Vec::new();
    let mut runs: Vec<(usize, char)> = Vec::new();
    let mut digits = 0;
    let bytes = text.as_bytes();
    for (i, c) in bytes.iter().enumerate() {
        if c.is_ascii_digit() {
            digits += 1;
            continue;
        }
        let inside = digits > 0 && matches!(c, b'.' | b',') && bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
        if digits > 0 {
            runs.push((digits, if inside { char::from(*c) } else { ' ' }));
            digits = 0;
        }
        if !inside && !runs.is_empty() {
            all.push(std::mem::take(&mut runs));
        }
    }
    if digits > 0 {
        runs.push((digits, ' '));
    }
    if !runs.is_empty() {
        all.push(runs);
    }
    all
}

/// Whether a mark stands between two digits: without one a figure can be read in one way only.
fn marked(text: &str) -> bool {
    text.as_bytes().windows(3).any(|w| matches!(w[1], b'.' | b',') && w[0].is_ascii_digit() && w[2].is_ascii_digit())
}

fn numeric(k: Kind) -> bool {
    matches!(k, Kind::Count | Kind::Number | Kind::Money | Kind::Measure | Kind::Percent | Kind::Duration | Kind::Age)
}

/// Whether a figure may be the number of a version, which has a full stop in every language: 4.0 of what has no unit.
fn version(c: &Claim, pack: &Pack) -> bool {
    let foreign = || !pack.table.number.decimal.iter().any(|m| m == ".");
    matches!(c.kind, Kind::Count | Kind::Number) && foreign() && c.value.num().is_some_and(|n| n.abs() < Num::int(100))
}

/// What the report's clear cases say of each mark: two groups, or a group before a decimal, or other than three digits
/// after it.
fn usage(claims: &[Claim], all: [char; 2], pack: &Pack) -> [(char, Use); 2] {
    let mut seen = all.map(|mark| (mark, false, false));
    for runs in claims.iter().filter(|c| numeric(c.kind) && marked(&c.text) && !version(c, pack)).flat_map(|c| figures(&c.text)) {
        let marks: Vec<char> = runs.iter().map(|r| r.1).filter(|m| *m != ' ').collect();
        for (mark, decimal, group) in &mut seen {
            match marks.as_slice() {
                [a] if runs[1].0 != 3 || runs[0].0 > 3 => {
                    // The one is decimal, so the other groups.
                    *decimal |= a == mark;
                    *group |= a != mark && runs[1].0 <= 2;
                }
                [a, .., b] if a != b => {
                    *decimal |= b == mark;
                    *group |= a == mark;
                }
                [a, _, ..] => {
                    *group |= a == mark;
                    *decimal |= a != mark;
                }
                _ => {}
            }
        }
    }
    seen.map(|(mark, decimal, group)| {
        let used = match (decimal, group) {
            (true, true) => Use::Both,
            (true, false) => Use::Decimal,
            (false, true) => Use::Group,
            (false, false) => Use::Unknown,
        };
        (mark, used)
    })
}

/// `1.234`: three digits after a single mark.
fn separator(c: &mut Claim, marks: &[(char, Use)], pack: &Pack) {
    if !marked(&c.text) {
        return;
    }
    let all = figures(&c.text);
    let [runs] = all.as_slice() else { return };
    let [(before, mark), (3, ' ')] = runs.as_slice() else { return };
    let Value::Figure { bound, num, step } = c.value else { return };
    // 0.234 is a decimal in any case.
    let leading = c.text.trim_start_matches(|x: char| !x.is_ascii_digit()).starts_with('0');
    if *before > 3 || leading || num == Num::ZERO {
        return;
    }
    let own_decimal = pack.table.number.decimal.iter().any(|m| m.starts_with(*mark));
    // What stands before it, or the language of its sentence, has decided already: Abbildung 17.175.
    let digits: String = c.text.chars().filter(char::is_ascii_digit).collect();
    let whole = Num::parse(&digits);
    if !own_decimal && Some(num.abs()) < whole || own_decimal && Some(num.abs()) == whole {
        return;
    }
    let used = marks.iter().find(|m| m.0 == *mark).map_or(Use::Unknown, |m| m.1);
    let thousand = Num::int(1000);
    let other = if own_decimal { num.mul(thousand).zip(step.mul(thousand)) } else { num.div(thousand).zip(step.div(thousand)) };
    let Some((other, other_step)) = other else { return };
    let other = Value::Figure { bound, num: other, step: other_step };
    // Things that are counted one by one, without a scale word, come in no thousandths.
    let grouped = if own_decimal { other.num() } else { c.value.num() };
    let whole = c.kind == Kind::Count && grouped == whole;
    match (used, own_decimal) {
        (Use::Decimal, true) | (Use::Group, false) => {}
        (Use::Decimal, false) | (Use::Group, true) => c.value = other,
        _ if whole && own_decimal => {
            c.also.push(c.value.clone());
            c.value = other;
        }
        _ if whole => {}
        _ => c.also.push(other),
    }
}

/// Two or three numbers with slashes between them.
fn slashed(text: &str) -> Option<(u8, u8, Option<i32>)> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let to = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let parts: Vec<&str> = text[from..to].split('/').collect();
    let short = |s: &str| if s.len() <= 2 { s.parse::<u8>().ok() } else { None };
    match parts.as_slice() {
        [a, b] => Some((short(a)?, short(b)?, None)),
        [a, b, y] => Some((short(a)?, short(b)?, Some(y.parse().ok()?))),
        _ => None,
    }
}

/// Day or month first, as far as the report shows it.
fn order(claims: &[Claim]) -> Option<bool> {
    let (mut day, mut month) = (false, false);
    for c in claims.iter().filter(|c| c.kind == Kind::Date) {
        if let Some((a, b, Some(_))) = slashed(&c.text) {
            day |= a > 12;
            month |= b > 12;
            continue;
        }
        // 5 April 2024 or April 5, 2024: a name of a month beside its day.
        let Value::Date { date: Date::Calendar(p), .. } = &c.value else { continue };
        if p.day.is_some() && p.month.is_some() && c.text.chars().any(char::is_alphabetic) {
            let text = c.text.trim();
            day |= text.starts_with(|x: char| x.is_ascii_digit()) && !text.contains(['-', '/']);
            month |= text.starts_with(char::is_uppercase) && text.chars().any(|x| x.is_ascii_digit());
        }
    }
    (day != month).then_some(day)
}

/// `04/05/2024`
fn day_and_month(c: &mut Claim, day_first: Option<bool>) {
    let Some((a, b, Some(_))) = slashed(&c.text) else { return };
    let Value::Date { bound, date: Date::Calendar(p) } = &c.value else { return };
    if a == b || a > 12 || b > 12 {
        return;
    }
    let (bound, own_day_first) = (*bound, p.day == Some(a));
    let mut other = p.clone();
    (other.month, other.day) = (p.day, p.month);
    let other = Value::Date { bound, date: Date::Calendar(other) };
    match day_first {
        Some(d) if d == own_day_first => {}
        Some(_) => c.value = other,
        None => c.also.push(other),
    }
}

/// `3/4`, with nothing beside it that says what it is.
fn share_or_day(c: &mut Claim, pack: &Pack) {
    let Some((a, b, None)) = slashed(&c.text) else { return };
    if c.noun.is_some() || c.value.bound() != Bound::None || !c.text.chars().all(|x| x.is_ascii_digit() || x == '/') {
        return;
    }
    let day = |m: u8, d: u8| Date::parse(&format!("XXXX-{m:02}-{d:02}")).filter(|_| (1..=12).contains(&m) && (1..=31).contains(&d));
    let mut dates = vec![day(b, a)];
    if pack.table.either_order {
        dates.push(day(a, b));
    }
    c.also.extend(dates.into_iter().flatten().map(|date| Value::Date { bound: Bound::None, date }));
}

/// Last Tuesday, told on a Thursday: two days ago, or that of last week. Told on a Monday they are one.
pub fn open_weeks(report: &mut Report) {
    for c in &mut report.claims {
        let Value::Date { bound, date: Date::Weekday(day) } = &c.value else { continue };
        let Some(pack) = pack::find(report.sentences[c.sentence].lang) else { continue };
        let (past, coming) = (&pack.table.open_week, &pack.table.coming_month);
        if past.is_empty() && coming.is_empty() || c.dateline {
            continue;
        }
        let beside = words_beside(&report.source, report.sentences[c.sentence].span, c.span, pack);
        let says = |words: &[String]| beside.iter().flatten().any(|w| words.contains(w));
        let week = match (says(past), says(coming)) {
            (true, false) => "week-1",
            (false, true) => "week+1",
            _ => continue,
        };
        let Some(other) = Date::parse(&format!("rel:{week}-{day}")) else { continue };
        let other = report.date.and_then(|on| other.resolve(on)).unwrap_or(other);
        let other = Value::Date { bound: *bound, date: other };
        // Next Sunday is not behind us, and last Sunday, told on a Sunday, is not today.
        let told = report.date.and_then(|on| told_day(on, *day, week == "week+1")).map(|date| Box::new(Value::Date { bound: *bound, date }));
        c.resolved = told.or_else(|| c.resolved.take());
        if c.resolved.as_deref() != Some(&other) {
            c.also.push(other);
        }
    }
}

/// The nearest day of that name behind or before a day, which is itself neither.
fn told_day(on: Day, weekday: u8, coming: bool) -> Option<Date> {
    let away = (i64::from(weekday) + 7 - i64::from(on.weekday())) % 7;
    let days = if coming { if away == 0 { 7 } else { away } } else { away - 7 };
    Date::parse(&Day::from_number(on.number() + days).to_string())
}

/// Last July, nächsten März: the nearest month of that name on the side that the word says.
pub fn told_months(report: &mut Report) {
    let Some(on) = report.date else { return };
    for c in &mut report.claims {
        let Value::Date { bound, date: Date::Calendar(part) } = &c.value else { continue };
        let Some(month) = part.month.filter(|m| (1..=12).contains(m) && part.year == *b"XXXX") else { continue };
        let Some(pack) = pack::find(report.sentences[c.sentence].lang) else { continue };
        let (past, coming) = (&pack.table.past_month, &pack.table.coming_month);
        if past.is_empty() && coming.is_empty() || c.dateline {
            continue;
        }
        let beside = words_beside(&report.source, report.sentences[c.sentence].span, c.span, pack);
        let says = |words: &[String]| beside.iter().flatten().any(|w| words.contains(w));
        let passed = (month, part.day.unwrap_or(31)) < (on.month, on.day) || month < on.month;
        let year = match (says(past), says(coming)) {
            (true, false) => on.year - i32::from(!passed),
            (false, true) => on.year + i32::from(passed || month == on.month && part.day.is_none()),
            _ => continue,
        };
        let text = part.to_string();
        let Some(date) = text.get(4..).and_then(|rest| Date::parse(&format!("{year:04}{rest}"))) else { continue };
        c.resolved = Some(Box::new(Value::Date { bound: *bound, date }));
    }
}

/// The word before a claim, its first, its last and the word behind it.
fn words_beside(source: &str, sentence: (usize, usize), span: (usize, usize), pack: &Pack) -> [Option<String>; 4] {
    let of = |from: usize, to: usize| source.get(from..to).unwrap_or("");
    let (before, own, after) = (of(sentence.0, span.0), of(span.0, span.1), of(span.1, sentence.1));
    let apart = |c: char| !c.is_alphanumeric();
    let first = |text: &'_ str| text.split(apart).find(|w| !w.is_empty()).map(|w| pack.fold(w));
    let last = |text: &'_ str| text.rsplit(apart).find(|w| !w.is_empty()).map(|w| pack.fold(w));
    [last(before), first(own), last(own), first(after)]
}

/// A scale word that has another size in other hands.
fn scale_word(c: &mut Claim, pack: &Pack) {
    // Amounts of money are counted in the size that all share.
    if c.kind == Kind::Money || pack.table.doubtful.is_empty() {
        return;
    }
    let Value::Figure { bound, num, step } = c.value else { return };
    // Digits alone name no scale.
    if !c.text.bytes().any(|b| !b.is_ascii_digit()) {
        return;
    }
    let folded = pack.fold(&c.text);
    let Some((_, own, other)) = pack.table.doubtful.iter().find(|d| folded.contains(d.0.as_str())) else { return };
    let at = |n: Num| n.div(Num::int(*own as i64)).and_then(|n| n.mul(Num::int(*other as i64)));
    if let (Some(num), Some(step)) = (at(num), at(step)) {
        c.also.push(Value::Figure { bound, num, step });
    }
}

/// The currency of the place, where the report names one of those that its bare word can mean, and no other of them.
fn currency(claims: &[Claim], pack: &Pack) -> Option<String> {
    let named: std::collections::BTreeSet<&str> = claims
        .iter()
        .filter(|c| c.kind == Kind::Money && c.restates.is_none())
        .map(|c| c.unit.as_str())
        .filter(|u| pack.table.currencies.iter().any(|x| x == u))
        .collect();
    match named.into_iter().collect::<Vec<_>>().as_slice() {
        [one] => Some((*one).to_owned()),
        _ => None,
    }
}
