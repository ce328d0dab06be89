//! Numerals: digits with the language's separators, words, both mixed, in groups of three or of four.
//!
//! Two small machines accept the parts of a numeral one by one and refuse what cannot follow; what was read up to the
//! refusal is the number. No language is named here: the parts are lexemes.

use super::reader::Reader;
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

enum Token {
    Value(Num, Num),
    Digit(u8),
    Teen(u8),
    Tens(u8),
    Hundred(u16),
    Scale(u64),
    Fixed(Num),
}

/// Groups of three.
struct Western {
    total: Num,
    last_scale: Option<Num>,
    group: Option<Num>,
    ones: bool,
    tens: bool,
    hundreds: bool,
    value: bool,
    step: Num,
    group_step: Option<Num>,
    min_step: Option<Num>,
}

impl Western {
    fn new() -> Western {
        Western {
            total: Num::ZERO,
            last_scale: None,
            group: None,
            ones: false,
            tens: false,
            hundreds: false,
            value: false,
            step: Num::ONE,
            group_step: None,
            min_step: None,
        }
    }

    fn push(&mut self, t: &Token, joined: bool) -> Option<()> {
        match *t {
            Token::Value(n, step) => {
                if self.group.is_some() || self.last_scale.is_some_and(|s| n >= s) {
                    return None;
                }
                self.group = Some(n);
                self.group_step = Some(step);
                self.value = true;
                self.ones = true;
                self.tens = true;
                self.hundreds = n >= Num::int(100) || !n.is_int();
            }
            Token::Fixed(n) => {
                if self.ones || self.tens {
                    // Two dozen.
                    let g = self.group?;
                    if !n.is_int() || n < Num::int(12) {
                        return None;
                    }
                    self.group = Some(g.mul(n)?);
                } else {
                    self.group = Some(self.group.unwrap_or(Num::ZERO).add(n)?);
                }
                self.ones = true;
                self.tens = true;
            }
            Token::Digit(d) => {
                if self.ones || self.value || (d == 0 && self.group.is_some()) {
                    return None;
                }
                self.group = Some(self.group.unwrap_or(Num::ZERO).add(Num::int(d.into()))?);
                self.ones = true;
            }
            Token::Teen(d) => {
                if self.ones || self.tens || self.value {
                    return None;
                }
                self.group = Some(self.group.unwrap_or(Num::ZERO).add(Num::int(d.into()))?);
                self.ones = true;
                self.tens = true;
            }
            Token::Tens(d) => {
                if self.tens || self.value || (self.ones && !joined) {
                    return None;
                }
                self.group = Some(self.group.unwrap_or(Num::ZERO).add(Num::int(d.into()))?);
                self.tens = true;
            }
            Token::Hundred(h) => {
                let h = Num::int(h.into());
                if self.hundreds {
                    return None;
                }
                self.group = Some(if h == Num::int(100) {
                    self.group.unwrap_or(Num::ONE).mul(h)?
                } else {
                    if self.group.is_some() {
                        return None;
                    }
                    h
                });
                self.hundreds = true;
                self.ones = false;
                self.tens = false;
                self.value = false;
            }
            Token::Scale(s) => {
                let s = Num::int(i64::try_from(s).ok()?);
                match self.group {
                    Some(g) => {
                        if self.last_scale.is_some_and(|l| s >= l) {
                            // A thousand billion: the smaller scale counts the larger.
                            if self.total.is_int() && self.group.is_none() {
                                self.total = self.total.mul(s)?;
                                self.last_scale = Some(s);
                                return Some(());
                            }
                            return None;
                        }
                        self.total = self.total.add(g.mul(s)?)?;
                        if let Some(step) = self.group_step {
                            self.note_step(step.mul(s)?);
                        }
                    }
                    None => {
                        if self.last_scale.is_some_and(|l| s > l) {
                            self.total = self.total.mul(s)?;
                            if let Some(m) = self.min_step {
                                self.min_step = Some(m.mul(s)?);
                            }
                            self.last_scale = Some(s);
                            return Some(());
                        }
                        if s != Num::int(1000) || self.last_scale.is_some_and(|l| s >= l) {
                            return None;
                        }
                        self.total = self.total.add(s)?;
                    }
                }
                self.group = None;
                self.group_step = None;
                (self.ones, self.tens, self.hundreds, self.value) = (false, false, false, false);
                self.last_scale = Some(s);
            }
        }
        Some(())
    }

