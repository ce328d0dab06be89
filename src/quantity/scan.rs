//! The scanner: walks over a sentence and takes at each place the longest reading.

use super::amount::from_amount;
use super::range::opened_range;
use super::reader::Reader;
use super::ruled::{by_rules, passed};
use super::slot::Cache;
use super::word::{label, lexical};
use super::{Quantity, begin, clock, code, digits, list, noun, parallel, unit};
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::pack::table::{Lexeme, Place, sort};
use crate::value::{Bound, Value};

/// All quantities of a sentence, in order, without overlaps.
pub fn scan(r: &Reader) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut free = r.start;
    let mut cache = Cache::new(*r);
    for start in r.lattice.begins() {
        let pos = r.lattice.place(start);
        // Digits glued to letters: a date may begin there, anything else was taken as a label.
        if pos < free || !begin::may_begin(r, pos, start, &mut cache) {
            continue;
        }
        let Some(c) = r.char_at(pos) else { break };
        let taken = found.last().map_or(r.start, |q| q.end);
        // A blocked word yields only to a longer reading: 三星, 三星期.
        if let Some(e) = r.is(pos, sort::BLOCKED) {
            match mention(r, pos, taken, &mut cache).filter(|q| q.end > e && !q.bare) {
                Some(q) => {
                    free = q.end;
                    found.push(q);
                }
                None => free = e,
            }
            continue;
        }
        let stated = found.last().filter(|q| matches!(q.kind, Kind::Money | Kind::Count | Kind::Percent | Kind::Duration | Kind::Measure));
        let said = stated.map_or(r.end, |q| q.noun.map_or(q.end, |n| n.span.1.max(q.end)));
        match mention(r, pos, taken, &mut cache).map(|q| spread(r, said, q)) {
            Some(q) => {
                free = q.end.max(pos + c.len_utf8());
                found.push(q);
            }
            None => {
                free = if c.is_ascii_alphabetic() {
                    begin::label_end(r, pos).unwrap_or_else(|| r.letters(pos)).max(pos + 1)
                } else if c.is_ascii_digit() {
                    digits::refused(r, pos)
                } else {
                    pos + c.len_utf8()
                };
            }
        }
    }
    parallel::sides(r, &mut found);
    list::join_durations(r, &mut found);
    list::share_units(r, &mut found);
    list::join_days(r, &mut found);
    list::share_months(r, &mut found);
    parallel::share(r, &mut found);
    clock::behind_days(r, &mut found);
    clock::spans(r, &mut found);
    found.retain(|q| !matches!(&q.value, Value::Label(s) if s.is_empty()));
    without_adverbs(r, &mut found);
    found.retain(|q| !(q.bare && q.kind == Kind::Count && !q.digits && (q.value.num() == Some(Num::ONE) || named(r, q))));
    found
}

/// Takes out ordinals that are adverbs: right behind a span (dieci anni prima), and what opens a clause and has a comma
/// behind it, with which points are told off (first, it costs too much).
fn without_adverbs(r: &Reader, found: &mut Vec<Quantity>) {
    let mut span = None;
    found.retain(|q| {
        let word = q.kind == Kind::Ordinal && q.unit.is_empty() && !r.text[q.start..q.end].contains(|c: char| c.is_ascii_digit());
        let alone = || q.noun.is_none_or(|n| n.span.0 > r.letters(q.start) + 1);
        let before = span;
        let behind = || before.is_some_and(|end| r.pack.table.spaces && r.text.get(end..q.start) == Some(" "));
        let comma = || r.text[q.end..r.end].starts_with([',', '，', '、']);
        let opens = || {
            r.text[r.start..q.start]
                .trim_end_matches([' ', '"', '“', '„', '«', '「'])
                .chars()
                .next_back()
                .is_none_or(|c| matches!(c, ';' | ':' | '；' | '：'))
        };
        span = (q.kind == Kind::Duration).then_some(q.end);
        !(word && (behind() && alone() || q.noun.is_none() && comma() && opens()))
    });
}

/// A numeral in words with a capital, between words that have none: the Council of Ten.
fn named(r: &Reader, q: &Quantity) -> bool {
    /// Shorter words have no capital in a title either.
    const LEAST: usize = 5;
    let before = r.text[r.start..q.start].trim_end();
    let small = |w: &str| w.starts_with(char::is_lowercase);
    let sentence = || r.text[r.start..r.end].split(' ').filter(|w| w.len() >= LEAST && small(w)).nth(1).is_some();
    q.scale.is_none()
        && r.pack.table.spaces
        && r.char_at(q.start).is_some_and(char::is_uppercase)
        && before.ends_with(char::is_alphabetic)
        && before.rsplit(' ').next().is_some_and(small)
        && sentence()
}

