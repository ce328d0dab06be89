//! Single words that state a value, and labels.

use super::amount::hedge_after;
use super::number::{Form, Number};
use super::reader::Reader;
use super::ruled::by_rules;
use super::slot::{self, Cache};
use super::{Quantity, begin, noun, unit};
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack::table::{Lexeme, sort};
use crate::value::{Bound, Value};

/// Single words that state a value.
pub(super) fn lexical<'a>(r: &Reader<'a>, pos: usize, first: char, cache: &mut Cache<'a>) -> Option<Quantity> {
    let base = |end: usize, kind: Kind, unit: &str, value: Value| Quantity {
        start: pos,
        end,
        core: pos,
        kind,
        unit: unit.to_owned(),
        value,
        noun: None,
        scale: None,
        digits: false,
        bare: false,
    };
    let count = |end: usize, value: Value, units: bool| {
        let mut q = base(end, Kind::Count, "", value);
        let n = Number {
            end,
            num: Num::ONE,
            high: None,
            step: Num::ONE,
            scale: None,
            form: Form::Words,
            plain_digits: 0,
            bound: Bound::None,
            vague: true,
            ordinal: false,
            tail: None,
            parts: 1,
        };
        if units && let Some(u) = unit::after(r, &n) {
            q.kind = u.kind;
            q.unit = u.unit;
            q.end = u.end;
        }
        if q.kind == Kind::Count {
            // Hundreds of people: the preposition ends no noun phrase here.
            let p = skip_links(r, q.end);
            q.noun = noun::after(r, p).or_else(|| noun::before(r, pos));
        }
        hedge_after(r, &mut q);
        q
    };
    let mut best: Option<Quantity> = None;
    for (end, l) in r.lexemes(pos) {
        let q = match l {
            Lexeme::Vague(m) => count(end, Value::Vague { bound: Bound::None, magnitude: Num::int(i64::try_from(*m).ok()?) }, true),
            Lexeme::About(m) => {
                let n = Num::int(i64::try_from(*m).ok()?);
                count(end, Value::Figure { bound: Bound::About, num: n, step: n.last_place() }, true)
            }
            Lexeme::Times(n) if *n > 1 => {
                let n = Num::int((*n).into());
                base(end, Kind::Count, "time", Value::figure(n, Num::ONE))
            }
            // Where words are not separated, a unit right after it begins another word.
            Lexeme::Pair(n) => count(end, Value::figure(Num::int((*n).into()), Num::ONE), r.pack.table.spaces),
            Lexeme::Fraction(1, _) if ordinal_after_article(r, pos, end) => continue,
            // A third-party supplier.
            Lexeme::Fraction(1, _) if r.pack.table.spaces && r.char_at(end) == Some('-') && r.is(pos, sort::ARTICLE).is_some() => continue,
            Lexeme::Fraction(a, b) => {
                let value = Value::Ratio { bound: Bound::None, top: Num::int((*a).into()), bottom: Num::int((*b).into()) };
                let mut q = base(end, Kind::Ratio, "", value);
                q.noun = noun::after(r, skip_links(r, end));
                hedge_after(r, &mut q);
                q
            }
            Lexeme::Month(m) if (end - pos > 3 || first.is_uppercase()) && !short_month(r, pos, end) => {
                base(end, Kind::Date, "", Value::Date { bound: Bound::None, date: Date::parse(&format!("XXXX-{m:02}"))? })
            }
            Lexeme::Weekday(d) if end - pos > 3 || first.is_uppercase() || !first.is_ascii() => {
                base(end, Kind::Date, "", Value::Date { bound: Bound::None, date: Date::Weekday(*d) })
            }
            Lexeme::HalfBefore | Lexeme::Article => {
                let p = r.skip_spaces(end);
                let Some(u) = unit::at(r, p) else { continue };
                let half = *l == Lexeme::HalfBefore;
                if !half && u.kind != Kind::Percent && !u.half || u.kind == Kind::Count && half {
                    continue;
                }
                // A year and a half.
                let n = if half { unit::half() } else { Num::ONE };
                let n = if u.half && !half { n.add(unit::half())? } else { n };
                let mut q = base(u.end, u.kind, &u.unit, Value::figure(n, n.last_place()));
                hedge_after(r, &mut q);
                q
            }
            _ => continue,
        };
        if best.as_ref().is_none_or(|b| q.end >= b.end) {
            best = Some(q);
        }
    }
    let ordinal_like = first.is_ascii_digit() || r.sorts(pos) & (sort::ORDINAL | sort::ORDINAL_BEFORE | sort::DIGIT | sort::TENS | sort::TEEN) != 0;
    if ordinal_like
        && !(first.is_ascii_digit() && r.pack.table.spaces)
        && let Some((end, n)) = slot::ordinal(r, pos, cache)
        && best.as_ref().is_none_or(|b| end > b.end)
        && !(r.pack.table.spaces && cache.number(r.skip_spaces(end)).is_some_and(|n| !n.ordinal))
    {
        let mut q = base(end, Kind::Ordinal, "", Value::figure(Num::int(n), Num::ONE));
        // A measure word may follow: 第3回.
        if let Some(e) = r.is(end, sort::COUNTER) {
            q.end = e;
        }
        q.noun = noun::after(r, q.end);
        if !r.pack.table.spaces
            && let Some((e, u)) = r.longest(end, sort::DURATION, |l| if let Lexeme::Duration(u) = l { Some(u) } else { None })
        {
            // 第88分钟: it is the minutes that are counted.
            (q.end, q.unit, q.noun) = (q.end.max(e), u.clone(), None);
        }
        if r.pack.table.spaces {
            spell(r, &mut q);
        }
        best = Some(q);
    }
    best
}

