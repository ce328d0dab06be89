//! The rules of a pack as one automaton: what the patterns of all rules have in common is matched once.
//!
//! A state says what can come next in any of the rules that are still possible: literal texts, slots, spaces, or the end
//! of some of them. Options and alternatives are worked out when the packs are compiled. A rule itself is decoded when
//! it is first about to win. This file is compiled into the build script as well; it knows no language.

use super::glance::{self, Glances, Group};
use super::lazy::{self, Lazy};
use super::surface::{put_section, section};
use super::table::{Part, Rule, Slot};
use super::trie::{self, Trie};
use std::collections::HashMap;

/// The rules of a pack.
#[derive(Debug)]
pub struct Rules {
    /// The rules themselves.
    list: Lazy<Rule>,
    /// A state and a literal text to the states behind it.
    texts: Trie<'static>,
    /// The states, and what is listed for them.
    states: &'static [[u8; STATE]],
    lists: &'static [u8],
    /// The slots with which rules begin, a bit each.
    pub begins: u64,
    /// Behind those slots.
    behind: Behind,
    /// Behind the first parts of rules.
    pub glances: Glances<'static>,
}

/// What can come behind the slots with which rules begin: for all of them at once, a bit each.
#[derive(Debug)]
struct Behind {
    /// By byte: behind which a text can come that begins with it; behind which and spaces.
    texts: &'static [[u8; 8]],
    /// Behind which the same can come whatever follows.
    any: [u32; 2],
    /// By slot: behind which it can come.
    slots: [[u32; 2]; SLOT_GROUPS as usize],
}

/// Bytes of a state: the node of its texts (4), where its lists begin (4), how many rules end here (2), how many slots can
/// come next (2), the state behind spaces (2), those slots as bits (4).
const STATE: usize = 18;

/// What can come next.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// The node below which the literal texts are that can; 0 if none can.
    texts: u32,
    /// The state behind spaces; 0 if none can come.
    space: u16,
    /// The slots that can come next, a bit each.
    pub fits: u32,
    ends: &'a [u8],
    slots: &'a [u8],
}

impl State<'_> {
    /// The rules that end here.
    pub fn ends(&self) -> impl Iterator<Item = u16> {
        shorts(self.ends)
    }

    /// The slots that can come next, as numbers, each with the state behind it.
    pub fn slots(&self) -> impl Iterator<Item = (u8, u16)> {
        self.slots.chunks_exact(4).map(|b| (b[0], u16::from_le_bytes([b[2], b[3]])))
    }

    /// Whether a rule ends here.
    #[inline]
    pub fn has_ends(&self) -> bool {
        !self.ends.is_empty()
    }

    /// The state behind spaces.
    #[inline]
    pub fn space(&self) -> Option<u16> {
        (self.space != 0).then_some(self.space)
    }

    /// Whether nothing can.
    pub fn is_dead(&self) -> bool {
        self.texts == 0 && self.space == 0 && self.ends.is_empty() && self.slots.is_empty()
    }
}

