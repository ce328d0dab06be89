//! Numerals: digits with the language's separators, words, both mixed, in groups of three or of four.
//!
//! A machine accepts the parts one by one and refuses what cannot follow; what was read up to the refusal is the number.
//! No language is named here: the parts are lexemes.

use super::digits::{Digits, digits};
use super::edges::{acronym, formal, hundreds};
use super::glued::{GLUED, Piece, cut, token};
use super::machine::{Machine, Myriad, Token, Western};
use super::reader::Reader;
use super::several::{between, neighbours, some_number};
use crate::num::Num;
use crate::pack::table::{Lexeme, Place, sort};
use crate::value::Bound;

/// How a numeral was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Digits, perhaps with a scale word.
    Digits,
    /// Words only.
    Words,
}

/// A number that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Where it ends.
    pub end: usize,
    /// Its value; the lower end of `2..3` in "two or three".
    pub num: Num,
    /// The upper end, if it is a range by itself (two three hundred).
    pub high: Option<Num>,
    /// The last place stated.
    pub step: Num,
    /// The scale word it ended with.
    pub scale: Option<Num>,
    /// How it was written.
    pub form: Form,
    /// Digits only, without separators: how many.
    pub plain_digits: usize,
    /// A hedge inside the numeral.
    pub bound: Bound,
    /// An unspecific magnitude.
    pub vague: bool,
    /// It ended as an ordinal.
    pub ordinal: bool,
    /// What was glued to it: kind and unit.
    pub tail: Option<(String, String)>,
    /// Parts in words: a single part may be an ordinary word by chance.
    pub parts: usize,
}

struct Run {
    machine: Machine,
    end: usize,
    form: Form,
    parts: usize,
    plain: usize,
    bound: Bound,
    ordinal: bool,
    tail: Option<(String, String)>,
    scale: Option<Num>,
    value: Option<(Num, Num)>,
}

/// Reads the number that begins here, if one does.
pub fn number(r: &Reader, at: usize) -> Option<Number> {
    number_with(r, at, None)
}

/// The same, where the digits that begin it may be known.
pub(super) fn number_with(r: &Reader, at: usize, first: Option<Digits>) -> Option<Number> {
    const FIRST: u64 = GLUED | sort::HALF_BEFORE | sort::SOME;
    if r.sorts(at) & FIRST == 0 && !r.rest(at).first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    if acronym(&r.text.as_bytes()[at..r.end]) {
        return None;
    }
    if r.pack.table.myriad {
        if !formal(r, at) {
            return None;
        }
        if let Some(n) = some_number(r, at) {
            return Some(n);
        }
        if let Some(n) = between(r, at).or_else(|| neighbours(r, at)) {
            return Some(n);
        }
    }
    let machine = if r.pack.table.myriad { Machine::Myriad(Myriad::default()) } else { Machine::Western(Western::new()) };
    let mut run =
        Run { machine, end: at, form: Form::Words, parts: 0, plain: 0, bound: Bound::None, ordinal: false, tail: None, scale: None, value: None };
    let mut pos = at;
    loop {
        let next = advance(r, &mut run, pos, first.filter(|_| pos == at));
        if next.is_none() || run.ordinal || run.tail.is_some() {
            break;
        }
        pos = run.end;
        // What may stand between two parts.
        let Some(p) = gap(r, &run, pos) else { break };
        pos = p;
    }
    let (num, step) = run.value?;
    Some(Number {
        end: run.end,
        num,
        high: None,
        step,
        scale: run.scale,
        form: run.form,
        plain_digits: run.plain,
        bound: run.bound,
        vague: false,
        ordinal: run.ordinal,
        tail: run.tail,
        parts: run.parts,
    })
}

