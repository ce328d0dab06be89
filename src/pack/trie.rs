//! A frozen byte trie: all surfaces of a language, looked up at a position of the text, longest match or all matches.
//!
//! A double array, built at build time and read where it lies in the program, so that start-up builds and decodes
//! nothing. A walk costs what it reads, so that a node takes four bytes: no two nodes have the same base, and a node knows
//! its parent by the byte that leads to it; and what a node leads to lies beside it where there is room. What only one key
//! has is kept as a tail. This file is compiled into the build script as well; it knows no language.

/// Bits of a node: the byte that leads to it; that it is one; that it ends in a tail; that it has a payload, which lies where
/// its child by a NUL would; then where its children lie, or its tail.
const TAKEN: u32 = 1 << 8;
const LABEL: u32 = TAKEN | 0xFF;
const LEAF: u32 = 1 << 9;
const VALUE: u32 = 1 << 10;
const BASE: u32 = 11;
/// Bytes of a tail before its text: the payload, and how long the text is.
const TAIL: usize = 5;

/// The frozen trie: each key has a number for a payload.
#[derive(Clone, Copy, Default, Debug)]
pub struct Trie<'a> {
    nodes: &'a [[u8; 4]],
    tails: &'a [u8],
}

/// A payload as it lies among the nodes, where the bit that says that it is one is free.
fn packed(value: u32) -> u32 {
    assert!(value < 1 << 31, "a payload has no more than 31 bits");
    value & 0xFF | value >> 8 << 9
}

impl<'a> Trie<'a> {
    /// A trie as [`build`] has written it.
    pub fn new(bytes: &'a [u8]) -> Trie<'a> {
        let Some((count, rest)) = bytes.split_first_chunk() else { return Trie::default() };
        let (nodes, tails) = rest.split_at((u32::from_le_bytes(*count) as usize * 4).min(rest.len()));
        Trie { nodes: nodes.as_chunks().0, tails }
    }

    #[inline]
    fn node(&self, i: u32) -> u32 {
        self.nodes.get(i as usize).map_or(0, |b| u32::from_le_bytes(*b))
    }

    /// The payload of a node that has one.
    #[inline]
    fn value(&self, node: u32) -> u32 {
        let packed = self.node(node >> BASE);
        packed & 0xFF | packed >> 9 << 8
    }

    /// The child of a node by a byte, and its place.
    #[inline]
    fn child(&self, node: u32, byte: u8) -> Option<(u32, u32)> {
        let place = node >> BASE ^ u32::from(byte);
        let child = self.node(place);
        (child & LABEL == TAKEN | u32::from(byte)).then_some((child, place))
    }

    /// What is left of the only key below a leaf, and its payload.
    #[inline]
    fn tail(&self, leaf: u32) -> (&'a [u8], u32) {
        let Some(([a, b, c, d, len], rest)) = self.tails.get((leaf >> BASE) as usize..).and_then(<[u8]>::split_first_chunk::<TAIL>) else {
            return (&[], 0);
        };
        (rest.get(..usize::from(*len)).unwrap_or(&[]), u32::from_le_bytes([*a, *b, *c, *d]))
    }

    /// Every key that is a prefix of `text`, shortest first: its length and its payload.
    #[inline]
    pub fn prefixes<'t>(&self, text: &'t [u8]) -> Prefixes<'a, 't> {
        self.prefixes_from(0, text)
    }

    /// The place of the node that a beginning of keys leads to, 0 if there is none; see [`build`] for how long it may be.
    pub fn below(&self, start: &[u8]) -> u32 {
        let (mut node, mut place) = (self.node(0), 0);
        for b in start {
            match self.child(node, *b) {
                Some(child) => (node, place) = child,
                None => return 0,
            }
        }
        place
    }

    /// Where a walk begins, for [`Trie::resume`].
    #[inline]
    pub fn start(&self) -> (usize, u32) {
        (0, self.node(0))
    }

