//! What the slots of rules take: numbers, parts of dates, ordinals, words.

use super::code;
use super::digits::{self, Digits};
use super::number::{self, Form, Number};
use super::reader::Reader;
use super::rule::Match;
use crate::num::Num;
use crate::pack::rules::Rules;
use crate::pack::table::{Lexeme, Slot, sort};
use crate::value::Bound;

/// What a slot captured.
#[derive(Clone, Debug)]
pub struct Capture<'a> {
    /// The slot.
    pub slot: Slot,
    /// As number, where it is one.
    pub num: Option<Num>,
    /// As text.
    pub text: Said<'a>,
    /// The upper end, where the numeral is a range by itself.
    pub high: Option<Num>,
    /// A hedge inside the numeral.
    pub bound: Bound,
}

/// A capture as text.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// As its number is written.
    Figure,
    /// The number in four digits.
    Four,
    /// Words.
    Text(&'a str),
}

impl Capture<'_> {
    /// As text.
    pub fn said(&self) -> String {
        match self.text {
            Said::Figure => self.num.map_or_else(String::new, |n| n.to_string()),
            Said::Four => format!("{:04}", self.num.and_then(Num::to_i64).unwrap_or(0)),
            Said::Text(t) => t.to_owned(),
        }
    }
}

/// Numbers of a sentence, read once for all rules that look at their place.
pub struct Cache<'a> {
    reader: Reader<'a>,
    /// What was last read at places that share their last bits.
    places: [Read; PLACES],
    /// Which slots can fit, at places that share their last bits.
    fitting: [(usize, u64); PLACES],
    /// Where a rule was looked for last, by which character.
    pub ruled: (usize, char),
    /// The rule that was found there.
    pub rule: Option<Match>,
}

const PLACES: usize = 8;

/// A slot does not fit.
pub struct Misfit;

/// What was read at a place.
#[derive(Default)]
struct Read {
    at: usize,
    number: Option<Option<Number>>,
    digits: Option<Option<Digits>>,
}