/// The next place where a part may begin.
fn gap(r: &Reader, run: &Run, pos: usize) -> Option<usize> {
    let b = r.rest(pos);
    if r.pack.table.myriad {
        return Some(if b.first() == Some(&b' ') && b.get(1) != Some(&b' ') { pos + 1 } else { pos });
    }
    let after = match b.first()? {
        b' ' => {
            let after = r.skip_spaces(pos);
            // 32 billion four years ago: behind figures a small numeral in words is one of its own.
            let small = run.scale.is_some() && run.form == Form::Digits && r.whole(after) & SMALL != 0;
            if small && !hundreds(r, after) {
                return None;
            }
            after
        }
        b'-' => pos + 1,
        // 22 million, and seven more: behind a comma nothing is joined.
        // One million, two hundred thousand is one numeral; 620 million, one of the largest sums is not.
        b',' if run.scale.is_some() && b.get(1) == Some(&b' ') => {
            return Some(if run.form == Form::Words && hundreds(r, pos + 2) { pos + 2 } else { pos });
        }
        _ => return Some(pos),
    };
    if let Some(e) = r.is(after, sort::JOINER)
        && e > after
        && r.is(after, sort::HALF_AFTER).is_none()
        && r.rest(e).first() == Some(&b' ')
    {
        return Some(r.skip_spaces(e));
    }
    Some(after)
}

/// Sorts of numerals below a hundred.
const SMALL: u64 = sort::DIGIT | sort::TEEN | sort::TENS;
/// Sorts with which a numeral goes on.
const GOES_ON: u64 = GLUED | PARTS | sort::BOUND_INNER | sort::POINT | sort::HALF_AFTER | sort::HALF_BEFORE;
/// Sorts that are a part by themselves.
const PARTS: u64 = sort::ORDINAL | sort::MONEY_SCALE | sort::DIGIT | sort::TEEN | sort::TENS | sort::HUNDRED | sort::SCALE | sort::FIXED;

