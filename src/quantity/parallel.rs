//! Figures that leave out what the figure before them says: a second age, a second day of a month, the first of two times
//! of day, a second share in the same frame.

use super::list::linked;
use super::range::changed;
use super::reader::Reader;
use super::slot;
use super::{Quantity, clock, noun};
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::pack::surface::Marks;
use crate::pack::table::{Lexeme, sort};
use crate::value::{Bound, Value};

/// Completes figures by what stands beside them, most of it in languages whose words are separated.
pub fn share(r: &Reader, found: &mut [Quantity]) {
    for i in 0..found.len().saturating_sub(1) {
        portion(r, found, i);
    }
    if !r.pack.table.spaces {
        return;
    }
    for i in (0..found.len().saturating_sub(1)).rev() {
        time_before(r, found, i);
    }
    for i in (0..found.len().saturating_sub(1)).rev() {
        part(r, found, i);
        described(r, found, i);
        beside_name(r, found, i);
    }
    for i in 0..found.len() {
        ages(r, found, i);
        opened(r, found, i);
        split_whole(r, found, i);
    }
    for i in 1..found.len() {
        let next = found.get(i + 1);
        // A comma alone makes a list only where a link follows: June 3, 5 and 7.
        let follows = next.is_some_and(|c| c.start >= found[i].end && linked(r, found[i].end, c.start) && !comma(r, found[i].end, c.start));
        let (left, right) = found.split_at_mut(i);
        let (a, b) = (&mut left[i - 1], &mut right[0]);
        if a.end <= b.start && linked(r, a.end, b.start) && (follows || !comma(r, a.end, b.start)) {
            age(r, a, b);
            day(r, a, b);
            label(a, b);
        }
        scaled(r, a, b);
        bracketed(r, a, b);
        framed(r, left, b);
    }
}

fn comma(r: &Reader, from: usize, to: usize) -> bool {
    r.text[from..to].trim() == ","
}

/// A figure that says nothing of itself.
fn lone(q: &Quantity) -> Option<Num> {
    let Value::Figure { num, .. } = q.value else { return None };
    (q.bare && matches!(q.kind, Kind::Count | Kind::Number) && q.scale.is_none()).then_some(num)
}

/// Aged 30, 41 and 52; im Alter von 40 und 45 Jahren.
fn age(r: &Reader, a: &Quantity, b: &mut Quantity) {
    // What brings its own word of age leaves nothing to the years behind it: un trentenne e dieci anni.
    let open = || r.char_before(a.end).is_some_and(|c| c.is_ascii_digit()) || numeral_last(r, a);
    let years = b.kind == Kind::Duration && b.unit == "year" && open() || lone(b).is_some_and(|n| n.is_int() && n < Num::int(120));
    if a.kind == Kind::Age && a.unit == "year" && a.value.bound() == Bound::None && matches!(a.value, Value::Figure { .. }) && years {
        (b.kind, b.unit, b.bare) = (Kind::Age, a.unit.clone(), false);
    }
}

/// Whether the last word of a quantity is a numeral.
fn numeral_last(r: &Reader, q: &Quantity) -> bool {
    let word = r.folded[q.start..q.end].rsplit(' ').next().unwrap_or("");
    r.pack.surfaces.trie.get(word).is_some_and(|p| r.pack.surfaces.sorts(p) & slot::NUMERAL != 0)
}

/// Two women, 34 and 38, ...: as many ages as there are persons, between commas or in brackets.
fn ages(r: &Reader, found: &mut [Quantity], i: usize) {
    /// More are no ages but a list of something else.
    const MOST: i64 = 6;
    let (left, right) = found.split_at_mut(i + 1);
    let persons = &left[i];
    let Some(noun) = persons.noun.filter(|n| n.concept.is_some_and(noun::is_person) && n.span.0 >= persons.end) else { return };
    let how_many = match persons.value {
        Value::Figure { bound: Bound::None, num, .. } if persons.kind == Kind::Count => num.to_i64().filter(|n| (2..=MOST).contains(n)),
        _ => None,
    };
    let Some(told) = how_many.and_then(|n| right.get_mut(..n as usize)) else { return };
    let year = |q: &Quantity| match q.value {
        Value::Figure { bound: Bound::None, num, .. } if q.digits => {
            (lone(q).is_some() || q.kind == Kind::Duration && q.unit == "year") && num.is_int() && num > Num::ONE && num < Num::int(120)
        }
        _ => false,
    };
    let (Some(first), Some(last)) = (told.first(), told.last()) else { return };
    let opened = matches!(r.text.get(noun.span.1..first.start).map(str::trim), Some("," | "("));
    let closed = matches!(r.char_at(r.skip_spaces(last.end)), Some(',' | ')'));
    let listed = told.windows(2).all(|w| linked(r, w[0].end, w[1].start));
    if opened && closed && listed && told.iter().all(year) {
        for q in told {
            (q.kind, q.unit, q.bare, q.noun) = (Kind::Age, "year".to_owned(), false, None);
        }
    }
}

