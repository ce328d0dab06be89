//! What stands about a time of day: the part of the day, which tells the halves of the clock apart, and the zone.

use super::Quantity;
use super::reader::Reader;
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack::table::{Lexeme, sort};
use crate::value::{Bound, Value};

/// How far before a time its zone may stand, in bytes: a date may come between.
const REACH: usize = 48;
/// No word of a zone is longer, in bytes.
const LONGEST: usize = 48;

/// Completes a time of day that a rule read; `numeral` says whether its hour stands there as a number.
pub fn complete(r: &Reader, q: &mut Quantity, numeral: bool) {
    let Value::Time { text, .. } = &q.value else { return };
    let (Some(hour), Some(minutes)) = (text.get(1..3).and_then(|h| h.parse::<u8>().ok()), text.get(3..).map(str::to_owned)) else { return };
    let mut stated = hour;
    let mut half = if numeral { (1..=12).contains(&hour) } else { hour <= 12 && !minutes.starts_with(":00") };
    // 08:00 is written on a clock of twenty-four hours.
    let written = r.text[q.start..q.end].find(|c: char| c.is_ascii_digit());
    half &= written.is_none_or(|d| !r.text[q.start + d..q.end].starts_with('0'));
    if let Some((end, (from, to))) = daypart(r, q) {
        let within = |h: u8| if from <= to { (from..=to).contains(&h) } else { h >= from || h <= to };
        let other = (hour + 12) % 24;
        match (within(hour), hour <= 12 && within(other)) {
            (true, false) => half = false,
            (false, true) => (stated, half) = (other, false),
            _ => {}
        }
        q.end = q.end.max(end);
    }
    let zone = inside(r, q, zone).or_else(|| behind(r, q, zone)).or_else(|| before(r, q));
    let zone = zone.map(|(end, zone)| {
        q.end = q.end.max(end);
        zone
    });
    if let Value::Time { text, half: h, zone: z, .. } = &mut q.value {
        (*text, *h, *z) = (format!("T{stated:02}{minutes}"), half, zone.unwrap_or_default());
    }
}

/// Two figures with a colon right behind a day are a time of day, not a score: 2024-05-03 08:17.
pub fn behind_days(r: &Reader, found: &mut [Quantity]) {
    for i in 1..found.len() {
        let (day, q) = (&found[i - 1], &found[i]);
        let full = matches!(&day.value, Value::Date { date: Date::Calendar(p), .. } if p.day.is_some());
        let near = r.text.get(day.end..q.start).is_some_and(|gap| gap.chars().all(|c| matches!(c, ' ' | ',' | 'T')));
        let Value::Score(h, m) = &q.value else { continue };
        let written = r.text[q.start..q.end].split_once(':').is_some_and(|(_, m)| m.len() == 2);
        if full && near && written && *h < Num::int(24) && *m < Num::int(60) {
            let text = format!("T{:0>2}:{:0>2}", h.to_string(), m.to_string());
            let value = Value::Time { bound: Bound::None, text, half: false, zone: String::new() };
            found[i] = Quantity { kind: Kind::Time, unit: String::new(), value, ..q.clone() };
            complete(r, &mut found[i], true);
        }
    }
}

/// Spans of hours that one word of the clock serves are two times, 9~10時; and the later one is in the part of the day that
/// the earlier one is in, or in the next: 下午3點至5點. So is a time behind an evening: 昨晚8點.
pub fn spans(r: &Reader, found: &mut Vec<Quantity>) {
    let mut i = 0;
    while i < found.len() {
        if let Some((a, b)) = halves(r, &found[i]) {
            found[i] = a;
            if let Some(b) = b {
                found.insert(i + 1, b);
            }
        }
        i += 1;
    }
    if r.pack.table.spaces {
        return;
    }
    for i in 1..found.len() {
        let (left, right) = found.split_at_mut(i);
        carry(r, &left[i - 1], &mut right[0]);
    }
}

/// The two times of a rule that reads both.
fn halves(r: &Reader, q: &Quantity) -> Option<(Quantity, Option<Quantity>)> {
    const LINK: u64 = sort::RANGE_TO | sort::RANGE_AND;
    let Value::Time { text, half, bound, zone } = &q.value else { return None };
    let (x, y) = text.split_once('/')?;
    let time = |text: &str| Value::Time { bound: *bound, text: text.to_owned(), half: *half, zone: zone.clone() };
    let link = |at: &usize| r.text.is_char_boundary(*at) && r.word_start(*at) && r.is(*at, LINK).is_some_and(|e| e < q.end);
    let Some(at) = (q.start + 1..q.end).find(link) else { return Some((Quantity { value: time(x), ..q.clone() }, None)) };
    let from = r.skip_spaces(r.is(at, LINK)?);
    let at = q.start + r.text[q.start..at].trim_end().len();
    let mut second = Quantity { start: from, core: from, value: time(y), ..q.clone() };
    complete(r, &mut second, true);
    Some((Quantity { end: at, value: time(x), ..q.clone() }, Some(second)))
}

