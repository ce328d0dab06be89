//! Numbers in digits, with the language's separators.

use super::reader::Reader;
use crate::num::Num;

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

/// More groups than a number that can be held has.
const MOST_GROUPS: usize = 13;

/// Reads digits with the pack's separators. A mark that groups or not is decided by what follows it: three digits or
/// not, and again three after the next; where the language's own reading fails, the other one is taken.
pub fn digits(r: &Reader, at: usize) -> Option<Digits> {
    let b = r.rest(at);
    let run = |i: usize| b[i.min(b.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let first = run(0);
    if first == 0 {
        return None;
    }
    if pointed(r, at) {
        let step = Num::power_of_ten(-(first.min(12) as i32))?;
        let num = Num::ratio(more_digits(Some(0), &b[..first.min(12)])?, 1)?.mul(step)?;
        return Some(Digits { end: at + first, num, step, plain: 0 });
    }
    // Most figures have no mark that a digit follows, nor a fraction.
    let (next, after) = (b.get(first), b.get(first + 1));
    let single = |m: &String| begins(&b[first..], m) && b.get(first + m.len()).is_some_and(u8::is_ascii_digit);
    let format = &r.pack.table.number;
    if next.is_none_or(u8::is_ascii)
        && !(next == Some(&b' ') && after.is_some_and(u8::is_ascii_digit))
        && (next.is_none_or(u8::is_ascii_alphanumeric) || !format.decimal.iter().chain(&format.group).any(single))
    {
        let num = Num::ratio(more_digits(Some(0), &b[..first])?, 1)?;
        return Some(Digits { end: at + first, num, step: Num::ONE, plain: first });
    }
    let mark = |i: usize, marks: &[String]| marks.iter().find(|m| begins(&b[i..], m)).map(String::len);
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
            if groups.len() > MOST_GROUPS {
                return None;
            }
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
        let len = mark(i, &format.group).filter(|_| !grouped && matches!(b[i], b'.' | b','))?;
        // In scripts without spaces a comma behind figures parts clauses: 从0到7，1表示星期一.
        let parts = !r.pack.table.spaces && b[i] == b',';
        (!parts && (run(i + len) != 3 || first > 3 || b[0] == b'0')).then_some(len)
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

/// Whether the digits here stand behind a decimal mark that has none before it: .5 per cent.
pub(super) fn pointed(r: &Reader, at: usize) -> bool {
    let before = &r.text[r.start..at];
    let point = before.ends_with('.') && r.pack.table.number.decimal.iter().any(|d| d == ".");
    let alone = || before[..before.len() - 1].chars().next_back().is_none_or(|c| matches!(c, ' ' | '(' | '$' | '£' | '€'));
    let b = r.rest(at);
    let run = b.iter().take_while(|c| c.is_ascii_digit()).count();
    point && r.pack.table.spaces && alone() && run > 0 && !(matches!(b.get(run), Some(b'.' | b',')) && b.get(run + 1).is_some_and(u8::is_ascii_digit))
}

/// Where figures end that could not be read: those of a number too large to be held go with all of their groups.
pub fn refused(r: &Reader, at: usize) -> usize {
    let b = r.rest(at);
    let run = |i: usize| b[i.min(b.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut end = run(0);
    if digits(r, at).is_some() {
        return at + end;
    }
    let mark = |i: usize| {
        if b[i..].starts_with(b" ") { Some(1) } else { r.pack.table.number.group.iter().find(|m| begins(&b[i..], m)).map(String::len) }
    };
    while end < b.len()
        && let Some(len) = mark(end)
        && run(end + len) == 3
    {
        end += len + 3;
    }
    at + end
}

/// Whether this mark stands here; most others differ in their first byte.
fn begins(b: &[u8], mark: &str) -> bool {
    b.first() == mark.as_bytes().first() && b.starts_with(mark.as_bytes())
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