    fn note_step(&mut self, step: Num) {
        self.min_step = Some(self.min_step.map_or(step, |m| m.min(step)));
    }

    fn half(&mut self) -> Option<()> {
        if let Some(g) = self.group {
            // One and a half million: what follows may scale the half, too.
            self.group = Some(g.add(Num::ratio(1, 2)?)?);
            self.group_step = Some(Num::ratio(1, 10)?);
            (self.ones, self.tens, self.hundreds) = (true, true, true);
            return Some(());
        }
        let unit = self.last_scale.unwrap_or(Num::ONE);
        self.total = self.total.add(unit.div(Num::int(2))?)?;
        self.step = unit.div(Num::int(10))?;
        self.note_step(self.step);
        Some(())
    }

    fn finish(&self) -> Option<(Num, Num)> {
        let mut n = self.total;
        let mut step = self.min_step;
        if let Some(g) = self.group {
            n = n.add(g)?;
            if let Some(s) = self.group_step {
                step = Some(step.map_or(s, |m| m.min(s)));
            }
        }
        Some((n, step.unwrap_or_else(|| n.last_place())))
    }
}

/// Groups of four.
#[derive(Default)]
struct Myriad {
    total: Option<Num>,
    section: Option<Num>,
    current: Option<Num>,
    /// Digits of the current positional number.
    digits: usize,
    last_unit: u64,
    last_scale: Option<Num>,
    zero: bool,
    value: bool,
    step: Option<Num>,
    current_step: Option<Num>,
}

impl Myriad {
    fn push(&mut self, t: &Token) -> Option<()> {
        match *t {
            Token::Value(n, step) => {
                if self.current.is_some() || self.last_scale.is_some_and(|s| n >= s) {
                    return None;
                }
                self.current = Some(n);
                self.current_step = Some(step);
                self.value = true;
            }
            Token::Digit(d) => {
                let d = Num::int(d.into());
                if self.value {
                    return None;
                }
                match self.current {
                    Some(c) => {
                        if self.section.is_some() && !(self.digits == 1 && c == Num::ZERO) {
                            return None;
                        }
                        self.current = Some(c.mul(Num::int(10))?.add(d)?);
                        self.digits += 1;
                    }
                    None => {
                        self.current = Some(d);
                        self.digits = 1;
                    }
                }
                self.zero |= d == Num::ZERO;
            }
            Token::Teen(_) | Token::Tens(_) | Token::Fixed(_) => {
                let n = match *t {
                    Token::Fixed(n) => n,
                    Token::Teen(d) | Token::Tens(d) => Num::int(d.into()),
                    _ => return None,
                };
                if self.current.is_some() {
                    return None;
                }
                self.current = Some(n);
                self.digits = 2;
            }
            Token::Hundred(u) => {
                let u = u64::from(u);
                if self.last_unit != 0 && u >= self.last_unit || self.digits > 1 && !self.zero_led() {
                    return None;
                }
                let c = self.current.take().filter(|c| *c != Num::ZERO).unwrap_or(Num::ONE);
                if let Some(s) = self.current_step.take() {
                    self.note(s.mul(Num::int(u as i64))?.mul(self.pending_scale())?);
                }
                self.section = Some(self.section.unwrap_or(Num::ZERO).add(c.mul(Num::int(u as i64))?)?);
                self.last_unit = u;
                (self.digits, self.value, self.zero) = (0, false, false);
            }
            Token::Scale(s) => {
                let s = Num::int(i64::try_from(s).ok()?);
                let group = match (self.section, self.current) {
                    (None, None) => {
                        // 万亿: the smaller scale counts the larger.
                        if let (Some(t), Some(l)) = (self.total, self.last_scale)
                            && s > l
                        {
                            self.total = Some(t.mul(s)?);
                            if let Some(st) = self.step {
                                self.step = Some(st.mul(s)?);
                            }
                            self.last_scale = Some(s);
                            return Some(());
                        }
                        return None;
                    }
                    (a, b) => a.unwrap_or(Num::ZERO).add(b.unwrap_or(Num::ZERO))?,
                };
                // 五万六千亿: everything so far counts the larger scale, once.
                if let (Some(t), Some(l)) = (self.total, self.last_scale)
                    && s > l
                    && t < s
                    && l.mul(s).is_some_and(|m| m <= Num::int(1_000_000_000_000))
                {
                    if let Some(st) = self.current_step.take() {
                        self.note(st);
                    }
                    self.step = match self.step {
                        Some(st) => Some(st.mul(s)?),
                        None => None,
                    };
                    self.total = Some(t.add(group)?.mul(s)?);
                    (self.section, self.current, self.last_unit, self.digits) = (None, None, 0, 0);
                    (self.value, self.zero) = (false, false);
                    self.last_scale = Some(s);
                    return Some(());
                }
                if self.last_scale.is_some_and(|l| s >= l) {
                    return None;
                }
                if let Some(st) = self.current_step.take() {
                    self.note(st);
                }
                if let Some(st) = self.step {
                    self.step = Some(st.mul(s)?);
                }
                self.total = Some(self.total.unwrap_or(Num::ZERO).add(group.mul(s)?)?);
                (self.section, self.current, self.last_unit, self.digits) = (None, None, 0, 0);
                (self.value, self.zero) = (false, false);
                self.last_scale = Some(s);
            }
        }
        Some(())
    }

