//! What begins where in a sentence: one look into the surfaces at every place where a word can begin, for the scanner
//! and for the marks alike.

use super::begin;
use super::reader::{Class, Reader, class};
use super::words::Words;
use crate::lang::Letters;
use crate::pack::Pack;
use crate::pack::bytes::letters;
use crate::pack::trie::CHARACTER;

/// A surface that begins at a place.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Where it ends, from the sentence's beginning.
    end: u32,
    /// Its payload.
    pub payload: u32,
    /// Whether a word may end there.
    pub whole: bool,
}

/// A place where a word can begin.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// The place, from the sentence's beginning.
    pub at: u32,
    /// Its first hit.
    first: u32,
    /// Where the run of letters that begins here ends; here, if none does.
    pub letters: u32,
    /// The sorts of all lexemes that begin here.
    pub any: u64,
    /// The sorts of those that end where a word may end.
    pub whole: u64,
}

impl Start {
    fn new(at: usize, letters: usize) -> Start {
        Start { at: at as u32, first: 0, letters: letters as u32, any: 0, whole: 0 }
    }
}

/// Bits of a byte's place: may a word begin, may one end here. The others are its start plus one.
const WORD_START: u32 = 1 << 31;
const WORD_END: u32 = 1 << 30;
const PLACE: u32 = WORD_END - 1;

/// The starts and hits of one sentence. It is filled anew for each, so that its memory and what it knows of words are used
/// again.
#[derive(Debug, Default)]
pub struct Lattice {
    /// Words of the languages it was filled for.
    words: Vec<Words>,
    /// How many letters the sentence has.
    letters: Letters,
    from: usize,
    starts: Vec<Start>,
    hits: Vec<Hit>,
    /// The starts at which a quantity may begin, at a glance.
    begins: Vec<u32>,
    /// The sorts of all lexemes that begin anywhere in it.
    all: u64,
    /// By byte: may a word begin or end here, and the place in `starts`.
    places: Vec<u32>,
}

impl Lattice {
    /// Fills it for the sentence `from..to`.
    pub fn fill(&mut self, pack: &Pack, text: &str, folded: &str, from: usize, to: usize) {
        self.divide(text, from, to);
        self.look_up(pack, text, folded);
    }

    /// Finds where words of the sentence `from..to` can begin and end: at each change of class, and at every character of the
    /// free ones. What begins there is not known before it is looked up.
    pub fn divide(&mut self, text: &str, from: usize, to: usize) {
        let len = to - from;
        self.from = from;
        self.starts.clear();
        self.letters = Letters::default();
        self.places.clear();
        self.places.resize(len + 1, 0);
        self.places[len] = WORD_START | WORD_END;
        let text = &text[from..to];
        let (bytes, mut at) = (text.as_bytes(), 0);
        while let Some(b) = bytes.get(at) {
            self.places[at] = WORD_START | WORD_END;
            if *b == b' ' {
                at += 1;
                continue;
            }
            self.places[at] |= self.starts.len() as u32 + 1;
            let from = at;
            let (own, size) = match b {
                b'a'..=b'z' | b'A'..=b'Z' => (Class::Letter, 0),
                0..=0x7F => (Class::Free, 1),
                _ if is_wide(&bytes[at..]) => {
                    at = self.wide(bytes, at);
                    continue;
                }
                _ => self.character(text, at),
            };
            at += size;
            if own != Class::Free {
                at = self.run(text, at, own);
            }
            let letters = if own == Class::Letter { at } else { from };
            self.starts.push(Start::new(from, letters));
        }
    }

    /// Takes the ideographs and kana that begin here, the first of which has its place; the end of them.
    #[inline]
    fn wide(&mut self, bytes: &[u8], mut at: usize) -> usize {
        loop {
            self.starts.push(Start::new(at, at));
            self.letters.wide += 1;
            at += CHARACTER;
            if !is_wide(&bytes[at..]) {
                return at;
            }
            self.places[at] = WORD_START | WORD_END | (self.starts.len() as u32 + 1);
        }
    }

    /// The class of a character and its size; it is counted.
    fn character(&mut self, text: &str, at: usize) -> (Class, usize) {
        text[at..].chars().next().map_or((Class::Free, 1), |c| {
            self.letters.vote(c);
            self.letters.wide += usize::from(Reader::is_free(c));
            (class(c), c.len_utf8())
        })
    }

    /// The end of a run of characters of a class that goes on here.
    #[inline]
    fn run(&mut self, text: &str, mut at: usize, own: Class) -> usize {
        let bytes = text.as_bytes();
        loop {
            if own == Class::Letter {
                let plain = letters(&bytes[at..]);
                self.letters.plain += plain;
                at += plain;
            }
            if bytes.get(at).is_none_or(u8::is_ascii) || class_at(text, at) != own {
                return at;
            }
            at += self.character(text, at).1;
        }
    }

