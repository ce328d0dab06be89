//! Traces: what reports on one event leave in common, whatever their language. Names, by their letters and by their sound;
//! figures in one unit; days.
//!
//! A trace is a number: a hash of what it stands for, with its sort in the lowest bits.

use crate::align::names;
use crate::claim::{Claim, Report};
use crate::clean::is_alphanumeric;
use crate::context::What;
use crate::date::{Date, Day};
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::value::Value;
use std::collections::BTreeMap;

/// What a trace stands for, by how common such a thing is before anything is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// A name of the lists: places and persons that the news is full of.
    Listed,
    /// A name by its letters.
    Name,
    /// A name by its sound, which several names can have.
    Sound,
    /// A figure of three digits or more.
    Figure,
    /// A figure of two.
    Short,
    /// A round or a small figure.
    Round,
    /// A day other than the report's own.
    Day,
    /// A year or a month, or a day near the report's own.
    Time,
}

impl Sort {
    const ALL: [Sort; 8] = [Sort::Listed, Sort::Name, Sort::Sound, Sort::Figure, Sort::Short, Sort::Round, Sort::Day, Sort::Time];

    /// The sort of a trace.
    pub fn of(trace: u64) -> Sort {
        Sort::ALL[(trace & 7) as usize]
    }

    /// Of a thousand reports that nothing is known of, about how many have a given trace of this sort.
    pub fn prior(self) -> f64 {
        match self {
            Sort::Figure => 1.0,
            Sort::Name => 3.0,
            Sort::Sound => 6.0,
            Sort::Day | Sort::Short => 10.0,
            Sort::Listed => 25.0,
            Sort::Round => 60.0,
            Sort::Time => 200.0,
        }
    }
}

/// All traces of a report, sorted.
pub fn traces(report: &Report) -> Vec<u64> {
    let mut out = Vec::new();
    let mut put = |sort: Sort, what: &str| out.push(hash(sort, what));
    // A first word has a capital anyway: it is a name if it has one elsewhere, too.
    let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
    for s in &report.sentences {
        let first = s.marks.first().map(|m| m.start);
        for m in &s.marks {
            match &m.what {
                What::Listed(i) => put(Sort::Listed, &pack::common().names[usize::from(*i)].id),
                What::Name(name) => {
                    let again = seen.contains_key(name.as_str());
                    *seen.entry(name).or_insert(false) |= again || first != Some(m.start) || !name.is_ascii();
                }
                _ => {}
            }
        }
    }
    for (name, _) in seen.into_iter().filter(|n| n.1) {
        for part in name.split(['·', '・', '‧']).filter(|p| p.chars().count() >= 2) {
            let latin = names::latin(part);
            let sound = names::consonants(&latin);
            if part.chars().all(|c| c.is_ascii() || c.is_lowercase()) && latin.len() >= 3 {
                put(Sort::Name, &latin);
            }
            if sound.len() >= 4 {
                put(Sort::Sound, &sound);
            }
        }
    }
    for c in report.claims.iter().filter(|c| !c.dateline && c.echoes.is_none()) {
        if let Some((sort, what)) = figure(c, report.date) {
            put(sort, &what);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// What a claim is told by.
fn figure(c: &Claim, on: Option<Day>) -> Option<(Sort, String)> {
    if let Value::Date { date, .. } = c.resolved.as_deref().unwrap_or(&c.value) {
        return day(date, on);
    }
    match &c.value {
        Value::Label(l) => return Some((Sort::Name, l.clone())),
        Value::Score(a, b) => return Some((Sort::Short, format!("{a}-{b}"))),
        Value::Time { text, .. } => return (!text.ends_with(":00")).then(|| (Sort::Short, text.clone())),
        _ => {}
    }
    let n = c.value.num()?.abs();
    let digits = digits(n);
    let sort = match digits {
        0 | 1 => Sort::Round,
        2 if n >= Num::int(13) => Sort::Short,
        2 => Sort::Round,
        _ => Sort::Figure,
    };
    // What is counted is named in many ways.
    let (kind, unit) = match c.kind {
        Kind::Count | Kind::Number | Kind::Ordinal => ("n", ""),
        k => (k.name(), c.unit.as_str()),
    };
    Some((sort, format!("{kind}:{unit}:{n}")))
}

fn day(date: &Date, on: Option<Day>) -> Option<(Sort, String)> {
    /// Days around the report's own that most reports name.
    const NEAR: u64 = 2;
    let (first, last) = date.days()?;
    let near = on.is_none_or(|d| d.number().abs_diff(first) <= NEAR);
    Some((if first == last && !near { Sort::Day } else { Sort::Time }, date.to_string()))
}

/// How many digits a figure has, zeros at the end left out.
fn digits(n: Num) -> usize {
    let written = n.to_string();
    let plain: String = written.chars().filter(char::is_ascii_digit).collect();
    let plain = plain.trim_start_matches('0');
    let plain = plain.trim_end_matches('0');
    debug_assert!(written.chars().all(|c| is_alphanumeric(c) || matches!(c, '.' | '/' | '-')));
    plain.len()
}

/// FNV-1a, with the sort below.
fn hash(sort: Sort, what: &str) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325 ^ sort as u64;
    for b in what.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    (h ^ h >> 32) & !7 | sort as u64
}