impl<'a> Cache<'a> {
    /// A cache for a sentence.
    pub fn new(reader: Reader<'a>) -> Cache<'a> {
        Cache { reader, places: Default::default(), fitting: [(usize::MAX, 0); PLACES], ruled: (usize::MAX, ' '), rule: None }
    }

    /// What is known of a place.
    #[inline]
    fn at(&mut self, at: usize) -> &mut Read {
        let read = &mut self.places[at % PLACES];
        if read.at != at {
            (read.at, read.number, read.digits) = (at, None, None);
        }
        read
    }

    /// The slots that can fit here, as far as a glance tells, a bit each.
    pub fn fitting(&mut self, at: usize) -> u64 {
        let known = &mut self.fitting[at % PLACES];
        if known.0 != at {
            *known = (at, fitting(&self.reader, at));
        }
        known.1
    }

    /// Where a slot ends if it fits here, as far as that is known beforehand.
    pub fn end(&mut self, slot: Slot, at: usize) -> Result<Option<usize>, Misfit> {
        let own = bit(slot);
        if own & (bit(Slot::Word) | bit(Slot::Label)) != 0 {
            let end = self.reader.letters(at);
            return if end > at { Ok(Some(end)) } else { Ok(None) };
        }
        if own & (RUN | WORDS | bit(Slot::Number) | bit(Slot::Whole) | bit(Slot::Century) | bit(Slot::Ordinal)) == 0 {
            return Ok(None);
        }
        let run = self.reader.rest(at).iter().take_while(|b| b.is_ascii_digit()).count();
        if run > 0 && own & RUN != 0 {
            return Ok(Some(at + run));
        }
        if run == 0 && own & WORDS != 0 || own & (bit(Slot::Number) | bit(Slot::Whole)) != 0 {
            return self.number(at).map(|n| Some(n.end)).ok_or(Misfit);
        }
        match slot {
            Slot::Int | Slot::ShortYear => {
                let d = self.digits(at).ok_or(Misfit)?;
                Ok(Some(if d.plain == 0 && d.num.is_int() { d.end.max(at + run) } else { at + run }))
            }
            // Figures by themselves are no ordinal, and a century without its mark.
            Slot::Century | Slot::Ordinal if run > 0 && self.reader.sorts(at) & (sort::ORDINAL | sort::ORDINAL_BEFORE) == 0 => {
                let (end, ordinal) = self.number(at).map(|n| (n.end, n.ordinal)).ok_or(Misfit)?;
                if ordinal || self.reader.sorts(end) & sort::ORDINAL_AFTER != 0 {
                    return Ok(None);
                }
                if slot == Slot::Century { Ok(Some(end)) } else { Err(Misfit) }
            }
            _ => Ok(None),
        }
    }

    fn digits(&mut self, at: usize) -> Option<Digits> {
        if let Some(known) = self.at(at).digits {
            return known;
        }
        let read = digits::digits(&self.reader, at);
        self.at(at).digits = Some(read);
        read
    }

    /// The number here, if there is one.
    pub fn number(&mut self, at: usize) -> Option<&Number> {
        if self.at(at).number.is_none() {
            let digits = self.reader.rest(at).first().is_some_and(u8::is_ascii_digit);
            let digits = if digits { self.digits(at) } else { None };
            let read = number::number_with(&self.reader, at, digits);
            self.at(at).number = Some(read);
        }
        self.at(at).number.as_ref()?.as_ref()
    }
}

/// A slot as a bit.
pub const fn bit(slot: Slot) -> u64 {
    1 << slot as u64
}

/// Slots that take a run of digits as it is, or else a number.
pub const RUN: u64 = SHORT | YEARS | bit(Slot::Few) | bit(Slot::TwoDigits) | bit(Slot::ThreeDigits) | bit(Slot::Clock);
/// Slots that take a number in words where there are no digits.
pub const WORDS: u64 = SHORT | YEARS | bit(Slot::Few) | bit(Slot::Int) | bit(Slot::ShortYear);
/// Slots that take any number, in figures of any length.
const ANY: u64 = bit(Slot::Number) | bit(Slot::Int) | bit(Slot::Whole) | bit(Slot::ShortYear);
/// Slots that take figures of one or two digits.
const SHORT: u64 = bit(Slot::Day) | bit(Slot::MonthNumber) | bit(Slot::Hour) | bit(Slot::Minute) | bit(Slot::Second) | bit(Slot::ShortDecade);
/// Slots that take figures of four digits.
const YEARS: u64 = bit(Slot::Year) | bit(Slot::Decade);

/// The slots that can fit here, as far as a glance tells, a bit each.
fn fitting(r: &Reader, at: usize) -> u64 {
    // Most words are neither a numeral nor the name of a time.
    if let (Some(b'a'..=b'z'), Some(s)) = (r.text.as_bytes().get(at), r.lattice.start(at))
        && s.any & (NUMERAL | NAMED) == 0
    {
        return bit(Slot::Word);
    }
    let Some(c) = r.char_at(at) else { return 0 };
    let if_ = |condition: bool, slots: u64| if condition { slots } else { 0 };
    if c.is_ascii_digit() {
        let by_length = match r.rest(at).iter().take_while(|b| b.is_ascii_digit()).count() {
            1 => SHORT | bit(Slot::Few),
            2 => SHORT | bit(Slot::TwoDigits),
            3 => bit(Slot::ThreeDigits),
            4 => YEARS | bit(Slot::Clock),
            _ => 0,
        };
        // A word that is written with a digit.
        return by_length | ANY | bit(Slot::Century) | bit(Slot::Ordinal) | named(r.sorts(at));
    }
    if c == ' ' {
        return 0;
    }
    let sorts = r.sorts(at);
    let capital = if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() || matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー' | '・') };
    named(sorts)
        | if_(is_roman(c), bit(Slot::Roman) | bit(Slot::Century))
        | if_(r.letters(at) > at, bit(Slot::Word))
        | if_(capital, bit(Slot::Label))
        | if_(sorts & NUMERAL != 0, bit(Slot::Century) | bit(Slot::Ordinal))
        | if_(sorts & NUMERAL & !(sort::ORDINAL | sort::ORDINAL_BEFORE) != 0, ANY | SHORT | YEARS | bit(Slot::Few))
}

/// Sorts of what has a name.
const NAMED: u64 = sort::MONTH | sort::WEEKDAY | sort::SEASON | sort::ERA | sort::DURATION;

/// Slots that take what has a name.
fn named(sorts: u64) -> u64 {
    if sorts & NAMED == 0 {
        return 0;
    }
    let if_ = |sort: u64, slot: Slot| if sorts & sort != 0 { bit(slot) } else { 0 };
    if_(sort::MONTH, Slot::Month)
        | if_(sort::WEEKDAY, Slot::Weekday)
        | if_(sort::SEASON, Slot::Season)
        | if_(sort::ERA, Slot::Era)
        | if_(sort::DURATION, Slot::Unit)
}

/// Sorts with which a numeral or an ordinal begins.
pub const NUMERAL: u64 = sort::DIGIT
    | sort::TEEN
    | sort::TENS
    | sort::HUNDRED
    | sort::SCALE
    | sort::FIXED
    | sort::ARTICLE
    | sort::HALF_BEFORE
    | sort::SOME
    | sort::ORDINAL
    | sort::ORDINAL_BEFORE;

/// Whether a numeral may begin where lexemes of these sorts do, or of those as whole words. An article by itself does so only
/// as a word, except where words are glued into numerals.
pub fn may_be_numeral(r: &Reader, any: u64, whole: u64) -> bool {
    let table = &r.pack.table;
    any & NUMERAL & !sort::ARTICLE != 0
        || whole & sort::ARTICLE != 0
        || any & sort::ARTICLE != 0 && (table.compounds || !table.spaces || r.pack.rules.begins(Rules::slot_group(Slot::Word)))
}

fn cap<'a>(slot: Slot, num: Num) -> Capture<'a> {
    Capture { slot, num: Some(num), text: Said::Figure, high: None, bound: Bound::None }
}

fn words(slot: Slot, text: &str) -> Capture<'_> {
    Capture { slot, num: None, text: Said::Text(text), high: None, bound: Bound::None }
}

