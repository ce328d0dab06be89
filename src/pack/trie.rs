//! A frozen byte trie: all surfaces of a language, looked up at a position of the text, longest match or all matches.
//!
//! A double array, built at build time and read where it lies in the program, so that start-up builds and decodes
//! nothing. A node takes four bytes, for a walk costs what it reads: no two nodes have the same base, so that a node knows
//! its parent by the byte that leads to it. What only one key has is kept as a tail. This file is compiled into the build
//! script as well; it knows no language.

/// Bits of a node: the byte that leads to it; that it is taken; that it ends in a tail; that it has a payload; then where
/// its children lie, or its tail.
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
    /// Payloads, as many as there are nodes.
    values: &'a [[u8; 4]],
    tails: &'a [u8],
}

impl<'a> Trie<'a> {
    /// A trie as [`build`] has written it.
    pub fn new(bytes: &'a [u8]) -> Trie<'a> {
        let Some((count, rest)) = bytes.split_first_chunk() else { return Trie::default() };
        let split = |bytes: &'a [u8]| bytes.split_at((u32::from_le_bytes(*count) as usize * 4).min(bytes.len()));
        let (nodes, rest) = split(rest);
        let (values, tails) = split(rest);
        Trie { nodes: nodes.as_chunks().0, values: values.as_chunks().0, tails }
    }

    #[inline]
    fn node(&self, i: u32) -> u32 {
        self.nodes.get(i as usize).map_or(0, |b| u32::from_le_bytes(*b))
    }

    #[inline]
    fn value(&self, i: u32) -> u32 {
        self.values.get(i as usize).map_or(0, |b| u32::from_le_bytes(*b))
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

    /// As [`Trie::prefixes`], below a node.
    #[inline]
    pub fn prefixes_from<'t>(&self, place: u32, text: &'t [u8]) -> Prefixes<'a, 't> {
        Prefixes { trie: *self, text, at: 0, node: self.node(place) }
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
        let (mut node, mut place) = (self.node(0), 0);
        for (i, b) in key.iter().enumerate() {
            if node & LEAF != 0 {
                let (rest, value) = self.tail(node);
                return (rest == &key[i..]).then_some(value);
            }
            (node, place) = self.child(node, *b)?;
        }
        if node & LEAF != 0 {
            let (rest, value) = self.tail(node);
            return rest.is_empty().then_some(value);
        }
        (node & VALUE != 0).then(|| self.value(place))
    }
}

/// The keys that begin a text.
pub struct Prefixes<'a, 't> {
    trie: Trie<'a>,
    text: &'t [u8],
    at: usize,
    /// The last node; 0 if there is none.
    node: u32,
}

impl Iterator for Prefixes<'_, '_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        let mut node = self.node;
        loop {
            if node & LEAF != 0 {
                self.node = 0;
                let (rest, value) = self.trie.tail(node);
                let left = self.text.get(self.at..)?;
                // Most that do not fit differ in their first byte.
                let fits = rest.first().is_none_or(|b| left.first() == Some(b)) && left.starts_with(rest);
                return fits.then_some((self.at + rest.len(), value));
            }
            let Some((child, place)) = self.text.get(self.at).filter(|_| node != 0).and_then(|b| self.trie.child(node, *b)) else { break };
            self.at += 1;
            node = child;
            if node & VALUE != 0 {
                self.node = node;
                return Some((self.at, self.trie.value(place)));
            }
        }
        self.node = 0;
        None
    }
}

/// Freezes keys, each once and none of them empty, with their payloads. Down to `plain` bytes the trie has no tails, so
/// that [`Trie::below`] leads there.
pub fn build(mut entries: Vec<(Vec<u8>, u32)>, plain: usize) -> Vec<u8> {
    entries.sort();
    let mut b = Builder { nodes: vec![0; 256], values: Vec::new(), owned: Vec::new(), tails: Vec::new(), from: 0 };
    b.nodes[0] = TAKEN;
    b.place(0, &entries, 0, plain);
    // A child of any node lies in the array.
    b.grow(b.nodes.len() + 256);
    let mut out = (b.nodes.len() as u32).to_le_bytes().to_vec();
    b.values.resize(b.nodes.len(), 0);
    out.extend(b.nodes.iter().chain(&b.values).flat_map(|w| w.to_le_bytes()));
    out.extend(b.tails);
    out
}

struct Builder {
    nodes: Vec<u32>,
    values: Vec<u32>,
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
        if let Some((key, value)) = keys.first()
            && key.len() == depth
        {
            self.nodes[node] |= VALUE;
            self.values.resize(self.nodes.len(), 0);
            self.values[node] = *value;
            keys = &keys[1..];
        }
        let parts: Vec<&[(Vec<u8>, u32)]> = keys.chunk_by(|a, b| a.0[depth] == b.0[depth]).collect();
        let labels: Vec<u32> = parts.iter().map(|p| u32::from(p[0].0[depth])).collect();
        let base = self.base(&labels);
        self.nodes[node] |= Builder::pointer(base as usize);
        for l in &labels {
            self.nodes[(base ^ l) as usize] = TAKEN | l;
        }
        for (l, part) in labels.iter().zip(parts) {
            self.place((base ^ l) as usize, part, depth + 1, plain);
        }
    }

    /// A base of its own at which all these children find a free place.
    fn base(&mut self, labels: &[u32]) -> u32 {
        let mut block = self.from;
        loop {
            self.grow((block + 1) * 256);
            self.owned.resize(self.nodes.len(), false);
            let free = (0..256).filter(|i| self.nodes[block * 256 + i] == 0).count();
            if block == self.from && free < 12 {
                self.from += 1;
            }
            if free >= labels.len() {
                for base in block * 256..(block + 1) * 256 {
                    if !self.owned[base] && labels.iter().all(|l| self.nodes[base ^ *l as usize] == 0) {
                        self.owned[base] = true;
                        return base as u32;
                    }
                }
            }
            block += 1;
        }
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
