//! Amounts: a number with its sign, unit, hedge and noun, and what else a number can turn out to be.

use super::number::{Form, Number};
use super::range::{changed, range};
use super::reader::Reader;
use super::slot::{self, Cache};
use super::word::spell;
use super::{Noun, Quantity, code, digits, noun, unit};
use crate::clean::is_han;
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::pack::surface::Marks;
use crate::pack::table::{Lexeme, Place, sort};
use crate::value::{Bound, Value};

/// The number here and what sign stands before it.
pub(super) fn signed_number<'a>(r: &Reader<'a>, pos: usize, cache: &mut Cache<'a>) -> Option<(Option<String>, Number)> {
    let signs = if r.pack.table.spaces { sort::SIGN } else { sort::SIGN | sort::MONEY };
    let hits = r.hits(pos).filter(|h| r.pack.surfaces.sorts(h.1) & signs != 0);
    let sign = hits.flat_map(|h| r.pack.lexemes(h.1).map(move |l| (h.0, l))).filter_map(|(e, l)| match l {
        Lexeme::Sign(c) if unit::written_as_code(r, pos, e) => Some((e, c)),
        // Currency words before the amount, where words are not separated.
        // One character alone is no currency there: 方圆一公里.
        Lexeme::Money(c) if !r.pack.table.spaces && r.text[pos..e].chars().nth(1).is_some() => Some((e, c)),
        _ => None,
    });
    if let Some((e, code)) = sign.last() {
        let p = r.skip_spaces(e);
        // A scale word glued to a letter (ABN), a word that only looks like a number (元一起): no amount.
        let glued = r.pack.table.spaces && p == e && !r.word_start(p);
        if let Some(n) = cache.number(p)
            && (n.form == Form::Digits || !glued && r.is(p, sort::BLOCKED).is_none())
        {
            return Some((Some(code.clone()), n.clone()));
        }
        return None;
    }
    let minus = r.is(pos, sort::MINUS).or_else(|| r.rest(pos).starts_with(b"-").then_some(pos + 1));
    if let Some(e) = minus {
        let glued = r.rest(pos).starts_with(b"-");
        let lone = r.char_before(pos).is_none_or(|c| match c {
            ' ' | '(' | '（' | '「' | '“' | '„' | '«' | '"' => true,
            // Where words are not separated, particles and marks of punctuation stand right before it; a hyphen joins all else.
            '、' | ',' | ':' | '\u{3041}'..='\u{3096}' => !r.pack.table.spaces,
            c => !r.pack.table.spaces && !glued && !c.is_ascii_alphanumeric(),
        });
        let p = if glued { e } else { r.skip_spaces(e) };
        if lone && let Some(mut n) = cache.number(p).cloned() {
            n.num = n.num.neg();
            return Some((None, n));
        }
        return None;
    }
    cache.number(pos).map(|n| (None, n.clone()))
}

pub(super) struct Amount {
    pub(super) q: Quantity,
    pub(super) n: Number,
}

/// Number with unit, range, hedge and noun.
pub(super) fn from_amount<'a>(r: &Reader<'a>, pos: usize, opened: bool, cache: &mut Cache<'a>) -> Option<Quantity> {
    let (sign, n) = signed_number(r, pos, cache)?;
    let glued_letter = r.char_before(pos).is_some_and(char::is_alphanumeric) && r.pack.table.spaces;
    if glued_letter {
        return None;
    }
    let Some(first) = amount(r, pos, sign.clone(), n.clone()) else {
        // 两到三年: a word too short to be a number by itself may open a range.
        if r.pack.table.spaces || n.form != Form::Words || n.vague || n.ordinal || n.high.is_some() {
            return None;
        }
        let value = Value::Figure { bound: n.bound, num: n.num, step: n.step };
        let first = Amount { q: Quantity { bare: true, ..plain(value, pos, &n) }, n };
        return range(r, pos, None, &first, opened, cache);
    };
    // The mark before it is of the figure: .5 per cent.
    let dot = usize::from(sign.is_none() && digits::pointed(r, pos));
    let q = range(r, pos, sign, &first, opened, cache).or_else(|| (!opened).then_some(first.q))?;
    Some(Quantity { start: q.start - if q.start == pos { dot } else { 0 }, ..q })
}

