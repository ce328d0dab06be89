//! How two claims of one row are tied: they say the same, they say it otherwise, or they differ where they should not.
//!
//! A tie carries a weight; `assign` looks for the set of ties that weighs most. What says the same weighs so much more
//! than what only may, that no two half-fitting ties are worth one that fits.

use super::places;
use crate::claim::{Claim, Report};
use crate::context::What;
use crate::date::{Date, Part};
use crate::judge;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::num::Num;
use crate::pack;
use crate::value::Value;

/// What two claims are to each other.
#[derive(Clone, Debug)]
pub struct Tie {
    /// How much speaks for it.
    pub weight: i64,
    /// What the two say of each other.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// A cell of the row, read.
pub struct Column {
    /// Its claims.
    pub report: Report,
    /// For each claim, the one before it that it restates in another unit.
    pub restates: Vec<Option<usize>>,
    /// Numerals in digits that no claim covers, without marks and outer noughts.
    pub unread: Vec<String>,
    /// How many figures or words are put in later.
    pub placeholders: usize,
}

impl Column {
    /// Takes a cell's report; `placeholders` are put in later.
    pub fn new(mut report: Report, placeholders: usize) -> Column {
        let restates = report.claims.iter_mut().map(|c| c.restates.take()).collect();
        let unread = unread(&report);
        Column { report, restates, unread, placeholders }
    }

    /// A claim.
    pub fn claim(&self, n: usize) -> &Claim {
        &self.report.claims[n]
    }

    /// Where a claim stands in the cell, in thousandths of its length.
    pub fn place(&self, n: usize) -> i64 {
        (self.claim(n).span.0 * 1000 / self.report.source.len().max(1)) as i64
    }

    /// Whether the cell has the figure in a numeral that was not understood.
    pub fn has_unread(&self, c: &Claim) -> bool {
        let figures = figures(&c.value);
        !figures.is_empty() && figures.iter().all(|f| self.unread.contains(f))
    }

    /// Whether the cell has the figure anywhere.
    pub fn says(&self, c: &Claim) -> bool {
        self.has_unread(c) || self.report.claims.iter().any(|o| same_figure(c, o))
    }
}

/// Numerals outside the claims, and those of labels.
fn unread(report: &Report) -> Vec<String> {
    let text = report.source.as_str();
    let mut out = Vec::new();
    let mut run = String::new();
    let mut covered = false;
    let inside = |at: usize| report.claims.iter().any(|c| c.kind != Kind::Identifier && c.span.0 <= at && at < c.span.1);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_digit = chars.peek().is_some_and(|(_, n)| n.is_numeric());
        if let Some(d) = c.to_digit(10).or_else(|| (c as u32).checked_sub('０' as u32).filter(|d| *d < 10)) {
            run.push(char::from(b'0' + d as u8));
            covered |= inside(at);
        } else if !(matches!(c, '.' | ',' | '’' | '\'' | '\u{a0}' | '\u{202f}') && next_digit) || run.is_empty() {
            if !run.is_empty() && !covered {
                out.push(trimmed(&run));
            }
            run.clear();
            covered = false;
        }
    }
    if !run.is_empty() && !covered {
        out.push(trimmed(&run));
    }
    out
}

fn trimmed(digits: &str) -> String {
    digits.trim_matches('0').to_owned()
}

/// The digits of the figures that a value states.
fn figures(v: &Value) -> Vec<String> {
    let of = |n: Num| {
        let digits: String = n.to_string().chars().filter(char::is_ascii_digit).collect();
        trimmed(&digits)
    };
    match v {
        Value::Figure { num, .. } => vec![of(*num)],
        Value::Range { low, high, .. } => vec![of(*low), of(*high)],
        Value::Score(a, b) => vec![of(*a), of(*b)],
        Value::Ratio { top, bottom, .. } => vec![of(*top), of(*bottom)],
        Value::Vague { magnitude, .. } => vec![of(*magnitude)],
        Value::Date { date: Date::Calendar(p), .. } => {
            let mut all: Vec<String> = p.year_number().map(|_| trimmed(&String::from_utf8_lossy(&p.year))).into_iter().collect();
            all.extend(p.day.map(|d| trimmed(&d.to_string())));
            all
        }
        Value::Date { .. } => Vec::new(),
        Value::Time { text, .. } => text.trim_start_matches('T').split(':').map(trimmed).filter(|s| !s.is_empty()).collect(),
        Value::Label(l) => vec![trimmed(&digits(l))],
    }
}