/// A mention with its hedge, beginning here.
fn mention<'a>(r: &Reader<'a>, pos: usize, free_from: usize, cache: &mut Cache<'a>) -> Option<Quantity> {
    let bound = r.longest(pos, sort::BOUND_BEFORE, |l| if let Lexeme::Bound(op, Place::Before) = l { Some(op.as_str()) } else { None });
    if let Some((e, mut op)) = bound {
        let mut at = r.skip_spaces(e);
        for _ in 0..3 {
            if r.is(at, sort::BLOCKED).is_some() {
                break;
            }
            if at < r.end
                && let Some(q) = core(r, at, cache)
                && q.kind != Kind::Identifier
                && (q.kind != Kind::Ordinal || op == "~" && !r.text[pos..e].contains(' '))
            {
                let b = Bound::parse(op);
                // More than 1200 is a number that only looks like a year; eight per cent less than 2023 is not.
                let share = free_from > r.start && free_from < pos && r.text[free_from..pos].trim().is_empty();
                let q = if matches!(b, Bound::MoreThan | Bound::LessThan) && !share { not_a_year(r, at, q) } else { q };
                // More than in 2019, lower than 2019: the year is what is compared with.
                let compared = q.kind == Kind::Date && matches!(b, Bound::MoreThan | Bound::LessThan);
                if !compared && matches!(b, Bound::MoreThan | Bound::LessThan) && governed(r, pos) {
                    return Some(q);
                }
                let b = if compared || matches!(b, Bound::MoreThan | Bound::LessThan) && asked(r, (pos, at), &q) { Bound::None } else { b };
                let own = q.value.bound();
                let value = if own == Bound::None || own == Bound::About {
                    q.value.clone().with_bound(if b == Bound::None { own } else { b })
                } else {
                    q.value.clone()
                };
                // A rule that spells the hedge out knows better what it means: more than ten years ago is before.
                if let Some(whole) = by_rules(r, pos, r.char_at(pos)?, cache).filter(|w| w.end >= q.end && w.start >= free_from) {
                    return Some(whole);
                }
                let mut q = Quantity { start: if compared { at } else { pos }, value, ..q };
                // 用户超过8亿, 車両約50台: the noun before the hedge, where a scale or a measure word says that something is counted.
                if q.kind == Kind::Count && q.noun.is_none() && (!q.bare || q.scale.is_some()) {
                    let verb = |n: &noun::Noun| r.is(n.span.0, sort::DEED).is_some_and(|e| e >= n.span.1);
                    q.noun = noun::before(r, pos).filter(|n| noun::fits(n, &q.unit) && !verb(n));
                    q.bare &= q.noun.is_none();
                }
                return Some(q);
            }
            // More than a week, più di un'ora: an article that a hedge makes a number.
            if let Some(e) = r.is(at, sort::ARTICLE)
                && let next = r.skip_spaces(e)
                && (e < next || r.text[..e].ends_with(['\'', '\u{2019}']))
                && let Some(q) = one(r, (pos, at), next, op)
            {
                return Some(q);
            }
            // Articles, and a second hedge (up to about 20), may stand between.
            let skip = r.is(at, sort::FILLER | sort::ADJECTIVE | sort::BOUND_BEFORE);
            // Under a 30-day permit: what governs an article is no hedge of the number behind it.
            let governed = matches!(Bound::parse(op), Bound::MoreThan | Bound::LessThan)
                && r.is(at, sort::ARTICLE).is_some()
                && skip
                    .map(|e| r.skip_spaces(e))
                    .is_some_and(|p| r.char_at(p).is_some_and(|c| c.is_ascii_digit()) || r.char_at(r.letters(p)) == Some('-'));
            match skip {
                Some(e) if e > at && !governed => {
                    // Estimated at more than 50: the hedge that says more counts.
                    let inner =
                        r.longest(at, sort::BOUND_BEFORE, |l| if let Lexeme::Bound(op, Place::Before) = l { Some(op.as_str()) } else { None });
                    op = inner.filter(|i| i.0 == e && op == "~").map_or(op, |i| i.1);
                    at = r.skip_spaces(e);
                }
                _ => break,
            }
        }
    }
    if let Some(e) = r.is(pos, sort::RANGE_OPEN)
        && let Some(q) = opened_range(r, pos, e, cache)
    {
        let whole = by_rules(r, pos, r.char_at(pos)?, cache);
        return whole.filter(|w| w.end >= if w.kind == Kind::Date { q.end } else { q.noun.map_or(q.end, |n| n.span.1) }).or(Some(q));
    }
    let q = core(r, pos, cache)?;
    if q.start < free_from {
        return None;
    }
    Some(q)
}

/// Whether a hedge with an article compares with a figure that was asked for: superiore agli otto anni chiesti dalla difesa.
fn asked(r: &Reader, (from, to): (usize, usize), q: &Quantity) -> bool {
    let compared = &r.pack.table.compared;
    let hedge = r.text[from..to].trim_end();
    let article = from + hedge.rfind(' ').map_or(0, |i| i + 1);
    let end = q.noun.map_or(q.end, |n| n.span.1.max(q.end));
    let behind = r.skip_spaces(end);
    let word = &r.folded[behind..r.letters(behind)];
    !compared.is_empty() && r.is(article, sort::DEFINITE).is_some() && compared.iter().any(|c| c == word)
}

