//! Numerals that are no single number: several hundred, ten-odd, two or three.

use super::digits::digits;
use super::machine::{Myriad, Token};
use super::number::{Form, Number};
use super::reader::Reader;
use crate::num::Num;
use crate::pack::table::{Lexeme, sort};
use crate::value::Bound;

fn multiplier(r: &Reader, at: usize) -> Option<(usize, Num)> {
    let mut pos = at;
    let mut n = Num::ONE;
    let mut seen = false;
    while let Some((e, m)) = r.longest(pos, sort::HUNDRED | sort::SCALE, |l| match l {
        Lexeme::Hundred(h) => Some(i64::from(*h)),
        Lexeme::Scale(s) => i64::try_from(*s).ok(),
        _ => None,
    }) {
        n = n.mul(Num::int(m))?;
        (pos, seen) = (e, true);
    }
    seen.then_some((pos, n))
}

/// Several hundred (an unspecific magnitude), and ten-odd (more than ten).
pub(super) fn some_number(r: &Reader, at: usize) -> Option<Number> {
    if let Some(e) = r.is(at, sort::SOME) {
        // 数10億: digits after "several" state the magnitude as well.
        if let Some(d) = digits(r, e)
            && d.num.last_place() == d.num
        {
            let (end, m) = multiplier(r, d.end).unwrap_or((d.end, Num::ONE));
            return Some(vague(end, d.num.mul(m)?, Bound::None, true));
        }
        let (end, m) = multiplier(r, e)?;
        return Some(vague(end, m, Bound::None, true));
    }
    // 十几, 三十几万
    let mut pos = at;
    // 10数人: tens in figures.
    if let Some(d) = digits(r, at).filter(|d| d.plain > 1 && d.num.last_place() > Num::ONE)
        && let Some(e) = r.is(d.end, sort::SOME)
        && r.is(e, sort::COUNTER | sort::DURATION | sort::MEASURE | sort::MONEY | sort::SCALE).is_some()
    {
        let (end, m) = multiplier(r, e).unwrap_or((e, Num::ONE));
        return Some(vague(end, d.num.mul(m)?, Bound::MoreThan, false));
    }
    let mut machine = Myriad::default();
    let mut last = None;
    for _ in 0..6 {
        let Some((e, t)) = r.longest(pos, sort::DIGIT | sort::HUNDRED, |l| match l {
            Lexeme::Digit(d) => Some(Token::Digit(*d)),
            Lexeme::Hundred(h) => Some(Token::Hundred(*h)),
            _ => None,
        }) else {
            break;
        };
        last = Some(matches!(t, Token::Hundred(_)));
        machine.push(&t)?;
        pos = e;
    }
    if last != Some(true) {
        return None;
    }
    let e = r.is(pos, sort::SOME)?;
    let (base, _) = machine.finish(false)?;
    let (end, m) = match r.longest(e, sort::SCALE, |l| if let Lexeme::Scale(s) = l { i64::try_from(*s).ok() } else { None }) {
        Some((e2, s)) => (e2, Num::int(s)),
        None => (e, Num::ONE),
    };
    Some(vague(end, base.mul(m)?, Bound::MoreThan, false))
}