fn digits(s: &str) -> String {
    s.chars().filter(char::is_ascii_digit).collect()
}

/// Whether two claims state one figure, whatever each was read as: an ordinal here, a count there; a share and a
/// third; a year and a bare number.
pub fn same_figure(a: &Claim, b: &Claim) -> bool {
    said(a, b) || said(b, a)
}

fn said(a: &Claim, b: &Claim) -> bool {
    match (&a.value, &b.value) {
        (Value::Date { date: Date::Calendar(p), .. }, Value::Date { date: Date::Calendar(q), .. }) => p == q,
        (Value::Date { date: Date::Calendar(p), .. }, other) => other.num().is_some_and(|n| part_of(p, b, n)),
        (Value::Date { date: Date::Interval(p, q), .. }, Value::Score(x, y) | Value::Range { low: x, high: y, .. }) => {
            let year = |p: &Part| p.year_number().map(|y| Num::int(y.into()));
            let day = |p: &Part| p.day.map(|d| Num::int(d.into()));
            year(p) == Some(*x) && year(q) == Some(*y) || day(p) == Some(*x) && day(q) == Some(*y)
        }
        // Next Monday, and the Monday after.
        (Value::Date { date: Date::Relative { tail, .. }, .. }, Value::Date { date: Date::Weekday(w), .. }) => tail.parse() == Ok(*w),
        (Value::Date { date: Date::Relative { unit, offset, tail }, .. }, other) => match other {
            Value::Date { date: Date::Calendar(p), .. } => p.day.is_some_and(|d| tail.parse() == Ok(d)),
            _ => other.num().is_some_and(|n| relative(unit, *offset, b, n)),
        },
        (Value::Ratio { top, bottom, .. }, other) if b.kind == Kind::Ordinal => *top == Num::ONE && other.num() == Some(*bottom),
        // One of two developers, and two developers.
        (Value::Ratio { top, bottom, .. }, other) if *top == Num::ONE && b.kind == Kind::Count && !b.noun_text.is_empty() => {
            other.num() == Some(*bottom)
        }
        (Value::Score(x, y), Value::Range { low, high, .. }) => x == low && y == high,
        (Value::Score(x, y), Value::Ratio { top, bottom, .. }) => x == top && y == bottom,
        (Value::Time { text, .. }, Value::Score(x, y)) => {
            let mut parts = text.trim_start_matches('T').split(':').map(Num::parse);
            parts.next().flatten() == Some(*x) && parts.next().flatten() == Some(*y)
        }
        (Value::Time { text, .. }, other) => {
            let hour = text.trim_start_matches('T').get(..2).and_then(|h| h.parse().ok()).map(Num::int);
            // At 8, and 20:00.
            let later = || hour.and_then(|h| h.sub(Num::int(12))).filter(|h| *h > Num::ZERO && b.noun.is_none());
            hour.is_some() && (other.num() == hour || other.num().is_some() && other.num() == later()) || text == &other.to_string()
        }
        (Value::Label(l), other) => {
            let d = digits(l);
            !d.is_empty() && d == digits(&other.clone().with_bound(crate::value::Bound::None).to_string())
        }
        (p, q) => match (p.num(), q.num()) {
            (Some(m), Some(n)) => m == n,
            _ => p.with_figure_of(q),
        },
    }
}

/// A number that is a part of a date: the year, the day, the month, the century.
fn part_of(p: &Part, c: &Claim, n: Num) -> bool {
    let (year, month, day) = match (c.kind, c.unit.as_str()) {
        (Kind::Duration, "year" | "decade" | "century") => (true, false, false),
        (Kind::Duration, "month") => (false, true, false),
        (Kind::Duration, "day") => (false, false, true),
        (Kind::Count | Kind::Number | Kind::Ordinal | Kind::Identifier, _) => (true, true, true),
        // A bare number that was taken for a year.
        _ => (p.month.is_none() && p.day.is_none(), false, false),
    };
    let Some(n) = n.to_i64() else { return false };
    let century = || std::str::from_utf8(&p.year[..2]).ok().and_then(|y| y.parse::<i64>().ok()).map(|y| y + 1);
    let number = p.year_number().map(|y| i64::from(if p.bc { 1 - y } else { y }));
    year && (number == Some(n) || day && century() == Some(n)) || month && p.month.map(i64::from) == Some(n) || day && p.day.map(i64::from) == Some(n)
}