fn shorts(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

impl Rules {
    /// Rules as [`build`] has written them.
    pub fn new(mut data: &'static [u8]) -> Rules {
        let list = Lazy::new(&mut data);
        let texts = Trie::new(section(&mut data));
        let (states, lists) = (section(&mut data).as_chunks().0, section(&mut data));
        let behind = Behind { texts: section(&mut data).as_chunks().0, any: [0; 2], slots: Default::default() };
        let mut rules = Rules { list, texts, states, lists, begins: 0, behind, glances: Glances::new(&mut data) };
        for g in 0..SLOT_GROUPS {
            let state = rules.state(g);
            let spaced = state.space().map(|s| rules.state(s));
            rules.begins |= u64::from(!state.is_dead()) << g;
            // Spaces behind spaces are left to a closer look.
            rules.behind.any[0] |= u32::from(state.has_ends()) << g;
            rules.behind.any[1] |= u32::from(spaced.is_some_and(|s| s.has_ends() || s.space != 0)) << g;
            for (slot, behind) in rules.behind.slots.iter_mut().enumerate() {
                behind[0] |= (state.fits >> slot & 1) << g;
                behind[1] |= (spaced.map_or(0, |s| s.fits) >> slot & 1) << g;
            }
        }
        rules
    }

    /// The slots with which rules begin and behind which something of theirs can come, a bit each, as far as the byte and
    /// the slots tell that can: right there, or behind spaces. It may err on the side of too many.
    #[inline]
    pub fn behind(&self, spaced: bool, byte: Option<u8>, fitting: u64) -> u32 {
        let side = usize::from(spaced);
        let texts = byte.and_then(|b| self.behind.texts.get(usize::from(b))).map_or(0, |b| {
            let both = u64::from_le_bytes(*b);
            (if spaced { both >> 32 } else { both }) as u32
        });
        let (mut groups, mut left) = (self.behind.any[side] | texts, fitting as u32);
        while left != 0 {
            groups |= self.behind.slots[left.trailing_zeros() as usize][side];
            left &= left - 1;
        }
        groups
    }

    /// A rule.
    pub fn get(&self, i: u16) -> &Rule {
        &self.list[usize::from(i)]
    }

    /// The state behind a slot with which rules begin.
    pub fn slot_group(slot: Slot) -> u16 {
        slot as u16
    }

    /// Whether rules begin so.
    pub fn begins(&self, group: u16) -> bool {
        self.begins & 1 << group != 0
    }

    /// A state.
    #[inline]
    pub fn state(&self, id: u16) -> State<'static> {
        let b = self.states.get(usize::from(id)).unwrap_or(&[0; STATE]);
        let long = |i: usize| u32::from_le_bytes([b[i], b[i + 1], b[i + 2], b[i + 3]]);
        let short = |i: usize| u16::from_le_bytes([b[i], b[i + 1]]);
        let (at, ends, slots) = (long(4) as usize, usize::from(short(8)) * 2, usize::from(short(10)) * 4);
        let listed = self.lists.get(at..at + ends + slots).unwrap_or(&[]);
        let (ends, slots) = listed.split_at(ends.min(listed.len()));
        State { texts: long(0), space: short(12), fits: long(14), ends, slots }
    }

    /// Whether a literal text that can come next may stand here, as far as the first bytes tell.
    #[inline]
    pub fn text_begins(&self, state: &State, text: &[u8]) -> bool {
        state.texts != 0 && self.texts.may_begin(state.texts, text)
    }

    /// The literal texts that can come next and stand here: the length of each, the state behind it, and the state
    /// behind it if a word ends there; 0 for none.
    #[inline]
    pub fn texts<'t>(&self, state: &State, text: &'t [u8]) -> impl Iterator<Item = (usize, u16, u16)> + use<'t> {
        let none = if state.texts == 0 { &text[..0] } else { text };
        self.texts.prefixes_from(state.texts, none).map(|(n, states)| (n, states as u16, (states >> 16) as u16))
    }
}

/// What comes next in one of the rules.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
enum Next<'p> {
    /// A text, and whether a word has to end behind it.
    Text(&'p str, bool),
    Slot(u8),
    Space,
    End,
}

/// What is left of some rules.
type Left<'p> = Vec<(u16, Vec<&'p Part>)>;

/// Everything that can come next where these parts are left.
fn heads<'p>(left: &[&'p Part], out: &mut Vec<(Next<'p>, Vec<&'p Part>)>) {
    let Some((first, rest)) = left.split_first() else {
        out.push((Next::End, Vec::new()));
        return;
    };
    let with = |inner: &'p [Part]| inner.iter().chain(rest.iter().copied()).collect::<Vec<_>>();
    match first {
        Part::Text(t) => out.push((Next::Text(t, ends_word(rest)), rest.to_vec())),
        Part::Slot(s) => out.push((Next::Slot(*s as u8), rest.to_vec())),
        Part::Space => out.push((Next::Space, rest.to_vec())),
        Part::Opt(inner) => {
            heads(&with(inner), out);
            heads(rest, out);
        }
        Part::Alt(options) => options.iter().for_each(|o| heads(&with(o), out)),
    }
}

/// Whether a text before these parts is a whole word: a rule may go on inside it.
fn ends_word(rest: &[&Part]) -> bool {
    !matches!(rest.first(), Some(Part::Slot(_) | Part::Opt(_) | Part::Alt(_)))
}

/// How many groups begin with a slot; those that begin with a text come after them.
pub const SLOT_GROUPS: u16 = 32;

/// The first part of a rule if it is a text, and whether a word has to end behind it.
pub fn first_text(parts: &[Part]) -> Option<(&str, bool)> {
    let Some(Part::Text(t)) = parts.first() else { return None };
    Some((t, ends_word(&parts[1..].iter().collect::<Vec<_>>())))
}

