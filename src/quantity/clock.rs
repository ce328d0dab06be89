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

type Found<T> = Option<(usize, T)>;

fn daypart(r: &Reader, q: &Quantity) -> Found<(u8, u8)> {
    let at = |r: &Reader, at: usize| r.longest(at, sort::DAYPART, |l| if let Lexeme::Daypart(a, b) = l { Some((*a, *b)) } else { None });
    // The one behind says more: 8 Uhr morgens.
    behind(r, q, at).or_else(|| inside(r, q, at))
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
        read(r, r.skip_spaces(at + mark.len_utf8())).map(|(_, t)| (q.end, t))
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