/// Whether a month that stands by itself is cut short without a full stop, and no word before it speaks of time: a name
/// (Jan Hus, Mar del Plata) or letters for something else (DEC).
fn short_month(r: &Reader, pos: usize, end: usize) -> bool {
    let word = &r.text[pos..end];
    let capitals = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    let named = || r.text[end..r.end].strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_uppercase));
    let timed = || r.before(pos, 24, sort::YEAR_AFTER).is_some();
    r.pack.table.spaces && r.pack.is_abbreviation(word) && (capitals || named() || !timed())
}

/// The third month, the fifth straight month: it is the spans that are counted.
pub(super) fn spell(r: &Reader, q: &mut Quantity) {
    if q.noun.is_some_and(|n| n.concept.is_some()) {
        return;
    }
    let span =
        |at: usize| r.longest(at, sort::DURATION, |l| if let Lexeme::Duration(u) = l { Some(u) } else { None }).filter(|(e, _)| r.word_end(*e));
    let at = r.skip_spaces(q.end);
    let straight = || r.is(at, sort::ADJECTIVE).map(|e| r.skip_spaces(e));
    if let Some((e, u)) = span(at).or_else(|| straight().and_then(span)).filter(|_| at > q.end) {
        (q.end, q.unit, q.noun) = (e, u.clone(), None);
    }
}

/// A third country is one more, a third of the country a share: what stands right after the ordinal says which.
pub(super) fn ordinal_after_article(r: &Reader, pos: usize, end: usize) -> bool {
    let Some(e) = r.is(pos, sort::ARTICLE) else { return false };
    let next = r.skip_spaces(end);
    // Where only names have capitals, a name after it is what is one more: a third Olympic title.
    let counted = noun::after(r, end).is_some_and(|n| n.concept.is_some());
    let name = !r.pack.table.capital_nouns && next > end && r.char_at(next).is_some_and(char::is_uppercase);
    r.lexemes(r.skip_spaces(e)).any(|(e, l)| e == end && matches!(l, Lexeme::Ordinal(_)))
        && (name || counted && r.is(next, sort::DEED).is_none_or(|e| e < noun::word(r, next)))
        && r.is(next, sort::STOP).is_none()
}

/// Behind a preposition and articles: hundreds [of the] people.
pub(super) fn skip_links(r: &Reader, at: usize) -> usize {
    if !r.pack.table.spaces {
        return at;
    }
    let mut pos = r.skip_spaces(at);
    for _ in 0..2 {
        match r.is(pos, sort::FILLER | sort::STOP) {
            Some(e) if noun::concept_at(r, pos).is_none() => pos = r.skip_spaces(e),
            _ => break,
        }
    }
    pos
}

pub(super) fn label<'a>(r: &Reader<'a>, pos: usize, cache: &mut Cache<'a>) -> Option<Quantity> {
    let end = begin::label_end(r, pos)?;
    let letters = r.rest(pos).iter().take_while(|b| b.is_ascii_alphabetic()).count();
    // A date glued to a word: the date is what is said.
    let digits_at = pos + letters;
    if r.char_at(digits_at).is_some_and(|c| c.is_ascii_digit()) {
        if let Some(q) = by_rules(r, digits_at, '0', cache)
            && q.kind == Kind::Date
            && q.end - digits_at >= 8
        {
            return Some(q);
        }
        // A currency code or sign glued to its amount is read as money.
        if r.hits(pos).any(|h| h.0 == pos + letters && r.pack.surfaces.sorts(h.1) & sort::SIGN != 0) {
            return None;
        }
    }
    Some(Quantity {
        start: pos,
        end,
        core: pos,
        kind: Kind::Identifier,
        unit: String::new(),
        value: Value::Label(r.text[pos..end].to_owned()),
        noun: None,
        scale: None,
        digits: true,
        bare: false,
    })
}
