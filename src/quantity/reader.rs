//! A sentence under a pack's eyes: characters, word boundaries and lexemes at a place.

use super::lattice::{Hit, Lattice};
use crate::clean::{is_alphabetic, is_han, is_kana};
use crate::pack::Pack;
use crate::pack::table::Lexeme;
use crate::pack::trie::Prefixes;

/// A text with its folded twin (same byte offsets) and the pack that reads it, limited to one sentence.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The clean text.
    pub text: &'a str,
    /// The folded text.
    pub folded: &'a str,
    /// Where the sentence begins.
    pub start: usize,
    /// Where the sentence ends.
    pub end: usize,
    /// What begins where in it.
    pub lattice: &'a Lattice,
}

/// Surfaces that begin at a place.
pub struct Hits<'a> {
    lattice: &'a Lattice,
    at: usize,
    known: std::slice::Iter<'a, Hit>,
    walk: Option<Prefixes<'static, 'a>>,
}

impl Iterator for Hits<'_> {
    type Item = (usize, u32, bool);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(h) = self.known.next() {
            return Some((self.lattice.end(h), h.payload, h.whole));
        }
        let (n, payload) = self.walk.as_mut()?.next()?;
        Some((self.at + n, payload, self.lattice.word_end(self.at + n).unwrap_or(true)))
    }
}

/// What a character is, as far as word boundaries go.
#[derive(PartialEq, Eq, Clone, Copy)]
pub(super) enum Class {
    Letter,
    Katakana,
    /// Scripts in which a word can begin anywhere, and all that is no letter.
    Free,
}

pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphabetic() { Class::Letter } else { Class::Free };
    }
    match c {
        '\u{30A1}'..='\u{30FA}' | 'ー' => Class::Katakana,
        // Letters with accents, save the two signs among them.
        '\u{00C0}'..='\u{024F}' if !matches!(c, '×' | '÷') => Class::Letter,
        c if is_han(c) || is_kana(c) => Class::Free,
        c if is_alphabetic(c) => Class::Letter,
        _ => Class::Free,
    }
}