pub(super) fn money(r: &Reader, code: &str, end: usize) -> usize {
    // The currency said twice: $5 million dollars, US$5億美元, 人民币5亿元.
    let p = r.skip_spaces(end);
    r.longest(p, sort::MONEY | sort::SIGN, |l| match l {
        Lexeme::Money(c) | Lexeme::Sign(c) => Some(c),
        _ => None,
    })
    .filter(|(_, c)| *c == code || !r.pack.table.spaces)
    .map_or(end, |(e, _)| e)
}

pub(super) fn plain(value: Value, pos: usize, n: &Number) -> Quantity {
    Quantity {
        start: pos,
        end: n.end,
        core: pos,
        kind: Kind::Count,
        unit: String::new(),
        value,
        noun: None,
        scale: n.scale,
        digits: n.form == Form::Digits,
        bare: false,
    }
}

pub(super) fn amount(r: &Reader, pos: usize, sign: Option<String>, n: Number) -> Option<Amount> {
    let value = if n.vague {
        Value::Vague { bound: n.bound, magnitude: n.num }
    } else if let Some(high) = n.high {
        Value::Range { bound: n.bound, low: n.num, high }
    } else {
        Value::Figure { bound: n.bound, num: n.num, step: n.step }
    };
    let mut q = plain(value, pos, &n);
    if let Some(code) = sign {
        q.kind = Kind::Money;
        q.end = money(r, &code, n.end);
        q.unit = code;
        hedge_after(r, &mut q);
        return Some(Amount { q, n });
    }
    if n.ordinal {
        q.kind = Kind::Ordinal;
        q.noun = noun::after(r, q.end);
        spell(r, &mut q);
        return Some(Amount { q, n });
    }
    if let Some(value) = section(r, pos, &n) {
        (q.kind, q.value) = (Kind::Number, value);
        return Some(Amount { q, n });
    }
    // A hedge between number and unit: 15万余人, 50以上の国.
    let mut after = n.clone();
    if n.tail.is_none()
        && let Some((e, b)) = unit::bound_after(r, n.end, &[Place::Inner, Place::After])
    {
        let mut m = n.clone();
        m.end = e;
        if q.value.bound() == Bound::None {
            q.value = q.value.with_bound(b);
            q.end = e;
            after = m;
        }
    }
    if let Some(u) = unit::after(r, &after) {
        q.kind = u.kind;
        q.end = u.end;
        q.unit = u.unit;
        // So many points are no percentage points, where one word is for both.
        let points = || {
            r.hits(r.skip_spaces(n.end))
                .any(|h| h.0 == u.end && r.pack.surfaces.marks(h.1).any(|m| matches!(m, Marks::Concept(c) if pack::concept(c) == "point")))
        };
        if q.unit == "pp" && n.num.abs() > Num::int(100) && points() {
            (q.kind, q.unit) = (Kind::Count, "point".to_owned());
        }
        if u.half
            && let Value::Figure { bound, num, .. } = q.value
        {
            let num = num.add(unit::half())?;
            q.value = Value::Figure { bound, num, step: Num::ratio(1, 10)? };
        }
        // (+2 %): the sign is of the figure.
        let lone = || r.text[r.start..pos - 1].chars().next_back().is_none_or(|c| matches!(c, ' ' | '(' | '（'));
        if u.kind == Kind::Percent && r.char_before(pos) == Some('+') && lone() {
            q.start = pos - 1;
        }
        if u.kind == Kind::Age && is_span(r, u.end) {
            q.kind = Kind::Duration;
        }
        hedge_after(r, &mut q);
        if u.kind == Kind::Count {
            // A twelve-strong group counts people, not groups.
            if u.counter || q.unit.is_empty() {
                // What a measure word of people counts is people: 1900人の劇場 is no count of theatres.
                let fits = |n: &Noun| noun::fits(n, &q.unit);
                // 发现五处缺陷: a verb before the number whose object stands behind it is not what is counted.
                let verb = |n: &Noun| r.is(n.span.0, sort::DEED).is_some_and(|e| e >= n.span.1) && r.char_at(q.end).is_some_and(is_han);
                let before = || noun::before(r, pos).filter(|n| fits(n) && !verb(n));
                q.noun = noun::after_fitting(r, q.end, &fits).filter(fits).or_else(before);
                if u.counter {
                    q.noun = q.noun.or_else(|| noun::linked(r, pos, q.end, &q.unit));
                }
            }
            // An article in numeral's clothing.
            if u.counter && !q.digits && q.value.num() == Some(Num::ONE) && q.value.bound() == Bound::None {
                q.bare = true;
            }
        }
        return Some(Amount { q, n });
    }
    // Shares: two thirds.
    let p = r.skip_spaces(n.end);
    if n.num.is_int()
        && let Some((e, (a, b))) = r.longest(p, sort::FRACTION, |l| if let Lexeme::Fraction(a, b) = l { Some((*a, *b)) } else { None })
        && a == 1
        && n.num < Num::int(b.into())
    {
        q.kind = Kind::Ratio;
        q.value = Value::Ratio { bound: Bound::None, top: n.num, bottom: Num::int(b.into()) };
        q.end = e;
        q.noun = noun::after(r, e);
        return Some(Amount { q, n });
    }
    if let Some(e) = ordinal_mark(r, &n) {
        q.kind = Kind::Ordinal;
        q.end = e;
        q.noun = noun::after(r, e);
        spell(r, &mut q);
        return Some(Amount { q, n });
    }
    let has_hedge = q.value.bound() != Bound::None;
    let counted = || if n.num == Num::ONE { noun::after(r, q.end) } else { noun::after_many(r, q.end) };
    // A mark of 2.3 the jury gave: no part of a thing is counted over an article.
    let whole = |_: &Noun| n.num.is_int() || n.scale.is_some() || r.is(r.skip_spaces(q.end), sort::STOP).is_none();
    let noun_after = if scale_counts(r, &n, q.end) { counted().filter(whole) } else { None };
    let labelled = || r.before(pos, 24, sort::LABEL).is_some();
    if !has_hedge && year(r, pos, &n, noun_after) && !labelled() {
        let v = n.num.to_i64()?;
        q.kind = Kind::Date;
        q.value = Value::Date { bound: Bound::None, date: Date::parse(&format!("{v:04}"))? };
        return Some(Amount { q, n });
    }
    if n.plain_digits == 5 && !has_hedge && code::postcode(r, pos, n.end) {
        return None;
    }
    // Digits with letters glued on are a label: 5G, 3D.
    if n.form == Form::Digits && n.scale.is_none() && r.pack.table.spaces && !r.word_end_or_free(q.end) {
        return None;
    }
    if n.form == Form::Words && !r.pack.table.spaces {
        let lone =
            n.parts >= 3 || n.vague || n.parts == 2 && noun_after.is_some_and(|x| x.span.0 == q.end && (n.scale.is_none() || x.concept.is_some()));
        let has_hedge = has_hedge || n.scale.is_some() && r.before(pos, 24, sort::BOUND_BEFORE).is_some();
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if !(lone || has_hedge && n.parts >= 2 || alone(r.char_before(pos)) && alone(r.char_at(n.end))) {
            return None;
        }
    }
    if n.form == Form::Words && is_verb(r, pos, &n) {
        return None;
    }
    // 观影人次达4300万, 用户达3亿: people, where a scale word says that there are many of them.
    let people = || if n.scale.is_some() { noun::linked(r, pos, n.end, "person") } else { None };
    q.noun = noun_after.or_else(|| noun::before(r, pos)).or_else(people);
    q.bare = q.noun.is_none();
    // World number four Mary Hill: in words a number names only what is written right before it, and counts no name behind it.
    let words = n.form == Form::Words && r.pack.table.spaces && n.scale.is_none() && n.num.is_int() && labelled();
    let named = |x: Noun| !r.pack.table.capital_nouns && r.char_at(x.span.0).is_some_and(char::is_uppercase);
    if (n.plain_digits > 0 || words && q.noun.is_none_or(named))
        && !has_hedge
        && let Some(name) = label_before(r, pos, q.noun)
    {
        q.kind = Kind::Identifier;
        q.value = Value::Label(format!("{name} {}", n.num));
        q.noun = None;
        q.bare = false;
        return Some(Amount { q, n });
    }
    hedge_after(r, &mut q);
    hedge_after_noun(r, &mut q);
    // Nothing can be counted to less than none: a low of minus 12.
    if (!n.num.is_int() && n.scale.is_none() || n.num < Num::ZERO) && q.bare {
        q.kind = Kind::Number;
    }
    Some(Amount { q, n })
}