/// The next decade and the next ten years; the following year and the second one.
fn relative(unit: &str, offset: i32, c: &Claim, n: Num) -> bool {
    let steps = Num::int(i64::from(offset).abs());
    match c.kind {
        Kind::Ordinal => offset > 0 && steps.add(Num::ONE) == Some(n),
        Kind::Duration | Kind::Age => {
            let size = |u: &str| pack::unit(u).and_then(|u| Num::parse(&u.ratio).map(|n| (u.dimension.clone(), n)));
            match (size(unit), size(&c.unit)) {
                (Some((d, x)), Some((e, y))) => d == e && x.mul(steps) == y.mul(n) && steps != Num::ZERO,
                _ => false,
            }
        }
        _ => false,
    }
}

/// How the things are related that two claims count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kin {
    /// Known and unlike.
    Apart,
    /// Not known of both.
    Unknown,
    /// One is a kind of the other, both are of one kind, or one is named beside the other's number.
    Near,
    /// The same.
    Same,
}

/// How what two claims count is related.
pub fn kin(a: (&Column, usize), b: (&Column, usize)) -> Kin {
    let (x, y) = (a.0.claim(a.1), b.0.claim(b.1));
    let (Some(p), Some(q)) = (x.noun, y.noun) else { return Kin::Unknown };
    if p == q {
        return Kin::Same;
    }
    let up = |i: u16| &pack::common().concepts[usize::from(i)].is;
    let root = |i: u16| up(i).is_empty();
    let siblings = up(p).iter().any(|c| up(q).contains(c) && !root(*c));
    if siblings || pack::steps_up(p, q).is_some() || pack::steps_up(q, p).is_some() || beside(a, q) || beside(b, p) { Kin::Near } else { Kin::Apart }
}

/// Whether a thing is named shortly before or after a claim's number.
fn beside((col, n): (&Column, usize), concept: u16) -> bool {
    let c = col.claim(n);
    let marks = &col.report.sentences[c.sentence].marks;
    marks.iter().any(|m| m.what == What::Concept(concept) && m.start < c.clean.1 + 30 && m.end + 30 > c.clean.0)
}

/// Figures that do not stand in a text by chance: in digits, or large.
pub fn strong(c: &Claim) -> bool {
    c.value.num().is_some_and(|n| n >= Num::int(13)) || c.text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// Kinds whose figure is without a unit that would set it apart.
fn loose(c: &Claim) -> bool {
    matches!(c.kind, Kind::Count | Kind::Number | Kind::Ordinal | Kind::Identifier | Kind::Score | Kind::Multiplier)
}

/// Whether a negation stands in the clause of a claim: not ... more than.
fn negated((col, n): (&Column, usize)) -> bool {
    let c = col.claim(n);
    let Some(pack) = pack::find(col.report.lang) else { return false };
    let text = col.report.source.as_str();
    let ends = ['.', ',', ';', ':', '!', '?', '。', '、', '，', '；', '\n'];
    let before = text[..c.span.0].char_indices().rev().find(|(_, x)| ends.contains(x));
    let (from, to) = (before.map_or(0, |(at, x)| at + x.len_utf8()), text[c.span.1..].find(ends).map_or(text.len(), |at| c.span.1 + at));
    let clause = format!("{}\u{1}{}", text[from..c.span.0].trim_start(), &text[c.span.1..to]).to_lowercase();
    let word = |at: usize, len: usize| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        !pack.table.spaces || !letter(clause[..at].chars().next_back()) && !letter(clause[at + len..].chars().next())
    };
    pack.table
        .negations
        .iter()
        .any(|n| clause.match_indices(n.as_str()).any(|(at, _)| n.starts_with(|c: char| !c.is_alphabetic()) || word(at, n.len())))
}

/// Whether one count has a minus sign, and a word beside the other says what it does: -1 movement, one less. A share can
/// be lowered to what is below nought, so that there the sign says more.
fn less_in_words(a: (&Column, usize), b: (&Column, usize)) -> bool {
    let counts = |(col, n): (&Column, usize)| matches!(col.claim(n).kind, Kind::Count | Kind::Number);
    let deeds = &pack::common().deeds;
    let less = |(col, n): (&Column, usize)| {
        let marks = &col.report.sentences[col.claim(n).sentence].marks;
        marks.iter().any(|m| matches!(m.what, What::Deed(d) if deeds[usize::from(d)].less))
    };
    let (Some(m), Some(n)) = (a.0.claim(a.1).value.num(), b.0.claim(b.1).value.num()) else { return false };
    counts(a) && counts(b) && m != n && m.neg() == n && if m < Num::ZERO { less(b) } else { less(a) }
}