    /// A walk that goes on where another one that has read the same text was left.
    #[inline]
    pub fn resume<'t>(&self, text: &'t [u8], (at, node): (usize, u32)) -> Prefixes<'a, 't> {
        Prefixes { trie: *self, text, at, node }
    }

    /// As [`Trie::prefixes`], below a node.
    #[inline]
    pub fn prefixes_from<'t>(&self, place: u32, text: &'t [u8]) -> Prefixes<'a, 't> {
        Prefixes { trie: *self, text, at: 0, node: self.node(place) }
    }

    /// The payload of the key that leads to a node where a walk was left, if there is one.
    #[inline]
    pub fn at(&self, node: u32) -> Option<u32> {
        (node & (LEAF | VALUE) == VALUE).then(|| self.value(node))
    }

    /// Whether keys go on below a node with this byte.
    #[inline]
    pub fn goes_on(&self, place: u32, byte: u8) -> bool {
        let node = self.node(place);
        if node & LEAF != 0 {
            return self.tail(node).0.first().is_none_or(|b| *b == byte);
        }
        self.child(node, byte).is_some()
    }

    /// Whether a text may have a key of those below a node for its beginning, as far as its first bytes tell.
    #[inline]
    pub fn may_begin(&self, place: u32, text: &[u8]) -> bool {
        /// How many bytes are looked at.
        const FEW: usize = 3;
        let mut node = self.node(place);
        for (i, b) in text.iter().take(FEW).enumerate() {
            if node & LEAF != 0 {
                return text[i..].starts_with(self.tail(node).0);
            }
            match self.child(node, *b) {
                Some((child, _)) if child & VALUE == 0 => node = child,
                found => return found.is_some(),
            }
        }
        text.len() >= FEW || node & LEAF != 0 && self.tail(node).0.is_empty()
    }

    /// The payload of exactly this key.
    pub fn get(&self, key: &str) -> Option<u32> {
        let key = key.as_bytes();
        let mut node = self.node(0);
        for (i, b) in key.iter().enumerate() {
            if node & LEAF != 0 {
                let (rest, value) = self.tail(node);
                return (rest == &key[i..]).then_some(value);
            }
            node = self.child(node, *b)?.0;
        }
        if node & LEAF != 0 {
            let (rest, value) = self.tail(node);
            return rest.is_empty().then_some(value);
        }
        (node & VALUE != 0).then(|| self.value(node))
    }
}

/// How many bytes ideographs and kana have.
pub const CHARACTER: usize = 3;

/// The nodes to which characters of three bytes lead, so that a walk begins behind the first: where words are not separated,
/// one begins at every character.
#[derive(Clone, Copy, Default, Debug)]
pub struct Firsts<'a> {
    /// By the first two bytes, the place among the nodes; the first of all is for those with which no key begins.
    pages: &'a [[u8; 2]],
    nodes: &'a [[[u8; 4]; 64]],
}

impl<'a> Firsts<'a> {
    /// As [`Firsts::build`] has written them.
    pub fn new(pages: &'a [u8], nodes: &'a [u8]) -> Firsts<'a> {
        Firsts { pages: pages.as_chunks().0, nodes: nodes.as_chunks().0.as_chunks().0 }
    }

    /// Where a walk goes on behind the character of three bytes with which a text begins; nothing if it begins with another.
    #[inline]
    pub fn behind(&self, text: &[u8]) -> Option<(usize, u32)> {
        let [a @ 0xE0..=0xEF, b, c, ..] = *text else { return None };
        let page = self.pages.get(page(a, b)).map_or(0, |p| u16::from_le_bytes(*p));
        let node = self.nodes.get(usize::from(page)).map_or(0, |n| u32::from_le_bytes(n[usize::from(c & 63)]));
        Some((CHARACTER, node))
    }

    /// Writes the pages and the nodes of a trie that has no tails down to that depth.
    pub fn build(trie: &Trie) -> [Vec<u8>; 2] {
        let (mut pages, mut nodes) = (Vec::new(), vec![0; 64 * 4]);
        for (a, b) in (0xE0..=0xEF).flat_map(|a| (0x80..=0xBF).map(move |b| (a, b))) {
            let of = |c| match trie.below(&[a, b, c]) {
                0 => 0,
                place => trie.node(place),
            };
            let page: Vec<u32> = (0x80..=0xBF).map(of).collect();
            let any = page.iter().any(|n| *n != 0);
            let at = if any { nodes.len() / (64 * 4) } else { 0 };
            pages.extend((at as u16).to_le_bytes());
            if any {
                nodes.extend(page.into_iter().flat_map(u32::to_le_bytes));
            }
        }
        [pages, nodes]
    }
}

/// The place of the page of characters whose first bytes are these.
#[inline]
fn page(a: u8, b: u8) -> usize {
    usize::from(a & 15) << 6 | usize::from(b & 63)
}

/// The keys that begin a text.
pub struct Prefixes<'a, 't> {
    trie: Trie<'a>,
    text: &'t [u8],
    at: usize,
    /// The last node; 0 if there is none.
    node: u32,
}