/// Writes the rules; `groups` says for each rule which group it belongs to, which is the state behind its first part.
pub fn build(rules: &[Rule], groups: &[u16], encode: impl Fn(&Rule) -> Vec<u8>) -> Vec<u8> {
    let count = groups.iter().max().map_or(0, |g| g + 1).max(SLOT_GROUPS);
    let mut states: Vec<Left> = vec![Vec::new(); usize::from(count)];
    for (i, (rule, group)) in rules.iter().zip(groups).enumerate() {
        states[usize::from(*group)].push((i as u16, rule.parts.iter().skip(1).collect()));
    }
    let mut known: HashMap<Left, u16> = HashMap::new();
    let (mut flat, mut lists, mut texts) = (Vec::<[u16; 6]>::new(), Vec::<u16>::new(), HashMap::<Vec<u8>, u32>::new());
    let mut offsets = Vec::new();
    let mut at = 0;
    while at < states.len() {
        let mut next: Vec<(Next, Left)> = Vec::new();
        let mut found: HashMap<Next, usize> = HashMap::new();
        for (rule, left) in &states[at] {
            let mut out = Vec::new();
            heads(left, &mut out);
            for (head, rest) in out {
                let i = *found.entry(head).or_insert_with(|| {
                    next.push((head, Vec::new()));
                    next.len() - 1
                });
                if !next[i].1.contains(&(*rule, rest.clone())) {
                    next[i].1.push((*rule, rest));
                }
            }
        }
        let (mut has_texts, mut ends, mut slots, mut space) = (false, Vec::new(), Vec::new(), 0);
        for (head, left) in next {
            if head == Next::End {
                ends.extend(left.into_iter().map(|l| l.0));
                continue;
            }
            let to = *known.entry(left).or_insert_with_key(|left| {
                states.push(left.clone());
                u16::try_from(states.len() - 1).expect("fewer states than that")
            });
            match head {
                Next::Text(t, whole) => {
                    let key = [(at as u16).to_le_bytes().as_slice(), t.as_bytes()].concat();
                    *texts.entry(key).or_insert(0) |= if whole { u32::from(to) << 16 } else { u32::from(to) };
                    has_texts = true;
                }
                Next::Slot(s) => slots.extend([u16::from(s), to]),
                Next::Space => space = to,
                Next::End => {}
            }
        }
        let fits = slots.iter().step_by(2).fold(0u32, |bits, s| bits | 1 << s);
        flat.push([u16::from(has_texts), ends.len() as u16, slots.len() as u16 / 2, space, fits as u16, (fits >> 16) as u16]);
        offsets.push(lists.len() as u32 * 2);
        lists.extend(ends);
        lists.extend(slots);
        at += 1;
    }
    let mut seen = Vec::new();
    glance::build(&mut seen, &glances(usize::from(count), &flat, &texts));
    let texts = trie::build(texts.into_iter().collect(), 2);
    let trie = Trie::new(&texts);
    let mut states = Vec::new();
    for (id, (offset, [has_texts, rest @ ..])) in offsets.into_iter().zip(flat).enumerate() {
        let node = if has_texts > 0 { trie.below(&(id as u16).to_le_bytes()) } else { 0 };
        states.extend([node, offset].into_iter().flat_map(u32::to_le_bytes));
        states.extend(rest.into_iter().flat_map(u16::to_le_bytes));
    }
    let state = |id: u16| &states[usize::from(id) * STATE..][..STATE];
    let node = |id: u16| state(id).first_chunk().map_or(0, |b| u32::from_le_bytes(*b));
    let space = |id: u16| u16::from_le_bytes([state(id)[12], state(id)[13]]);
    let begins = |id: u16, b: u8| node(id) != 0 && trie.goes_on(node(id), b);
    let behind = (0..=255).flat_map(|b| {
        let groups = |begins: &dyn Fn(u16) -> bool| (0..SLOT_GROUPS).fold(0u32, |bits, g| bits | u32::from(begins(g)) << g);
        [groups(&|g| begins(g, b)), groups(&|g| space(g) != 0 && begins(space(g), b))].into_iter().flat_map(u32::to_le_bytes)
    });
    let behind: Vec<u8> = behind.collect();
    let mut out = Vec::new();
    lazy::build(&mut out, rules.iter().map(encode));
    for s in [texts, states, lists.into_iter().flat_map(u16::to_le_bytes).collect(), behind] {
        put_section(&mut out, &s);
    }
    out.extend(seen);
    out
}

/// What can come behind the first parts of rules, by the states there and their texts.
fn glances<'t>(count: usize, flat: &[[u16; 6]], texts: &'t HashMap<Vec<u8>, u32>) -> Vec<Group<'t>> {
    let mut by_state: HashMap<u16, Vec<&[u8]>> = HashMap::new();
    for key in texts.keys() {
        by_state.entry(u16::from_le_bytes([key[0], key[1]])).or_default().push(&key[2..]);
    }
    let fits = |s: &[u16; 6]| u32::from(s[4]) | u32::from(s[5]) << 16;
    let ends = |s: &[u16; 6]| s[1] > 0;
    (0..count as u16)
        .map(|id| {
            let state = &flat[usize::from(id)];
            let (space, mut group) = (state[3], Group { any: [ends(state), false], slots: [fits(state), 0], ..Group::default() });
            group.texts[0] = by_state.get(&id).cloned().unwrap_or_default();
            if space != 0 {
                let behind = &flat[usize::from(space)];
                // Spaces behind spaces are left to a closer look.
                group.any[1] = ends(behind) || behind[3] != 0;
                group.slots[1] = fits(behind);
                group.texts[1] = by_state.get(&space).cloned().unwrap_or_default();
            }
            group
        })
        .collect()
}
