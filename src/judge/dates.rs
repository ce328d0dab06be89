//! Dates: compared on what both state.

use super::{Said, say};
use crate::date::{Date, Part};
use crate::model::Verdict;
use crate::value::Bound;

/// A date as its report states it, and what it comes to there.
pub struct Told<'a> {
    /// What the words around it say.
    pub bound: Bound,
    /// As stated: the 25th, Thursday.
    pub stated: &'a Date,
    /// What that is in its report, if its date is known.
    pub meant: &'a Date,
}

/// What is stated; yesterday states no day but by its report.
fn told<'a>(t: &Told<'a>) -> &'a Date {
    if matches!(t.stated, Date::Relative { .. }) { t.meant } else { t.stated }
}

/// Compares two dates by what they mean, and where they then differ by what is stated: what a date line adds is inferred,
/// and no contradiction rests on it where what is stated agrees.
pub fn judge<S: Said>(a: &Told, b: &Told) -> Option<S> {
    let Some(meant) = compare::<S>(a.bound, a.meant, b.bound, b.meant) else { return compare(a.bound, a.stated, b.bound, b.stated) };
    if meant.verdict() != Verdict::Contradiction {
        return Some(meant);
    }
    let weekday = |d: &Date| matches!(d, Date::Weekday(_));
    let coming = |t: &Told| match (t.stated, t.meant.days()) {
        (Date::Weekday(_), Some((day, _))) => Date::Calendar(Part::of(crate::date::Day::from_number(day + 7))),
        _ => t.meant.clone(),
    };
    match (weekday(a.stated), weekday(b.stated)) {
        // A bare weekday is the last one, or the coming one.
        (true, false) | (false, true) => {
            let other = compare(a.bound, &coming(a), b.bound, &coming(b)).filter(|j: &S| j.verdict() != Verdict::Contradiction);
            Some(other.unwrap_or(meant))
        }
        // On Thursday, and on the coming Thursday: the one that comes to the earlier day may be ahead as well.
        (true, true) => {
            let earlier = |t: &Told| t.meant.days().map(|d| d.0);
            let (x, y) = if earlier(a) < earlier(b) { (coming(a), b.meant.clone()) } else { (a.meant.clone(), coming(b)) };
            let other = compare(a.bound, &x, b.bound, &y).filter(|j: &S| j.verdict() != Verdict::Contradiction);
            Some(other.unwrap_or(meant))
        }
        (false, false) => {
            let stated = compare(a.bound, told(a), b.bound, told(b)).filter(|j: &S| j.verdict() != Verdict::Contradiction);
            Some(stated.unwrap_or(meant))
        }
    }
}

/// Compares two dates; `None` where neither can be related to the other.
pub fn compare<S: Said>(ba: Bound, a: &Date, bb: Bound, b: &Date) -> Option<S> {
    // Since 2019 and in 2019, until Friday and on Friday name one date: the word says what happens then, it is no hedge.
    let names = |b: Bound| matches!(b, Bound::None | Bound::AtLeast | Bound::AtMost);
    let same_side = !(ba.is_lower() && bb.is_upper() || ba.is_upper() && bb.is_lower());
    let hedge = |j: S| {
        if ba != bb && j.verdict() < Verdict::Qualifier && !(names(ba) && names(bb) && same_side) {
            return S::new(Verdict::Qualifier, || format!("same date, hedged otherwise: {}{a}, {}{b}", ba.sign(), bb.sign()));
        }
        if j.verdict() == Verdict::Contradiction && possible(ba, a, bb, b) {
            return S::new(Verdict::Tension, || format!("{}{a} and {}{b} differ, but both can be true", ba.sign(), bb.sign()));
        }
        j
    };
    if a == b {
        return say(Verdict::Agree, || format!("both say {a}")).map(hedge);
    }
    match (a, b) {
        (Date::Calendar(p), Date::Calendar(q)) => parts(p, q, ba, bb).map(hedge),
        (Date::Interval(p, q), Date::Interval(r, s)) => {
            let (x, y): (S, S) = (parts(p, r, ba, bb)?, parts(q, s, ba, bb)?);
            Some(hedge(if x.verdict() >= y.verdict() { x } else { y }))
        }
        (Date::Weekday(_), Date::Weekday(_)) => say(Verdict::Contradiction, || "two different weekdays".into()),
        (Date::Weekday(w), d) | (d, Date::Weekday(w)) => {
            let (first, last) = d.days()?;
            if first != last {
                return None;
            }
            let day = crate::date::Day::from_number(first);
            if day.weekday() == *w {
                say(Verdict::Agree, || format!("{d} is that weekday"))
            } else {
                say(Verdict::Contradiction, || format!("{d} is another weekday"))
            }
        }
        (Date::Relative { unit, offset, tail }, Date::Relative { unit: u2, offset: o2, tail: t2 }) => {
            // Days and months by their numbers; a season or quarter may hold the month.
            let plain = |t: &str| t.parse::<u8>().is_ok_and(|n| n <= if unit == "month" { 31 } else { 12 });
            let tails = tail != t2 && plain(tail) && plain(t2);
            if unit == u2 && (tail == t2 && offset != o2 || offset == o2 && tails) {
                say(Verdict::Contradiction, || format!("{a} is not {b}")).map(hedge)
            } else {
                None
            }
        }
        (Date::Interval(..), Date::Calendar(_)) | (Date::Calendar(_), Date::Interval(..)) => {
            let ((l1, h1), (l2, h2)) = (a.days()?, b.days()?);
            if h1 < l2 || h2 < l1 {
                say(Verdict::Contradiction, || format!("{a} and {b} have no day in common")).map(hedge)
            } else if l1 >= l2 && h1 <= h2 || l2 >= l1 && h2 <= h1 {
                say(Verdict::Agree, || format!("{a} and {b} agree in what both state")).map(hedge)
            } else {
                say(Verdict::Tension, || format!("{a} and {b} overlap"))
            }
        }
        _ => None,
    }
}