/// What an article states behind a hedge: a span or a measure; and where the article is the numeral, at least one thing.
fn one(r: &Reader, (start, article): (usize, usize), at: usize, op: &str) -> Option<Quantity> {
    let bound = Bound::parse(op);
    let unit = unit::at(r, at).filter(|u| matches!(u.kind, Kind::Duration | Kind::Measure));
    // At least a scandal, a reason: only persons and objects are counted so.
    let object = |c| pack::concept_index("object").is_some_and(|o| pack::steps_up(c, o).is_some());
    let thing = |n: &noun::Noun| n.concept.is_some_and(|c| noun::is_person(c) || object(c));
    let noun = || if bound == Bound::AtLeast && !noun::head_last(r) { noun::after(r, at).filter(thing) } else { None };
    let (end, kind, unit, noun) = match unit {
        Some(u) => (u.end, u.kind, u.unit, None),
        None => (r.text[..at].trim_end().len(), Kind::Count, String::new(), Some(noun()?)),
    };
    let value = Value::figure(Num::ONE, Num::ONE).with_bound(bound);
    Some(Quantity { start, end, core: article, kind, unit, value, noun, scale: None, digits: false, bare: false })
}

/// A sum, a share or a number of things over a span of time: the span is as long as it says, the word no hedge.
fn spread(r: &Reader, said: usize, q: Quantity) -> Quantity {
    let hedged = q.kind == Kind::Duration && q.value.bound() == Bound::MoreThan && q.core > q.start;
    if !hedged || said > q.start || !r.text[said..q.start].trim().is_empty() || r.text[q.start..q.core].trim().contains(' ') {
        return q;
    }
    Quantity { start: q.core, value: q.value.clone().with_bound(Bound::None), ..q }
}

/// Whether a word that looks like a hedge is the preposition of a word before it: to dispose over 127 seats.
fn governed(r: &Reader, at: usize) -> bool {
    /// How many words back the verb may stand, and how many bytes.
    const WORDS: usize = 3;
    /// And a noun, with what it links to itself between.
    const LINKED: usize = 7;
    let mut end = at;
    // The word behind the one that is looked at.
    let mut behind = "";
    for back in 0..LINKED {
        let before = r.text[r.start..end].trim_end_matches(' ');
        if !before.ends_with(char::is_alphanumeric) {
            return false;
        }
        let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        let governor = r.longest(r.start + start, sort::GOVERNOR, |l| if let Lexeme::Governor(beside) = l { Some(*beside) } else { None });
        let linked = || r.pack.table.governors_links.iter().any(|l| l == behind);
        if governor.is_some_and(|(e, beside)| e >= r.start + before.len() && if beside { back == 0 || linked() } else { back < WORDS }) {
            return true;
        }
        end = r.start + start;
        behind = &r.folded[end..r.start + before.len()];
    }
    false
}

/// A bare year as a plain number.
fn not_a_year(r: &Reader, at: usize, q: Quantity) -> Quantity {
    if q.kind != Kind::Date || q.end - at != 4 || !r.rest(at)[..4].iter().all(u8::is_ascii_digit) || !r.pack.table.spaces {
        return q;
    }
    let Some(n) = Num::parse(&r.text[at..q.end]) else { return q };
    let noun = noun::after(r, q.end);
    Quantity { kind: Kind::Count, value: Value::figure(n, Num::ONE), bare: noun.is_none(), noun, ..q }
}

/// The longest reading without the hedge before it.
fn core<'a>(r: &Reader<'a>, pos: usize, cache: &mut Cache<'a>) -> Option<Quantity> {
    let mut best: Option<Quantity> = None;
    let mut offer = |q: Option<Quantity>| {
        if let Some(q) = q
            && best.as_ref().is_none_or(|b| q.end > b.end)
        {
            best = Some(q);
        }
    };
    let first = r.char_at(pos)?;
    let ruled = by_rules(r, pos, first, cache);
    if ruled.is_none() {
        // What stands behind it is not so many of it: 第5.1.3节.
        if let Some(end) = code::dotted(r, pos).or_else(|| code::note(r, pos)).or_else(|| code::hexadecimal(r, pos)).or_else(|| code::goes_on(r, pos))
        {
            return Some(passed(pos, end));
        }
        offer(code::code(r, pos).or_else(|| code::account(r, pos)).map(|end| passed(pos, end)));
    }
    offer(ruled);
    offer(from_amount(r, pos, false, cache));
    offer(lexical(r, pos, first, cache));
    if first.is_ascii_alphabetic() {
        offer(label(r, pos, cache));
    }
    best
}
