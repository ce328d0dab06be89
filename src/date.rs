//! Dates as texts state them: EDTF with unknown parts, weekdays, relative dates; and what they come to on a date line.
//!
//! No clock is read anywhere: "today" is the report's own date or nothing.

use std::fmt;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year, astronomical.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// Length of a month.
pub fn month_length(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Day {
    /// The day of a time stamp of ISO 8601, as it is where it was written.
    pub fn of_stamp(stamp: &str) -> Option<Day> {
        let (day, rest) = stamp.trim().split_at_checked(10)?;
        let [year, month, day] = day.split('-').collect::<Vec<_>>()[..] else { return None };
        let number = |s: &str, digits: usize| (s.len() == digits && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i32>().ok()).flatten();
        let (year, month, day) = (number(year, 4)?, number(month, 2)? as u8, number(day, 2)? as u8);
        let there = (1..=12).contains(&month)
            && (1..=month_length(year, month)).contains(&day)
            && !rest.starts_with(|c: char| c.is_alphanumeric() && c != 'T');
        there.then_some(Day { year, month, day })
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        let y = i64::from(self.year) - i64::from(self.month <= 2);
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = (i64::from(self.month) + 9) % 12;
        let doy = (153 * m + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The day with this number.
    pub fn from_number(n: i64) -> Day {
        let z = n + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        Day { year: (yoe + era * 400 + i64::from(month <= 2)) as i32, month: month as u8, day: (doy - (153 * mp + 2) / 5 + 1) as u8 }
    }

    /// 1 Monday to 7 Sunday.
    pub fn weekday(self) -> u8 {
        ((self.number() + 3).rem_euclid(7) + 1) as u8
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Year, month and day, each perhaps unknown.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Part {
    /// Before Christ, the year as named.
    pub bc: bool,
    /// Four characters, digits or X.
    pub year: [u8; 4],
    /// Month 1-12, season 21-24, quarter 33-36; 0 unknown but stated to be one, as in `XXXX-XX-05`.
    pub month: Option<u8>,
    /// Day.
    pub day: Option<u8>,
}

impl Part {
    /// The year as a number, if all of it is known.
    pub fn year_number(&self) -> Option<i32> {
        let y = std::str::from_utf8(&self.year).ok()?.parse::<i32>().ok()?;
        Some(if self.bc { 1 - y } else { y })
    }

    /// First and last day that the part can mean, if its year is known at least to the century.
    pub fn days(&self) -> Option<(i64, i64)> {
        if self.year[0] == b'X' || self.year[1] == b'X' {
            return None;
        }
        let fill = |with: u8| {
            let digit = |c: u8| if c == b'X' { Some(with) } else { c.is_ascii_digit().then_some(c) };
            self.year.iter().try_fold(0, |year, c| Some(year * 10 + i32::from(digit(*c)? - b'0')))
        };
        let (mut lo, mut hi) = (fill(b'0')?, fill(b'9')?);
        if self.bc {
            (lo, hi) = (1 - hi, 1 - lo);
        }
        let (m1, m2) = match self.month {
            None | Some(0) => (1, 12),
            Some(m @ 1..=12) => (m, m),
            Some(m @ 33..=36) => ((m - 33) * 3 + 1, (m - 33) * 3 + 3),
            Some(21) => (3, 5),
            Some(22) => (6, 8),
            Some(23) => (9, 11),
            Some(24) => (12, 12),
            Some(_) => return None,
        };
        let (d1, d2) = match self.day {
            Some(d) if self.month != Some(0) => (d, d),
            _ => (1, month_length(hi, m2)),
        };
        let first = Day { year: lo, month: m1, day: d1 };
        let last = Day { year: hi, month: m2, day: d2 };
        // Winter runs into the next year.
        let extra = if self.month == Some(24) { 59 } else { 0 };
        Some((first.number(), last.number() + extra))
    }

    fn parse(s: &str) -> Option<Part> {
        let (bc, s) = s.strip_prefix('-').map_or((false, s), |r| (true, r));
        let mut it = s.split('-');
        let y = it.next()?.as_bytes();
        if y.len() != 4 || !y.iter().all(|c| c.is_ascii_digit() || *c == b'X') {
            return None;
        }
        let two = |s: &str| {
            if s == "XX" {
                Some(0)
            } else if s.len() == 2 {
                s.parse::<u8>().ok()
            } else {
                None
            }
        };
        let month = it.next().map(two);
        let day = it.next().map(two);
        if it.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        let (month, day) = (month.flatten(), day.flatten());
        let month_ok = matches!(month, None | Some(0..=12 | 21..=24 | 33..=36));
        if !month_ok || day.is_some_and(|d| d == 0 || d > 31) {
            return None;
        }
        if let (Some(m @ 1..=12), Some(d)) = (month, day)
            && d > month_length(2000, m)
        {
            return None;
        }
        Some(Part { bc, year: [y[0], y[1], y[2], y[3]], month, day })
    }

    /// A whole day.
    pub fn of(day: Day) -> Part {
        let y = format!("{:04}", day.year.clamp(0, 9999));
        let b = y.as_bytes();
        Part { bc: false, year: [b[0], b[1], b[2], b[3]], month: Some(day.month), day: Some(day.day) }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bc {
            f.write_str("-")?;
        }
        f.write_str(std::str::from_utf8(&self.year).unwrap_or("XXXX"))?;
        match self.month {
            None => return Ok(()),
            Some(0) => f.write_str("-XX")?,
            Some(m) => write!(f, "-{m:02}")?,
        }
        self.day.map_or(Ok(()), |d| write!(f, "-{d:02}"))
    }
}

/// A date as stated.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Date {
    /// A calendar date, perhaps with unknown parts.
    Calendar(Part),
    /// A weekday.
    Weekday(u8),
    /// So many units from the report's date, perhaps with a part that follows.
    Relative {
        /// year, month, week, day, season, decade ...
        unit: String,
        /// How many.
        offset: i32,
        /// `04` in `rel:month+1-04`.
        tail: String,
    },
    /// From one to another.
    Interval(Part, Part),
}

impl Date {
    /// Reads the notation.
    pub fn parse(s: &str) -> Option<Date> {
        if let Some(d) = s.strip_prefix("XXXX-WXX-") {
            return d.parse().ok().filter(|d| (1..=7).contains(d)).map(Date::Weekday);
        }
        if let Some(r) = s.strip_prefix("rel:") {
            let sign = r.find(['+', '-'])?;
            let (unit, rest) = r.split_at(sign);
            let (n, tail) = rest[1..].split_once('-').unwrap_or((&rest[1..], ""));
            let n: i32 = n.parse().ok()?;
            let offset = if rest.starts_with('-') { -n } else { n };
            return Some(Date::Relative { unit: unit.into(), offset, tail: tail.into() });
        }
        if let Some((a, b)) = s.split_once('/') {
            return Some(Date::Interval(Part::parse(a)?, Part::parse(b)?));
        }
        Part::parse(s).map(Date::Calendar)
    }

    /// First and last day that it can mean, where that is known without a date line.
    pub fn days(&self) -> Option<(i64, i64)> {
        match self {
            Date::Calendar(p) => p.days(),
            Date::Interval(a, b) => Some((a.days()?.0, b.days()?.1)),
            _ => None,
        }
    }

    /// What it comes to in a report of this date; `None` where nothing is added.
    pub fn resolve(&self, on: Day) -> Option<Date> {
        match self {
            // News looks back: a bare weekday is the last one up to the report's own day.
            Date::Weekday(w) => {
                let back = i64::from((on.weekday() + 7 - w) % 7);
                Some(Date::Calendar(Part::of(Day::from_number(on.number() - back))))
            }
            Date::Calendar(p) => resolve_part(p, on).map(Date::Calendar),
            Date::Interval(a, b) => {
                let (x, y) = (resolve_part(a, on), resolve_part(b, on));
                if x.is_none() && y.is_none() {
                    return None;
                }
                let (mut x, y) = (x.unwrap_or_else(|| a.clone()), y.unwrap_or_else(|| b.clone()));
                // January to September are of one year, of the one that the later month is in.
                if a.year == *b"XXXX" && b.year == *b"XXXX" && x.year > y.year && a.month <= b.month {
                    x.year = y.year;
                }
                Some(Date::Interval(x, y))
            }
            Date::Relative { unit, offset, tail } => resolve_relative(unit, *offset, tail, on),
        }
    }
}

fn year_part(year: i32) -> Option<Part> {
    Part::parse(&format!("{:04}", (0..=9999).contains(&year).then_some(year)?))
}

fn resolve_part(p: &Part, on: Day) -> Option<Part> {
    match (&p.year, p.month, p.day) {
        (b"XXXX", Some(0), Some(d)) => {
            // The 5th: this month's, or last month's if that day is still far ahead.
            let (mut y, mut m) = (on.year, on.month);
            if d > on.day + 7 {
                (y, m) = if m == 1 { (y - 1, 12) } else { (y, m - 1) };
            }
            (d <= month_length(y, m)).then(|| Part::of(Day { year: y, month: m, day: d }))
        }
        (b"XXXX", Some(m), d) => {
            let first = match m {
                1..=12 => m,
                21..=24 => (m - 20) * 3,
                33..=36 => (m - 33) * 3 + 1,
                _ => return None,
            };
            // The nearest year: a month more than two thirds of a year ahead was last year's, and the other way round.
            // Quarters are told when they are over or near.
            let far = if m >= 33 { 5 } else { 8 };
            let ahead = i32::from(first) - i32::from(on.month);
            let year = on.year + i32::from(ahead < -8) - i32::from(ahead > far);
            let mut q = year_part(year)?;
            (q.month, q.day) = (Some(m), d);
            Some(q)
        }
        (y, None, None) if y[0] == b'X' && y[1] == b'X' && y[2].is_ascii_digit() => {
            // The Seventies: the last ones that are over or running.
            let decade = i32::from(y[2] - b'0');
            let mut century = on.year / 100;
            if century * 10 + decade > on.year / 10 {
                century -= 1;
            }
            Part::parse(&format!("{century:02}{decade}X"))
        }
        _ => None,
    }
}

fn resolve_relative(unit: &str, offset: i32, tail: &str, on: Day) -> Option<Date> {
    let date = match unit {
        "day" => Date::Calendar(Part::of(Day::from_number(on.number() + i64::from(offset)))),
        "week" => {
            let monday = on.number() - i64::from(on.weekday() - 1) + 7 * i64::from(offset);
            // A day of that week, or some: `2`, `6/7`.
            let day = |t: &str| t.parse().ok().filter(|d| (1..=7).contains(d)).map(|d: i64| Part::of(Day::from_number(monday + d - 1)));
            if let Some((a, b)) = tail.split_once('/') {
                return Some(Date::Interval(day(a)?, day(b)?));
            }
            if !tail.is_empty() {
                return Some(Date::Calendar(day(tail)?));
            }
            Date::Interval(Part::of(Day::from_number(monday)), Part::of(Day::from_number(monday + 6)))
        }
        "month" => {
            let n = on.year.checked_mul(12)?.checked_add(i32::from(on.month) - 1)?.checked_add(offset)?;
            let mut p = year_part(n.div_euclid(12))?;
            p.month = Some(n.rem_euclid(12) as u8 + 1);
            if !tail.is_empty() {
                p.day = Some(tail.parse().ok()?);
            }
            Date::Calendar(Part::parse(&p.to_string())?)
        }
        "year" | "decade" | "century" => {
            let years = match unit {
                "year" => 1,
                "decade" => 10,
                _ => 100,
            };
            let y = year_part(on.year.checked_add(offset.checked_mul(years)?)?)?;
            match unit {
                "year" if tail.is_empty() => Date::Calendar(y),
                // Some of its months: `01/06`.
                "year" if tail.contains('/') => {
                    let (a, b) = tail.split_once('/')?;
                    Date::Interval(Part::parse(&format!("{y}-{a}"))?, Part::parse(&format!("{y}-{b}"))?)
                }
                "year" => Date::Calendar(Part::parse(&format!("{y}-{tail}"))?),
                "decade" => Date::parse(&format!("{}X", &y.to_string()[..3]))?,
                _ => Date::parse(&format!("{}XX", &y.to_string()[..2]))?,
            }
        }
        "quarter" if tail.is_empty() => {
            let n = on.year.checked_mul(4)?.checked_add(i32::from(on.month - 1) / 3)?.checked_add(offset)?;
            let mut p = year_part(n.div_euclid(4))?;
            p.month = Some(33 + n.rem_euclid(4) as u8);
            Date::Calendar(p)
        }
        "season" => {
            let season: i32 = tail.parse().ok()?;
            let mut y = year_part(on.year.checked_add(offset)?)?;
            y.month = Some(u8::try_from(season).ok()?);
            Date::Calendar(Part::parse(&y.to_string())?)
        }
        _ => return None,
    };
    Some(date)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Date::Calendar(p) => write!(f, "{p}"),
            Date::Weekday(d) => write!(f, "XXXX-WXX-{d}"),
            Date::Relative { unit, offset, tail } => {
                write!(f, "rel:{unit}{offset:+}")?;
                if tail.is_empty() { Ok(()) } else { write!(f, "-{tail}") }
            }
            Date::Interval(a, b) => write!(f, "{a}/{b}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Day = Day { year: 2025, month: 7, day: 10 };

    #[test]
    fn days_of_stamps() {
        let day = |s| Day::of_stamp(s).map(|d| (d.year, d.month, d.day));
        assert_eq!(day("2031-02-04T23:10:00+02:00"), Some((2031, 2, 4)));
        assert_eq!(day(" 2031-02-04 "), Some((2031, 2, 4)));
        assert_eq!(day("2031-02-04 23:10"), Some((2031, 2, 4)));
        for none in ["2031-02-30", "2031-13-01", "2031-02-041", "20310204", "Tue, 4 Feb 2031", "2031-2-4", "", "二〇三一年"] {
            assert_eq!(day(none), None, "{none}");
        }
    }

    #[test]
    fn round_trips() {
        for s in [
            "2004",
            "2025-07-10",
            "XXXX-06-29",
            "197X",
            "17XX",
            "2013/2014",
            "-0049",
            "-07XX",
            "XX7X",
            "XXXX-36",
            "2024-21",
            "XXXX-XX-05",
            "XXXX-WXX-2",
            "rel:year+0",
            "rel:day-1",
            "rel:month+1-04",
        ] {
            let date = Date::parse(s).unwrap_or_else(|| panic!("{s}"));
            assert_eq!(date.to_string(), s);
        }
        for s in ["", "20", "2025-13", "2025-02-31", "XXXX-WXX-8", "rel:", "rel:year", "2025-07-10-01", "é023"] {
            assert_eq!(Date::parse(s), None, "{s}");
        }
    }

    #[test]
    fn resolves_against_the_date_line() {
        let r = |s: &str| Date::parse(s).unwrap().resolve(ON).map(|d| d.to_string());
        assert_eq!(r("XXXX-WXX-2").as_deref(), Some("2025-07-08"));
        assert_eq!(r("XXXX-WXX-4").as_deref(), Some("2025-07-10"));
        assert_eq!(r("XXXX-06-29").as_deref(), Some("2025-06-29"));
        assert_eq!(r("rel:year-1").as_deref(), Some("2024"));
        assert_eq!(r("rel:month-1").as_deref(), Some("2025-06"));
        assert_eq!(r("rel:month+1-04").as_deref(), Some("2025-08-04"));
        assert_eq!(r("rel:week+0").as_deref(), Some("2025-07-07/2025-07-13"));
        assert_eq!(r("rel:week-1-2").as_deref(), Some("2025-07-01"));
        assert_eq!(r("rel:week+1-6/7").as_deref(), Some("2025-07-19/2025-07-20"));
        assert_eq!(r("rel:year-1-07/12").as_deref(), Some("2024-07/2024-12"));
        assert_eq!(r("XXXX-01/XXXX-09").as_deref(), Some("2025-01/2025-09"));
        let late = Date::parse("XXXX-01/XXXX-06").unwrap().resolve(Day { year: 2025, month: 11, day: 20 });
        assert_eq!(late.map(|d| d.to_string()).as_deref(), Some("2025-01/2025-06"));
        assert_eq!(r("rel:quarter-1").as_deref(), Some("2025-34"));
        assert_eq!(r("rel:quarter-3").as_deref(), Some("2024-36"));
        assert_eq!(r("XXXX-33").as_deref(), Some("2025-33"));
        assert_eq!(Date::parse("XXXX-36").unwrap().resolve(Day { year: 2024, month: 3, day: 3 }).map(|d| d.to_string()).as_deref(), Some("2023-36"));
        assert_eq!(r("XX7X").as_deref(), Some("197X"));
        assert_eq!(r("XXXX-XX-30").as_deref(), Some("2025-06-30"));
        assert_eq!(r("2014"), None);
    }

    #[test]
    fn days_are_days() {
        assert_eq!(Day { year: 1970, month: 1, day: 1 }.number(), 0);
        assert_eq!(ON.weekday(), 4);
        for n in [-800_000, -1, 0, 59, 60, 365, 20_000, 400_000] {
            assert_eq!(Day::from_number(n).number(), n);
        }
    }
}