/// Whether the word behind years that are glued to their number says that they last: a prison term is no age.
fn is_span(r: &Reader, at: usize) -> bool {
    let spans = &r.pack.table.number.spans;
    let mut pos = r.skip_spaces(at);
    // An adjective may come between: eine zweijährige befristete Sperre.
    if !spans.is_empty() && r.char_at(pos).is_some_and(char::is_lowercase) && r.is(pos, sort::STOP).is_none() {
        pos = r.skip_spaces(r.letters(pos));
    }
    let end = r.letters(pos);
    // The end of an inflected word does not count.
    r.char_at(pos).is_some_and(char::is_uppercase)
        && spans.iter().any(|s| {
            let word = &r.folded[pos..end];
            word.ends_with(s.as_str()) || r.pack.table.endings.iter().any(|e| word.strip_suffix(e.as_str()).is_some_and(|w| w.ends_with(s.as_str())))
        })
}

impl Reader<'_> {
    /// Whether digits may end here: no letter is glued on.
    fn word_end_or_free(&self, at: usize) -> bool {
        self.char_at(at).is_none_or(|c| !c.is_ascii_alphabetic())
    }
}

/// Whether a noun right after this number can be what it counts: in some languages a scale word wants a link before it.
pub(super) fn scale_counts(r: &Reader, n: &Number, end: usize) -> bool {
    let links = &r.pack.table.number.scale_link;
    if links.is_empty() || n.scale.is_none_or(|s| s < Num::int(1_000_000)) {
        return true;
    }
    let behind = |at: usize| unit::bound_after(r, at, &[Place::After]).map_or(at, |(e, _)| e);
    // The link may also belong to the scale word as it is listed: milioni di.
    let own = links.iter().any(|l| r.folded[r.start..end].strip_suffix(l.as_str()).is_some_and(|s| s.ends_with(' ')));
    own || [end, behind(end)].into_iter().any(|at| {
        let at = r.skip_spaces(at);
        links.iter().any(|l| r.folded[at..r.end].strip_prefix(l.as_str()).is_some_and(|s| l.ends_with(['\'', '\u{2019}']) || s.starts_with(' ')))
    })
}