/// December 5 and 6: a later day of the same month, where the day ends the date.
fn day(r: &Reader, a: &Quantity, b: &mut Quantity) {
    let Value::Date { date: Date::Calendar(p), .. } = &a.value else { return };
    let (Some(day), Some(n)) = (p.day, lone(b).and_then(Num::to_i64)) else { return };
    let text = p.to_string();
    let ends = r.text[a.start..a.end].trim_end_matches(|c: char| c.is_ascii_digit()).len() + a.start;
    let written = r.text[ends..a.end].parse::<u8>().is_ok_and(|d| d == day);
    if written
        && b.digits
        && (i64::from(day) + 1..=31).contains(&n)
        && p.month.is_some_and(|m| (1..=12).contains(&m))
        && let Some(at) = text.rfind('-')
        && let Some(date) = Date::parse(&format!("{}-{n:02}", &text[..at]))
    {
        (b.kind, b.value, b.bare) = (Kind::Date, Value::Date { bound: Bound::None, date }, false);
    }
}

/// 37 of the 52 drones: what the whole counts the part counts, too.
fn part(r: &Reader, found: &mut [Quantity], i: usize) {
    let (a, b) = (&found[i], &found[i + 1]);
    let (Value::Figure { num, .. }, Value::Figure { num: whole, .. }) = (&a.value, &b.value) else { return };
    let counts = a.bare && a.kind == Kind::Count && b.kind == Kind::Count && b.unit.is_empty() && b.noun.is_some() && num < whole;
    if counts && a.end < b.start && r.pack.table.number.part_link.iter().any(|l| *l == r.folded[a.end..b.start].trim()) {
        let noun = b.noun;
        (found[i].noun, found[i].bare) = (noun, false);
    }
}

/// Of the 64 samples 19 were good and 30 fair: what opens a clause as the whole says what its parts count.
fn opened(r: &Reader, found: &mut [Quantity], i: usize) {
    let (left, right) = found.split_at_mut(i + 1);
    let whole = &left[i];
    let Value::Figure { num, .. } = whole.value else { return };
    if whole.kind != Kind::Count || !whole.unit.is_empty() || whole.noun.is_none_or(|n| n.span.0 < whole.end) {
        return;
    }
    let before = r.folded[r.start..whole.start].trim_end();
    let opens = |l: &String| {
        before.strip_suffix(l.as_str()).is_some_and(|s| s.is_empty() || s.trim_end().ends_with([',', ';', ':', '–', '"', '“', '„', '«']))
    };
    if !r.pack.table.number.part_link.iter().any(opens) {
        return;
    }
    let mut rest = num;
    for q in right.iter_mut().filter(|q| matches!(q.kind, Kind::Count | Kind::Number)) {
        let Some(n) = lone(q).filter(|n| n.is_int() && *n > Num::ZERO && *n < num && *n <= rest) else { return };
        let Some(less) = rest.add(n.neg()) else { return };
        (rest, q.noun, q.bare) = (less, whole.noun, false);
    }
}