/// Gives a time the part of the day that stands with the day or the time right before it.
fn carry(r: &Reader, a: &Quantity, b: &mut Quantity) {
    if a.end > b.start {
        return;
    }
    let behind = r.skip_spaces(a.end);
    let linked = r.is(behind, sort::RANGE_TO).filter(|e| r.skip_spaces(*e) == b.start || behind == b.start && *e <= b.core);
    let parts = (a.kind == Kind::Date && behind == b.start).then(|| inside(r, a, part)).flatten();
    let Value::Time { bound, text, half, .. } = &mut b.value else { return };
    let Some(hour) = text.get(1..3).and_then(|h| h.parse::<u8>().ok()) else { return };
    let stated = match (&a.value, parts) {
        (_, Some((_, (from, to)))) => {
            let within = |h: u8| if from <= to { (from..=to).contains(&h) } else { h >= from || h <= to };
            let other = (hour + 12) % 24;
            if within(hour) == within(other) {
                return;
            }
            if within(hour) { hour } else { other }
        }
        (Value::Time { text: first, half: false, .. }, None) if linked.is_some() => {
            let Some(first) = first.get(1..3).and_then(|h| h.parse::<u8>().ok()) else { return };
            if hour <= first && first < hour + 12 { hour + 12 } else { hour }
        }
        _ => hour,
    };
    // The sign of a span is no hedge.
    if let Some(e) = linked.filter(|_| behind == b.start && a.kind == Kind::Time) {
        (*bound, b.start) = (Bound::None, e);
    }
    if *half && stated < 24 && (parts.is_some() || linked.is_some() && matches!(a.value, Value::Time { half: false, .. })) {
        (*text, *half) = (format!("T{stated:02}{}", &text[3..]), false);
    }
}

type Found<T> = Option<(usize, T)>;

fn daypart(r: &Reader, q: &Quantity) -> Found<(u8, u8)> {
    // The one behind says more: 8 Uhr morgens.
    behind(r, q, part).or_else(|| inside(r, q, part))
}

fn part(r: &Reader, at: usize) -> Found<(u8, u8)> {
    r.longest(at, sort::DAYPART, |l| if let Lexeme::Daypart(a, b) = l { Some((*a, *b)) } else { None })
}

/// A zone's name, and what is added to it: UTC+2.
fn zone(r: &Reader, at: usize) -> Found<String> {
    let (end, zone) = r.longest(at, sort::ZONE, |l| if let Lexeme::Zone(z) = l { Some(z) } else { None })?;
    let rest = std::str::from_utf8(r.rest(end)).unwrap_or("");
    let sign = rest.chars().next().filter(|c| matches!(c, '+' | '-' | '−'));
    if let Some(sign) = sign.filter(|_| zone == "+00:00") {
        let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &rest[sign.len_utf8()..];
        let n = digits(rest);
        if let Some(hours) = rest[..n].parse::<u8>().ok().filter(|h| *h <= 14) {
            let minutes = rest[n..].strip_prefix(':').filter(|m| digits(m) == 2).and_then(|m| m[..2].parse::<u8>().ok());
            let end = end + sign.len_utf8() + n + if minutes.is_some() { 3 } else { 0 };
            return Some((end, format!("{}{hours:02}:{:02}", if sign == '+' { '+' } else { '-' }, minutes.unwrap_or(0))));
        }
    }
    Some((end, zone.clone()))
}

/// Within the time's own wording.
fn inside<T>(r: &Reader, q: &Quantity, read: impl Fn(&Reader, usize) -> Found<T>) -> Found<T> {
    let within = |(at, _): (usize, char)| r.word_start(q.start + at).then(|| read(r, q.start + at)).flatten().filter(|f| f.0 <= q.end);
    r.text[q.start..q.end].char_indices().find_map(within)
}

/// Right behind it, perhaps in brackets or behind a comma.
fn behind<T>(r: &Reader, q: &Quantity, read: impl Fn(&Reader, usize) -> Found<T>) -> Found<T> {
    let at = r.skip_spaces(q.end);
    read(r, at).or_else(|| {
        // Where words are not separated, what follows a comma belongs to what comes.
        let mark = r.char_at(at).filter(|c| matches!(c, '(' | '（') || *c == ',' && r.pack.table.spaces)?;
        let (end, found) = read(r, r.skip_spaces(at + mark.len_utf8()))?;
        // What goes on in the brackets is another time, which there stands behind its zone: 7時(日本時間10時).
        let closed = r.pack.table.spaces || r.char_at(end).is_none_or(|c| matches!(c, ')' | '）'));
        closed.then_some((q.end, found))
    })
}

/// Before it in the same clause, where only a date may come between; so where words are not separated.
fn before(r: &Reader, q: &Quantity) -> Found<String> {
    if r.pack.table.spaces {
        return None;
    }
    let mut low = q.start.saturating_sub(REACH).max(r.start);
    while !r.text.is_char_boundary(low) {
        low += 1;
    }
    let clause = r.text[low..q.start].rfind(['、', '。', ',', '，', ';', '；', '.']).map_or(low, |at| low + at);
    (clause..=q.start).rev().filter(|end| r.text.is_char_boundary(*end)).find_map(|end| {
        let between = &r.text[end..q.start];
        if between.chars().filter(|c| c.is_alphabetic()).count() > 8 {
            return None;
        }
        r.before(end, LONGEST, sort::ZONE).and_then(|from| zone(r, from)).map(|(_, z)| (q.end, z))
    })
}
