//! A sentence under a pack's eyes: characters, word boundaries and lexemes at a place.

use crate::clean::{is_han, is_kana};
use crate::pack::Pack;
use crate::pack::table::Lexeme;

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
}

/// What a character is, as far as word boundaries go.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Letter,
    Katakana,
    /// Scripts in which a word can begin anywhere, and all that is no letter.
    Free,
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphabetic() { Class::Letter } else { Class::Free };
    }
    match c {
        '\u{30A1}'..='\u{30FA}' | 'ー' => Class::Katakana,
        c if is_han(c) || is_kana(c) => Class::Free,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Free,
    }
}

impl<'a> Reader<'a> {
    /// The character at a place.
    pub fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.end { None } else { self.text[at..self.end].chars().next() }
    }

    /// The character before a place.
    pub fn char_before(&self, at: usize) -> Option<char> {
        if at <= self.start { None } else { self.text[self.start..at].chars().next_back() }
    }

    /// Whether a word may begin here.
    pub fn word_start(&self, at: usize) -> bool {
        match (self.char_before(at), self.char_at(at)) {
            (Some(a), Some(b)) => class(b) == Class::Free || class(a) != class(b),
            _ => true,
        }
    }

    /// Whether a word may end here.
    pub fn word_end(&self, at: usize) -> bool {
        match (self.char_before(at), self.char_at(at)) {
            (Some(a), Some(b)) => class(a) == Class::Free || class(a) != class(b),
            _ => true,
        }
    }

    /// The end of the run of letters that begins here.
    pub fn letters(&self, at: usize) -> usize {
        let rest = &self.text[at..self.end];
        at + rest.find(|c: char| class(c) != Class::Letter).unwrap_or(rest.len())
    }

    /// The folded bytes from here to the sentence's end.
    pub fn rest(&self, at: usize) -> &'a [u8] {
        &self.folded.as_bytes()[at.min(self.end)..self.end]
    }

    /// Lexemes that begin here and end at a word's end: their ends, shortest first.
    pub fn lexemes(&self, at: usize) -> impl Iterator<Item = (usize, &'a Lexeme)> + 'a {
        let me = *self;
        self.pack.at(self.rest(at)).map(move |(n, l)| (at + n, l)).filter(move |(end, _)| me.word_end(*end))
    }

    /// The sorts of all lexemes that begin here, wherever they end.
    pub fn sorts(&self, at: usize) -> u64 {
        let surfaces = &self.pack.surfaces;
        surfaces.trie.prefixes(self.rest(at)).fold(0, |s, (_, payload)| s | surfaces.sorts(payload))
    }

    /// The longest lexeme here for which `pick` gives something.
    pub fn longest<T>(&self, at: usize, pick: impl Fn(&'a Lexeme) -> Option<T>) -> Option<(usize, T)> {
        self.lexemes(at).filter_map(|(e, l)| pick(l).map(|t| (e, t))).last()
    }

    /// Whether one of these lexemes begins here; where the longest ends.
    pub fn is(&self, at: usize, what: impl Fn(&Lexeme) -> bool) -> Option<usize> {
        self.longest(at, |l| what(l).then_some(())).map(|(e, ())| e)
    }

    /// Behind the spaces here (never over a line's end).
    pub fn skip_spaces(&self, at: usize) -> usize {
        let rest = &self.folded.as_bytes()[at.min(self.end)..self.end];
        at + rest.iter().take_while(|b| **b == b' ').count()
    }

    /// Whether the folded text here begins so, ending at a word's end.
    pub fn literal(&self, at: usize, s: &str) -> Option<usize> {
        let end = at + s.len();
        (self.rest(at).starts_with(s.as_bytes()) && self.word_end(end)).then_some(end)
    }

    /// Where a lexeme of this sort that ends exactly here (but for spaces) begins.
    pub fn before(&self, at: usize, max: usize, what: impl Fn(&Lexeme) -> bool) -> Option<usize> {
        let mut end = at;
        while end > self.start && self.text.as_bytes()[end - 1] == b' ' {
            end -= 1;
        }
        let low = end.saturating_sub(max).max(self.start);
        let mut found = None;
        for from in (low..end).filter(|i| self.text.is_char_boundary(*i)) {
            if self.word_start(from) && self.pack.at(&self.folded.as_bytes()[from..end]).any(|(n, l)| from + n == end && what(l)) {
                found = Some(from);
                break;
            }
        }
        found
    }

    /// Whether a place is between a script without spaces on either side.
    pub fn is_free(c: char) -> bool {
        is_han(c) || is_kana(c)
    }
}
