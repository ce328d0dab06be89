//! A frozen byte trie: all surfaces of a language, looked up at a position of the text, longest match or all matches.
//!
//! A double array, built at build time and read where it lies in the program, so that start-up builds and decodes
//! nothing. What only one key has is kept as a tail. This file is compiled into the build script as well; it knows no
//! language.

/// Bytes of a node: where its children lie (or its tail), its parent, its payload.
const NODE: usize = 12;
/// Marks a node that ends in a tail.
const LEAF: u32 = 1 << 31;

/// The frozen trie: each key has a number for a payload.
#[derive(Clone, Copy, Default, Debug)]
pub struct Trie<'a> {
    nodes: &'a [[u8; NODE]],
    tails: &'a [u8],
}

fn word(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(b) => u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
        None => 0,
    }
}

impl<'a> Trie<'a> {
    /// A trie as [`build`] has written it.
    pub fn new(bytes: &'a [u8]) -> Trie<'a> {
        let (nodes, tails) = bytes.get(4..).unwrap_or(&[]).split_at((word(bytes, 0) as usize).min(bytes.len().saturating_sub(4)));
        Trie { nodes: nodes.as_chunks().0, tails }
    }

    /// The node's children or tail, its parent plus one, its payload plus one.
    #[inline]
    fn node(&self, i: usize) -> Option<(u32, u32, u32)> {
        let b = self.nodes.get(i)?;
        let at = |i: usize| u32::from_le_bytes([b[i], b[i + 1], b[i + 2], b[i + 3]]);
        Some((at(0), at(4), at(8)))
    }

    fn tail(&self, at: u32) -> &'a [u8] {
        let at = (at & !LEAF) as usize;
        let len = self.tails.get(at).map_or(0, |n| usize::from(*n));
        self.tails.get(at + 1..at + 1 + len).unwrap_or(&[])
    }

    /// Every key that is a prefix of `text`, shortest first: its length and its payload.
    #[inline]
    pub fn prefixes<'t>(&self, text: &'t [u8]) -> Prefixes<'a, 't> {
        Prefixes { trie: *self, text, at: 0, node: self.node(0).map(|n| (0, n.0)) }
    }

    /// The node that a beginning of keys leads to, 0 if there is none; see [`build`] for how long it may be.
    pub fn below(&self, start: &[u8]) -> u32 {
        let (mut node, mut base) = (0, self.node(0).map_or(0, |n| n.0));
        for b in start {
            let child = base ^ u32::from(*b);
            match self.node(child as usize) {
                Some((next, check, _)) if check == node + 1 => (node, base) = (child, next),
                _ => return 0,
            }
        }
        node
    }

    /// As [`Trie::prefixes`], below a node.
    #[inline]
    pub fn prefixes_from<'t>(&self, node: u32, text: &'t [u8]) -> Prefixes<'a, 't> {
        Prefixes { trie: *self, text, at: 0, node: self.node(node as usize).map(|n| (node, n.0)) }
    }

    /// Whether keys go on below a node with this byte.
    #[inline]
    pub fn goes_on(&self, node: u32, byte: u8) -> bool {
        let Some((base, ..)) = self.node(node as usize) else { return false };
        if base & LEAF != 0 {
            return self.tail(base).first().is_none_or(|b| *b == byte);
        }
        self.node((base ^ u32::from(byte)) as usize).is_some_and(|(_, parent, _)| parent == node + 1)
    }

    /// The payload of exactly this key.
    pub fn get(&self, key: &str) -> Option<u32> {
        let key = key.as_bytes();
        let mut node = 0u32;
        let mut base = self.node(0)?.0;
        let mut value = 0u32;
        for (i, b) in key.iter().enumerate() {
            if base & LEAF != 0 {
                return if self.tail(base) == &key[i..] { value.checked_sub(1) } else { None };
            }
            let child = base ^ u32::from(*b);
            let (next, check, v) = self.node(child as usize)?;
            if check != node + 1 {
                return None;
            }
            (node, base, value) = (child, next, v);
        }
        if base & LEAF != 0 && !self.tail(base).is_empty() { None } else { value.checked_sub(1) }
    }
}

/// The keys that begin a text.
pub struct Prefixes<'a, 't> {
    trie: Trie<'a>,
    text: &'t [u8],
    at: usize,
    node: Option<(u32, u32)>,
}

