//! Sentences: where one ends, in every script, with the pack's abbreviations in mind.

use crate::pack::Pack;
use crate::pack::bytes::until;

/// Whether a character may end a sentence that begins with this byte.
fn may_end(b: u8) -> bool {
    (b == b'\n') | (b == b'.') | (b == b'!') | (b == b'?') | (b == 0xE2) | (b == 0xE3) | (b == 0xEF)
}

/// The longest sentence, in bytes. None that people write is as long; what is, such as a table that lost its line ends, is
/// cut, so that the cost of a text grows with its length and not faster.
const LONGEST: usize = 4 << 10;

/// Splits `text` into sentences: half-open byte ranges without the white space around them.
pub fn sentences(text: &str, pack: &Pack) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let char_at = |at: usize| text[at..].chars().next();
    let mut i = 0;
    loop {
        i += until(&bytes[i..], may_end);
        if i == bytes.len() {
            break;
        }
        // Kana end nothing, and more of them follow.
        if let [0xE3, 0x81..=0x83, ..] = bytes[i..] {
            while let [0xE3, 0x81..=0x83, _, ..] = bytes[i..] {
                i += 3;
            }
            continue;
        }
        // Most characters that begin as marks do are none.
        if !bytes[i].is_ascii() && !matches!(bytes[i..], [0xE3, 0x80, 0x82, ..] | [0xE2, 0x80, 0xA6, ..] | [0xEF, 0xBC | 0xBD, ..]) {
            i += 3;
            continue;
        }
        let Some(c) = char_at(i) else { break };
        let after = i + c.len_utf8();
        let ends = match c {
            '\n' | '。' | '｡' => true,
            '!' | '?' | '！' | '？' | '…' => {
                // Inside a word (`C!`) or before a closing mark the sentence goes on to that mark.
                !matches!(char_at(after), Some(n) if n.is_alphanumeric() && n.is_ascii())
            }
            '.' => full_stop(text, start, i, pack),
            _ => false,
        };
        i = after;
        if !ends {
            continue;
        }
        if c != '\n' {
            while let Some(n) = char_at(i) {
                let closing = matches!(n, '"' | '\u{201D}' | '\u{2019}' | '»' | '」' | '』' | ')' | '!' | '?' | '。' | '…')
                    || (n == '\u{201C}' && pack.table.capital_nouns);
                if !closing {
                    break;
                }
                i += n.len_utf8();
            }
        }
        push(text, start, i, &mut out);
        start = i;
    }
    push(text, start, bytes.len(), &mut out);
    out
}

fn push(text: &str, mut from: usize, to: usize, out: &mut Vec<(usize, usize)>) {
    while to - from > LONGEST {
        let cut = cut(text, from);
        push_whole(text, from, cut, out);
        from = cut;
    }
    push_whole(text, from, to, out);
}

/// Where a sentence that is too long is cut: at the last space or comma in the second half of what fits, or where it fits.
fn cut(text: &str, from: usize) -> usize {
    let boundary = |at: usize| (from..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(from);
    let (half, full) = (boundary(from + LONGEST / 2), boundary(from + LONGEST));
    let pause = |c: char| c.is_whitespace() || matches!(c, '，' | '、' | '；' | ';');
    text[half..full].char_indices().rev().find(|(_, c)| pause(*c)).map_or(full, |(i, c)| half + i + c.len_utf8())
}

fn push_whole(text: &str, from: usize, to: usize, out: &mut Vec<(usize, usize)>) {
    let s = &text[from..to];
    let lead = s.len() - s.trim_start().len();
    let body = s.trim();
    if !body.is_empty() {
        out.push((from + lead, from + lead + body.len()));
    }
}

/// Whether the full stop at `i` ends a sentence.
fn full_stop(text: &str, start: usize, i: usize, pack: &Pack) -> bool {
    let after = &text[i + 1..];
    let next = after.chars().next();
    let before = &text[start..i];
    let glued = next.is_some_and(char::is_uppercase) && before.chars().next_back().is_some_and(char::is_lowercase) && {
        // Up to the next dot, which would make it a chain of abbreviations.
        let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or("");
        !before[..before.len() - word.len()].ends_with('.') && word.chars().nth(2).is_some()
    };
    if glued {
        return true;
    }
    let quoted = next.is_some_and(|c| matches!(c, '"' | '\u{201D}' | '\u{201C}' | '»' | ')' | '\u{2019}'));
    if !quoted && next.is_some_and(|c| !c.is_whitespace()) {
        return false;
    }
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).next().unwrap_or("");
    let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    if digits && word.len() <= 2 && pack.table.capital_nouns {
        // The 3rd of October, and 40. Then: what only opens a sentence stands behind no ordinal.
        let next = after.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        return next.starts_with(char::is_uppercase) && pack.table.openers.contains(&pack.fold(next));
    }
    // The 101st guest: of three digits the word before says whether they are an ordinal.
    if digits && word.len() == 3 && pack.table.capital_nouns {
        let last = before[..before.len() - word.len()].split_whitespace().next_back().unwrap_or("").to_lowercase();
        if pack.table.number.determiners.contains(&last) {
            return false;
        }
    }
    if pack.is_abbreviation(word) {
        return false;
    }
    // An initial is no sentence: `J. Smith`.
    if word.chars().nth(1).is_none() && word.chars().next().is_some_and(char::is_uppercase) {
        return false;
    }
    let following = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\u{201D}' | '\u{201C}' | '»' | '«' | '(' | '„'));
    following.chars().next().is_none_or(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_may_stand_before_anything() {
        let pack = crate::pack::tags().find_map(crate::pack::find).expect("a pack");
        for end in ["", "®", "é", "a", "!", "。", "…", "漢", "😀"] {
            let text = format!("テスト{end}");
            assert_eq!(sentences(&text, pack), [(0, text.len())]);
        }
    }

    #[test]
    fn what_is_longer_than_any_sentence_is_cut_at_a_pause() {
        let pack = crate::pack::tags().find_map(crate::pack::find).expect("a pack");
        for text in ["seven 7 ".repeat(5_000), "数，".repeat(9_000), "数".repeat(9_000), "9".repeat(40_000), "é\u{301}".repeat(9_000)] {
            let cut = sentences(&text, pack);
            assert!(cut.len() > 2 && cut.iter().all(|(from, to)| to - from <= LONGEST), "{cut:?}");
            assert!(cut.windows(2).all(|w| text[w[0].1..w[1].0].trim().is_empty()), "nothing is lost");
            assert_eq!((cut[0].0, cut[cut.len() - 1].1), (0, text.trim_end().len()));
        }
        let words = "seven 7 ".repeat(5_000);
        assert!(sentences(&words, pack).iter().all(|(from, to)| words[*from..*to].split(' ').all(|w| w == "seven" || w == "7")), "no word is cut");
    }
}