/// 45 per cent were for it, 38 against and 17 undecided: shares that make up the whole together.
fn split_whole(r: &Reader, found: &mut [Quantity], i: usize) {
    /// More are no answers to one question.
    const MOST: usize = 6;
    let hundred = Num::int(100);
    let share = |q: &Quantity| match q.value {
        Value::Figure { bound: Bound::None | Bound::About, num, .. } if q.kind == Kind::Percent && q.unit == "%" => Some(num),
        _ => None,
    };
    let Some(mut sum) = share(&found[i]) else { return };
    for j in i + 1..found.len().min(i + MOST) {
        // Up 60 per cent to 40: only what is listed makes up a whole.
        let gap = r.folded.get(found[j - 1].end..found[j].start).unwrap_or("(");
        let listed = gap.contains(',') || gap.split_whitespace().any(|w| r.pack.get(w).any(|l| matches!(l, Lexeme::Joiner)));
        let apart = !listed || gap.contains([';', '(']);
        let Some(n) = share(&found[j]).or_else(|| lone(&found[j])).filter(|n| !apart && *n > Num::ZERO) else { return };
        let Some(s) = sum.add(n).filter(|s| *s <= hundred) else { return };
        sum = s;
        if sum == hundred {
            for q in found[i + 1..=j].iter_mut().filter(|q| q.kind != Kind::Percent) {
                (q.kind, q.unit, q.bare) = (Kind::Percent, "%".to_owned(), false);
            }
        }
    }
}

/// It rose from 3 to 5 million: the old value is on the scale of the new one.
fn scaled(r: &Reader, a: &mut Quantity, b: &Quantity) {
    let (Some(num), Some(scale)) = (lone(a).filter(|n| *n < Num::int(1000)), b.scale) else { return };
    let Value::Figure { bound, step, .. } = a.value else { return };
    if a.end > b.start || !a.digits || !b.digits || !matches!(b.kind, Kind::Count | Kind::Number) || !b.unit.is_empty() {
        return;
    }
    let link = |l: &Lexeme| matches!(l, Lexeme::RangeTo | Lexeme::RangeShift);
    if r.pack.get(r.folded[a.end..b.start].trim()).any(link)
        && changed(r, a.start)
        && let Some((num, step)) = num.mul(scale).zip(step.mul(scale))
    {
        a.value = Value::Figure { bound, num, step };
        (a.kind, a.scale, a.noun, a.bare) = (b.kind, b.scale, b.noun, b.bare);
    }
}

/// Two 500mg tablets, two 19-year-old men: what a number counts may be described by another first.
fn described(r: &Reader, found: &mut [Quantity], i: usize) {
    let (left, right) = found.split_at_mut(i + 1);
    let (a, b) = (&mut left[i], &right[0]);
    let fits = matches!(b.kind, Kind::Measure | Kind::Age | Kind::Duration | Kind::Money) && lone(a).is_some_and(|n| n.is_int() && n > Num::ONE);
    if fits && a.kind == Kind::Count && r.text.get(a.end..b.start) == Some(" ") && !r.text[b.start..b.end].contains(' ') {
        let noun = noun::after(r, b.end).filter(|n| n.concept.is_some());
        (a.noun, a.bare) = (noun, noun.is_none());
    }
}

/// 约占12万名员工的6%: the hedge of what accounts for a share is the share's, not that of the whole.
fn portion(r: &Reader, found: &mut [Quantity], i: usize) {
    /// Bytes between the whole and its share.
    const NEAR: usize = 36;
    let (left, right) = found.split_at_mut(i + 1);
    let (whole, share) = (&mut left[i], &mut right[0]);
    let bound = whole.value.bound();
    let gap = r.text.get(whole.end..share.start).unwrap_or(",");
    if bound == Bound::None
        || share.value.bound() != Bound::None
        || !matches!(whole.kind, Kind::Count | Kind::Number | Kind::Money)
        || !matches!(share.kind, Kind::Percent | Kind::Ratio)
        || gap.len() > NEAR
        || gap.contains([',', '，', '、', ';', '；', '('])
    {
        return;
    }
    let accounts = |d| pack::common().deeds[usize::from(d)].id == "account-for";
    let hedge = r.hits(whole.start).filter(|h| h.0 <= whole.core).flat_map(|h| r.pack.surfaces.marks(h.1));
    if hedge.into_iter().any(|m| matches!(m, Marks::Deed(d) if accounts(d))) {
        share.value = share.value.clone().with_bound(bound);
        (whole.value, whole.start) = (whole.value.clone().with_bound(Bound::None), whole.core);
    }
}