/// Neighbouring digits behind tens or hundreds: 十七八, 三百五六十; never 17 and 8.
pub(super) fn between(r: &Reader, at: usize) -> Option<Number> {
    let digit = |at| r.longest(at, sort::DIGIT, |l| if let Lexeme::Digit(d) = l { Some(*d) } else { None });
    let hundred = |at| r.longest(at, sort::HUNDRED, |l| if let Lexeme::Hundred(h) = l { Some(*h) } else { None });
    let mut machine = Myriad::default();
    let mut pos = at;
    let (a, mut end, step) = loop {
        if let Some((e, d)) = digit(pos) {
            (pos, _) = (e, machine.push(&Token::Digit(d))?);
        }
        let (e, unit) = hundred(pos)?;
        (pos, _) = (e, machine.push(&Token::Hundred(unit))?);
        // The pair counts what is ten times less, which is named unless it is one.
        let pair = digit(pos).and_then(|(e1, a)| digit(e1).filter(|(_, b)| a > 0 && *b == a + 1).map(|(e2, _)| (a, e2)));
        if let Some((a, e2)) = pair {
            match hundred(e2) {
                None if unit == 10 => break (a, e2, Num::ONE),
                Some((e, h)) if h == unit / 10 => break (a, e, Num::int(h.into())),
                _ => return None,
            }
        }
    };
    if digit(end).is_some() || r.before(at, 6, sort::DIGIT | sort::HUNDRED).is_some() || r.is(at, sort::BLOCKED).is_some_and(|e| e >= end) {
        return None;
    }
    let low = machine.finish(false)?.0.add(Num::int(a.into()).mul(step)?)?;
    let mut scale = Num::ONE;
    if let Some((e, s)) = r.longest(end, sort::SCALE, |l| if let Lexeme::Scale(s) = l { i64::try_from(*s).ok() } else { None }) {
        (end, scale) = (e, Num::int(s));
    }
    r.char_at(end).is_some_and(char::is_alphabetic).then_some(())?;
    let step = step.mul(scale)?;
    let num = low.mul(scale)?;
    up_to_next(end, num, step)
}

/// Two neighbouring digits are a range: 两三百, 七八个; never 23.
pub(super) fn neighbours(r: &Reader, at: usize) -> Option<Number> {
    let word = |at| r.longest(at, sort::DIGIT, |l| if let Lexeme::Digit(d) = l { Some(*d) } else { None });
    // With a mark between them: 5、6人.
    let figures = r.char_at(at).is_some_and(|c| c.is_ascii_digit());
    let digit = |at| {
        let b = r.rest(at);
        let lone = figures && b.first().is_some_and(u8::is_ascii_digit) && !b.get(1).is_some_and(u8::is_ascii_digit);
        if lone { Some((at + 1, b[0] - b'0')) } else { word(at) }
    };
    let (e1, a) = digit(at)?;
    let marked = r.char_at(e1) == Some('、');
    if figures && (!marked || r.char_before(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','))) {
        return None;
    }
    let (e2, b) = digit(if marked { e1 + '、'.len_utf8() } else { e1 })?;
    if marked {
        // The second may be a number of its own, and days and things without a measure word of their own make lists.
        let (_, m) = multiplier(r, e2).unwrap_or((e2, Num::ONE));
        let p = multiplier(r, e2).map_or(e2, |(e, _)| e);
        let unit = r.longest(p, sort::COUNTER | sort::DURATION | sort::MEASURE | sort::MONEY, |l| match l {
            Lexeme::Counter(c) => Some(!c.is_empty()),
            Lexeme::Duration(u) => Some(u != "day" || !figures),
            Lexeme::Measure(_) | Lexeme::Money(_) => Some(true),
            _ => None,
        });
        if !(unit.is_some_and(|(_, fits)| fits) || unit.is_none() && m > Num::ONE) {
            return None;
        }
    }
    if a == 0 || b != a + 1 || digit(e2).is_some() || r.before(at, 6, sort::DIGIT).is_some() {
        return None;
    }
    let (end, m) = multiplier(r, e2).unwrap_or((e2, Num::ONE));
    let counted = end > e2
        || r.char_at(e2).is_some_and(char::is_alphabetic)
        || r.is(r.skip_spaces(e2), sort::COUNTER | sort::DURATION | sort::MEASURE | sort::MONEY).is_some();
    if !counted || r.is(end, sort::DIGIT).is_some() {
        return None;
    }
    // 二〇二三年四五月 and the like: before that unit a year was meant.
    up_to_next(end, Num::int(a.into()).mul(m)?, m)
}

/// From a number to the next of its step.
fn up_to_next(end: usize, num: Num, step: Num) -> Option<Number> {
    let high = Some(num.add(step)?);
    Some(Number { high, step, ..vague(end, num, Bound::None, false) })
}

/// A numeral in words that states a magnitude only.
fn vague(end: usize, num: Num, bound: Bound, vague: bool) -> Number {
    Number { end, num, high: None, step: num, scale: None, form: Form::Words, plain_digits: 0, bound, vague, ordinal: false, tail: None, parts: 2 }
}