/// Whether a bound lets both be true.
fn possible(ba: Bound, a: &Date, bb: Bound, b: &Date) -> bool {
    if ![ba, bb].iter().any(|x| x.is_upper() || x.is_lower()) {
        return false;
    }
    let (Some((l1, h1)), Some((l2, h2))) = (a.days(), b.days()) else { return false };
    let allows = |x: Bound, l: i64, h: i64, l2: i64, h2: i64| x.is_upper() && l2 <= h || x.is_lower() && h2 >= l;
    allows(ba, l1, h1, l2, h2) || allows(bb, l2, h2, l1, h1)
}

/// The year's characters agree where both are known; a decade without a century is one of the last three.
fn years_agree(p: &Part, q: &Part) -> bool {
    let recent = |p: &Part, q: &Part| {
        let bare = p.year[0] == b'X' && p.year[1] == b'X' && p.year[2] != b'X';
        !bare || q.year[1] == b'X' || !q.bc && matches!(&q.year[..2], b"18" | b"19" | b"20")
    };
    p.year.iter().zip(&q.year).all(|(x, y)| x == y || *x == b'X' || *y == b'X') && recent(p, q) && recent(q, p)
}

fn parts<S: Said>(p: &Part, q: &Part, ba: Bound, bb: Bound) -> Option<S> {
    let different = || say(Verdict::Contradiction, || format!("{p} is not {q}"));
    if p.bc != q.bc && p.year != *b"XXXX" && q.year != *b"XXXX" {
        return say(Verdict::Contradiction, || format!("{p} and {q} are in different eras"));
    }
    if !years_agree(p, q) {
        return different();
    }
    // A decade taken for its first year.
    let decade = |p: &Part| p.year[3] == b'X' && p.year[2] != b'X' && p.month.is_none();
    let first = |p: &Part, q: &Part| decade(p) && q.year[3] == b'0' && q.month.is_none();
    if first(p, q) || first(q, p) {
        let hedged = ba == Bound::About || bb == Bound::About;
        let verdict = if hedged { Verdict::Qualifier } else { Verdict::Tension };
        return say(verdict, || format!("{p} is ten years, {q} one of them, or the other way round"));
    }
    let months = |p: &Part| -> Option<(u8, u8)> {
        match p.month? {
            m @ 1..=12 => Some((m, m)),
            m @ 33..=36 => Some(((m - 33) * 3 + 1, (m - 33) * 3 + 3)),
            _ => None,
        }
    };
    if let (Some((a1, a2)), Some((b1, b2))) = (months(p), months(q))
        && (a2 < b1 || b2 < a1)
    {
        return different();
    }
    if let (Some(a), Some(b)) = (p.month, q.month)
        && (21..=24).contains(&a)
        && (21..=24).contains(&b)
        && a != b
    {
        return different();
    }
    if let (Some(a), Some(b)) = (p.day, q.day)
        && a != b
    {
        return different();
    }
    let shared = (p.year != *b"XXXX" && q.year != *b"XXXX") || (p.month.is_some() && q.month.is_some()) || (p.day.is_some() && q.day.is_some());
    if !shared {
        return None;
    }
    say(Verdict::Agree, || format!("{p} and {q} agree in what both state"))
}
