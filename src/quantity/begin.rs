//! Where a quantity can begin at all: a glance that spares the scanner most places.

use super::lattice::Start;
use super::reader::Reader;
use super::rule;
use super::slot::{self, Cache};
use super::unit;
use crate::clean::is_uppercase;
use crate::pack::rules::Rules;
use crate::pack::table::{Slot, sort};

/// Sorts of whole words with which a mention can begin, whatever follows.
const ALWAYS: u64 = sort::BLOCKED
    | sort::BOUND_BEFORE
    | sort::RANGE_OPEN
    | sort::MONTH
    | sort::WEEKDAY
    | sort::SEASON
    | sort::ERA
    | sort::DURATION
    | sort::MINUS
    | sort::VAGUE
    | sort::ABOUT
    | sort::TIMES
    | sort::PAIR
    | sort::FRACTION
    | slot::NUMERAL & !sort::ARTICLE;

/// Sorts with which anything begins that the scanner looks for.
const ANY: u64 = ALWAYS | sort::SIGN | sort::MONEY | slot::NUMERAL | sort::RULE | sort::RULE_INSIDE;

/// Whether a mention may begin where a text does, at a glance: by the sorts of what begins there, its first letters, and
/// what stands behind them. It may err only on the side of yes.
#[inline]
pub fn at_a_glance(any: u64, text: &[u8], letters: usize) -> bool {
    any & ANY != 0
        || match text {
            // Most words, ideographs and marks begin nothing. Behind the letters of a label stands a digit or a hyphen.
            [b'a'..=b'z', ..] => labelled(&text[letters..]),
            [b'-' | b'0'..=b'9' | b'A'..=b'Z', ..] => true,
            // Marks and hiragana.
            [0xE2, 0x80, ..] | [0xE3, 0x80 | 0x81, ..] | [0xE3, 0x82, ..=0xA0, ..] => false,
            [0x80..=0xE3 | 0xEA.., ..] => true,
            _ => false,
        }
}

/// Whether there is what stands behind the letters of a label.
#[inline]
fn labelled(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+'))
}

/// Whether a mention can begin here, where it may at a glance. It may err only on the side of yes.
pub fn may_begin<'a>(r: &Reader<'a>, pos: usize, start: &Start, cache: &mut Cache<'a>) -> bool {
    let signs = if r.pack.table.spaces { sort::SIGN } else { sort::SIGN | sort::MONEY };
    if start.whole & ALWAYS != 0 || start.any & signs != 0 {
        return true;
    }
    // Most ideographs begin nothing.
    if matches!(r.text.as_bytes().get(pos), Some(0xE4..=0xE9)) && start.any & (slot::NUMERAL | sort::RULE | sort::RULE_INSIDE) == 0 {
        return false;
    }
    let Some(c) = r.char_at(pos) else { return false };
    if c.is_ascii_digit() || c == '-' {
        return true;
    }
    let numeral = slot::may_be_numeral(r, start.any, start.whole);
    if numeral {
        // A numeral glued to others, or an article before a scale word or a unit.
        let word = r.pack.rules.begins(Rules::slot_group(Slot::Word));
        let article = |h: &(usize, u32, bool)| h.2 && r.pack.surfaces.sorts(h.1) & sort::ARTICLE != 0;
        let unit = r.hits(pos).filter(article).any(|h| unit::at(r, r.skip_spaces(h.0)).is_some());
        if word || unit || cache.number(pos).is_some() {
            return true;
        }
    }
    if c.is_ascii_alphabetic() && labelled(r.rest(r.letters(pos))) && label_end(r, pos).is_some()
        || c.is_ascii_uppercase() && slot::roman(r, pos).is_some()
    {
        return true;
    }
    if numeral {
        return rule::matches(r, pos, c, true, cache);
    }
    let texts = start.whole & sort::RULE != 0 || start.any & sort::RULE_INSIDE != 0;
    let label = is_uppercase(c) && r.pack.rules.begins(Rules::slot_group(Slot::Label));
    let may = texts && rule::may_match(r, pos, cache) || label && rule::may_follow(r, Rules::slot_group(Slot::Label), r.letters(pos), cache);
    (may || matches!(c, '\u{30A1}'..='\u{30FA}')) && rule::matches(r, pos, c, false, cache)
}

/// The end of a word of letters and digits that is a label: `GPT-4`, `o3`, `F1`.
pub fn label_end(r: &Reader, pos: usize) -> Option<usize> {
    let rest = r.rest(pos);
    let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 {
        return None;
    }
    // A code point of Unicode, whose digits state nothing: U+00FF.
    if r.text[pos..].starts_with("U+") {
        let hex = rest[2..].iter().take_while(|b| b.is_ascii_hexdigit()).count();
        return (4..=6).contains(&hex).then_some(pos + 2 + hex);
    }
    let hyphen = rest.get(letters) == Some(&b'-');
    let at = letters + usize::from(hyphen);
    if !rest.get(at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let word = &r.text[pos..pos + letters];
    if hyphen && !word.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    // A name with a year run onto it: Halden2009年.
    let digits = rest[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    if !r.pack.table.spaces && !hyphen && digits == 4 && r.sorts(pos + at + digits) & sort::DURATION != 0 {
        return None;
    }
    // A number of what the letters name, run onto them: GPU24万基.
    if !r.pack.table.spaces && !hyphen && letters > 1 && r.sorts(pos + at + digits) & sort::SCALE != 0 {
        return None;
    }
    let mut len = at + rest[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    // GPT-4.1, but not a full stop at the end.
    while rest.get(len).is_some_and(|b| matches!(b, b'.' | b'-')) && rest.get(len + 1).is_some_and(u8::is_ascii_alphanumeric) {
        let more = rest[len + 1..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if rest[len] == b'.' && !rest[len + 1].is_ascii_digit() {
            break;
        }
        len += 1 + more;
    }
    // CO2-Ausstoß: to the end of the word, whatever letters it has.
    let end = pos + len;
    Some(if r.pack.table.spaces && r.char_before(end).is_some_and(char::is_alphabetic) { r.letters(end).max(end) } else { end })
}