impl Prefixes<'_, '_> {
    /// The next key that ends within the first `limit` bytes of the text.
    #[inline]
    pub fn within(&mut self, limit: usize) -> Option<(usize, u32)> {
        let mut node = self.node;
        loop {
            if node & LEAF != 0 {
                let (rest, value) = self.trie.tail(node);
                let left = self.text.get(self.at..)?;
                let end = self.at + rest.len();
                if end > limit {
                    let fits = left.get(..limit - self.at).is_some_and(|l| rest.starts_with(l));
                    self.node = if fits { node } else { 0 };
                    return None;
                }
                self.node = 0;
                // Most that do not fit differ in their first byte.
                let fits = rest.first().is_none_or(|b| left.first() == Some(b)) && left.starts_with(rest);
                return fits.then_some((end, value));
            }
            if self.at >= limit {
                self.node = node;
                return None;
            }
            let Some((child, _)) = self.text.get(self.at).filter(|_| node != 0).and_then(|b| self.trie.child(node, *b)) else { break };
            self.at += 1;
            node = child;
            if node & VALUE != 0 {
                self.node = node;
                return Some((self.at, self.trie.value(node)));
            }
        }
        self.node = 0;
        None
    }

    /// Where the walk is, for [`Trie::resume`]: how far into the text, and at which node; that is 0 if no longer key can come.
    pub fn left(&self) -> (usize, u32) {
        (self.at, self.node)
    }

    /// The letters, a bit each from `a` on, with which keys go on that have the first `read` bytes of the text and a space
    /// behind them.
    pub fn letters_behind_space(&self, read: usize) -> u32 {
        let bit = |b: u8| if b.is_ascii_lowercase() { 1 << (b - b'a') } else { 0 };
        let tail = |node: u32, from: usize| self.trie.tail(node).0.get(from..).unwrap_or(&[]);
        match self.node {
            0 => 0,
            leaf if leaf & LEAF != 0 => match tail(leaf, read - self.at) {
                [b' ', b, ..] => bit(*b),
                _ => 0,
            },
            node => match self.trie.child(node, b' ') {
                Some((leaf, _)) if leaf & LEAF != 0 => tail(leaf, 0).first().map_or(0, |b| bit(*b)),
                Some((node, _)) => (b'a'..=b'z').filter(|b| self.trie.child(node, *b).is_some()).fold(0, |all, b| all | bit(b)),
                None => 0,
            },
        }
    }
}

impl Iterator for Prefixes<'_, '_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        self.within(usize::MAX)
    }
}

/// Freezes keys, each once, none of them empty and without NULs where they go on, with their payloads. Down to `plain` bytes the trie has no tails, so
/// that [`Trie::below`] leads there.
pub fn build(mut entries: Vec<(Vec<u8>, u32)>, plain: usize) -> Vec<u8> {
    entries.sort();
    let mut b = Builder { nodes: vec![0; 256], taken: vec![false; 256], owned: vec![false; 256], tails: Vec::new(), from: 0 };
    (b.nodes[0], b.taken[0]) = (TAKEN, true);
    b.place(0, &entries, 0, plain);
    // A child of any node lies in the array.
    b.grow(b.nodes.len() + 256);
    let mut out = (b.nodes.len() as u32).to_le_bytes().to_vec();
    out.extend(b.nodes.iter().flat_map(|w| w.to_le_bytes()));
    out.extend(b.tails);
    out
}

struct Builder {
    nodes: Vec<u32>,
    /// Places that a node or a payload has.
    taken: Vec<bool>,
    /// Bases that a node has.
    owned: Vec<bool>,
    tails: Vec<u8>,
    /// Blocks before this one are as good as full.
    from: usize,
}

impl Builder {
    /// What stands behind a node's label: a place among the nodes or the tails.
    fn pointer(to: usize) -> u32 {
        u32::try_from(to).ok().filter(|to| *to < 1 << (32 - BASE)).expect("fewer nodes and tails than that") << BASE
    }

    fn grow(&mut self, to: usize) {
        if self.nodes.len() < to {
            self.nodes.resize(to, 0);
            self.taken.resize(to, false);
            self.owned.resize(to, false);
        }
    }

    /// Fills a node with the keys that lead to it, all of which agree in their first `depth` bytes.
    fn place(&mut self, node: usize, mut keys: &[(Vec<u8>, u32)], depth: usize, plain: usize) {
        if let [(key, value)] = keys
            && depth >= plain.max(1)
            && key.len() - depth < 256
        {
            self.nodes[node] |= LEAF | Builder::pointer(self.tails.len());
            self.tails.extend(value.to_le_bytes());
            self.tails.push((key.len() - depth) as u8);
            self.tails.extend(&key[depth..]);
            return;
        }
        let mut own = None;
        if let Some((key, value)) = keys.first()
            && key.len() == depth
        {
            own = Some(packed(*value));
            keys = &keys[1..];
        }
        let parts: Vec<&[(Vec<u8>, u32)]> = keys.chunk_by(|a, b| a.0[depth] == b.0[depth]).collect();
        let labels: Vec<u32> = parts.iter().map(|p| u32::from(p[0].0[depth])).collect();
        assert!(own.is_none() || !labels.contains(&0), "the payload lies there");
        let wanted: Vec<u32> = own.map(|_| 0).into_iter().chain(labels.iter().copied()).collect();
        let base = self.base(node, &wanted);
        self.nodes[node] |= Builder::pointer(base as usize);
        wanted.iter().for_each(|l| self.taken[(base ^ l) as usize] = true);
        if let Some(value) = own {
            self.nodes[node] |= VALUE;
            self.nodes[base as usize] = value;
        }
        for l in &labels {
            self.nodes[(base ^ l) as usize] = TAKEN | l;
        }
        for (l, part) in labels.iter().zip(parts) {
            self.place((base ^ l) as usize, part, depth + 1, plain);
        }
    }

