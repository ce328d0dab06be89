//! What an editor wants to know when one side lacks it: figures, money, dates, not pronouns, articles and idioms.

use super::tie::{Column, same_figure, strong};
use crate::date::Date;
use crate::kind::Kind;
use crate::num::Num;
use crate::value::Value;

/// Whether the other cell lacks a claim in a way that is worth saying.
pub fn lacks(other: &Column, from: &Column, n: usize) -> bool {
    let c = from.claim(n);
    worth(c)
        && !label(from, n)
        && other.placeholders <= from.placeholders
        && !other.has_unread(c)
        && !other.report.claims.iter().any(|o| same_figure(c, o))
        && !restated(other, from, n)
}

/// Whether the cell is nothing but a word that says so: Wed, noon; the other cell is its translation, whatever was read there.
fn label(from: &Column, n: usize) -> bool {
    let c = from.claim(n);
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
    // 3月 names a month as Mar does.
    let named = matches!(c.kind, Kind::Date | Kind::Time) || !c.text.contains(|x: char| x.is_ascii_digit());
    named && letters(&c.text) == letters(&from.report.source)
}

/// Whether the amount that this one restates in another unit, or is restated by, is on the other side.
fn restated(other: &Column, from: &Column, n: usize) -> bool {
    let says = |m: usize| other.says(from.claim(m));
    from.restates[n].is_some_and(says) || (0..from.restates.len()).any(|m| from.restates[m] == Some(n) && says(m))
}

fn worth(c: &crate::claim::Claim) -> bool {
    let one = c.value.num() == Some(Num::ONE);
    // None at all, noon and midnight, one to one: said without a number as often.
    let written = c.text.contains(|x: char| x.is_ascii_digit());
    match &c.value {
        v if v.num() == Some(Num::ZERO) && matches!(c.kind, Kind::Count | Kind::Number) => return false,
        Value::Time { text, .. } if !written && matches!(text.as_str(), "T00:00" | "T12:00") => return false,
        Value::Score(a, b) if (*a, *b) == (Num::ONE, Num::ONE) => return false,
        _ => {}
    }
    match c.kind {
        Kind::Ordinal => c.unit == "school-class",
        Kind::Identifier | Kind::Multiplier => false,
        Kind::Count | Kind::Number => strong(c) && !one || c.value.num().is_none_or(|n| n > Num::int(2)),
        // A week, un mese, 一年: an article as often as a figure.
        Kind::Duration => !one,
        Kind::Measure | Kind::Age => !one || strong(c),
        Kind::Ratio => strong(c) || !matches!(&c.value, Value::Ratio { top, .. } if *top == Num::ONE),
        Kind::Date => match &c.value {
            // Today, this year, at the end of the year: said by tenses, too, or in passing.
            Value::Date { date: Date::Relative { offset, tail, .. }, .. } => *offset != 0 || !tail.is_empty() && written,
            // A day: 1日.
            Value::Date { date: Date::Calendar(p), .. } => p.day != Some(1) || p.month.is_some_and(|m| m > 0),
            _ => true,
        },
        _ => true,
    }
}