    fn zero_led(&self) -> bool {
        self.zero && self.digits == 2
    }

    fn pending_scale(&self) -> Num {
        Num::ONE
    }

    fn note(&mut self, step: Num) {
        self.step = Some(self.step.map_or(step, |m| m.min(step)));
    }

    fn finish(&self, shorthand: bool) -> Option<(Num, Num)> {
        let mut n = self.total.unwrap_or(Num::ZERO).add(self.section.unwrap_or(Num::ZERO))?;
        let mut step = self.step;
        if let Some(c) = self.current {
            let mut c = c;
            // 一百二 is 120, 三万五 is 35000; with a nought between it is 102.
            if shorthand && self.digits == 1 && !self.zero && !self.value && c > Num::ZERO {
                if self.last_unit >= 100 {
                    c = c.mul(Num::int(self.last_unit as i64 / 10))?;
                } else if self.section.is_none()
                    && let Some(s) = self.last_scale
                {
                    c = c.mul(s.div(Num::int(10))?)?;
                }
            }
            n = n.add(c)?;
            if let Some(s) = self.current_step {
                step = Some(s);
            }
        }
        Some((n, step.unwrap_or_else(|| n.last_place())))
    }
}

enum Machine {
    Western(Western),
    Myriad(Myriad),
}

impl Machine {
    fn push(&mut self, t: &Token, joined: bool) -> Option<()> {
        match self {
            Machine::Western(w) => w.push(t, joined),
            Machine::Myriad(m) => m.push(t),
        }
    }

    fn finish(&self, shorthand: bool) -> Option<(Num, Num)> {
        match self {
            Machine::Western(w) => w.finish(),
            Machine::Myriad(m) => m.finish(shorthand),
        }
    }
}

/// Digits as written.
#[derive(Clone, Copy)]
pub struct Digits {
    /// Where they end.
    pub end: usize,
    /// Their value.
    pub num: Num,
    /// The last place stated.
    pub step: Num,
    /// How many digits, if there is no separator.
    pub plain: usize,
}