/// How a slot fits here.
pub fn one<'a>(r: &Reader<'a>, slot: Slot, at: usize, cache: &mut Cache<'a>) -> Option<(usize, Capture<'a>)> {
    let within = |n: &Number, lo: i64, hi: i64| {
        n.num.to_i64().filter(|v| (lo..=hi).contains(v) && n.high.is_none() && !n.vague && n.tail.is_none())?;
        Some((n.end, cap(slot, n.num)))
    };
    // Plain digits only; a numeral in words where the script writes dates so.
    let small = |cache: &mut Cache<'a>, lo: i64, hi: i64, width: usize| {
        if r.char_at(at).is_some_and(|c| c.is_ascii_digit()) {
            let d = cache.digits(at)?;
            // `10.07`: a date's parts must not be read as one decimal.
            let run = r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count();
            let (end, text) = (at + run, &r.text[at..at + run]);
            if run > width || (d.plain == 0 && d.end != end && !matches!(r.char_at(end), Some('.' | ',' | ' ' | '-' | '/' | '\'' | '’'))) {
                return None;
            }
            let v: i64 = text.parse().ok()?;
            return (lo..=hi).contains(&v).then(|| (end, cap(slot, Num::int(v))));
        }
        within(cache.number(at).filter(|n| !n.ordinal)?, lo, hi)
    };
    // A numeral in words begins where a word does: `gone` is no G and one.
    let counts = matches!(slot, Slot::Number | Slot::Int | Slot::Day | Slot::MonthNumber | Slot::Hour | Slot::Minute | Slot::Second);
    if counts && r.pack.table.spaces && !r.word_start(at) && !r.char_at(at).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    match slot {
        Slot::Number => {
            let n = cache.number(at).filter(|n| n.tail.is_none() && !n.ordinal && !n.vague)?;
            let c = cap(slot, n.num);
            Some((n.end, Capture { high: n.high, bound: n.bound, ..c }))
        }
        Slot::Int => {
            if r.char_at(at).is_some_and(|c| c.is_ascii_digit()) {
                let d = cache.digits(at)?;
                let run = r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count();
                if d.plain == 0 && d.num.is_int() && d.end > at + run {
                    return Some((d.end, cap(slot, d.num)));
                }
                let n = Num::parse(&r.text[at..at + run])?;
                return Some((at + run, cap(slot, n)));
            }
            within(cache.number(at).filter(|n| !n.ordinal)?, 0, i64::MAX)
        }
        Slot::Day => small(cache, 1, 31, 2),
        Slot::MonthNumber => small(cache, 1, 12, 2),
        Slot::Hour => small(cache, 0, 24, 2),
        // 2:1 is no time.
        Slot::Minute | Slot::Second if r.char_before(at) == Some(':') && r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count() == 1 => None,
        Slot::Minute | Slot::Second => small(cache, 0, 59, 2),
        Slot::ShortDecade => small(cache, 10, 90, 2).filter(|(_, c)| c.num.and_then(Num::to_i64).is_some_and(|n| n % 10 == 0)),
        Slot::Few => small(cache, 0, 9, 1),
        Slot::Whole => {
            let n = cache.number(at).filter(|n| !n.ordinal && !n.vague && n.high.is_none() && n.tail.is_none() && n.bound == Bound::None)?;
            let power = n.num.is_int() && n.num.last_place() == n.num && n.num.to_string().starts_with('1');
            (power || n.num.is_int() && n.num >= Num::int(2) && n.num <= Num::int(10)).then(|| (n.end, cap(slot, n.num)))
        }
        Slot::Clock => {
            let run = r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count();
            let t = &r.text[at..at + run];
            let v: i64 = t.parse().ok()?;
            (run == 4 && v < 2400 && v % 100 < 60).then(|| (at + 4, cap(slot, Num::int(v))))
        }
        Slot::TwoDigits => {
            let run = r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count();
            (run == 2).then(|| &r.text[at..at + 2]).and_then(|t| Some((at + 2, Capture { text: Said::Text(t), ..cap(slot, Num::parse(t)?) })))
        }
        Slot::ThreeDigits => {
            let run = r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count();
            let t = &r.text[at..at + run];
            (run == 3 && !t.starts_with('0')).then(|| Some((at + 3, Capture { text: Said::Four, ..cap(slot, Num::parse(t)?) })))?
        }
        Slot::Year | Slot::Decade => {
            let run = r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count();
            let (end, c) = if run > 0 {
                if run != 4 {
                    return None;
                }
                let t = &r.text[at..at + 4];
                (at + 4, Capture { text: Said::Text(t), ..cap(slot, Num::parse(t)?) })
            } else {
                within(cache.number(at).filter(|n| !n.ordinal && n.scale.is_none())?, 1000, 2999)?
            };
            let n = c.num?.to_i64()?;
            (n > 0 && (slot == Slot::Year || n % 10 == 0)).then_some((end, c))
        }
        Slot::ShortYear => {
            let run = r.rest(at).iter().take_while(|c| c.is_ascii_digit()).count();
            if run > 0 {
                let t = &r.text[at..at + run];
                // 3.300 v. Chr.
                let d = cache.digits(at)?;
                if d.plain == 0 && d.num.is_int() && d.end > at + run {
                    d.num.to_i64().filter(|v| *v < 10_000)?;
                    return Some((d.end, Capture { text: Said::Four, ..cap(slot, d.num) }));
                }
                return (run <= 4 && t != "0").then(|| Some((at + run, Capture { text: Said::Four, ..cap(slot, Num::parse(t)?) })))?;
            }
            let (e, c) = within(cache.number(at).filter(|n| !n.ordinal)?, 1, 2999)?;
            Some((e, Capture { text: Said::Four, ..c }))
        }
        Slot::Century => {
            let (e, n) = if let Some((e, n)) = roman(r, at) {
                (r.is(e, sort::ORDINAL_AFTER).unwrap_or(e), n)
            } else {
                ordinal(r, at, cache).or_else(|| {
                    let n = cache.number(at).filter(|n| n.high.is_none())?;
                    Some((n.end, n.num.to_i64()?))
                })?
            };
            (1..=30).contains(&n).then(|| (e, cap(slot, Num::int(n))))
        }
        Slot::Month => {
            r.longest(at, sort::MONTH, |l| if let Lexeme::Month(m) = l { Some(*m) } else { None }).map(|(e, m)| (e, cap(slot, Num::int(m.into()))))
        }
        Slot::Weekday => r
            .longest(at, sort::WEEKDAY, |l| if let Lexeme::Weekday(m) = l { Some(*m) } else { None })
            .map(|(e, m)| (e, cap(slot, Num::int(m.into())))),
        Slot::Season => {
            r.longest(at, sort::SEASON, |l| if let Lexeme::Season(m) = l { Some(*m) } else { None }).map(|(e, m)| (e, cap(slot, Num::int(m.into()))))
        }
        Slot::Era => r
            .longest(at, sort::ERA, |l| if let Lexeme::Era(bc) = l { Some(*bc) } else { None })
            .map(|(e, bc)| (e, words(slot, if bc { "-" } else { "" }))),
        Slot::Unit => r.longest(at, sort::DURATION, |l| if let Lexeme::Duration(u) = l { Some(u) } else { None }).map(|(e, u)| (e, words(slot, u))),
        Slot::Ordinal => ordinal(r, at, cache).map(|(e, n)| (e, cap(slot, Num::int(n)))),
        Slot::Roman => roman(r, at).map(|(e, n)| (e, cap(slot, Num::int(n)))),
        Slot::Word => {
            let end = r.letters(at);
            let function = r.is(at, sort::STOP).is_some_and(|e| e >= end);
            let other = r.is(at, sort::DURATION | sort::MEASURE | sort::MONEY | sort::PERCENT | sort::SCALE);
            (end > at && !function && other.is_none()).then(|| (end, words(slot, &r.text[at..end])))
        }
        Slot::Label => {
            let c = r.char_at(at)?;
            let end = r.letters(at);
            let end = if end > at {
                // A name, not a function word at a sentence's start.
                if !c.is_uppercase() || r.is(at, sort::STOP | sort::FILLER).is_some_and(|e| e >= end) {
                    return None;
                }
                end
            } else {
                let rest = &r.text[at..r.end];
                at + rest.find(|c: char| !matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー' | '・')).unwrap_or(rest.len())
            };
            (end > at).then(|| (end, words(slot, &r.text[at..end])))
        }
    }
}

