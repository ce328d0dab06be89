//! The rules of a pack and an index over them: which can match at a place, by their first part and what follows it.
//!
//! A rule is decoded when it is first tried. This file is compiled into the build script as well; it knows no language.

use super::lazy::{self, Lazy};
use super::surface::{put_section, section};
use super::table::{Part, Rule, Slot};
use super::trie::{self, Trie};
use std::collections::BTreeMap;

/// Stands for a slot where a rule can end behind its first part.
pub const END: u8 = u8::MAX;

/// The rules of a pack.
#[derive(Debug)]
pub struct Rules {
    /// The rules themselves.
    list: Lazy<Rule>,
    /// What follows the first part: group, whether spaces come first, literal text; to a list of rules.
    next: Trie<'static>,
    lists: &'static [u8],
    /// For each group where its slots begin in `slots`, and the slots.
    groups: &'static [u8],
    slots: &'static [u8],
    /// The slots with which rules begin, a bit each.
    begins: u64,
}

fn short(bytes: &[u8], i: usize) -> usize {
    bytes.get(i * 2..i * 2 + 2).map_or(0, |b| usize::from(u16::from_le_bytes([b[0], b[1]])))
}

fn long(bytes: &[u8], i: usize) -> usize {
    bytes.get(i * 4..i * 4 + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
}

impl Rules {
    /// Rules as [`build`] has written them.
    pub fn new(mut data: &'static [u8]) -> Rules {
        let list = Lazy::new(&mut data);
        let (next, lists) = (Trie::new(section(&mut data)), section(&mut data));
        let (groups, slots) = (section(&mut data), section(&mut data));
        let begins = (0..SLOT_GROUPS).filter(|g| {
            let own = usize::from(*g);
            long(groups, own) < long(groups, own + 1) || next.prefixes_below(&g.to_le_bytes(), &[]).found()
        });
        let begins = begins.fold(0, |bits, g| bits | 1 << g);
        Rules { list, next, lists, groups, slots, begins }
    }

    /// A rule.
    pub fn get(&self, i: u16) -> &Rule {
        &self.list[usize::from(i)]
    }

    /// The group of rules that begin with a slot.
    pub fn slot_group(slot: Slot) -> u16 {
        slot as u16
    }

    /// Whether rules begin so.
    pub fn begins(&self, group: u16) -> bool {
        self.begins & 1 << group != 0
    }

    /// The rules of a group that go on with a literal that stands here; `spaced` says whether they have spaces first.
    pub fn by_text(&self, group: u16, spaced: bool, text: &[u8], mut take: impl FnMut(u16)) {
        let [a, b] = group.to_le_bytes();
        for (_, list) in self.next.prefixes_below(&[a, b, u8::from(spaced)], text) {
            let list = list as usize;
            let count = short(self.lists, list);
            (list + 1..=list + count).for_each(|i| take(short(self.lists, i) as u16));
        }
    }

    /// The slots that rules of a group go on with: the slot or [`END`], whether spaces come first, and the rules.
    pub fn by_slot(&self, group: u16, mut take: impl FnMut(u8, bool) -> bool, mut rule: impl FnMut(u16)) {
        let (mut at, end) = (long(self.groups, usize::from(group)), long(self.groups, usize::from(group) + 1));
        while at < end {
            let head = short(self.slots, at);
            let count = short(self.slots, at + 1);
            if take((head & 255) as u8, head > 255) {
                (at + 2..at + 2 + count).for_each(|i| rule(short(self.slots, i) as u16));
            }
            at += 2 + count;
        }
    }
}

/// What can come next: spaces first or not, then a literal, a slot or the end.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
enum Next {
    Text(bool, String),
    Slot(bool, u8),
}

fn follow(parts: &[&[Part]], spaced: bool, out: &mut Vec<Next>) {
    let Some((first, rest)) = parts.split_first() else {
        out.push(Next::Slot(spaced, END));
        return;
    };
    let Some((part, more)) = first.split_first() else { return follow(rest, spaced, out) };
    let go = |inner: &[Part], spaced: bool, out: &mut Vec<Next>| {
        let mut list: Vec<&[Part]> = vec![inner, more];
        list.extend(rest);
        follow(&list, spaced, out);
    };
    match part {
        Part::Text(t) => out.push(Next::Text(spaced, t.clone())),
        Part::Slot(s) => out.push(Next::Slot(spaced, *s as u8)),
        Part::Space => go(&[], true, out),
        Part::Opt(inner) => {
            go(inner, spaced, out);
            go(&[], spaced, out);
        }
        Part::Alt(options) => options.iter().for_each(|o| go(o, spaced, out)),
    }
}

/// How many groups begin with a slot; those that begin with a text come after them.
pub const SLOT_GROUPS: u16 = 32;

/// Writes the rules; `groups` says for each rule which group it belongs to.
pub fn build(rules: &[Rule], groups: &[u16], encode: impl Fn(&Rule) -> Vec<u8>) -> Vec<u8> {
    let mut texts: BTreeMap<Vec<u8>, Vec<u16>> = BTreeMap::new();
    let mut slots: BTreeMap<u16, BTreeMap<u16, Vec<u16>>> = BTreeMap::new();
    for (i, (rule, group)) in rules.iter().zip(groups).enumerate() {
        let mut next = Vec::new();
        follow(&[rule.parts.get(1..).unwrap_or(&[])], false, &mut next);
        next.sort();
        next.dedup();
        for n in next {
            match n {
                Next::Text(spaced, t) => {
                    let mut key = group.to_le_bytes().to_vec();
                    key.push(u8::from(spaced));
                    key.extend(t.as_bytes());
                    texts.entry(key).or_default().push(i as u16);
                }
                Next::Slot(spaced, s) => {
                    slots.entry(*group).or_default().entry(u16::from(s) | u16::from(spaced) << 8).or_default().push(i as u16);
                }
            }
        }
    }
    let mut lists: Vec<u16> = Vec::new();
    let mut entries = Vec::new();
    for (key, ids) in texts {
        entries.push((key, lists.len() as u32));
        lists.push(ids.len() as u16);
        lists.extend(ids);
    }
    let count = groups.iter().max().map_or(0, |g| g + 1).max(SLOT_GROUPS);
    let (mut starts, mut flat): (Vec<u8>, Vec<u16>) = (Vec::new(), Vec::new());
    for g in 0..count {
        starts.extend((flat.len() as u32).to_le_bytes());
        for (head, ids) in slots.get(&g).into_iter().flatten() {
            flat.extend([*head, ids.len() as u16]);
            flat.extend(ids);
        }
    }
    starts.extend((flat.len() as u32).to_le_bytes());
    let short = |list: &[u16]| -> Vec<u8> { list.iter().flat_map(|i| i.to_le_bytes()).collect() };
    let mut out = Vec::new();
    lazy::build(&mut out, rules.iter().map(encode));
    for s in [trie::build(entries, 3), short(&lists), starts, short(&flat)] {
        put_section(&mut out, &s);
    }
    out
}