/// Reads digits with the pack's separators. A mark that groups or not is decided by what follows it: three digits or
/// not, and again three after the next; where the language's own reading fails, the other one is taken.
pub fn digits(r: &Reader, at: usize) -> Option<Digits> {
    let b = r.rest(at);
    let run = |i: usize| b[i.min(b.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let first = run(0);
    if first == 0 {
        return None;
    }
    let mark = |i: usize, marks: &[String]| marks.iter().find(|m| b[i..].starts_with(m.as_bytes())).map(String::len);
    let format = &r.pack.table.number;
    let mut whole = more_digits(Some(0), &b[..first]);
    let mut i = first;
    // Groups of three after one and the same mark; Indian groups of two may come before the last three.
    if first <= 3 && b[0] != b'0' {
        let mut used: Option<&[u8]> = None;
        let mut groups = Vec::new();
        let mut j = i;
        while j < b.len() {
            let space = b[j] == b' ' && used.is_none_or(|u| u == b" ");
            let len = if space { Some(1) } else { mark(j, &format.group) };
            let Some(len) = len else { break };
            let sign = &b[j..j + len];
            if used.is_some_and(|u| u != sign) {
                break;
            }
            let n = run(j + len);
            if n != 3 && !(n == 2 && sign == b"," && !space) {
                break;
            }
            used = Some(sign);
            groups.push((j + len, n));
            j += len + n;
        }
        while groups.last().is_some_and(|g| g.1 != 3) {
            groups.pop();
        }
        // Indian grouping has two-digit groups up to the last; mixed lengths otherwise are no grouping.
        if !groups.is_empty() && groups[..groups.len() - 1].iter().any(|g| g.1 == 2) && groups[..groups.len() - 1].iter().any(|g| g.1 == 3) {
            groups.clear();
        }
        for (from, n) in &groups {
            whole = more_digits(whole, &b[*from..from + n]);
            i = from + n;
        }
    }
    let grouped = i > first;
    let mut step = Num::ONE;
    let mut plain = if grouped { 0 } else { first };
    let decimal = mark(i, &format.decimal).or_else(|| {
        // The other language's decimal mark, where it cannot group: 4.4, 1.25.
        let len = mark(i, &format.group).filter(|_| !grouped && b[i] != b' ')?;
        (run(i + len) != 3 || first > 3 || b[0] == b'0').then_some(len)
    });
    let mut num = None;
    if let Some(len) = decimal {
        let n = run(i + len);
        // A further mark and digits make it a version or a date, not a decimal.
        let more = i + len + n;
        let chain = more < b.len() && b[more] == b[i] && run(more + 1) > 0;
        if n > 0 && n <= 12 && !chain {
            num = more_digits(whole, &b[i + len..i + len + n]).and_then(|top| Num::ratio(top, 10i128.checked_pow(n as u32)?));
            step = Num::power_of_ten(-(n as i32))?;
            i += len + n;
            plain = 0;
        }
    }
    let mut num = num.or_else(|| Num::ratio(whole?, 1))?;
    // Vulgar fractions: 3½.
    if let Some(c) = r.char_at(at + i) {
        let f = match c {
            '½' => Some((1, 2)),
            '¼' => Some((1, 4)),
            '¾' => Some((3, 4)),
            '⅓' => Some((1, 3)),
            '⅔' => Some((2, 3)),
            _ => None,
        };
        if let Some((a, d)) = f {
            num = num.add(Num::ratio(a, d)?)?;
            i += c.len_utf8();
            plain = 0;
        }
    }
    Some(Digits { end: at + i, num, step, plain })
}

/// A number with further digits behind it, if it fits.
fn more_digits(number: Option<i128>, digits: &[u8]) -> Option<i128> {
    let number = number?;
    if let Ok(mut n) = u32::try_from(number).map(u64::from)
        && digits.len() < 10
    {
        digits.iter().for_each(|d| n = n * 10 + u64::from(d - b'0'));
        return Some(n.into());
    }
    digits.iter().try_fold(number, |n, d| n.checked_mul(10)?.checked_add(i128::from(d - b'0')))
}

/// Sorts with which a glued numeral begins.
const GLUED: u64 = sort::DIGIT | sort::TEEN | sort::TENS | sort::HUNDRED | sort::SCALE | sort::FIXED | sort::ARTICLE;

fn token(l: &Lexeme, inside: bool) -> Option<Token> {
    Some(match l {
        Lexeme::Digit(d) => Token::Digit(*d),
        Lexeme::Teen(d) => Token::Teen(*d),
        Lexeme::Tens(d) => Token::Tens(*d),
        Lexeme::Hundred(h) => Token::Hundred(*h),
        Lexeme::Scale(s) => Token::Scale(*s),
        Lexeme::Fixed(s) => Token::Fixed(Num::parse(s)?),
        Lexeme::Article if inside => Token::Digit(1),
        _ => return None,
    })
}

/// A piece of a glued numeral.
enum Piece<'a> {
    Token(Token),
    Joiner,
    Half,
    OrdinalTail,
    Ordinal(u32),
    Tail(&'a str, &'a str),
}

/// Cuts the word `at..end` into pieces of a numeral, longest first; all of it or nothing.
fn cut<'a>(r: &Reader<'a>, at: usize, end: usize, first: bool, depth: usize, out: &mut Vec<Piece<'a>>) -> bool {
    if at == end {
        return !first;
    }
    if depth > 24 {
        return false;
    }
    const PIECES: u64 = GLUED | sort::JOINER | sort::HALF_AFTER | sort::ORDINAL_TAIL | sort::ORDINAL | sort::TAIL;
    let surfaces = &r.pack.surfaces;
    // No word begins with more surfaces than that.
    let (mut hits, mut count) = ([(0, 0); 24], 0);
    let pieces = surfaces.trie.prefixes(&r.folded.as_bytes()[at..end]).filter(|(_, p)| surfaces.sorts(*p) & PIECES != 0);
    for hit in pieces.take(hits.len()) {
        hits[count] = hit;
        count += 1;
    }
    let longest_first = hits[..count].iter().rev().flat_map(|(n, p)| r.pack.lexemes(*p).rev().map(move |l| (at + n, l)));
    for (next, l) in longest_first {
        // Fünfjahresplan: the span is stated, whatever it is the span of.
        if let Lexeme::OpenTail(kind, unit) = l
            && !first
            && end - next >= 3
        {
            out.push(Piece::Tail(kind, unit));
            return true;
        }
        let piece = match l {
            Lexeme::Joiner if !first && next < end => Piece::Joiner,
            Lexeme::HalfAfter if !first => Piece::Half,
            Lexeme::OrdinalTail if !first && next == end => Piece::OrdinalTail,
            Lexeme::Ordinal(o) if !first && next == end => Piece::Ordinal(*o),
            // An article and a tail make a number only where words are glued: einjährig, but not `am` of a and m.
            Lexeme::Tail(..) if !r.pack.table.compounds && matches!(out.as_slice(), [Piece::Token(Token::Digit(1))]) => continue,
            Lexeme::Tail(kind, unit) if !first && next == end => Piece::Tail(kind, unit),
            l => match token(l, next < end || !first) {
                Some(t) => Piece::Token(t),
                None => continue,
            },
        };
        let mark = out.len();
        out.push(piece);
        if cut(r, next, end, false, depth + 1, out) {
            return true;
        }
        out.truncate(mark);
    }
    false
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
    const FIRST: u64 = GLUED | sort::HALF_BEFORE | sort::SOME;
    if r.sorts(at) & FIRST == 0 && !r.rest(at).first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    if r.pack.table.myriad {
        if let Some(n) = some_number(r, at) {
            return Some(n);
        }
        if let Some(n) = neighbours(r, at) {
            return Some(n);
        }
    }
    let machine = if r.pack.table.myriad { Machine::Myriad(Myriad::default()) } else { Machine::Western(Western::new()) };
    let mut run =
        Run { machine, end: at, form: Form::Words, parts: 0, plain: 0, bound: Bound::None, ordinal: false, tail: None, scale: None, value: None };
    let mut pos = at;
    loop {
        let next = advance(r, &mut run, pos);
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
        b' ' => r.skip_spaces(pos),
        b'-' => pos + 1,
        b',' if run.scale.is_some() && b.get(1) == Some(&b' ') => pos + 2,
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

/// Takes the next part; `None` where there is none or the machine refuses it.
fn advance(r: &Reader, run: &mut Run, pos: usize) -> Option<()> {
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
        let d = digits(r, pos)?;
        run.machine.push(&Token::Value(d.num, d.step), false)?;
        run.form = Form::Digits;
        run.plain = if run.parts == 0 { d.plain } else { 0 };
        return commit(run, d.end, None, shorthand);
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
    if (run.parts == 0 || run.scale.is_some())
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
    const PARTS: u64 = sort::ORDINAL | sort::MONEY_SCALE | sort::DIGIT | sort::TEEN | sort::TENS | sort::HUNDRED | sort::SCALE | sort::FIXED;
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
    if r.text[run.end..pos].contains(',') {
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
    run.tail = run.tail.take();
    run.machine = Machine::Western(Western { ones: true, tens: true, hundreds: true, value: true, group: Some(num), ..Western::new() });
    Some(())
}

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
fn some_number(r: &Reader, at: usize) -> Option<Number> {
    let vague = |end, num, bound, vague| Number {
        end,
        num,
        high: None,
        step: num,
        scale: None,
        form: Form::Words,
        plain_digits: 0,
        bound,
        vague,
        ordinal: false,
        tail: None,
        parts: 2,
    };
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

/// Two neighbouring digits are a range: 两三百, 七八个; never 23.
fn neighbours(r: &Reader, at: usize) -> Option<Number> {
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
    Some(Number {
        end,
        num: Num::int(a.into()).mul(m)?,
        high: Some(Num::int(b.into()).mul(m)?),
        step: m,
        scale: None,
        form: Form::Words,
        plain_digits: 0,
        bound: Bound::None,
        vague: false,
        ordinal: false,
        tail: None,
        parts: 2,
    })
}
