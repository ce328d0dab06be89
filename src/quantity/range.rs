//! Ranges: from one amount to another.

use super::Quantity;
use super::amount::{Amount, amount, from_amount, signed_number};
use super::reader::Reader;
use super::ruled::by_rules;
use super::slot::Cache;
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::pack::table::{Lexeme, Place, sort};
use crate::value::{Bound, Value};

/// `between 10 and 15`
pub(super) fn opened_range<'a>(r: &Reader<'a>, start: usize, open: usize, cache: &mut Cache<'a>) -> Option<Quantity> {
    let at = skip_fillers(r, open);
    let q = from_amount(r, at, true, cache)?;
    matches!(q.value, Value::Range { .. } | Value::Date { date: Date::Interval(..), .. }).then_some(Quantity { start, ..q })
}

pub(super) fn skip_fillers(r: &Reader, at: usize) -> usize {
    let mut pos = r.skip_spaces(at);
    for _ in 0..2 {
        match r.is(pos, sort::FILLER) {
            Some(e) if e > pos => pos = r.skip_spaces(e),
            _ => break,
        }
    }
    pos
}

/// `10 bis 15`, `15,001ポンドから19,999ポンド`, `tra i 3 e i 10 milioni`
pub(super) fn range<'a>(r: &Reader<'a>, pos: usize, sign: Option<String>, first: &Amount, opened: bool, cache: &mut Cache<'a>) -> Option<Quantity> {
    if matches!(first.q.kind, Kind::Ordinal | Kind::Ratio | Kind::Identifier) || first.n.high.is_some() || first.n.vague {
        return None;
    }
    let year = first.q.kind == Kind::Date;
    let ends = [first.n.end, first.q.end];
    for from in ends.into_iter().take(if ends[0] == ends[1] { 1 } else { 2 }) {
        let p = r.skip_spaces(from);
        let pick = |l: &Lexeme| match l {
            Lexeme::RangeTo | Lexeme::RangeOr => Some(*l == Lexeme::RangeOr),
            Lexeme::RangeAnd if opened => Some(false),
            _ => None,
        };
        let link = r.longest(p, sort::RANGE_TO | sort::RANGE_OR | sort::RANGE_AND, pick).or_else(|| {
            (matches!(r.char_at(p), Some('-' | '–' | '—' | '~')) && p == from).then(|| (p + r.char_at(p).map_or(1, char::len_utf8), false))
        });
        let Some((link, or)) = link else { continue };
        let mut at = skip_fillers(r, link);
        // From 10 to 18 o'clock: two times of day.
        if r.pack.table.spaces && [p, at].into_iter().any(|at| time_at(r, at, cache)) {
            return None;
        }
        let inner_bound = r.longest(at, sort::BOUND_BEFORE, |l| if let Lexeme::Bound(_, Place::Before) = l { Some(()) } else { None });
        if let Some((e, ())) = inner_bound {
            at = skip_fillers(r, e);
        }
        let Some((sign2, n2)) = signed_number(r, at, cache) else { continue };
        if or && (year || first.n.num.add(Num::ONE) != Some(n2.num)) {
            continue;
        }
        if n2.vague || n2.high.is_some() || n2.ordinal {
            continue;
        }
        let sign = sign.clone().or(sign2);
        let Some(second) = amount(r, at, sign.clone(), n2) else { continue };
        let same = first.q.bare
            || from == first.n.end
            || (first.q.kind == second.q.kind && (first.q.unit == second.q.unit || first.q.unit.is_empty() || second.q.unit.is_empty()));
        // Between 2000 and 2600 trees: what is counted makes numbers of what could be years.
        let counted = opened && year && second.q.kind == Kind::Count && second.q.noun.is_some_and(|n| n.span.0 <= second.q.end + 1);
        if !same || !counted && year != (second.q.kind == Kind::Date) {
            continue;
        }
        if year && !counted {
            let (Value::Date { date: Date::Calendar(a), .. }, Value::Date { date: Date::Calendar(b), .. }) = (&first.q.value, &second.q.value) else {
                continue;
            };
            if a.year_number()? >= b.year_number()? {
                continue;
            }
            let date = Date::Interval(a.clone(), b.clone());
            let value = Value::Date { bound: Bound::None, date };
            return Some(Quantity { value, end: second.q.end, core: pos, start: pos, ..first.q.clone() });
        }
        // Three or four and a half years: the half stands behind the unit.
        let half = second.q.value.num().filter(|v| Num::ratio(1, 2).and_then(|half| second.n.num.add(half)) == Some(*v));
        let (mut low, high) = (first.n.num, half.unwrap_or(second.n.num));
        if first.n.scale.is_none()
            && let Some(s) = second.n.scale
            && let Some(scaled) = low.mul(s)
            && scaled < high
        {
            low = scaled;
        }
        // From 4 to minus 3 degrees, from minus 3 to minus 8: the colder comes last.
        let (low, high) = if high < low && high < Num::ZERO { (high, low) } else { (low, high) };
        if low >= high || matches!(second.q.kind, Kind::Identifier | Kind::Ordinal | Kind::Ratio) {
            continue;
        }
        let mut end = second.q.end;
        if let Some(e) = r.is(r.skip_spaces(end), sort::RANGE_CLOSE) {
            end = e;
        } else if r.is(p, sort::RANGE_SHIFT).is_some() && shift_closes(r, end) {
            // 9時間から11時間に: what was nine hours becomes eleven.
            continue;
        } else if r.is(p, if r.pack.table.shifts { sort::RANGE_SHIFT } else { sort::RANGE_TO }).is_some() && changed(r, pos) {
            // Rose from 9 to 11; but where other words say that, growth of 9 bis 11 is a range.
            continue;
        }
        let noun = second.q.noun.or(first.q.noun);
        return Some(Quantity {
            start: pos,
            end,
            core: pos,
            value: Value::Range { bound: Bound::None, low, high },
            noun,
            bare: second.q.bare,
            digits: first.q.digits,
            ..second.q
        });
    }
    None
}