pub(super) fn hedge_after(r: &Reader, q: &mut Quantity) {
    if q.value.bound() == Bound::None
        && let Some((e, b)) = unit::bound_after(r, q.end, &[Place::After])
    {
        q.value = q.value.clone().with_bound(b);
        q.end = e;
    }
}

/// Whether a numeral is the form of a verb that looks the same, by the word that follows.
pub(super) fn is_verb(r: &Reader, pos: usize, n: &Number) -> bool {
    let forms = &r.pack.table.number;
    if !forms.verbs.iter().any(|v| *v == r.folded[pos..n.end]) {
        return false;
    }
    let next = r.skip_spaces(n.end);
    let word = &r.folded[next..r.letters(next)];
    // Sei %s ore avanti.
    let put_in = r.char_at(next) == Some('\u{FFFC}');
    put_in || forms.verb_before.iter().any(|e| word.ends_with(e.as_str())) && !forms.verb_never.iter().any(|n| n == word)
}

/// 300 persone circa, 150 people or more: after the noun only what makes a figure rough and what is more than one word,
/// for other hedges may begin a new phrase, as longer ones do that the wording is the beginning of: and more than.
pub(super) fn hedge_after_noun(r: &Reader, q: &mut Quantity) {
    if q.value.bound() != Bound::None {
        return;
    }
    let Some(n) = q.noun.filter(|n| n.span.0 >= q.end && n.span.0 - q.end <= 1) else { return };
    let Some((end, bound)) = unit::bound_after(r, n.span.1, &[Place::After]) else { return };
    let start = r.skip_spaces(n.span.1);
    let words = || r.text[start..end].match_indices(' ').map(|(at, _)| start + at + 1);
    let goes_on = || words().any(|at| r.is(at, sort::BOUND_BEFORE).is_some_and(|e| e > end));
    let counts = || r.sorts(r.skip_spaces(end)) & slot::NUMERAL != 0 || r.char_at(r.skip_spaces(end)).is_some_and(|c| c.is_ascii_digit());
    let many = if r.pack.table.spaces { words().next().is_some() } else { r.text[start..end].chars().count() > 1 };
    if bound == Bound::About || many && !goes_on() && !counts() {
        q.value = q.value.clone().with_bound(bound);
    }
}

