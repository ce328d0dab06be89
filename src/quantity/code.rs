//! Figures that state nothing: telephone and account numbers, files, postcodes.

use super::reader::Reader;
use crate::pack::table::{Lexeme, sort};

/// A run of digits in groups.
struct Groups {
    end: usize,
    count: usize,
    /// How many digits there are.
    total: usize,
    /// How many are in the first, and whether it begins with a nought.
    first: (usize, bool),
    /// Whether a later one begins with a nought and has more than two.
    noughts: bool,
    /// Whether all but the first have three.
    threes: bool,
}

/// The groups of digits that begin here, these marks between them.
fn groups(r: &Reader, pos: usize, marks: &[u8]) -> Groups {
    let bytes = r.rest(pos);
    let mut found = Groups { end: pos, count: 0, total: 0, first: (0, false), noughts: false, threes: true };
    let mut at = 0;
    loop {
        let len = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if len == 0 {
            break;
        }
        let nought = bytes[at] == b'0';
        if found.count == 0 {
            found.first = (len, nought);
        } else {
            found.noughts |= nought && len > 2;
            found.threes &= len == 3;
        }
        found.count += 1;
        found.total += len;
        at += len;
        found.end = pos + at;
        let mark = bytes.get(at).is_some_and(|b| marks.contains(b));
        if !mark || !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            break;
        }
        at += 1;
    }
    found
}

/// The end of a version, a section or an address that is written in figures with dots and holds this place: 2.7.9, 192.168.1.10.
pub(super) fn dotted(r: &Reader, pos: usize) -> Option<usize> {
    if !r.rest(pos).first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let figure = |b: &&u8| b.is_ascii_digit() || **b == b'.';
    let back = r.text.as_bytes()[r.start..pos].iter().rev().take_while(figure).count();
    let lead = r.text.as_bytes()[pos - back..pos].iter().take_while(|b| **b == b'.').count();
    let found = groups(r, pos - back + lead, b".");
    // Groups of three are a number in many hands: 1.234.567.
    (found.count > 2 && found.end > pos && !(found.threes && found.first.0 <= 3)).then_some(found.end)
}

/// The end of a code that begins here: what begins with a nought, and groups that no number is written in.
pub(super) fn code(r: &Reader, pos: usize) -> Option<usize> {
    let before = r.char_before(pos);
    if !r.pack.table.spaces || !r.char_at(pos)?.is_ascii_digit() || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let wide = groups(r, pos, b" -/.");
    let (len, nought) = wide.first;
    // 0711 89 90-33, +49 30 123456; 007.
    if nought && len > 1 || before == Some('+') {
        if wide.count > 1 && wide.total >= 7 {
            return Some(wide.end);
        }
        return (nought && len > 2).then_some(pos + len);
    }
    if wide.count < 2 {
        return None;
    }
    // 555-0199, 978-3-16-148410-0.
    let joined = groups(r, pos, b"-/");
    (joined.count > 1 && (joined.noughts && joined.total >= 6 || joined.count > 3 && joined.total >= 9)).then_some(joined.end)
}

/// The end of the rest of a code behind its first number: RTL8111/8168B.
pub(super) fn goes_on(r: &Reader, pos: usize) -> Option<usize> {
    let bytes = r.text.as_bytes();
    let alnum = |b: &&u8| b.is_ascii_alphanumeric();
    let before = bytes[r.start..pos].strip_suffix(b"/")?;
    let first = before.len() - before.iter().rev().take_while(alnum).count();
    let letters = before[first..].iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = before[first + letters..].iter().filter(|b| b.is_ascii_digit()).count();
    let own = r.rest(pos).iter().take_while(alnum).count();
    (letters >= 2 && digits >= 3 && own >= 3).then_some(pos + own)
}

/// The end of a hexadecimal number that begins here, where letters run onto figures without being a word: 0x378, 1d6b.
pub(super) fn hexadecimal(r: &Reader, pos: usize) -> Option<usize> {
    if r.pack.table.spaces || r.char_before(pos).is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = r.rest(pos);
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let prefixed = len > 2 && rest.starts_with(b"0x");
    let digits = &rest[if prefixed { 2 } else { 0 }..len];
    // 10ec, but not 100m: a figure stands behind a letter.
    let mixed = || len >= 4 && digits[0].is_ascii_digit() && digits.windows(2).any(|w| w[0].is_ascii_alphabetic() && w[1].is_ascii_digit());
    if !digits.iter().all(u8::is_ascii_hexdigit) || !(prefixed || mixed()) {
        return None;
    }
    // The vendor and the product of a device: 1d6b:0001.
    let more = rest.get(len + 1..).map_or(0, |r| r.iter().take_while(|b| b.is_ascii_hexdigit()).count());
    Some(pos + if rest[len..].starts_with(b":") && more == 4 { len + 5 } else { len })
}

/// The end of a number in brackets that points to a note: `as planned[22]`, `[22] These`.
pub(super) fn note(r: &Reader, pos: usize) -> Option<usize> {
    if !matches!(r.char_before(pos), Some('[' | '［')) {
        return None;
    }
    let digits = r.rest(pos).iter().take_while(|b| b.is_ascii_digit()).count();
    let end = pos + digits;
    let close = r.char_at(end).filter(|c| matches!(c, ']' | '］'))?;
    // It took [12] years: put in by an editor, it has its place among the words.
    let before = r.text[..pos].trim_end_matches(['[', '［']);
    let hangs = before.len() <= r.start || before.ends_with(|c: char| !c.is_whitespace());
    let last =
        r.text[end + close.len_utf8()..r.end].chars().next().is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | ')' | '[' | '。' | '，' | '、'));
    ((1..=3).contains(&digits) && (hangs || last)).then_some(end)
}

/// The end of an account number that begins here: `DE89 3704 0044 0532 0130 00`.
pub(super) fn account(r: &Reader, pos: usize) -> Option<usize> {
    let bytes = r.text.as_bytes().get(pos..r.end)?;
    let head = bytes.get(..4)?;
    if !head[..2].iter().all(u8::is_ascii_uppercase) || !head[2..].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (mut at, mut fours) = (4, 0);
    while bytes.get(at) == Some(&b' ') {
        let len = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit() || b.is_ascii_uppercase()).count();
        if !(1..=4).contains(&len) || !bytes[at + 1..at + 1 + len].iter().any(u8::is_ascii_digit) {
            break;
        }
        fours += usize::from(len == 4);
        at += 1 + len;
        if len < 4 {
            break;
        }
    }
    (fours > 2).then_some(pos + at)
}

/// Whether five digits are the postcode of the place that follows: `70563 Stuttgart`.
pub(super) fn postcode(r: &Reader, pos: usize, end: usize) -> bool {
    let at = r.skip_spaces(end);
    end - pos == 5
        && at == end + 1
        && r.char_at(at).is_some_and(char::is_uppercase)
        && r.is(at, sort::NAME).is_some_and(|e| r.char_at(e) != Some('-'))
        && !r.lexemes(at).any(|(_, l)| matches!(l, Lexeme::Concept(_)))
}
