//! What begins with a word, remembered: a text says the same words again and again.
//!
//! A word is a short run of letters. What is remembered is what the look-up of its letters finds, and where
//! a longer surface that goes on behind them would have to be looked for. A word takes one line of a processor's cache.

use crate::pack::Pack;
use crate::pack::bytes::{SHORT, mixed, word};

/// Surfaces of a word that are remembered; there are seldom more.
const MOST: usize = 3;
/// Words that are remembered, a power of two: as many as fit the second cache of a processor.
const ROOM: usize = 1 << 13;

/// A word's letters as a number.
type Key = u128;

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    key: Key,
    /// The sorts of its surfaces.
    pub any: u64,
    /// The sorts of the surface that is the whole word.
    pub whole: u64,
    payloads: [u32; MOST],
    ends: [u8; MOST],
    /// How many there are.
    count: u8,
    /// Where the walk for longer ones goes on: how far into the word, at which node.
    at: u8,
    node: u32,
    /// The letters that longer ones have behind the word and a space, a bit each.
    next: u32,
}

const _: () = assert!(size_of::<Known>() <= 64);

impl Known {
    /// Its surfaces, shortest first: where each ends, and its payload.
    #[inline]
    pub fn hits(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..MOST.min(self.count.into())).map(|i| (self.ends[i].into(), self.payloads[i]))
    }

    /// Whether a longer surface may be there, by what stands behind the word.
    #[inline]
    pub fn goes_on(&self, behind: &[u8]) -> bool {
        self.node != 0
            && match behind {
                [b' ', b @ b'a'..=b'z', ..] => self.next >> (b - b'a') & 1 != 0,
                _ => true,
            }
    }

    /// Where the walk for longer ones goes on.
    #[inline]
    pub fn left(&self) -> (usize, u32) {
        (self.at.into(), self.node)
    }

    fn of(pack: &Pack, key: Key, len: usize) -> Known {
        /// All letters.
        const ALL: u32 = u32::MAX;
        let letters = &key.to_le_bytes()[..len];
        let mut known = Known { key, ..Known::default() };
        let mut walk = pack.surfaces.trie.prefixes(letters);
        let (_, start) = walk.left();
        let mut nth = 0;
        while let Some((end, payload)) = walk.within(len) {
            if nth == MOST {
                // Too many: they are looked up each time.
                return Known { any: 0, whole: 0, count: 0, node: start, next: ALL, ..known };
            }
            (known.ends[nth], known.payloads[nth]) = (end as u8, payload);
            nth += 1;
            known.count = nth as u8;
            let sorts = pack.surfaces.sorts(payload);
            known.any |= sorts;
            if end == len {
                known.whole |= sorts;
            }
        }
        let (at, node) = walk.left();
        Known { at: at as u8, node, next: walk.letters_behind_space(len), ..known }
    }
}

/// The words of one language that were met last.
#[derive(Debug)]
pub struct Words {
    tag: &'static str,
    known: Box<[Known]>,
}

impl Words {
    /// For a pack, of which no word is known yet.
    pub fn new(pack: &Pack) -> Words {
        Words { tag: pack.tag(), known: vec![Known::default(); ROOM].into() }
    }

    /// Whether they are of this pack.
    pub fn are_of(&self, pack: &Pack) -> bool {
        std::ptr::eq(self.tag, pack.tag())
    }

    /// What is known of the run of `len` letters with which a folded text begins; nothing where it is too long.
    #[inline]
    pub fn get(&mut self, pack: &Pack, text: &[u8], len: usize) -> Option<&Known> {
        if !(1..=SHORT).contains(&len) {
            return None;
        }
        let key = word(text, len);
        let at = (mixed(key) >> (64 - ROOM.trailing_zeros())) as usize;
        if self.known[at].key != key {
            self.fetch(pack, key, len, at);
        }
        Some(&self.known[at])
    }

    /// Brings a word to its place. What was there goes to the one beside it, where it is found again.
    #[cold]
    fn fetch(&mut self, pack: &Pack, key: Key, len: usize, at: usize) {
        self.known.swap(at, at ^ 1);
        if self.known[at].key != key {
            self.known[at] = Known::of(pack, key, len);
        }
    }
}