pub(super) fn ordinal_mark(r: &Reader, n: &Number) -> Option<usize> {
    if n.form != Form::Digits || n.plain_digits == 0 || n.plain_digits > 3 {
        return None;
    }
    // Scripts without spaces set some around figures, and mean nothing by it: 2 番目.
    let at = if r.pack.table.spaces { n.end } else { r.skip_spaces(n.end) };
    let e = r.glued(at, sort::ORDINAL_AFTER)?;
    if r.text[n.end..e].starts_with('.') {
        // A full stop is an ordinal's mark only inside a sentence, before a noun.
        let p = r.skip_spaces(e);
        let noun = p > e && r.char_at(p).is_some_and(char::is_uppercase);
        // Der 14. seiner Laufbahn: behind some words it is one as well.
        let before = || {
            r.folded[r.start..n.end - n.plain_digits]
                .trim_end()
                .rsplit(' ')
                .next()
                .is_some_and(|w| r.pack.table.number.determiners.iter().any(|o| o == w))
        };
        return (noun || p > e && r.char_at(p).is_some_and(char::is_lowercase) && before()).then_some(e);
    }
    r.word_end(e).then_some(e)
}

/// Whether a bare number is a year.
pub(super) fn year(r: &Reader, pos: usize, n: &Number, noun: Option<Noun>) -> bool {
    if n.form != Form::Digits || n.plain_digits == 0 || n.scale.is_some() {
        return false;
    }
    let Some(v) = n.num.to_i64() else { return false };
    if !matches!(n.plain_digits, 3 | 4) {
        return false;
    }
    let cued = r.before(pos, 24, sort::YEAR_AFTER).is_some();
    let adjoining = noun.is_some_and(|x| x.concept.is_some() && x.span.0 <= n.end + 1);
    match n.plain_digits {
        // 2019法国公开赛: without a measure word nothing is counted, and who or where follows.
        4 if !r.pack.table.spaces => {
            let next = r.skip_spaces(n.end);
            let name = || r.is(next, sort::NAME).is_some() || r.char_at(next).is_some_and(|c| c.is_ascii_uppercase());
            (1900..=2100).contains(&v) && v % 100 != 0 && name()
        }
        4 => (if cued { 1000..=2100 } else { 1100..=2100 }).contains(&v) && (cued || !adjoining),
        3 => {
            let next = r.skip_spaces(n.end);
            let ends = r.char_at(next).is_none_or(|c| !c.is_alphanumeric()) || r.is(next, sort::STOP | sort::FUNCTION).is_some();
            // From 130 to 95 litres.
            let range = r.is(next, sort::RANGE_TO).is_some();
            // Up from 913 a year earlier.
            cued && ends && !range && noun.is_none_or(|x| x.concept.is_none()) && !changed(r, pos)
        }
        _ => false,
    }
}