    /// A base of its own at which all these children of a node find a free place: beside it, or else in the first block that
    /// has room.
    fn base(&mut self, node: usize, labels: &[u32]) -> u32 {
        /// Places of a block, and those that are read in one go.
        const BLOCK: usize = 256;
        const LINE: usize = 16;
        let fits = |b: &Builder, base: usize| !b.owned[base] && labels.iter().all(|l| !b.taken[base ^ *l as usize]);
        let line = node / LINE * LINE;
        let first = labels.first().copied().unwrap_or(0) as usize;
        let beside = (line..line + LINE).map(|place| place ^ first).find(|base| fits(self, *base));
        let mut block = self.from;
        let base = beside.unwrap_or_else(|| {
            loop {
                self.grow((block + 1) * BLOCK);
                let own = block * BLOCK..(block + 1) * BLOCK;
                let free = self.taken[own.clone()].iter().filter(|t| !**t).count();
                // Some room is left, so that more can lie beside each other.
                if block == self.from && free < BLOCK / 8 {
                    self.from += 1;
                }
                if free >= labels.len()
                    && let Some(base) = own.into_iter().find(|base| fits(self, *base))
                {
                    return base;
                }
                block += 1;
            }
        });
        self.owned[base] = true;
        base as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_prefix() {
        let keys = [("an", 1), ("and", 2), ("andere", 3), ("ändern", 5)];
        let bytes = build(keys.iter().map(|(k, v)| (k.as_bytes().to_vec(), *v)).collect(), 0);
        let t = Trie::new(&bytes);
        let hits: Vec<_> = t.prefixes("andere Leute".as_bytes()).collect();
        assert_eq!(hits, [(2, 1), (3, 2), (6, 3)]);
        assert_eq!(t.get("ändern"), Some(5));
        assert!(t.get("a").is_none() && t.get("").is_none() && t.get("ändernd").is_none() && Trie::default().get("x").is_none());
        assert_eq!(t.prefixes(b"bn").count() + t.prefixes("ände".as_bytes()).count(), 0);
    }

    #[test]
    fn a_walk_behind_the_first_character_finds_the_same() {
        let keys = ["数", "数千", "数万人", "約", "十数", "ä", "a", "ー", "一昨日"];
        let bytes = build(keys.iter().zip(1..).map(|(k, v)| (k.as_bytes().to_vec(), v)).collect(), CHARACTER);
        let t = Trie::new(&bytes);
        let [pages, nodes] = Firsts::build(&t);
        let firsts = Firsts::new(&pages, &nodes);
        for text in ["数千人", "数万人", "数", "約", "約数", "十数", "十", "ー", "一昨年", "一昨日", "人", "数a", "\u{FFFF}"] {
            let text = text.as_bytes();
            let from = firsts.behind(text).unwrap();
            let first = t.at(from.1).map(|v| (CHARACTER, v));
            let found: Vec<_> = first.into_iter().chain(t.resume(text, from)).collect();
            assert_eq!(found, t.prefixes(text).collect::<Vec<_>>());
        }
        assert!(firsts.behind("äa".as_bytes()).is_none() && firsts.behind(b"a").is_none() && firsts.behind("数".as_bytes().split_at(2).0).is_none());
    }

    #[test]
    fn walks_below_a_node() {
        let keys = [("1an", 1), ("1ander", 2), ("2an", 3)];
        let bytes = build(keys.iter().map(|(k, v)| (k.as_bytes().to_vec(), *v)).collect(), 1);
        let t = Trie::new(&bytes);
        let below = |s: &[u8]| t.prefixes_from(t.below(s), b"anders").collect::<Vec<_>>();
        assert_eq!(below(b"1"), [(2, 1), (5, 2)]);
        let may = |s: &[u8], text: &[u8]| t.may_begin(t.below(s), text);
        assert!(may(b"1", b"an") && may(b"1", b"anders") && may(b"2", b"an."));
        assert!(!may(b"1", b"a") && !may(b"1", b"am") && !may(b"1", b"") && !may(b"2", b"a") && !may(b"2", b"am Ende"));
        assert_eq!(below(b"2"), [(2, 3)]);
        assert_eq!(t.below(b"3"), 0);
    }
}
