//! A frozen byte trie: all surfaces of a language, looked up at a position of the text, longest match or all matches.
//!
//! Built once at build time and loaded as flat arrays, so that start-up builds nothing. The children of a node lie side
//! by side and sorted. This file is compiled into the build script as well; it knows no language.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The frozen trie; a key's payload is a range of `ids`.
#[derive(Serialize, Deserialize, Default, Debug)]
pub struct Trie {
    /// The byte that leads to each node.
    bytes: Vec<u8>,
    /// Index of a node's first child; the children of node `n` are `first[n]..first[n + 1]`.
    first: Vec<u32>,
    /// A node's payload is `ids[ids_at[n]..ids_at[n + 1]]`.
    ids_at: Vec<u32>,
    ids: Vec<u32>,
}

#[derive(Default)]
struct Draft {
    children: BTreeMap<u8, Draft>,
    ids: Vec<u32>,
}

impl Trie {
    /// Freezes keys and their payloads.
    pub fn build<'a>(entries: impl IntoIterator<Item = (&'a str, u32)>) -> Trie {
        let mut root = Draft::default();
        for (key, id) in entries {
            let mut node = &mut root;
            for b in key.bytes() {
                node = node.children.entry(b).or_default();
            }
            if !node.ids.contains(&id) {
                node.ids.push(id);
            }
        }
        // Breadth first, so that the children of a node are neighbours.
        let mut trie = Trie::default();
        let mut queue: Vec<(u8, &Draft)> = vec![(0, &root)];
        let mut at = 0;
        while at < queue.len() {
            let (byte, node) = queue[at];
            trie.bytes.push(byte);
            trie.first.push(queue.len() as u32);
            trie.ids_at.push(trie.ids.len() as u32);
            trie.ids.extend(&node.ids);
            queue.extend(node.children.iter().map(|(b, n)| (*b, n)));
            at += 1;
        }
        trie.first.push(queue.len() as u32);
        trie.ids_at.push(trie.ids.len() as u32);
        trie
    }

    fn child(&self, node: usize, byte: u8) -> Option<usize> {
        let (lo, hi) = (self.first[node] as usize, self.first[node + 1] as usize);
        let kids = &self.bytes[lo..hi];
        if kids.len() > 12 { kids.binary_search(&byte).ok().map(|i| lo + i) } else { kids.iter().position(|b| *b == byte).map(|i| lo + i) }
    }

    /// Every key that is a prefix of `text`, shortest first: its length and its payload.
    pub fn prefixes<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = (usize, &'t [u32])> + 't {
        let mut node = if self.first.is_empty() { None } else { Some(0) };
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < text.len() {
                let next = self.child(node?, text[at]);
                node = next;
                let n = next?;
                at += 1;
                let (lo, hi) = (self.ids_at[n] as usize, self.ids_at[n + 1] as usize);
                if lo < hi {
                    return Some((at, &self.ids[lo..hi]));
                }
            }
            None
        })
    }

    /// The payload of exactly this key.
    pub fn get(&self, key: &str) -> &[u32] {
        if self.first.is_empty() {
            return &[];
        }
        let mut node = 0;
        for b in key.bytes() {
            match self.child(node, b) {
                Some(n) => node = n,
                None => return &[],
            }
        }
        &self.ids[self.ids_at[node] as usize..self.ids_at[node + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_prefix() {
        let t = Trie::build([("an", 1), ("and", 2), ("andere", 3), ("and", 4), ("ändern", 5)]);
        let hits: Vec<_> = t.prefixes("andere Leute".as_bytes()).map(|(n, ids)| (n, ids.to_vec())).collect();
        assert_eq!(hits, [(2, vec![1]), (3, vec![2, 4]), (6, vec![3])]);
        assert_eq!(t.get("ändern"), [5]);
        assert!(t.get("a").is_empty() && t.get("").is_empty() && Trie::default().get("x").is_empty());
    }
}
