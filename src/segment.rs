//! Sentences: where one ends, in every script, with the pack's abbreviations in mind.

use crate::pack::Pack;

/// Splits `text` into sentences: half-open byte ranges without the white space around them.
pub fn sentences(text: &str, pack: &Pack) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = i + c.len_utf8();
        let ends = match c {
            '\n' | '。' | '｡' => true,
            '!' | '?' | '！' | '？' | '…' => {
                // Inside a word (`C!`) or before a closing mark the sentence goes on to that mark.
                !matches!(chars.peek(), Some((_, n)) if n.is_alphanumeric() && n.is_ascii())
            }
            '.' => full_stop(text, start, i, pack),
            _ => false,
        };
        if !ends {
            continue;
        }
        let mut end = after;
        if c != '\n' {
            while let Some((j, n)) = chars.peek().copied() {
                let closing = matches!(n, '"' | '\u{201D}' | '\u{2019}' | '»' | '」' | '』' | ')' | '!' | '?' | '。' | '…')
                    || (n == '\u{201C}' && pack.table.capital_nouns);
                if !closing {
                    break;
                }
                end = j + n.len_utf8();
                chars.next();
            }
        }
        push(text, start, end, &mut out);
        start = end;
    }
    push(text, start, bytes.len(), &mut out);
    out
}

fn push(text: &str, from: usize, to: usize, out: &mut Vec<(usize, usize)>) {
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
    let word = text[start..i].rsplit(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).next().unwrap_or("");
    let glued = next.is_some_and(|c| c.is_uppercase())
        && word.chars().next_back().is_some_and(char::is_lowercase)
        && word.chars().count() > 2
        && !word.contains('.');
    let quoted = next.is_some_and(|c| matches!(c, '"' | '\u{201D}' | '\u{201C}' | '»' | ')' | '\u{2019}'));
    if !glued && !quoted && next.is_some_and(|c| !c.is_whitespace()) {
        return false;
    }
    if glued {
        return true;
    }
    let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    if digits && word.len() <= 2 && pack.table.capital_nouns {
        return false;
    }
    let folded = pack.fold(word);
    if pack.table.abbreviations.iter().any(|a| a.trim_end_matches('.') == folded) {
        return false;
    }
    // An initial is no sentence: `J. Smith`.
    if word.chars().count() == 1 && word.chars().all(char::is_uppercase) {
        return false;
    }
    let following = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\u{201D}' | '\u{201C}' | '»' | '«' | '(' | '„'));
    following.chars().next().is_none_or(|c| !c.is_lowercase())
}
