//! Character folding as a table of pages: written at build time, read where it lies.
//!
//! This file is compiled into the build script as well; it knows no language.

use super::bytes::until;
use super::table::fold_char;
use std::collections::HashMap;

const PAGE: usize = 512;

/// Folds the characters of the basic plane by look-up; the few others are worked out.
#[derive(Clone, Copy, Default, Debug)]
pub struct Fold<'a> {
    /// For each of 256 pages its place among those that change something, plus one; then the pages.
    bytes: &'a [u8],
    /// By the lower half of the first of three bytes: whether all characters that begin so stay as they are.
    stay: [bool; 16],
}

impl<'a> Fold<'a> {
    /// A table as [`build`] has written it.
    pub fn new(bytes: &'a [u8]) -> Fold<'a> {
        let mut stay = [false; 16];
        for (stays, pages) in stay.iter_mut().zip(bytes.chunks_exact(16)) {
            *stays = pages.iter().all(|p| *p == 0);
        }
        Fold { bytes, stay }
    }

    /// Folds one character; its length stays as it is.
    #[inline]
    pub fn char(&self, c: char) -> char {
        if c.is_ascii() {
            return c.to_ascii_lowercase();
        }
        let code = c as usize;
        if code > 0xFFFF {
            return fold_char(c, |_| None);
        }
        let page = self.bytes.get(code >> 8).map_or(0, |p| usize::from(*p));
        if page == 0 {
            return c;
        }
        let at = 256 + (page - 1) * PAGE + (code & 255) * 2;
        self.bytes.get(at..at + 2).and_then(|b| char::from_u32(u32::from(u16::from_le_bytes([b[0], b[1]])))).unwrap_or(c)
    }

    /// Whether a character of three bytes stays as it is, as far as its page tells.
    #[inline]
    fn stays(&self, text: &[u8]) -> bool {
        let [a, b, ..] = *text else { return false };
        // The bits of the first two bytes say which.
        self.stay[usize::from(a & 15)] || self.bytes.get(usize::from(a & 15) << 4 | usize::from(b & 63) >> 2).is_some_and(|p| *p == 0)
    }

    /// Folds a text; byte offsets stay as they are.
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let run = until(&bytes[at..], |b| !b.is_ascii());
            if run > 0 {
                out.push_str(&text[at..at + run]);
                out[at..].make_ascii_lowercase();
                at += run;
            }
            // What stays as it is is taken over in one piece.
            let mut from = at;
            while let Some(first) = bytes.get(at).filter(|b| !b.is_ascii()) {
                if first >> 4 == 0xE && self.stays(&bytes[at..]) {
                    at += 3;
                    continue;
                }
                let Some(c) = text[at..].chars().next() else { break };
                let folded = self.char(c);
                if folded != c {
                    out.push_str(&text[from..at]);
                    out.push(folded);
                    from = at + c.len_utf8();
                }
                at += c.len_utf8();
            }
            out.push_str(&text[from..at]);
        }
        out
    }
}

/// Writes the table of a pack.
pub fn build(pairs: &HashMap<char, char>) -> Vec<u8> {
    let mut head = vec![0u8; 256];
    let mut pages = Vec::new();
    for page in 0..256u32 {
        let mut codes = [0u16; 256];
        let mut changes = false;
        for low in 0..256u32 {
            let code = page << 8 | low;
            let folded = char::from_u32(code).map(|c| fold_char(c, |c| pairs.get(&c).copied()) as u32).filter(|f| *f <= 0xFFFF);
            codes[low as usize] = folded.unwrap_or(code) as u16;
            changes |= folded.is_some_and(|f| f != code);
        }
        if changes {
            pages.extend(codes.iter().flat_map(|c| c.to_le_bytes()));
            head[page as usize] = (pages.len() / PAGE) as u8;
        }
    }
    head.extend(pages);
    head
}