/// The tie of two claims, if they can be one fact.
pub fn tie(a: (&Column, usize), b: (&Column, usize)) -> Option<Tie> {
    let (x, y) = (a.0.claim(a.1), b.0.claim(b.1));
    let kin = kin(a, b);
    let mut judged = judge::judge(x, y);
    // Not more than ten, and at most ten.
    if let Some(j) = &mut judged
        && j.verdict >= Verdict::Tension
        && x.value.bound() != y.value.bound()
        && x.value.with_figure_of(&y.value)
        && negated(a) != negated(b)
    {
        (j.verdict, j.reason) = (Verdict::Agree, format!("{} and {}, one of them negated", x.value, y.value));
    }
    if let Some(j) = &mut judged
        && j.verdict >= Verdict::Tension
        && less_in_words(a, b)
    {
        (j.verdict, j.reason) = (Verdict::Agree, format!("{} and {}, one of them in words", x.value, y.value));
    }
    if let (Some(j), Some(p), Some(q)) = (&mut judged, pack::find(a.0.report.lang), pack::find(b.0.report.lang)) {
        if j.verdict == Verdict::Rounded && places::unshown((x, p), (y, q)) {
            judged = judge::unrounded(x, y);
        } else if j.verdict >= Verdict::Tension && places::dozens((x, p), (y, q)) {
            (j.verdict, j.reason) = (Verdict::Rounded, format!("{} and {}, a dozen told in tens", x.value, y.value));
        }
    }
    let same = same_figure(x, y);
    let (weight, verdict, reason) = match judged {
        Some(j) => {
            let weight = match j.verdict {
                Verdict::Agree if exact(x, y) => 1000,
                Verdict::Agree if x.kind == Kind::Date => 480,
                Verdict::Agree => 900,
                Verdict::Qualifier if x.value.with_figure_of(&y.value) => 930,
                Verdict::Qualifier => 470,
                // Dozens go with tens before they go with the twelve beside them.
                Verdict::Rounded if [x, y].iter().all(|c| matches!(c.value, Value::Vague { .. })) => 900,
                Verdict::Rounded => 460,
                _ if !believed(x, y, kin) => return None,
                Verdict::Tension => 300,
                _ => 200 + likeness(x, y),
            };
            (weight, j.verdict, j.reason)
        }
        None if same && other_measure(x, y) => (210, Verdict::Contradiction, format!("the same figure in {} and in {}", x.unit, y.unit)),
        None if same && (loose(x) || loose(y) || x.kind == Kind::Date || y.kind == Kind::Date || x.kind == y.kind) => {
            (450, Verdict::Agree, format!("the same figure as {} and as {}", x.kind, y.kind))
        }
        None if a.0.placeholders == b.0.placeholders && across(x, y, kin) && !a.0.says(y) && !b.0.says(x) => {
            (60 + likeness(x, y), Verdict::Contradiction, format!("{} and {} differ, and neither side has the other's figure", x.value, y.value))
        }
        None => return None,
    };
    let thing = match kin {
        Kin::Same => 30,
        Kin::Near => 15,
        Kin::Unknown => 0,
        Kin::Apart => -15,
    };
    let form = i64::from(x.kind == y.kind) * 10 + i64::from(x.unit == y.unit) * 10;
    let order = (a.0.place(a.1) - b.0.place(b.1)).abs() / 20;
    Some(Tie { weight: (weight + thing + form - order).max(1), verdict, reason })
}

/// Measures of two sorts that no wording confuses: 130 km and 130 km/h, degrees of heat and of an angle may be one.
fn other_measure(a: &Claim, b: &Claim) -> bool {
    let sort = |c: &Claim| pack::unit(&c.unit).map(|u| u.dimension.as_str());
    let (Some(p), Some(q)) = (sort(a), sort(b)) else { return false };
    let degrees = |d: &str| matches!(d, "temperature" | "angle");
    a.kind == Kind::Measure
        && b.kind == Kind::Measure
        && p != q
        && !degrees(p)
        && !degrees(q)
        && !a.unit.starts_with(&b.unit)
        && !b.unit.starts_with(&a.unit)
}

/// The same in kind, unit and wording of the value.
fn exact(a: &Claim, b: &Claim) -> bool {
    a.value == b.value && (a.kind == b.kind || loose(a) && loose(b))
        || a.unit == b.unit && a.value.bound() == b.value.bound() && a.value.with_figure_of(&b.value)
}