/// The number of a section or of a figure, whose full stop is no mark of thousands in any language: `Abbildung 17.175`.
fn section(r: &Reader, pos: usize, n: &Number) -> Option<Value> {
    let (whole, part) = r.text[pos..n.end].split_once('.')?;
    let few = |s: &str| (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let plain = few(whole) && few(part) && n.scale.is_none() && n.high.is_none();
    if !plain || r.before(pos, 24, sort::LABEL).is_none() || unit::at(r, r.skip_spaces(n.end)).is_some_and(|u| u.kind != Kind::Count) {
        return None;
    }
    let step = Num::ratio(1, 10i128.pow(part.len() as u32))?;
    Some(Value::Figure { bound: Bound::None, num: Num::parse(&r.text[pos..n.end])?, step })
}

/// The name that a number right after it belongs to: `Loom 4`, `Artikel 5`.
pub(super) fn label_before(r: &Reader, pos: usize, noun: Option<Noun>) -> Option<String> {
    let mut end = pos;
    while end > r.start && r.text.as_bytes()[end - 1] == b' ' {
        end -= 1;
    }
    if end == r.start || pos - end > 1 {
        return None;
    }
    if let Some(from) = r.before(pos, 24, sort::LABEL) {
        return Some(r.text[from..end].to_owned());
    }
    if let Some(from) = street(r, end).filter(|_| noun.is_none_or(|n| n.concept.is_none())) {
        return Some(r.text[from..end].to_owned());
    }
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let from = end - r.text.as_bytes()[r.start..end].iter().rev().take_while(|b| part(b)).count();
    // A word with other letters in it is no label.
    let latin = r.char_before(from).is_none_or(|c| !c.is_alphanumeric() || Reader::is_free(c) && !r.pack.table.spaces);
    let word = &r.text[from..end];
    let spaces = r.pack.table.spaces;
    let capital = if spaces { word.chars().next().is_some_and(|c| c.is_ascii_uppercase()) } else { word.bytes().any(|b| b.is_ascii_uppercase()) };
    if word.len() < 2 || !latin || !capital {
        return None;
    }
    // In scripts without spaces a particle may stand between, and then the noun is what has the label: the quality of Loom 4.
    let adjoins = |n: &Noun| spaces || n.span.0 < pos || r.text[pos..n.span.0].chars().all(|c| c.is_ascii_digit() || c == ' ');
    // Where words are not separated, a space sets the name and its number off from what follows: iPhone 17售价.
    let set_off = !spaces && pos > end;
    if !set_off && noun.is_some_and(|n| n.concept.is_some() && adjoins(&n)) {
        return None;
    }
    // At a sentence's start, and where all nouns have capitals, a capital says nothing.
    let acronym = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    if from == r.start && spaces || r.pack.table.capital_nouns && !(acronym && noun.is_none()) {
        return None;
    }
    if acronym && r.pack.get(&r.folded[from..end]).any(|l| matches!(l, Lexeme::Name(_))) && r.pack.table.capital_nouns {
        return None;
    }
    let ordinary = r.pack.get(&r.folded[from..end]).any(|l| !matches!(l, Lexeme::Name(_)));
    (!ordinary).then(|| word.to_owned())
}

/// Where the compound begins that ends here in a word that a number names, as streets do.
fn street(r: &Reader, end: usize) -> Option<usize> {
    /// Shorter parts say nothing.
    const LEAST: usize = 3;
    let text = &r.text[r.start..end];
    let start = text.rfind(|c: char| !c.is_alphabetic() && c != '-').map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let from = r.start + start;
    if !r.pack.table.compounds || !r.text[from..end].starts_with(char::is_uppercase) {
        return None;
    }
    let word = &r.folded[from..end];
    let parts = word.char_indices().skip(LEAST).map(|(i, _)| word[i..].trim_start_matches('-'));
    parts.take_while(|p| p.chars().nth(LEAST - 1).is_some()).any(|p| r.pack.get(&format!("-{p}")).any(|l| *l == Lexeme::Label)).then_some(from)
}
