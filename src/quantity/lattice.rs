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
    /// Where the run of letters that begins here ends; here, if none does.
    pub letters: u32,
    /// The sorts of all lexemes that begin here.
    pub any: u64,
    /// The sorts of those that end where a word may end.
    pub whole: u64,
}

/// Bits of a byte's place: may a word begin, may one end here. The others are its start plus one.
const WORD_START: u32 = 1 << 31;
const WORD_END: u32 = 1 << 30;
const PLACE: u32 = WORD_END - 1;

/// What ASCII characters are; the others have to be looked at.
const CLASSES: [Option<Class>; 256] = {
    let mut classes = [None; 256];
    let mut b = 0;
    while b < 128 {
        classes[b] = Some(if (b as u8).is_ascii_alphabetic() { Class::Letter } else { Class::Free });
        b += 1;
    }
    classes
};

/// The starts and hits of one sentence. It is filled anew for each, so that its memory is used again.
#[derive(Debug, Default)]
pub struct Lattice {
    from: usize,
    starts: Vec<Start>,
    hits: Vec<Hit>,
    /// The sorts of all lexemes that begin anywhere in it.
    all: u64,
    /// By byte: may a word begin or end here, and the place in `starts`.
    places: Vec<u32>,
}

impl Lattice {
    /// Fills it for the sentence `from..to`.
    pub fn fill(&mut self, pack: &Pack, text: &str, folded: &str, from: usize, to: usize) {
        let len = to - from;
        self.from = from;
        self.starts.clear();
        self.hits.clear();
        self.all = 0;
        self.places.clear();
        self.places.resize(len + 1, 0);
        self.places[len] = WORD_START | WORD_END;
        let bytes = &text.as_bytes()[from..to];
        // What came before, as a class; nothing is as good as a change.
        let (mut before, mut at) = (None, 0);
        let mut run = 0;
        while at < len {
            let (own, size) = match CLASSES[usize::from(bytes[at])] {
                Some(own) => (own, 1),
                // Ideographs, and the first half of hiragana.
                None if matches!(bytes[at..], [0xE4..=0xE9, ..] | [0xE3, 0x81, ..]) => (Class::Free, 3),
                None => text[from + at..].chars().next().map_or((Class::Free, 1), |c| (class(c), c.len_utf8())),
            };
            if before == Some(own) && own != Class::Free {
                at += size;
                continue;
            }
            if before == Some(Class::Letter)
                && let Some(s) = self.starts.get_mut(run)
            {
                s.letters = at as u32;
            }
            let mut place = WORD_START | WORD_END;
            if bytes[at] != b' ' {
                run = self.starts.len();
                place |= run as u32 + 1;
                self.starts.push(Start { at: at as u32, first: 0, letters: at as u32, any: 0, whole: 0 });
            }
            self.places[at] = place;
            before = Some(own);
            at += size;
            if own == Class::Letter {
                at += bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            }
        }
        if before == Some(Class::Letter)
            && let Some(s) = self.starts.get_mut(run)
        {
            s.letters = len as u32;
        }
        let folded = &folded.as_bytes()[from..to];
        for s in &mut self.starts {
            s.first = self.hits.len() as u32;
            for (n, payload) in pack.surfaces.trie.prefixes(&folded[s.at as usize..]) {
                let end = s.at as usize + n;
                let whole = self.places[end] & WORD_END != 0;
                let sorts = pack.surfaces.sorts(payload);
                s.any |= sorts;
                if whole {
                    s.whole |= sorts;
                }
                self.hits.push(Hit { end: end as u32, payload, whole });
            }
            self.all |= s.any;
        }
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
    pub fn letters(&self, at: usize) -> Option<usize> {
        self.start(at).map(|s| self.from + s.letters as usize)
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
