//! Times of day: on one clock, or on clocks of several zones.

use super::{Said, say};
use crate::model::Verdict;
use crate::value::{Bound, Value};

const HALF: i32 = 12 * 60;
const DAY: i32 = 24 * 60;
/// The zone of the place that is told of.
const LOCAL: &str = "local";

/// A time as it is compared.
struct Clock<'a> {
    minutes: i32,
    half: bool,
    zone: &'a str,
    bound: Bound,
}

impl Clock<'_> {
    fn of(v: &Value) -> Option<Clock<'_>> {
        let Value::Time { text, half, zone, bound } = v else { return None };
        Some(Clock { minutes: minutes(text.trim_start_matches('T'))?, half: *half, zone, bound: *bound })
    }

    /// Whether its zone has known offsets.
    fn named(&self) -> bool {
        !matches!(self.zone, "" | LOCAL)
    }

    /// How far from what it states a hedged time can be: who says about eight is less exact than who says about 8.20.
    fn slack(&self) -> i32 {
        match self.minutes {
            _ if self.bound != Bound::About => 0,
            m if m % 60 == 0 => 15,
            m if m % 10 == 0 || m % 15 == 0 => 10,
            m if m % 5 == 0 => 5,
            _ => 2,
        }
    }

    /// The minutes of UTC that it can be.
    fn universal(&self) -> impl Iterator<Item = i32> {
        self.zone.split('/').filter_map(|z| {
            let away = minutes(z.get(1..)?)?;
            Some(if z.starts_with('-') { self.minutes + away } else { self.minutes - away })
        })
    }
}

/// Hours and minutes.
fn minutes(s: &str) -> Option<i32> {
    let (h, m) = s.split_once(':')?;
    Some(h.parse::<i32>().ok()? * 60 + m.get(..2)?.parse::<i32>().ok()?)
}

/// Compares two times of day.
pub fn compare<S: Said>(p: &Value, q: &Value) -> Option<S> {
    let (x, y) = (Clock::of(p)?, Clock::of(q)?);
    let apart = |a: i32, b: i32| (a - b).rem_euclid(DAY);
    let same = |a: i32, b: i32| apart(a, b) == 0 || apart(a, b) == HALF && (x.half || y.half);
    if x.named() && y.named() && x.zone != y.zone {
        if x.universal().any(|a| y.universal().any(|b| same(a, b))) {
            return say(Verdict::Agree, || format!("{p} and {q} are one moment in two time zones"));
        }
        return say(Verdict::Tension, || format!("{p} and {q}, in two time zones, are not one moment"));
    }
    if apart(x.minutes, y.minutes) == 0 {
        return say(Verdict::Agree, || format!("both say {p}"));
    }
    if same(x.minutes, y.minutes) {
        return say(Verdict::Agree, || format!("{p} and {q} are one time on a clock of twelve hours"));
    }
    let near = |a: i32, b: i32| apart(a, b).min(apart(b, a)) <= x.slack().max(y.slack());
    if near(x.minutes, y.minutes) || (x.half || y.half) && near(x.minutes + HALF, y.minutes) {
        return say(Verdict::Rounded, || format!("{p} and {q} differ by no more than the hedge allows"));
    }
    if x.named() != y.named() {
        return say(Verdict::Tension, || format!("{p} is not {q}; but only one says in which time zone"));
    }
    // 7.42pm local time, and 23.42 in a report from elsewhere.
    if (x.zone == LOCAL) != (y.zone == LOCAL) && apart(x.minutes, y.minutes) % 60 == 0 {
        return say(Verdict::Tension, || format!("{p} is not {q}; but only one says that it is local time, and they differ by whole hours"));
    }
    if (x.zone, y.zone) == ("", "") && zones_apart(x.minutes, y.minutes) {
        return say(Verdict::Tension, || format!("{p} is not {q}; but the minutes are the same, as on clocks of two time zones"));
    }
    say(Verdict::Contradiction, || format!("{p} is not {q}"))
}

/// Whether two exact times of day are as far apart as clocks of two zones can be, give or take a minute: 7.12 and 15.42. Of
/// round times it says nothing that they are.
fn zones_apart(a: i32, b: i32) -> bool {
    let apart = (a - b).rem_euclid(DAY);
    let rest = apart % 30;
    let exact = |m: i32| m % 5 != 0;
    (exact(a) || exact(b)) && (rest <= 1 || rest == 29) && (59..=DAY - 59).contains(&apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Bound;

    fn verdict(a: (&str, bool, &str), b: (&str, bool, &str)) -> Verdict {
        let bound = |t: &str| if t.starts_with('~') { Bound::About } else { Bound::None };
        let time = |t: (&str, bool, &str)| Value::Time { bound: bound(t.0), text: t.0.trim_start_matches('~').into(), half: t.1, zone: t.2.into() };
        let (x, y): (Verdict, Verdict) = (compare(&time(a), &time(b)).unwrap(), compare(&time(b), &time(a)).unwrap());
        assert_eq!(x, y);
        x
    }

    #[test]
    fn clocks_of_twelve_and_of_twenty_four_hours() {
        assert_eq!(verdict(("T08:00", true, ""), ("T20:00", false, "")), Verdict::Agree);
        assert_eq!(verdict(("T08:00", false, ""), ("T20:00", false, "")), Verdict::Contradiction);
        assert_eq!(verdict(("T12:00", true, ""), ("T00:00", false, "")), Verdict::Agree);
        assert_eq!(verdict(("T24:00", false, ""), ("T00:00", false, "")), Verdict::Agree);
        assert_eq!(verdict(("T08:00", true, ""), ("T21:00", false, "")), Verdict::Contradiction);
    }

    #[test]
    fn hedged_times() {
        assert_eq!(verdict(("~T07:40", false, ""), ("T07:42", false, "")), Verdict::Rounded);
        assert_eq!(verdict(("~T07:40", false, ""), ("T08:10", false, "")), Verdict::Contradiction);
        assert_eq!(verdict(("~T08:00", true, ""), ("T20:10", false, "")), Verdict::Rounded);
        assert_eq!(verdict(("~T08:00", false, ""), ("T07:50", false, "")), Verdict::Rounded);
        assert_eq!(verdict(("~T07:42", false, ""), ("T07:46", false, "")), Verdict::Contradiction);
    }

    #[test]
    fn zones() {
        assert_eq!(verdict(("T15:00", false, "+01:00"), ("T14:00", false, "+00:00")), Verdict::Agree);
        assert_eq!(verdict(("T15:00", false, "+01:00/+02:00"), ("T22:00", false, "+09:00")), Verdict::Agree);
        assert_eq!(verdict(("T20:00", false, "-05:00"), ("T10:00", false, "+09:00")), Verdict::Agree);
        assert_eq!(verdict(("T15:00", false, "+01:00"), ("T15:00", false, "+00:00")), Verdict::Tension);
        assert_eq!(verdict(("T15:00", false, "+01:00"), ("T14:00", false, "")), Verdict::Tension);
        assert_eq!(verdict(("T15:00", false, "local"), ("T14:00", false, "")), Verdict::Tension);
        assert_eq!(verdict(("T15:00", false, "local"), ("T14:20", false, "")), Verdict::Contradiction);
        assert_eq!(verdict(("T15:00", false, "local"), ("T14:00", false, "local")), Verdict::Contradiction);
        assert_eq!(verdict(("T15:00", false, "local"), ("T14:00", false, "+00:00")), Verdict::Tension);
    }
}
