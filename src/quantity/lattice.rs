//! What begins where in a sentence: one look into the surfaces at every place where a word can begin, for the scanner
//! and for the marks alike.

use super::reader::{Class, class};
use crate::pack::Pack;

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
    /// The sorts of all lexemes that begin here.
    pub any: u64,
    /// The sorts of those that end where a word may end.
    pub whole: u64,
}

const WORD_START: u8 = 1;
const WORD_END: u8 = 2;
const NONE: u32 = u32::MAX;

/// The starts and hits of one sentence. It is filled anew for each, so that its memory is used again.
#[derive(Debug, Default)]
pub struct Lattice {
    from: usize,
    starts: Vec<Start>,
    hits: Vec<Hit>,
    /// By byte: may a word begin or end here.
    edges: Vec<u8>,
    /// By byte: the place in `starts`.
    places: Vec<u32>,
}

impl Lattice {
    /// Fills it for the sentence `from..to`.
    pub fn fill(&mut self, pack: &Pack, text: &str, folded: &str, from: usize, to: usize) {
        let len = to - from;
        self.from = from;
        self.starts.clear();
        self.hits.clear();
        self.edges.clear();
        self.edges.resize(len + 1, 0);
        self.places.clear();
        self.places.resize(len, NONE);
        self.edges[len] = WORD_START | WORD_END;
        let mut before = None;
        let bytes = &text.as_bytes()[from..to];
        let mut at = 0;
        while at < len {
            let (own, size) = match bytes[at] {
                b if b.is_ascii_alphabetic() => (Class::Letter, 1),
                b if b.is_ascii() => (Class::Free, 1),
                _ => text[from + at..].chars().next().map_or((Class::Free, 1), |c| (class(c), c.len_utf8())),
            };
            let turn = before.is_none_or(|b| b != own);
            let mut edge = 0;
            if turn || own == Class::Free {
                edge |= WORD_START;
                if bytes[at] != b' ' {
                    self.places[at] = self.starts.len() as u32;
                    self.starts.push(Start { at: at as u32, first: 0, any: 0, whole: 0 });
                }
            }
            if turn || before == Some(Class::Free) {
                edge |= WORD_END;
            }
            self.edges[at] = edge;
            before = Some(own);
            at += size;
        }
        let folded = &folded.as_bytes()[from..to];
        for s in &mut self.starts {
            s.first = self.hits.len() as u32;
            for (n, payload) in pack.surfaces.trie.prefixes(&folded[s.at as usize..]) {
                let end = s.at as usize + n;
                let whole = self.edges[end] & WORD_END != 0;
                let sorts = pack.surfaces.sorts(payload);
                s.any |= sorts;
                if whole {
                    s.whole |= sorts;
                }
                self.hits.push(Hit { end: end as u32, payload, whole });
            }
        }
    }

    /// The places where a word can begin, in order.
    pub fn starts(&self) -> &[Start] {
        &self.starts
    }

    /// A place in the text.
    pub fn place(&self, s: &Start) -> usize {
        self.from + s.at as usize
    }

    /// Where a hit ends in the text.
    pub fn end(&self, h: &Hit) -> usize {
        self.from + h.end as usize
    }

    /// Whether a word may begin here; nothing where it does not know.
    #[inline]
    pub fn word_start(&self, at: usize) -> Option<bool> {
        self.edges.get(at.wrapping_sub(self.from)).map(|e| e & WORD_START != 0)
    }

    /// Whether a word may end here; nothing where it does not know.
    #[inline]
    pub fn word_end(&self, at: usize) -> Option<bool> {
        self.edges.get(at.wrapping_sub(self.from)).map(|e| e & WORD_END != 0)
    }

    /// What begins here, if it is a start.
    #[inline]
    pub fn start(&self, at: usize) -> Option<&Start> {
        let i = *self.places.get(at.wrapping_sub(self.from))?;
        self.starts.get(i as usize)
    }

    /// The hits at a place, shortest first, if it is a start.
    #[inline]
    pub fn hits(&self, at: usize) -> Option<&[Hit]> {
        let i = *self.places.get(at.wrapping_sub(self.from))? as usize;
        let first = self.starts.get(i)?.first as usize;
        let end = self.starts.get(i + 1).map_or(self.hits.len(), |s| s.first as usize);
        self.hits.get(first..end)
    }
}