/// Takes the next part; `None` where there is none or the machine refuses it.
fn advance(r: &Reader, run: &mut Run, pos: usize, known: Option<Digits>) -> Option<()> {
    let shorthand = r.pack.table.shorthand;
    let gapped = pos > run.end;
    if r.rest(pos).first()?.is_ascii_digit() {
        // After a scale word digits go on only in scripts that write them so: 14亿3000万.
        if run.parts > 0 && !r.pack.table.myriad {
            return smaller_scale(r, run, pos);
        }
        if run.parts > 0 && gapped {
            return None;
        }
        let d = known.or_else(|| digits(r, pos))?;
        // 3万5 is 35000, as 三万五 is; but a span of its own: 借10万3年.
        let short = shorthand && run.parts > 0 && d.plain == 1 && run.scale.is_some() && r.is(d.end, sort::DURATION).is_none();
        match d.num.to_i64().and_then(|n| u8::try_from(n).ok()).filter(|n| short && *n > 0) {
            Some(n) => run.machine.push(&Token::Digit(n), false)?,
            None => run.machine.push(&Token::Value(d.num, d.step), false)?,
        }
        run.form = Form::Digits;
        run.plain = if run.parts == 0 { d.plain } else { 0 };
        return commit(run, d.end, None, shorthand);
    }
    if r.sorts(pos) & GOES_ON == 0 {
        return None;
    }
    // A hedge inside the numeral, before a scale word: 20多万.
    if run.parts > 0
        && let Some((e, op)) = r.longest(pos, sort::BOUND_INNER, |l| match l {
            Lexeme::Bound(op, Place::Inner) => Some(op.as_str()),
            _ => None,
        })
        && let Some((e2, s)) = r.longest(e, sort::SCALE, |l| if let Lexeme::Scale(s) = l { Some(*s) } else { None })
    {
        run.machine.push(&Token::Scale(s), false)?;
        run.bound = Bound::parse(op);
        return commit(run, e2, Some(s), shorthand);
    }
    // A decimal in words: three point five.
    if run.parts > 0
        && let Some(e) = r.is(pos, sort::POINT)
        && let Some(()) = decimals(r, run, pos, e)
    {
        return Some(());
    }
    if run.parts > 0
        && let Some(e) = r.is(pos, sort::HALF_AFTER)
        && let Machine::Western(w) = &mut run.machine
        && w.half().is_some()
    {
        // Two million and a half is still a number of millions: of dollars may follow.
        let scale = if w.group.is_none() { run.scale.and_then(Num::to_i64).and_then(|s| u64::try_from(s).ok()) } else { None };
        return commit(run, e, scale, shorthand);
    }
    // Half a million.
    if run.parts == 0
        && let Some(e) = r.is(pos, sort::HALF_BEFORE)
    {
        let p = r.skip_spaces(e);
        if let Some((e2, s)) = r.longest(p, sort::SCALE, |l| if let Lexeme::Scale(s) = l { Some(*s) } else { None }) {
            run.machine.push(&Token::Value(Num::ratio(1, 2)?, Num::ratio(1, 10)?), false)?;
            run.machine.push(&Token::Scale(s), false)?;
            run.parts = 1;
            return commit(run, e2, Some(s), shorthand);
        }
    }
    // An article before a scale word or a hundred: a million.
    // Two trillion-a-year: behind a hyphen an article is no figure.
    let hyphen = gapped && r.text[run.end..pos].contains('-');
    if (run.parts == 0 || run.scale.is_some())
        && !hyphen
        && !r.pack.table.myriad
        && let Some(e) = r.is(pos, sort::ARTICLE)
    {
        let p = r.skip_spaces(e);
        // Uno virgola due: before a decimal the article is the figure.
        if run.parts == 0
            && let Some(point) = r.is(p, sort::POINT)
            && r.is(r.skip_spaces(point), sort::DIGIT | sort::TEEN | sort::TENS | sort::ARTICLE).is_some()
        {
            run.machine.push(&Token::Digit(1), false)?;
            return commit(run, e, None, shorthand);
        }
        // One or two, where the article is the one.
        if run.parts == 0
            && p > e
            && let Some(link) = r.is(p, sort::RANGE_OR | sort::RANGE_TO)
            && let two = r.skip_spaces(link)
            && two > link
            && r.longest(two, sort::DIGIT, |l| (*l == Lexeme::Digit(2)).then_some(())).is_some_and(|(e, ())| r.word_end(e))
        {
            run.machine.push(&Token::Digit(1), false)?;
            return commit(run, e, None, shorthand);
        }
        if p > e || e > pos && !r.pack.table.spaces || r.text[..e].ends_with(['\'', '\u{2019}']) {
            let hit = r.longest(p, sort::SCALE | sort::HUNDRED | sort::FIXED, |l| match l {
                Lexeme::Scale(s) => Some((Token::Scale(*s), Some(*s))),
                // Behind a scale word only a smaller one: vier Milliarden eine Million.
                _ if run.parts > 0 => None,
                Lexeme::Hundred(h) => Some((Token::Hundred(*h), None)),
                Lexeme::Fixed(f) => Num::parse(f).filter(|n| *n >= Num::int(12)).map(|n| (Token::Fixed(n), None)),
                _ => None,
            });
            if let Some((e2, (t, s))) = hit {
                if !matches!(t, Token::Fixed(_)) {
                    run.machine.push(&Token::Digit(1), false)?;
                }
                run.machine.push(&t, false)?;
                run.parts = 1;
                return commit(run, e2, s, shorthand);
            }
        }
    }
    // Two million and one: an article behind a large scale word is a numeral where nothing follows that it could go with.
    if gapped
        && !hyphen
        && run.scale.is_some_and(|s| s >= Num::int(1_000_000))
        && !r.text[run.end..pos].contains(',')
        && let Some(e) = r.is(pos, sort::ARTICLE)
        && r.char_at(r.skip_spaces(e)).is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}'))
    {
        run.machine.push(&Token::Digit(1), false)?;
        return commit(run, e, None, shorthand);
    }
    let whole = r.longest(pos, PARTS, |l| match l {
        // Where ordinals are one word, what stands apart is another number: venti centesimi.
        Lexeme::Ordinal(o) if run.parts > 0 && *o <= 1000 && (!gapped || r.pack.table.elisions.is_empty()) => {
            Some((Token::Value(Num::int((*o).into()), Num::ONE), None, true))
        }
        Lexeme::MoneyScale(s) if run.parts == 1 && !gapped => Some((Token::Scale(*s), Some(*s), false)),
        l => token(l, false).map(|t| {
            let s = if let Token::Scale(s) = t { Some(s) } else { None };
            (t, s, false)
        }),
    });
    let word_end = r.letters(pos);
    if let Some((e, (t, s, ordinal))) = whole
        && (e >= word_end || r.pack.table.myriad)
    {
        // 300千瓦, 50兆瓦: the multiplier belongs to the unit's name.
        if r.pack.table.myriad
            && run.parts > 0
            && (matches!(t, Token::Scale(_)) || matches!(t, Token::Hundred(_)) && (run.form == Form::Digits || run.scale.is_some()))
            && r.is(pos, sort::MEASURE).is_some_and(|u| u > e)
        {
            return None;
        }
        if ordinal {
            let Token::Value(n, _) = t else { return None };
            let n = n.to_i64()?;
            let t = match n {
                0..10 => Token::Digit(n as u8),
                10..20 => Token::Teen(n as u8),
                20..100 if n % 10 == 0 => Token::Tens(n as u8),
                100 => Token::Hundred(100),
                1000 => Token::Scale(1000),
                _ => return None,
            };
            run.machine.push(&t, false)?;
            run.ordinal = true;
        } else {
            run.machine.push(&t, false)?;
        }
        return commit(run, e, s, shorthand);
    }
    if r.pack.table.myriad || word_end == pos || r.sorts(pos) & GLUED == 0 || !r.word_start(pos) {
        return None;
    }
    let mut pieces = Vec::new();
    if !cut(r, pos, word_end, true, 0, &mut pieces) {
        return None;
    }
    // Twenty hundredths are no 2000th.
    if gapped && pieces.iter().any(|p| matches!(p, Piece::OrdinalTail | Piece::Ordinal(_))) && run.parts == 1 {
        return None;
    }
    // Seventeen Hundertjährige are no 1700-year-olds: what has a tail is one word with all of its numeral.
    if gapped && r.text[run.end..pos].starts_with(' ') && pieces.iter().any(|p| matches!(p, Piece::Tail(..))) {
        return None;
    }
    let mut joined = false;
    let mut scale = None;
    for p in pieces {
        match p {
            Piece::Token(t) => {
                scale = if let Token::Scale(s) = t { Some(s) } else { None };
                run.machine.push(&t, joined && r.pack.table.unit_before_ten)?;
                joined = false;
            }
            Piece::Joiner => joined = true,
            Piece::Half => {
                if let Machine::Western(w) = &mut run.machine {
                    w.half()?;
                }
            }
            Piece::OrdinalTail => run.ordinal = true,
            Piece::Ordinal(o) => {
                if o > 20 && o < 100 && o % 10 > 0 {
                    run.machine.push(&Token::Tens((o / 10 * 10) as u8), false)?;
                    run.machine.push(&Token::Digit((o % 10) as u8), false)?;
                    run.ordinal = true;
                    continue;
                }
                let t = match o {
                    0..10 => Token::Digit(o as u8),
                    10..20 => Token::Teen(o as u8),
                    20..100 if o % 10 == 0 => Token::Tens(o as u8),
                    100 => Token::Hundred(100),
                    _ => return None,
                };
                run.machine.push(&t, joined && r.pack.table.unit_before_ten)?;
                run.ordinal = true;
            }
            Piece::Tail(k, u) => run.tail = Some((k.to_owned(), u.to_owned())),
        }
    }
    run.parts += 1;
    commit(run, word_end, scale, shorthand)
}