/// By 312 votes to 254: a score of things that are counted is two counts.
pub fn sides(r: &Reader, found: &mut Vec<Quantity>) {
    for i in (0..found.len()).rev() {
        let q = &found[i];
        let Value::Score(a, b) = q.value else { continue };
        if q.unit.is_empty() {
            continue;
        }
        let numeral = |at: &usize| r.char_at(*at).is_some_and(|c| c.is_ascii_digit()) || r.sorts(*at) & slot::NUMERAL != 0;
        let words: Vec<usize> = (q.start..q.end).filter(|at| r.char_at(*at).is_some_and(char::is_alphanumeric) && r.word_start(*at)).collect();
        let Some(first) = words.iter().position(&numeral) else { continue };
        let Some(gap) = (first..words.len()).find(|n| !numeral(&words[*n])) else { continue };
        let Some(second) = (gap..words.len()).find(|n| numeral(&words[*n])) else { continue };
        let end = q.start + r.text[q.start..words[second - 1]].trim_end().len();
        let count = |start, end, n| Quantity { start, end, core: start, kind: Kind::Count, value: Value::figure(n, Num::ONE), ..q.clone() };
        let both = [count(words[first], end, a), count(words[second], q.end, b)];
        found.splice(i..=i, both);
    }
}

/// France has 68 million inhabitants, Italy 59 million; France won 12, Italy 9 medals: behind another's name the same is
/// counted, on the same scale.
fn beside_name(r: &Reader, found: &mut [Quantity], i: usize) {
    let (left, right) = found.split_at_mut(i + 1);
    let (a, b) = (&mut left[i], &mut right[0]);
    if a.end > b.start || a.kind != Kind::Count || b.kind != Kind::Count || a.unit != b.unit || !a.unit.is_empty() {
        return;
    }
    let from = a.noun.map_or(a.end, |n| n.span.1.max(a.end));
    let between = r.text.get(from..b.start).and_then(|t| t.strip_prefix(", ")).and_then(|t| t.strip_suffix(' '));
    let named = between.is_some_and(|n| r.is(from + 2, sort::NAME) == Some(from + 2 + n.len()) && n.starts_with(char::is_uppercase));
    if !named {
        return;
    }
    match (a.noun, b.noun) {
        (Some(_), None) if b.bare && b.scale.is_some() && a.scale == b.scale => (b.noun, b.bare) = (a.noun, false),
        (None, Some(_)) if a.bare && a.scale.is_none() && lone(a).is_some_and(|n| n < Num::int(1000)) => {
            let Value::Figure { bound, num, step } = a.value else { return };
            let scaled = b.scale.map_or(Some((num, step)), |s| num.mul(s).zip(step.mul(s)));
            let Some((num, step)) = scaled else { return };
            a.value = Value::Figure { bound, num, step };
            (a.noun, a.bare) = (b.noun, false);
        }
        _ => {}
    }
}

/// Lines 3 and 7: what names the first names the second.
fn label(a: &Quantity, b: &mut Quantity) {
    let Value::Label(name) = &a.value else { return };
    let Some((name, figure)) = name.rsplit_once(' ') else { return };
    if let Some(n) = lone(b).filter(|n| n.is_int())
        && b.digits
        && b.value.bound() == Bound::None
        && figure.bytes().all(|c| c.is_ascii_digit())
    {
        let value = Value::Label(format!("{name} {n}"));
        (b.kind, b.value, b.bare) = (Kind::Identifier, value, false);
    }
}

/// From 10 to 18 o'clock: the first of two times of day.
fn time_before(r: &Reader, found: &mut [Quantity], i: usize) {
    let (left, right) = found.split_at_mut(i + 1);
    let (a, b) = (&mut left[i], &right[0]);
    let Value::Time { text, bound: Bound::None, .. } = &b.value else { return };
    if lone(a).is_none() || a.end > b.start || b.start - a.end > 16 {
        return;
    }
    let between = r.folded[a.end..b.start].trim();
    let link = matches!(between, "-" | "–") || r.pack.get(between).any(|l| matches!(l, Lexeme::RangeTo | Lexeme::RangeAnd));
    let written = &r.text[a.core..a.end];
    let (hour, minute) = match written.split_once(['.', ':']) {
        Some((h, m)) if m.len() == 2 => (h.parse().ok(), m.parse().ok()),
        _ => (lone(a).filter(|n| n.is_int()).and_then(Num::to_i64), Some(0)),
    };
    let (Some(mut hour), Some(minute)) = (hour, minute) else { return };
    let Some(second) = text.get(1..3).and_then(|h| h.parse::<i64>().ok()) else { return };
    if !link || !(0..=24).contains(&hour) || !(0..60).contains(&minute) {
        return;
    }
    // From 2 to 5 pm: the half of the day that the second is in, if it then is before it.
    let stated: String = r.text[b.core..b.end].chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if stated.parse::<i64>().is_ok_and(|s| s + 12 == second) && hour + 12 < second {
        hour += 12;
    }
    let text = format!("T{hour:02}:{minute:02}");
    a.value = Value::Time { bound: Bound::None, text, half: false, zone: String::new() };
    (a.kind, a.bare) = (Kind::Time, false);
    clock::complete(r, a, true);
}