/// An ordinal: a word, digits with their mark, or a mark before a number.
pub fn ordinal<'a>(r: &Reader<'a>, at: usize, cache: &mut Cache<'a>) -> Option<(usize, i64)> {
    if let Some(e) = r.is(at, sort::ORDINAL_BEFORE) {
        let e = r.skip_spaces(e);
        if let Some((e2, n)) = roman(r, e) {
            return Some((e2, n));
        }
        let n = cache.number(e).filter(|n| n.high.is_none() && !n.vague && n.bound == Bound::None && code::dotted(r, e).is_none())?;
        return Some((n.end, n.num.to_i64()?));
    }
    let word = r.longest(at, sort::ORDINAL, |l| if let Lexeme::Ordinal(o) = l { Some(i64::from(*o)) } else { None });
    if let Some(n) = cache.number(at) {
        if n.ordinal && word.is_none_or(|w| n.end > w.0) {
            return Some((n.end, n.num.to_i64()?));
        }
        if word.is_none()
            && (n.form == Form::Digits || r.rest(n.end).first() != Some(&b'.'))
            && let Some(e) = r.glued(n.end, sort::ORDINAL_AFTER)
            && r.word_end(e)
        {
            return Some((e, n.num.to_i64()?));
        }
    }
    word
}

/// Whether a Roman numeral can begin so.
pub fn is_roman(c: char) -> bool {
    matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M')
}

/// A Roman numeral in capitals, by itself.
pub fn roman(r: &Reader, at: usize) -> Option<(usize, i64)> {
    if !r.word_start(at) {
        return None;
    }
    let rest = &r.text[at..r.end];
    let len = rest.bytes().take_while(|b| b"IVXLCDM".contains(b)).count();
    // LX1982 is no 60.
    if len == 0 || !r.word_end(at + len) || rest.as_bytes().get(len).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let digit = |b: u8| match b {
        b'I' => 1,
        b'V' => 5,
        b'X' => 10,
        b'L' => 50,
        b'C' => 100,
        b'D' => 500,
        _ => 1000,
    };
    let values: Vec<i64> = rest.bytes().take(len).map(digit).collect();
    let mut n = 0;
    for (i, v) in values.iter().enumerate() {
        if values.get(i + 1).is_some_and(|w| w > v) { n -= v } else { n += v }
    }
    // Only as it is properly written: XIX, not IIX.
    (to_roman(n) == rest[..len]).then_some((at + len, n))
}

fn to_roman(mut n: i64) -> String {
    let mut s = String::new();
    for (v, t) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while n >= v {
            s += t;
            n -= v;
        }
    }
    s
}