/// Digits after a scale word, with a smaller scale of their own: 1 miliardo e 300 milioni.
fn smaller_scale(r: &Reader, run: &mut Run, pos: usize) -> Option<()> {
    let last = run.scale?;
    // 2,6 miliardi e 84 mila are two numbers: nobody goes on behind a decimal.
    if r.text[run.end..pos].contains(',') || run.value?.1 < last {
        return None;
    }
    let d = digits(r, pos)?;
    let (end, s) = r.longest(r.skip_spaces(d.end), sort::SCALE, |l| if let Lexeme::Scale(s) = l { Some(*s) } else { None })?;
    let scale = Num::int(i64::try_from(s).ok()?);
    if scale >= last || d.num.mul(scale)? >= last {
        return None;
    }
    run.machine.push(&Token::Value(d.num, d.step), false)?;
    run.machine.push(&Token::Scale(s), false)?;
    commit(run, end, Some(s), r.pack.table.shorthand)
}

fn commit(run: &mut Run, end: usize, scale: Option<u64>, shorthand: bool) -> Option<()> {
    run.value = Some(run.machine.finish(shorthand)?);
    run.end = end;
    run.parts += 1;
    run.scale = scale.and_then(|s| i64::try_from(s).ok()).map(Num::int);
    if scale.is_some() || run.parts > 1 {
        run.plain = 0;
    }
    Some(())
}

