//! The scanner: walks over a sentence and takes at each place the longest reading.

use super::clock;
use super::number::{Form, Number};
use super::reader::Reader;
use super::rule;
use super::slot::{self, Cache};
use super::{Noun, Quantity, begin, list, noun, unit};
use crate::date::Date;
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
    for start in r.lattice.starts() {
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
        match mention(r, pos, taken, &mut cache) {
            Some(q) => {
                free = q.end.max(pos + c.len_utf8());
                found.push(q);
            }
            None => {
                free = if c.is_ascii_alphabetic() {
                    begin::label_end(r, pos).unwrap_or_else(|| r.letters(pos)).max(pos + 1)
                } else if c.is_ascii_digit() {
                    pos + r.rest(pos).iter().take_while(|b| b.is_ascii_digit()).count()
                } else {
                    pos + c.len_utf8()
                };
            }
        }
    }
    list::join_durations(r, &mut found);
    list::share_units(r, &mut found);
    list::join_days(r, &mut found);
    list::share_months(r, &mut found);
    found.retain(|q| !matches!(&q.value, Value::Label(s) if s.is_empty()));
    found.retain(|q| !(q.bare && q.kind == Kind::Count && !q.digits && q.value.num() == Some(Num::ONE)));
    found
}

/// A mention with its hedge, beginning here.
fn mention<'a>(r: &Reader<'a>, pos: usize, free_from: usize, cache: &mut Cache<'a>) -> Option<Quantity> {
    let bound = r.longest(pos, sort::BOUND_BEFORE, |l| if let Lexeme::Bound(op, Place::Before) = l { Some(op.as_str()) } else { None });
    if let Some((e, op)) = bound {
        let mut at = r.skip_spaces(e);
        for _ in 0..3 {
            if r.is(at, sort::BLOCKED).is_some() {
                break;
            }
            if at < r.end
                && let Some(q) = core(r, at, cache)
                && q.kind != Kind::Identifier
                && (q.kind != Kind::Ordinal || op == "~")
            {
                let b = Bound::parse(op);
                // More than 1200 is a number that only looks like a year.
                let q = if matches!(b, Bound::MoreThan | Bound::LessThan) { not_a_year(r, at, q) } else { q };
                // More than in 2019, lower than 2019: the year is what is compared with.
                let compared = q.kind == Kind::Date && matches!(b, Bound::MoreThan | Bound::LessThan);
                let b = if compared { Bound::None } else { b };
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
                return Some(Quantity { start: pos, value, ..q });
            }
            // More than a week: an article that a hedge makes a number.
            if let Some(e) = r.is(at, sort::ARTICLE)
                && let Some(u) = unit::at(r, r.skip_spaces(e))
                && matches!(u.kind, Kind::Duration | Kind::Measure)
                && e < r.skip_spaces(e)
            {
                let value = Value::figure(Num::ONE, Num::ONE).with_bound(Bound::parse(op));
                return Some(Quantity {
                    start: pos,
                    end: u.end,
                    core: at,
                    kind: u.kind,
                    unit: u.unit,
                    value,
                    noun: None,
                    scale: None,
                    digits: false,
                    bare: false,
                });
            }
            // Articles, and a second hedge (up to about 20), may stand between.
            let skip = r.is(at, sort::FILLER | sort::ADJECTIVE | sort::BOUND_BEFORE);
            // Under a 30-day permit: what governs an article is no hedge of the number behind it.
            let governed = matches!(Bound::parse(op), Bound::MoreThan | Bound::LessThan)
                && r.is(at, sort::ARTICLE).is_some()
                && skip.and_then(|e| r.char_at(r.skip_spaces(e))).is_some_and(|c| c.is_ascii_digit());
            match skip {
                Some(e) if e > at && !governed => at = r.skip_spaces(e),
                _ => break,
            }
        }
    }
    if let Some(e) = r.is(pos, sort::RANGE_OPEN)
        && let Some(q) = opened_range(r, pos, e, cache)
    {
        let whole = by_rules(r, pos, r.char_at(pos)?, cache);
        return whole.filter(|w| w.end >= q.noun.map_or(q.end, |n| n.span.1)).or(Some(q));
    }
    let q = core(r, pos, cache)?;
    if q.start < free_from {
        return None;
    }
    Some(q)
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