impl Iterator for Prefixes<'_, '_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        let (mut node, mut base) = self.node?;
        if base & LEAF != 0 {
            // Only the start of a walk below a node can be a leaf here.
            self.node = None;
            return self.leaf(node, base);
        }
        while let Some(b) = self.text.get(self.at) {
            let child = base ^ u32::from(*b);
            let Some((next, check, value)) = self.trie.node(child as usize) else { break };
            if check != node + 1 {
                break;
            }
            self.at += 1;
            (node, base) = (child, next);
            if base & LEAF != 0 {
                self.node = None;
                return self.leaf(node, base);
            }
            if value != 0 {
                self.node = Some((node, base));
                return Some((self.at, value - 1));
            }
        }
        self.node = None;
        None
    }
}

impl Prefixes<'_, '_> {
    fn leaf(&self, node: u32, base: u32) -> Option<(usize, u32)> {
        let tail = self.trie.tail(base);
        let value = self.trie.node(node as usize)?.2;
        self.text[self.at..].starts_with(tail).then(|| value.checked_sub(1).map(|v| (self.at + tail.len(), v)))?
    }
}

/// Freezes keys, each once and none of them empty, with their payloads. Down to `plain` bytes the trie has no tails, so
/// that [`Trie::below`] leads there.
pub fn build(mut entries: Vec<(Vec<u8>, u32)>, plain: usize) -> Vec<u8> {
    entries.sort();
    let mut b = Builder { nodes: vec![[0; 3]; 256], tails: Vec::new(), from: 0 };
    b.nodes[0][1] = u32::MAX;
    b.place(0, &entries, 0, plain);
    // A child of any node lies in the array, so that only the parent has to be compared.
    b.grow(b.nodes.len() + 256);
    let mut out = ((b.nodes.len() * NODE) as u32).to_le_bytes().to_vec();
    for n in &b.nodes {
        out.extend(n.iter().flat_map(|w| w.to_le_bytes()));
    }
    out.extend(b.tails);
    out
}

struct Builder {
    nodes: Vec<[u32; 3]>,
    tails: Vec<u8>,
    /// Blocks before this one are as good as full.
    from: usize,
}

impl Builder {
    fn grow(&mut self, to: usize) {
        if self.nodes.len() < to {
            self.nodes.resize(to, [0; 3]);
        }
    }

    /// Fills a node with the keys that lead to it, all of which agree in their first `depth` bytes.
    fn place(&mut self, node: usize, mut keys: &[(Vec<u8>, u32)], depth: usize, plain: usize) {
        if let [(key, value)] = keys
            && depth >= plain.max(1)
            && key.len() - depth < 256
        {
            self.nodes[node][0] = self.tails.len() as u32 | LEAF;
            self.nodes[node][2] = value + 1;
            self.tails.push((key.len() - depth) as u8);
            self.tails.extend(&key[depth..]);
            return;
        }
        if let Some((key, value)) = keys.first()
            && key.len() == depth
        {
            self.nodes[node][2] = value + 1;
            keys = &keys[1..];
        }
        let parts: Vec<&[(Vec<u8>, u32)]> = keys.chunk_by(|a, b| a.0[depth] == b.0[depth]).collect();
        let labels: Vec<u32> = parts.iter().map(|p| u32::from(p[0].0[depth])).collect();
        let base = self.base(&labels);
        self.nodes[node][0] = base;
        for l in &labels {
            self.nodes[(base ^ l) as usize][1] = node as u32 + 1;
        }
        for (l, part) in labels.iter().zip(parts) {
            self.place((base ^ l) as usize, part, depth + 1, plain);
        }
    }

    /// A base at which all these children find a free place.
    fn base(&mut self, labels: &[u32]) -> u32 {
        let mut block = self.from;
        loop {
            self.grow((block + 1) * 256);
            let free = (0..256).filter(|i| self.nodes[block * 256 + i][1] == 0).count();
            if block == self.from && free < 12 {
                self.from += 1;
            }
            if free >= labels.len() {
                for low in 0..256u32 {
                    let base = block as u32 * 256 + low;
                    if labels.iter().all(|l| self.nodes[(base ^ l) as usize][1] == 0) {
                        return base;
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
        assert_eq!(below(b"2"), [(2, 3)]);
        assert_eq!(t.below(b"3"), 0);
    }
}
