//! Where a numeral cannot begin, and where it goes on behind a comma.

use super::glued::{Piece, cut};
use super::machine::Token;
use super::reader::Reader;
use crate::pack::table::sort;

/// Whether letters all in capitals are the first part of a name: the ELF-Format is no eleventh.
pub(super) fn acronym(text: &[u8]) -> bool {
    /// Longer words in capitals are words.
    const MOST: usize = 4;
    let capitals = text.iter().take(MOST + 1).take_while(|b| b.is_ascii_uppercase()).count();
    let Some([b'-', first, second]) = text.get(capitals..capitals + 3) else { return false };
    (2..=MOST).contains(&capitals) && first.is_ascii_uppercase() && second.is_ascii_lowercase()
}

/// Whether a figure of documents and banknotes has beside it what such figures go with: 陸萬, 參佰元. By itself it is a
/// character like any other, part of a name or a word.
pub(super) fn formal(r: &Reader, at: usize) -> bool {
    let formal = |c: char| r.pack.table.formal.contains(c);
    let folded = |at: usize| r.folded.get(at..r.end).and_then(|t| t.chars().next());
    let Some(c) = folded(at).filter(|c| formal(*c)) else { return true };
    let next = at + c.len_utf8();
    let word = |c: char| c.is_alphanumeric();
    let alone = !r.char_before(at).is_some_and(word) && !r.char_at(next).is_some_and(word);
    alone
        || r.before(at, 8, sort::ORDINAL_BEFORE).is_some()
        || folded(next).is_some_and(formal)
        || r.is(next, sort::HUNDRED | sort::SCALE | sort::MONEY).is_some()
}

/// Whether the words from here on make a hundred or more: less is never set off by a comma.
pub(super) fn hundreds(r: &Reader, at: usize) -> bool {
    /// Two hundred, twenty-five thousand.
    const BEFORE: usize = 3;
    let mut pos = at;
    for _ in 0..=BEFORE {
        if r.is(pos, sort::HUNDRED | sort::SCALE).is_some() {
            return true;
        }
        let word = r.letters(pos);
        let mut pieces = Vec::new();
        let e = match r.is(pos, sort::DIGIT | sort::TEEN | sort::TENS | sort::ARTICLE) {
            Some(e) => e,
            None if word > pos && r.word_start(pos) && cut(r, pos, word, true, 0, &mut pieces) => word,
            None => return false,
        };
        if pieces.iter().any(|p| matches!(p, Piece::Token(Token::Hundred(_) | Token::Scale(_)))) {
            return true;
        }
        pos = if r.rest(e).first() == Some(&b'-') { e + 1 } else { r.skip_spaces(e) };
    }
    false
}