/// `between 10 and 15`
fn opened_range<'a>(r: &Reader<'a>, start: usize, open: usize, cache: &mut Cache<'a>) -> Option<Quantity> {
    let at = skip_fillers(r, open);
    let q = from_amount(r, at, true, cache)?;
    matches!(q.value, Value::Range { .. } | Value::Date { date: Date::Interval(..), .. }).then_some(Quantity { start, ..q })
}

fn skip_fillers(r: &Reader, at: usize) -> usize {
    let mut pos = r.skip_spaces(at);
    for _ in 0..2 {
        match r.is(pos, sort::FILLER) {
            Some(e) if e > pos => pos = r.skip_spaces(e),
            _ => break,
        }
    }
    pos
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
    offer(by_rules(r, pos, first, cache));
    offer(from_amount(r, pos, false, cache));
    offer(lexical(r, pos, first, cache));
    if first.is_ascii_alphabetic() {
        offer(label(r, pos, cache));
    }
    best
}

fn numeral_like(r: &Reader, pos: usize, first: char) -> bool {
    first.is_ascii_digit() || r.sorts(pos) & slot::NUMERAL != 0
}

fn by_rules<'a>(r: &Reader<'a>, pos: usize, first: char, cache: &mut Cache<'a>) -> Option<Quantity> {
    let m = rule::longest(r, pos, first, numeral_like(r, pos, first), cache)?;
    let rule = r.pack.rules.get(m.rule);
    let kind = Kind::parse(&rule.kind)?;
    if rule.value.is_empty() {
        // A wording that states nothing: it is passed over.
        return Some(Quantity { end: m.end, kind: Kind::Identifier, value: Value::Label(String::new()), ..nothing(pos) });
    }
    let stated = Bound::parse(&rule.bound);
    let value = value_of(kind, &m)?.with_bound(if stated == Bound::None { m.bound } else { stated });
    let digits = first.is_ascii_digit();
    let mut q = Quantity { start: pos, end: m.end, core: pos, kind, unit: m.unit, value, noun: None, scale: None, digits, bare: false };
    if kind == Kind::Time {
        clock::complete(r, &mut q, !m.nums.is_empty());
    }
    // A ruler's number, not any Roman-looking initial at a sentence's start.
    if kind == Kind::Identifier && m.label && pos == r.start && m.nums.first().is_some_and(|n| *n > Num::int(30)) {
        return None;
    }
    if let Some((e, b)) = unit::bound_after(r, q.end, &[Place::After])
        && q.value.bound() == Bound::None
        && !matches!(kind, Kind::Identifier | Kind::Score)
    {
        q.value = q.value.with_bound(b);
        q.end = e;
    }
    if matches!(kind, Kind::Ratio | Kind::Count | Kind::Ordinal | Kind::Multiplier) {
        q.noun = noun::after(r, q.end);
        if kind == Kind::Count {
            q.noun = q.noun.or_else(|| noun::before(r, pos));
        }
    }
    Some(q)
}