/// Classes of schools and floors of houses are counted otherwise in every country.
pub fn localised(c: &Claim) -> bool {
    c.kind == Kind::Ordinal && matches!(c.unit.as_str(), "school-class" | "floor")
}

/// Whether a difference between two claims of one sort is to be believed.
fn believed(a: &Claim, b: &Claim, kin: Kin) -> bool {
    if a.kind == Kind::Identifier || localised(a) || localised(b) {
        // Where the ground floor is the first, the second is the third.
        let apart = || a.value.num()?.sub(b.value.num()?).map(|d| d.abs() > Num::ONE);
        return a.unit == "floor" && b.unit == "floor" && apart() == Some(true);
    }
    kin > Kin::Apart || !matches!(a.kind, Kind::Count | Kind::Ordinal) || strong(a) && strong(b)
}

/// Whether claims of two sorts can be one fact that one side got wrong: what one wrong character makes of a date or of a
/// unit is often read as something else.
fn across(a: &Claim, b: &Claim, kin: Kin) -> bool {
    use Kind::*;
    if a.kind == Identifier || b.kind == Identifier || localised(a) || localised(b) {
        return false;
    }
    // At first, for the first time: said in passing, and no figure that another stands for.
    let passing = |c: &Claim| c.kind == Ordinal && c.value.num() == Some(Num::ONE) && !strong(c);
    if a.kind != b.kind && (passing(a) || passing(b)) {
        return false;
    }
    let both = strong(a) && strong(b);
    let pair = |p: &Claim, q: &Claim| match (p.kind, q.kind) {
        (Ordinal, Ratio) => true,
        (Count | Number | Ordinal | Score, Count | Number | Ordinal | Score) => kin > Kin::Apart || both,
        (Count | Number | Ordinal | Score | Multiplier, Money | Percent | Measure | Duration | Age | Time | Ratio | Multiplier) => {
            both || p.noun.is_none() && (strong(p) || strong(q)) && p.unit != "time"
        }
        (Date, Count | Number | Ordinal | Score | Duration | Age | Time) => match &p.value {
            Value::Date { date: crate::date::Date::Relative { unit, offset, .. }, .. } => {
                *offset != 0 && (matches!(q.kind, Duration | Age) && same_dimension(unit, &q.unit) || q.kind == Ordinal)
            }
            // A weekday that no week has was read as a number.
            Value::Date { date: crate::date::Date::Weekday(_), .. } if q.kind == Number => true,
            _ => strong(q),
        },
        (Age, Duration) => true,
        _ => false,
    };
    pair(a, b) || pair(b, a)
}

fn same_dimension(a: &str, b: &str) -> bool {
    matches!((pack::unit(a), pack::unit(b)), (Some(x), Some(y)) if x.dimension == y.dimension)
}

/// Points for being alike but for one mistake: one digit, the scale word, the order of digits.
fn likeness(a: &Claim, b: &Claim) -> i64 {
    let of = |c: &Claim| trimmed(&digits(&c.value.clone().with_bound(crate::value::Bound::None).to_string()));
    let (x, y) = (of(a), of(b));
    if x.is_empty() || y.is_empty() {
        return 0;
    }
    if x == y {
        return 60;
    }
    if x.len() == y.len() {
        let wrong = x.bytes().zip(y.bytes()).filter(|(p, q)| p != q).count();
        return if wrong == 1 { 60 } else { 40 - 10 * wrong.min(4) as i64 };
    }
    0
}

/// The last resort for what is left over on both sides, once on each, and which the other side has in no form: the one
/// was written for the other unless they stand in quite different places.
pub fn left_over(a: (&Column, usize), b: (&Column, usize)) -> Option<Tie> {
    let (x, y) = (a.0.claim(a.1), b.0.claim(b.1));
    let near = (a.0.place(a.1) - b.0.place(b.1)).abs() <= 500;
    // An amount in another currency may be a conversion.
    let money = x.kind == Kind::Money && y.kind == Kind::Money && x.unit != y.unit;
    // What is put in later may be what the other side states.
    let whole = a.0.placeholders == b.0.placeholders;
    (whole && !money && near && !localised(x) && !localised(y)).then(|| Tie {
        weight: 40,
        verdict: Verdict::Contradiction,
        reason: format!("{} and {} differ, and they are the only figures that the other side lacks", x.value, y.value),
    })
}