/// The digits after a decimal mark in words; then, perhaps, a scale word.
fn decimals(r: &Reader, run: &mut Run, mark: usize, at: usize) -> Option<()> {
    let mut pos = r.skip_spaces(at);
    let mut s = String::new();
    let mut end = at;
    while s.len() < 12 {
        let digit = r.longest(pos, sort::DIGIT | sort::ARTICLE | sort::TEEN | sort::TENS, |l| match l {
            Lexeme::Digit(d) => Some(u32::from(*d)),
            Lexeme::Article => Some(1),
            Lexeme::Teen(d) | Lexeme::Tens(d) if s.is_empty() => Some(u32::from(*d)),
            _ => None,
        });
        match digit {
            Some((e, d)) => {
                s += &d.to_string();
                end = e;
                pos = r.skip_spaces(e);
                if d > 9 && d % 10 != 0 {
                    break;
                }
            }
            None if r.char_at(pos).is_some_and(|c| c.is_ascii_digit()) && s.is_empty() => {
                let d = digits(r, pos)?;
                s = r.text[pos..d.end].to_owned();
                end = d.end;
                break;
            }
            None => break,
        }
    }
    let (whole, _) = run.value?;
    if s.is_empty() || !whole.is_int() {
        return None;
    }
    let part = Num::parse(&format!("0.{s}"))?;
    let num = if whole.is_negative() { whole.sub(part)? } else { whole.add(part)? };
    let step = Num::power_of_ten(-(s.len() as i32))?;
    let pos = r.skip_spaces(end);
    // A mark that makes lists as well (14・15日) is a decimal's only where a list would be odd.
    if r.text[mark..at].chars().all(|c| !c.is_alphanumeric())
        && r.is(pos, sort::SCALE | sort::PERCENT | sort::MONEY | sort::MEASURE | sort::TAIL).is_none()
    {
        return None;
    }
    if let Some((e, s)) = r.longest(pos, sort::SCALE, |l| if let Lexeme::Scale(s) = l { Some(*s) } else { None }) {
        let scale = Num::int(i64::try_from(s).ok()?);
        run.value = Some((num.mul(scale)?, step.mul(scale)?));
        run.end = e;
        run.scale = Some(scale);
    } else {
        run.value = Some((num, step));
        run.end = end;
    }
    run.parts += 2;
    // Nothing can follow a decimal: the machine would not know of it.
    run.machine = Machine::Western(Western { ones: true, tens: true, hundreds: true, value: true, group: Some(num), ..Western::new() });
    Some(())
}