fn nothing(pos: usize) -> Quantity {
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

fn value_of(kind: Kind, m: &rule::Match) -> Option<Value> {
    Some(match kind {
        Kind::Date => Value::Date { bound: Bound::None, date: Date::parse(&m.value)? },
        Kind::Time => Value::Time { bound: Bound::None, text: time(&m.value)?, half: false, zone: String::new() },
        Kind::Identifier => Value::Label(m.value.clone()),
        Kind::Score => {
            let (a, b) = m.value.split_once('-')?;
            Value::Score(Num::parse(a)?, Num::parse(b)?)
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
fn time(s: &str) -> Option<String> {
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

/// The number here and what sign stands before it.
fn signed_number<'a>(r: &Reader<'a>, pos: usize, cache: &mut Cache<'a>) -> Option<(Option<String>, Number)> {
    let signs = if r.pack.table.spaces { sort::SIGN } else { sort::SIGN | sort::MONEY };
    let hits = r.hits(pos).filter(|h| r.pack.surfaces.sorts(h.1) & signs != 0);
    let sign = hits.flat_map(|h| r.pack.lexemes(h.1).map(move |l| (h.0, l))).filter_map(|(e, l)| match l {
        Lexeme::Sign(c) if unit::written_as_code(r, pos, e) => Some((e, c)),
        // Currency words before the amount, where words are not separated.
        Lexeme::Money(c) if !r.pack.table.spaces => Some((e, c)),
        _ => None,
    });
    if let Some((e, code)) = sign.last() {
        let p = r.skip_spaces(e);
        if let Some(n) = cache.number(p) {
            return Some((Some(code.clone()), n.clone()));
        }
        return None;
    }
    let minus = r.is(pos, sort::MINUS).or_else(|| r.rest(pos).starts_with(b"-").then_some(pos + 1));
    if let Some(e) = minus {
        let glued = r.rest(pos).starts_with(b"-");
        let lone = r.char_before(pos).is_none_or(|c| c == ' ' || c == '(');
        let p = if glued { e } else { r.skip_spaces(e) };
        if lone && let Some(mut n) = cache.number(p).cloned() {
            n.num = n.num.neg();
            return Some((None, n));
        }
        return None;
    }
    cache.number(pos).map(|n| (None, n.clone()))
}

struct Amount {
    q: Quantity,
    n: Number,
}

/// Number with unit, range, hedge and noun.
fn from_amount<'a>(r: &Reader<'a>, pos: usize, opened: bool, cache: &mut Cache<'a>) -> Option<Quantity> {
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
    if let Some(q) = range(r, pos, sign, &first, opened, cache) {
        return Some(q);
    }
    if opened {
        return None;
    }
    Some(first.q)
}

fn money(r: &Reader, code: &str, end: usize) -> usize {
    // The currency said twice: $5 million dollars, US$5億美元, 人民币5亿元.
    let p = r.skip_spaces(end);
    r.longest(p, sort::MONEY | sort::SIGN, |l| match l {
        Lexeme::Money(c) | Lexeme::Sign(c) => Some(c),
        _ => None,
    })
    .filter(|(_, c)| *c == code || !r.pack.table.spaces)
    .map_or(end, |(e, _)| e)
}

fn plain(value: Value, pos: usize, n: &Number) -> Quantity {
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

fn amount(r: &Reader, pos: usize, sign: Option<String>, n: Number) -> Option<Amount> {
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
        if u.half
            && let Value::Figure { bound, num, .. } = q.value
        {
            let num = num.add(unit::half())?;
            q.value = Value::Figure { bound, num, step: Num::ratio(1, 10)? };
        }
        hedge_after(r, &mut q);
        if u.kind == Kind::Count {
            // A twelve-strong group counts people, not groups.
            if u.counter || q.unit.is_empty() {
                // What a measure word of people counts is people: 1900人の劇場 is no count of theatres.
                let fits = |n: &Noun| noun::fits(n, &q.unit);
                q.noun = noun::after(r, q.end).filter(fits).or_else(|| noun::before(r, pos).filter(fits));
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
        return Some(Amount { q, n });
    }
    let has_hedge = q.value.bound() != Bound::None;
    let noun_after = if scale_counts(r, &n, q.end) { noun::after(r, q.end) } else { None };
    let labelled = r.before(pos, 24, sort::LABEL).is_some();
    if year(r, pos, &n, noun_after) && !has_hedge && !labelled {
        let v = n.num.to_i64()?;
        q.kind = Kind::Date;
        q.value = Value::Date { bound: Bound::None, date: Date::parse(&format!("{v:04}"))? };
        return Some(Amount { q, n });
    }
    // Digits with letters glued on are a label: 5G, 3D.
    if n.form == Form::Digits && n.scale.is_none() && r.pack.table.spaces && !r.word_end_or_free(q.end) {
        return None;
    }
    if n.form == Form::Words && !r.pack.table.spaces {
        let lone =
            n.parts >= 3 || n.vague || n.parts == 2 && noun_after.is_some_and(|x| x.span.0 == q.end && (n.scale.is_none() || x.concept.is_some()));
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if !(lone || has_hedge && n.parts >= 2 || alone(r.char_before(pos)) && alone(r.char_at(n.end))) {
            return None;
        }
    }
    if n.form == Form::Words && is_verb(r, pos, &n) {
        return None;
    }
    q.noun = noun_after.or_else(|| noun::before(r, pos));
    q.bare = q.noun.is_none();
    if n.plain_digits > 0
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
    if !n.num.is_int() && n.scale.is_none() && q.bare {
        q.kind = Kind::Number;
    }
    Some(Amount { q, n })
}

impl Reader<'_> {
    /// Whether digits may end here: no letter is glued on.
    fn word_end_or_free(&self, at: usize) -> bool {
        self.char_at(at).is_none_or(|c| !c.is_ascii_alphabetic())
    }
}

/// Whether a noun right after this number can be what it counts: in some languages a scale word wants a link before it.
fn scale_counts(r: &Reader, n: &Number, end: usize) -> bool {
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

fn hedge_after(r: &Reader, q: &mut Quantity) {
    if q.value.bound() == Bound::None
        && let Some((e, b)) = unit::bound_after(r, q.end, &[Place::After])
    {
        q.value = q.value.clone().with_bound(b);
        q.end = e;
    }
}

/// Whether a numeral is the form of a verb that looks the same, by the word that follows.
fn is_verb(r: &Reader, pos: usize, n: &Number) -> bool {
    let forms = &r.pack.table.number;
    if !forms.verbs.iter().any(|v| *v == r.folded[pos..n.end]) {
        return false;
    }
    let next = r.skip_spaces(n.end);
    let word = &r.folded[next..r.letters(next)];
    // Sei %s ore avanti.
    let put_in = r.char_at(next) == Some('\u{FFFC}');
    put_in || forms.verb_before.iter().any(|e| word.ends_with(e.as_str())) && r.is(next, sort::CONCEPT | sort::SCALE).is_none()
}

/// 300 persone circa, 150 people or more: after the noun only what makes a figure rough and what is more than one word,
/// for other hedges may begin a new phrase, as longer ones do that the wording is the beginning of: and more than.
fn hedge_after_noun(r: &Reader, q: &mut Quantity) {
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

fn ordinal_mark(r: &Reader, n: &Number) -> Option<usize> {
    if n.form != Form::Digits || n.plain_digits == 0 || n.plain_digits > 3 {
        return None;
    }
    let e = r.glued(n.end, sort::ORDINAL_AFTER)?;
    if r.text[n.end..e].starts_with('.') {
        // A full stop is an ordinal's mark only inside a sentence, before a noun.
        let p = r.skip_spaces(e);
        return (p > e && r.char_at(p).is_some_and(char::is_uppercase)).then_some(e);
    }
    r.word_end(e).then_some(e)
}

/// Whether a bare number is a year.
fn year(r: &Reader, pos: usize, n: &Number, noun: Option<Noun>) -> bool {
    if n.form != Form::Digits || n.plain_digits == 0 || n.scale.is_some() {
        return false;
    }
    let Some(v) = n.num.to_i64() else { return false };
    let cued = r.before(pos, 24, sort::YEAR_AFTER).is_some();
    let adjoining = noun.is_some_and(|x| x.concept.is_some() && x.span.0 <= n.end + 1);
    match n.plain_digits {
        4 => (if cued { 1000..=2100 } else { 1100..=2100 }).contains(&v) && r.pack.table.spaces && (cued || !adjoining),
        3 => {
            let next = r.skip_spaces(n.end);
            let ends = r.char_at(next).is_none_or(|c| !c.is_alphanumeric()) || r.is(next, sort::STOP | sort::FUNCTION).is_some();
            // From 130 to 95 litres.
            let range = r.is(next, sort::RANGE_TO).is_some();
            cued && ends && !range && noun.is_none_or(|x| x.concept.is_none())
        }
        _ => false,
    }
}

/// The name that a number right after it belongs to: `Loom 4`, `Artikel 5`.
fn label_before(r: &Reader, pos: usize, noun: Option<Noun>) -> Option<String> {
    let mut end = pos;
    while end > r.start && r.text.as_bytes()[end - 1] == b' ' {
        end -= 1;
    }
    if end == r.start || pos - end > 1 {
        return None;
    }
    if r.before(pos, 24, sort::LABEL).is_some() {
        let from = r.before(pos, 24, sort::LABEL)?;
        return Some(r.text[from..end].to_owned());
    }
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let from = end - r.text.as_bytes()[r.start..end].iter().rev().take_while(|b| part(b)).count();
    // A word with other letters in it is no label.
    let latin = r.char_before(from).is_none_or(|c| !c.is_alphanumeric());
    let word = &r.text[from..end];
    let spaces = r.pack.table.spaces;
    let capital = if spaces { word.chars().next().is_some_and(|c| c.is_ascii_uppercase()) } else { word.bytes().any(|b| b.is_ascii_uppercase()) };
    if word.len() < 2 || !latin || !capital || noun.is_some_and(|n| n.concept.is_some()) {
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

/// `10 bis 15`, `15,001ポンドから19,999ポンド`, `tra i 3 e i 10 milioni`
fn range<'a>(r: &Reader<'a>, pos: usize, sign: Option<String>, first: &Amount, opened: bool, cache: &mut Cache<'a>) -> Option<Quantity> {
    if matches!(first.q.kind, Kind::Ordinal | Kind::Ratio | Kind::Identifier) || first.n.high.is_some() || first.n.vague {
        return None;
    }
    let year = first.q.kind == Kind::Date;
    for from in [first.n.end, first.q.end] {
        let p = r.skip_spaces(from);
        let link = r
            .lexemes(p)
            .filter(|(_, l)| matches!(l, Lexeme::RangeTo | Lexeme::RangeOr) || opened && matches!(l, Lexeme::RangeAnd))
            .map(|(e, l)| (e, *l == Lexeme::RangeOr))
            .last()
            .or_else(|| {
                (matches!(r.char_at(p), Some('-' | '–' | '—' | '~')) && p == from).then(|| (p + r.char_at(p).map_or(1, char::len_utf8), false))
            });
        let Some((link, or)) = link else { continue };
        let mut at = skip_fillers(r, link);
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
        if !same || year != (second.q.kind == Kind::Date) {
            continue;
        }
        if year {
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
        let (mut low, high) = (first.n.num, second.n.num);
        if first.n.scale.is_none()
            && let Some(s) = second.n.scale
            && let Some(scaled) = low.mul(s)
            && scaled < high
        {
            low = scaled;
        }
        if low >= high || matches!(second.q.kind, Kind::Identifier | Kind::Ordinal | Kind::Ratio) {
            continue;
        }
        let mut end = second.q.end;
        if let Some(e) = r.is(r.skip_spaces(end), sort::RANGE_CLOSE) {
            end = e;
        } else if r.is(p, sort::RANGE_SHIFT).is_some() && shift_closes(r, end) {
            // 9時間から11時間に: what was nine hours becomes eleven.
            continue;
        } else if r.is(p, sort::RANGE_TO | sort::RANGE_SHIFT).is_some() && changed(r, pos) {
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

/// Whether a word stands here, perhaps behind a bracket, that makes an old and a new value of two numbers.
fn shift_closes(r: &Reader, end: usize) -> bool {
    let bracket = r.text[end..r.end].strip_prefix('(').and_then(|s| s.find(')')).filter(|n| *n < 60);
    let at = bracket.map_or(end, |n| end + n + 2);
    let begins = |words: &[String]| words.iter().any(|w| r.rest(at).starts_with(w.as_bytes()));
    begins(&r.pack.table.shift_close) && !begins(&r.pack.table.shift_never)
}

/// Whether the two numbers are an old and a new value: the word that opens them follows a deed of change, as in
/// `raised from 9 to 11`.
fn changed(r: &Reader, pos: usize) -> bool {
    let Some(open) = r.before(pos, 24, sort::RANGE_OPEN) else { return false };
    let change = |l: &Lexeme| {
        let Lexeme::Deed(d) = l else { return false };
        let d = &pack::common().deeds[usize::from(*d)];
        d.class == "change" && d.opposite.is_some()
    };
    (open.saturating_sub(40).max(r.start)..open)
        .filter(|i| r.text.is_char_boundary(*i) && r.word_start(*i))
        .any(|i| r.lexemes(i).any(|(e, l)| e <= open && change(l)))
}

/// Single words that state a value.
fn lexical<'a>(r: &Reader<'a>, pos: usize, first: char, cache: &mut Cache<'a>) -> Option<Quantity> {
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
            Lexeme::Fraction(a, b) if *a == 1 && ordinal_after_article(r, pos, end) => continue,
            // A third-party supplier.
            Lexeme::Fraction(1, _) if r.pack.table.spaces && r.char_at(end) == Some('-') && r.is(pos, sort::ARTICLE).is_some() => continue,
            Lexeme::Fraction(a, b) => {
                let value = Value::Ratio { bound: Bound::None, top: Num::int((*a).into()), bottom: Num::int((*b).into()) };
                let mut q = base(end, Kind::Ratio, "", value);
                q.noun = noun::after(r, skip_links(r, end));
                hedge_after(r, &mut q);
                q
            }
            Lexeme::Month(m) if end - pos > 3 || first.is_uppercase() => {
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
        && let Some((end, n)) = slot::ordinal(r, pos, cache)
        && best.as_ref().is_none_or(|b| end > b.end)
        && !(first.is_ascii_digit() && r.pack.table.spaces)
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
        best = Some(q);
    }
    best
}

/// A third country is one more, a third of the country a share: what stands right after the ordinal says which.
fn ordinal_after_article(r: &Reader, pos: usize, end: usize) -> bool {
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
fn skip_links(r: &Reader, at: usize) -> usize {
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

fn label<'a>(r: &Reader<'a>, pos: usize, cache: &mut Cache<'a>) -> Option<Quantity> {
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