/// A bare figure behind a share, a sum or a span in the same frame: by 4.3 per cent after having risen by 1.9; 12 years
/// for him and eight for her; 6.1 per cent, against 5.9.
fn framed(r: &Reader, before: &[Quantity], b: &mut Quantity) {
    /// How far before it the other may stand, in bytes.
    const REACH: usize = 60;
    let Some(num) = lone(b) else { return };
    let fits = |a: &&Quantity| matches!(a.kind, Kind::Percent | Kind::Money | Kind::Duration | Kind::Measure);
    let dated = |a: &&Quantity| matches!(a.kind, Kind::Date | Kind::Time);
    let Some(a) = before.iter().rev().find(|a| !dated(a)).filter(fits) else { return };
    let Value::Figure { .. } = a.value else { return };
    if a.end > b.start || b.start - a.end > REACH || a.scale.is_some() {
        return;
    }
    let shift = shifted(r, b.start) && before.last().is_some_and(|l| std::ptr::eq(l, a));
    let fraction = a.kind == Kind::Percent && !num.is_int() && word_before(r, a.start).is_some_and(|w| Some(w) == word_before(r, b.start));
    let back = before.last().is_some_and(|l| std::ptr::eq(l, a)) && word_after(r, a.end).is_some_and(|w| Some(w) == word_after(r, b.end));
    if shift || fraction || back {
        (b.kind, b.unit, b.bare) = (a.kind, a.unit.clone(), false);
    }
}

/// Lecco (420 euros), Como (310) and Varese (290): a figure alone in brackets behind another, a name between them.
fn bracketed(r: &Reader, a: &Quantity, b: &mut Quantity) {
    /// How long what stands between may be, in bytes.
    const REACH: usize = 40;
    let alone = |q: &Quantity| r.char_before(q.start) == Some('(') && r.char_at(q.end) == Some(')');
    let says = matches!(a.kind, Kind::Money | Kind::Percent | Kind::Measure | Kind::Duration) && matches!(a.value, Value::Figure { .. });
    if !says || lone(b).is_none() || !b.digits || !alone(a) || !alone(b) || a.scale.is_some() {
        return;
    }
    let between = r.text.get(a.end + 1..b.start - 1).unwrap_or("");
    if between.len() <= REACH && !between.contains(['.', ';', ':', '(']) && between.contains(char::is_uppercase) {
        (b.kind, b.unit, b.bare) = (a.kind, a.unit.clone(), false);
    }
}

/// Whether a word of comparison stands right before, as `against the`.
fn shifted(r: &Reader, at: usize) -> bool {
    /// Shorter words link much else.
    const LEAST: usize = 5;
    let mut at = at;
    for _ in 0..2 {
        if r.before(at, 24, sort::RANGE_SHIFT).is_some_and(|from| r.text[from..at].trim_end().len() >= LEAST) {
            return true;
        }
        match r.before(at, 12, sort::FILLER) {
            Some(from) => at = from,
            None => break,
        }
    }
    false
}

/// The function word right before a place.
fn word_before<'a>(r: &Reader<'a>, at: usize) -> Option<&'a str> {
    let text = r.folded[r.start..at].strip_suffix(' ')?;
    let word = &text[text.rfind(|c: char| !c.is_alphabetic()).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8))..];
    r.pack.get(word).any(|l| matches!(l, Lexeme::Stop)).then_some(word)
}

/// The function word right behind a place.
fn word_after<'a>(r: &Reader<'a>, at: usize) -> Option<&'a str> {
    let from = at + 1;
    let end = (r.char_at(at) == Some(' ')).then(|| r.letters(from))?;
    let word = &r.folded[from..end];
    r.pack.get(word).any(|l| matches!(l, Lexeme::Stop)).then_some(word)
}
