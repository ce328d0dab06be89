//! Patterns of rules: from their text to alternatives of literals and slots.

use super::super::table::{Part, Slot};

pub(super) fn parse_pattern(s: &str) -> Result<Vec<Part>, String> {
    let chars: Vec<char> = s.chars().collect();
    let mut at = 0;
    let parts = sequence(&chars, &mut at, None)?;
    Ok(parts)
}

pub(super) fn sequence(c: &[char], at: &mut usize, end: Option<char>) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut text = String::new();
    macro_rules! flush {
        () => {
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
        };
    }
    while *at < c.len() {
        let ch = c[*at];
        if Some(ch) == end || (end == Some(')') && ch == '|') {
            flush!();
            return Ok(parts);
        }
        *at += 1;
        match ch {
            ' ' => {
                flush!();
                parts.push(Part::Space);
            }
            '[' => {
                flush!();
                parts.push(Part::Opt(sequence(c, at, Some(']'))?));
                if c.get(*at) != Some(&']') {
                    return Err("[ without ]".into());
                }
                *at += 1;
            }
            '(' => {
                flush!();
                let mut options = vec![sequence(c, at, Some(')'))?];
                while c.get(*at) == Some(&'|') {
                    *at += 1;
                    options.push(sequence(c, at, Some(')'))?);
                }
                if c.get(*at) != Some(&')') {
                    return Err("( without )".into());
                }
                *at += 1;
                parts.push(Part::Alt(options));
            }
            '{' => {
                flush!();
                let close = c[*at..].iter().position(|x| *x == '}').ok_or("{ without }")?;
                let name: String = c[*at..*at + close].iter().collect();
                *at += close + 1;
                parts.push(Part::Slot(slot(&name).ok_or_else(|| format!("no slot is called {{{name}}}"))?));
            }
            '\\' if *at < c.len() => {
                text.push(c[*at]);
                *at += 1;
            }
            _ => text.push(ch),
        }
    }
    if let Some(e) = end {
        return Err(format!("{e} is missing"));
    }
    flush!();
    Ok(parts)
}

pub(super) fn slot(name: &str) -> Option<Slot> {
    Some(match name {
        "n" => Slot::Number,
        "i" => Slot::Int,
        "d" => Slot::Day,
        "m" => Slot::MonthNumber,
        "month" => Slot::Month,
        "y" => Slot::Year,
        "yr" => Slot::ShortYear,
        "yy" => Slot::TwoDigits,
        "yyy" => Slot::ThreeDigits,
        "dec" => Slot::Decade,
        "decade" => Slot::ShortDecade,
        "few" => Slot::Few,
        "whole" => Slot::Whole,
        "hhmm" => Slot::Clock,
        "c" => Slot::Century,
        "h" => Slot::Hour,
        "min" => Slot::Minute,
        "s" => Slot::Second,
        "weekday" => Slot::Weekday,
        "season" => Slot::Season,
        "era" => Slot::Era,
        "unit" => Slot::Unit,
        "ord" => Slot::Ordinal,
        "roman" => Slot::Roman,
        "label" => Slot::Label,
        "word" => Slot::Word,
        _ => return None,
    })
}

/// Case-folds the literals of a pattern.
pub(super) fn fold_parts(parts: &mut [Part], fold: &dyn Fn(&str) -> String) {
    for p in parts {
        match p {
            Part::Text(t) => *t = fold(t),
            Part::Opt(v) => fold_parts(v, fold),
            Part::Alt(vs) => vs.iter_mut().for_each(|v| fold_parts(v, fold)),
            _ => {}
        }
    }
}

/// Every way a pattern can begin, with leading options and alternatives written out, so that each has one first part.
pub(super) fn unroll(parts: Vec<Part>) -> Vec<Vec<Part>> {
    match parts.first() {
        Some(Part::Opt(inner)) => {
            let rest = parts[1..].to_vec();
            let mut with = inner.clone();
            with.extend(rest.clone());
            let mut out = unroll(with);
            out.extend(unroll(rest));
            out
        }
        Some(Part::Alt(options)) => {
            let rest = parts[1..].to_vec();
            options
                .iter()
                .flat_map(|o| {
                    let mut p = o.clone();
                    p.extend(rest.clone());
                    unroll(p)
                })
                .collect()
        }
        Some(Part::Space) => unroll(parts[1..].to_vec()),
        _ => vec![parts],
    }
}

/// The zone of the place that is told of.
pub(super) const LOCAL: &str = "local";