/// Whether a time of day stands here.
fn time_at<'a>(r: &Reader<'a>, at: usize, cache: &mut Cache<'a>) -> bool {
    r.char_at(at).and_then(|c| by_rules(r, at, c, cache)).is_some_and(|q| q.kind == Kind::Time)
}

/// Whether a word stands here, perhaps behind a bracket, that makes an old and a new value of two numbers.
pub(super) fn shift_closes(r: &Reader, end: usize) -> bool {
    let bracket = r.text[end..r.end].strip_prefix('(').and_then(|s| s.find(')')).filter(|n| *n < 60);
    let at = bracket.map_or(end, |n| end + n + 2);
    let begins = |words: &[String]| words.iter().any(|w| r.rest(at).starts_with(w.as_bytes()));
    begins(&r.pack.table.shift_close) && !begins(&r.pack.table.shift_never)
}

/// Whether the two numbers are an old and a new value: the word that opens them follows a deed of change, as in
/// `raised from 9 to 11`.
pub(super) fn changed(r: &Reader, pos: usize) -> bool {
    let Some(open) = r.before(pos, 24, sort::RANGE_OPEN) else { return false };
    let change = |l: &Lexeme| {
        let Lexeme::Deed(d) = l else { return false };
        let d = &pack::common().deeds[usize::from(*d)];
        d.class == "change" && d.opposite.is_some()
    };
    let verbs = &r.pack.table.changes;
    (open.saturating_sub(40).max(r.start)..open)
        .filter(|i| r.text.is_char_boundary(*i) && r.word_start(*i))
        .any(|i| r.lexemes(i).any(|(e, l)| e <= open && change(l)) || verbs.iter().any(|v| r.literal(i, v).is_some_and(|e| e <= open)))
}