impl<'a> Reader<'a> {
    /// The character at a place.
    #[inline]
    pub fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.end { None } else { self.text[at..self.end].chars().next() }
    }

    /// The character before a place.
    #[inline]
    pub fn char_before(&self, at: usize) -> Option<char> {
        if at <= self.start { None } else { self.text[self.start..at].chars().next_back() }
    }

    /// Whether a word may begin here.
    #[inline]
    pub fn word_start(&self, at: usize) -> bool {
        self.lattice.word_start(at).unwrap_or(true)
    }

    /// Whether a word may end here.
    #[inline]
    pub fn word_end(&self, at: usize) -> bool {
        self.lattice.word_end(at).unwrap_or(true)
    }

    /// The end of the run of letters that begins here.
    #[inline]
    pub fn letters(&self, at: usize) -> usize {
        self.lattice.letters_at(at).unwrap_or_else(|| self.letters_inside(at))
    }

    fn letters_inside(&self, at: usize) -> usize {
        let bytes = &self.text.as_bytes()[..self.end];
        let mut end = at;
        while let Some(b) = bytes.get(end) {
            if b.is_ascii() {
                if !b.is_ascii_alphabetic() {
                    break;
                }
                end += 1;
            } else {
                match self.text[end..].chars().next() {
                    Some(c) if class(c) == Class::Letter => end += c.len_utf8(),
                    _ => break,
                }
            }
        }
        end
    }

    /// The folded bytes from here to the sentence's end.
    #[inline]
    pub fn rest(&self, at: usize) -> &'a [u8] {
        &self.folded.as_bytes()[at.min(self.end)..self.end]
    }

    /// Surfaces that begin here, shortest first: where each ends, its payload, and whether a word may end there.
    #[inline]
    pub fn hits(&self, at: usize) -> Hits<'a> {
        match self.lattice.hits(at) {
            Some(known) => Hits { lattice: self.lattice, at, known: known.iter(), walk: None },
            // Inside a word there is no telling beforehand.
            None => Hits { lattice: self.lattice, at, known: [].iter(), walk: Some(self.pack.surfaces.trie.prefixes(self.rest(at))) },
        }
    }

    /// Lexemes that begin here and end at a word's end: their ends, shortest first.
    pub fn lexemes(&self, at: usize) -> impl Iterator<Item = (usize, &'a Lexeme)> + use<'a> {
        let pack = self.pack;
        self.hits(at).filter(|h| h.2).flat_map(move |(end, payload, _)| pack.lexemes(payload).map(move |l| (end, l)))
    }

    /// The sorts of all lexemes that begin here, wherever they end.
    #[inline]
    pub fn sorts(&self, at: usize) -> u64 {
        match self.lattice.start(at) {
            Some(s) => s.any,
            None => self.hits(at).fold(0, |s, h| s | self.pack.surfaces.sorts(h.1)),
        }
    }

    /// The sorts of the lexemes that begin here and end at a word's end.
    #[inline]
    pub fn whole(&self, at: usize) -> u64 {
        match self.lattice.start(at) {
            Some(s) => s.whole,
            None => self.hits(at).filter(|h| h.2).fold(0, |s, h| s | self.pack.surfaces.sorts(h.1)),
        }
    }

    /// The longest lexeme of these sorts here for which `pick` gives something.
    pub fn longest<T>(&self, at: usize, sorts: u64, pick: impl Fn(&'a Lexeme) -> Option<T>) -> Option<(usize, T)> {
        if self.whole(at) & sorts == 0 {
            return None;
        }
        let mut best = None;
        for (end, payload, whole) in self.hits(at) {
            if whole && self.pack.surfaces.sorts(payload) & sorts != 0 {
                best = self.pack.lexemes(payload).filter_map(&pick).last().map(|t| (end, t)).or(best);
            }
        }
        best
    }

    /// Whether a lexeme of these sorts begins here; where the longest ends.
    #[inline]
    pub fn is(&self, at: usize, sorts: u64) -> Option<usize> {
        if self.whole(at) & sorts == 0 {
            return None;
        }
        self.hits(at).filter(|h| h.2 && self.pack.surfaces.sorts(h.1) & sorts != 0).map(|h| h.0).last()
    }

    /// As [`Reader::is`], where a word need not end.
    pub fn glued(&self, at: usize, sorts: u64) -> Option<usize> {
        self.hits(at).filter(|h| self.pack.surfaces.sorts(h.1) & sorts != 0).map(|h| h.0).last()
    }

    /// Behind the spaces here (never over a line's end).
    #[inline]
    pub fn skip_spaces(&self, at: usize) -> usize {
        let rest = &self.folded.as_bytes()[at.min(self.end)..self.end];
        at + rest.iter().take_while(|b| **b == b' ').count()
    }

    /// Whether the folded text here begins so, ending at a word's end.
    pub fn literal(&self, at: usize, s: &str) -> Option<usize> {
        let end = at + s.len();
        let rest = self.rest(at);
        // Most that do not fit differ in their first byte.
        (rest.first() == s.as_bytes().first() && rest.starts_with(s.as_bytes()) && self.word_end(end)).then_some(end)
    }

    /// Where a lexeme of this sort that ends exactly here (but for spaces) begins.
    pub fn before(&self, at: usize, max: usize, sorts: u64) -> Option<usize> {
        if self.lattice.all() & sorts == 0 {
            return None;
        }
        let mut end = at;
        while end > self.start && self.text.as_bytes()[end - 1] == b' ' {
            end -= 1;
        }
        let low = end.saturating_sub(max).max(self.start);
        (low..end).find(|from| {
            self.lattice.start(*from).is_some_and(|s| s.any & sorts != 0)
                && self.hits(*from).any(|h| h.0 == end && self.pack.surfaces.sorts(h.1) & sorts != 0)
        })
    }

    /// Whether a place is between a script without spaces on either side.
    pub fn is_free(c: char) -> bool {
        is_han(c) || is_kana(c)
    }
}
