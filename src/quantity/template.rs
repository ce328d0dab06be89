//! The values of rules: templates filled with what the slots captured.

use super::slot::Capture;
use crate::num::Num;
use crate::pack::table::Slot;
use crate::value::Bound;

/// A rule's value; a range where a captured numeral is one by itself (two or three tenths).
pub fn value(template: &str, caps: &[Capture]) -> Option<String> {
    let low = fill(template, caps)?;
    if caps.iter().all(|c| c.high.is_none()) {
        return Some(low);
    }
    let highs: Vec<Capture> = caps.iter().map(|c| Capture { num: c.high.or(c.num), ..c.clone() }).collect();
    let high = fill(template, &highs)?;
    Some(if low == high { low } else { format!("{low}..{high}") })
}

/// The hedge of the first captured numeral that has one.
pub fn hedge(caps: &[Capture]) -> Bound {
    caps.iter().map(|c| c.bound).find(|b| *b != Bound::None).unwrap_or(Bound::None)
}

/// Fills a value's template; `None` where it names what was not captured.
pub fn fill(template: &str, caps: &[Capture]) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out += &rest[..open];
        let close = rest[open..].find('}')? + open;
        out += &evaluate(&rest[open + 1..close], caps, &out)?;
        rest = &rest[close + 1..];
    }
    out += rest;
    Some(out)
}

fn slot_name(slot: Slot) -> &'static str {
    match slot {
        Slot::Number => "n",
        Slot::Int => "i",
        Slot::Day => "d",
        Slot::MonthNumber | Slot::Month => "m",
        Slot::Year => "y",
        Slot::ShortYear => "yr",
        Slot::TwoDigits => "yy",
        Slot::ThreeDigits => "yyy",
        Slot::Decade => "dec",
        Slot::ShortDecade => "decade",
        Slot::Few => "few",
        Slot::Whole => "whole",
        Slot::Clock => "hhmm",
        Slot::Century => "c",
        Slot::Hour => "h",
        Slot::Minute => "min",
        Slot::Second => "s",
        Slot::Weekday => "weekday",
        Slot::Season => "season",
        Slot::Era => "era",
        Slot::Unit => "unit",
        Slot::Ordinal => "ord",
        Slot::Roman => "roman",
        Slot::Label => "label",
        Slot::Word => "word",
    }
}

fn lookup<'c>(name: &str, caps: &'c [Capture<'c>]) -> Option<&'c Capture<'c>> {
    if let Ok(i) = name.parse::<usize>() {
        return caps.get(i.checked_sub(1)?);
    }
    caps.iter().find(|c| slot_name(c.slot) == name || name == "month" && c.slot == Slot::Month)
}

fn evaluate(expression: &str, caps: &[Capture], before: &str) -> Option<String> {
    if expression == "decade-of-century" {
        // The decade of a century: the Fifties of the 14th are 135X.
        let c = lookup("c", caps)?.num?.to_i64()?;
        let d = lookup("decade", caps)?.num?.to_i64()?;
        return Some(format!("{:02}{}X", c - 1, d / 10));
    }
    if expression == "yyyy" {
        // A year of two digits: 24 is 2024, 85 is 1985.
        let n = lookup("yy", caps)?.num?.to_i64()?;
        return Some((n + if n < 50 { 2000 } else { 1900 }).to_string());
    }
    let Some(op) = expression.find(['+', '*', '-', '/']) else {
        let Some(c) = lookup(expression, caps) else {
            // An optional era that is not there.
            return (expression == "era").then(String::new);
        };
        let n = c.num.and_then(Num::to_i64);
        return Some(match c.slot {
            Slot::Day | Slot::MonthNumber | Slot::Month | Slot::Hour | Slot::Minute | Slot::Second => format!("{:02}", n?),
            // The day or month of a date.
            Slot::Ordinal if before.ends_with('-') => format!("{:02}", n?),
            Slot::Decade => format!("{}X", &format!("{:04}", n?)[..3]),
            Slot::ShortDecade => format!("XX{}X", n? / 10),
            Slot::Century => format!("{:02}XX", n? - 1),
            Slot::Clock => format!("{:02}:{:02}", n? / 100, n? % 100),
            Slot::Number | Slot::Int | Slot::Few | Slot::Whole | Slot::Ordinal | Slot::Roman => c.num?.to_string(),
            _ => c.said(),
        });
    };
    let mut value = lookup(&expression[..op], caps)?.num?;
    let mut rest = &expression[op..];
    while !rest.is_empty() {
        let sign = rest.as_bytes()[0];
        let end = rest[1..].find(['+', '*', '-', '/']).map_or(rest.len(), |i| i + 1);
        let term = &rest[1..end];
        let n = match lookup(term, caps) {
            Some(c)
                if term.parse::<i64>().is_err()
                    || term.parse::<usize>().is_ok_and(|i| i <= caps.len() && sign == b'+' && i > 1 && expression.contains('*')) =>
            {
                c.num?
            }
            _ => Num::parse(term)?,
        };
        value = match sign {
            b'+' => value.add(n)?,
            b'-' => value.sub(n)?,
            b'*' => value.mul(n)?,
            _ => value.div(n)?,
        };
        rest = &rest[end..];
    }
    // Years and hours are padded to the width of their place.
    let n = value.to_i64();
    Some(match n {
        Some(n) if before == "T" => {
            // 12 at noon is 12, not 24.
            format!("{:02}", if n == 24 { 12 } else { n })
        }
        Some(n) if n >= 1000 => format!("{n:04}"),
        _ => value.to_string(),
    })
}