    /// Finds what begins at each start of the sentence that it was divided for.
    pub fn look_up(&mut self, pack: &Pack, text: &str, folded: &str) {
        let known = self.words.iter().position(|w| w.are_of(pack)).unwrap_or_else(|| {
            self.words.push(Words::new(pack));
            self.words.len() - 1
        });
        let (words, trie) = (&mut self.words[known], &pack.surfaces.trie);
        let to = self.from + self.places.len() - 1;
        let (text, folded) = (&text.as_bytes()[self.from..to], &folded.as_bytes()[self.from..to]);
        self.hits.clear();
        self.begins.clear();
        self.all = 0;
        for (i, s) in self.starts.iter_mut().enumerate() {
            s.first = self.hits.len() as u32;
            let (at, len) = (s.at as usize, (s.letters - s.at) as usize);
            let rest = &folded[at..];
            let longer = match words.get(pack, rest, len) {
                Some(known) => {
                    (s.any, s.whole) = (known.any, known.whole);
                    for (n, payload) in known.hits() {
                        self.hits.push(Hit { end: s.at + n, payload, whole: n as usize == len });
                    }
                    known.goes_on(&rest[len..]).then(|| known.left())
                }
                None => match pack.surfaces.firsts.behind(rest) {
                    Some((n, node)) => {
                        if let Some(payload) = trie.at(node) {
                            let sorts = pack.surfaces.sorts(payload);
                            // A character of three bytes may be a part of a word.
                            let end = at + n;
                            let whole = self.places[end] & WORD_END != 0;
                            s.any = sorts;
                            s.whole = if whole { sorts } else { 0 };
                            self.hits.push(Hit { end: end as u32, payload, whole });
                        }
                        (node != 0).then_some((n, node))
                    }
                    None => Some(trie.start()),
                },
            };
            if let Some(from) = longer {
                for (n, payload) in trie.resume(rest, from) {
                    let end = at + n;
                    let whole = self.places[end] & WORD_END != 0;
                    let sorts = pack.surfaces.sorts(payload);
                    s.any |= sorts;
                    if whole {
                        s.whole |= sorts;
                    }
                    self.hits.push(Hit { end: end as u32, payload, whole });
                }
            }
            self.all |= s.any;
            if begin::at_a_glance(s.any, &text[at..], len) {
                self.begins.push(i as u32);
            }
        }
    }

    /// The starts at which a quantity may begin, in order.
    pub fn begins(&self) -> impl Iterator<Item = &Start> {
        self.begins.iter().map(|i| &self.starts[*i as usize])
    }

    /// How many letters the sentence has, and which speak for a language.
    pub fn letters(&self) -> &Letters {
        &self.letters
    }

    /// The words of the sentence, as far as they are of letters.
    pub fn words(&self) -> impl Iterator<Item = (usize, usize)> {
        self.starts.iter().filter(|s| s.letters > s.at).map(|s| (self.place(s), self.letters_of(s)))
    }

    /// The places where a word can begin, in order.
    pub fn starts(&self) -> &[Start] {
        &self.starts
    }

    /// The sorts of all lexemes that begin anywhere in the sentence.
    #[inline]
    pub fn all(&self) -> u64 {
        self.all
    }

    /// A place in the text.
    pub fn place(&self, s: &Start) -> usize {
        self.from + s.at as usize
    }

    /// Where the run of letters ends that begins at a start.
    #[inline]
    pub fn letters_of(&self, s: &Start) -> usize {
        self.from + s.letters as usize
    }

    /// Where a hit ends in the text.
    pub fn end(&self, h: &Hit) -> usize {
        self.from + h.end as usize
    }

    /// Whether a word may begin here; nothing where it does not know.
    #[inline]
    pub fn word_start(&self, at: usize) -> Option<bool> {
        self.places.get(at.wrapping_sub(self.from)).map(|e| e & WORD_START != 0)
    }

    /// Whether a word may end here; nothing where it does not know.
    #[inline]
    pub fn word_end(&self, at: usize) -> Option<bool> {
        self.places.get(at.wrapping_sub(self.from)).map(|e| e & WORD_END != 0)
    }

    /// What begins here, if it is a start.
    #[inline]
    pub fn start(&self, at: usize) -> Option<&Start> {
        let i = self.places.get(at.wrapping_sub(self.from))? & PLACE;
        self.starts.get((i as usize).wrapping_sub(1))
    }

    /// Where the run of letters that begins at a start ends; nothing where it does not know.
    #[inline]
    pub fn letters_at(&self, at: usize) -> Option<usize> {
        self.start(at).map(|s| self.letters_of(s))
    }

    /// The hits at a place, shortest first, if it is a start.
    #[inline]
    pub fn hits(&self, at: usize) -> Option<&[Hit]> {
        let i = ((self.places.get(at.wrapping_sub(self.from))? & PLACE) as usize).wrapping_sub(1);
        let first = self.starts.get(i)?.first as usize;
        let end = self.starts.get(i + 1).map_or(self.hits.len(), |s| s.first as usize);
        self.hits.get(first..end)
    }
}

/// Whether a text begins with an ideograph or one of the first half of hiragana: with most of what stands in scripts without
/// spaces.
#[inline]
fn is_wide(text: &[u8]) -> bool {
    matches!(text, [0xE4..=0xE9, ..] | [0xE3, 0x81, ..])
}

fn class_at(text: &str, at: usize) -> Class {
    text[at..].chars().next().map_or(Class::Free, class)
}
