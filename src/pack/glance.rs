//! What can come behind the first part of a rule, at a glance: behind most words with which rules begin stands nothing that
//! any of those rules wants, and three bytes tell.
//!
//! This file is compiled into the build script as well; it knows no language.

use super::surface::{put_section, section};

/// Bytes of what is listed for a group: the slots that can come right there (4) and behind spaces (4), then flags for either.
const GROUP: usize = 10;
/// Whatever comes will do.
const ANY: u8 = 1;
/// Texts of one byte can come, of two, or longer ones, of which the first three count.
const TEXTS: [u8; LONG] = [2, 4, 8];
const LONG: usize = 3;
/// How many bits say which texts can come, as a power of two.
const BITS: u32 = 17;

/// What can come behind the first parts of rules.
#[derive(Clone, Copy, Default, Debug)]
pub struct Glances<'a> {
    groups: &'a [[u8; GROUP]],
    texts: &'a [u8],
}

/// What can come behind a group's first part, either right there or behind spaces.
#[derive(Clone, Copy, Debug)]
pub struct Glance<'a> {
    texts: &'a [u8],
    /// The slots that will do, a bit each.
    pub slots: u32,
    flags: u8,
    group: u16,
    spaced: bool,
}

/// A group as it is built: from its states right behind the first part, and behind spaces.
#[derive(Default)]
pub struct Group<'t> {
    /// Whether anything will do, right there and behind spaces.
    pub any: [bool; 2],
    /// The slots that will.
    pub slots: [u32; 2],
    /// The texts that will.
    pub texts: [Vec<&'t [u8]>; 2],
}

/// The bit for the first bytes of a text behind a group's first part.
#[inline]
fn bit(group: u16, spaced: bool, len: usize, bytes: u32) -> usize {
    let key = u64::from(group) << 32 | u64::from(spaced) << 31 | (len as u64) << 24 | u64::from(bytes);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}

/// The first bytes of a text, at most three.
#[inline]
fn first(text: &[u8]) -> u32 {
    match *text {
        [a, b, c, ..] => u32::from_le_bytes([a, b, c, 0]),
        [a, b] => u32::from_le_bytes([a, b, 0, 0]),
        [a] => a.into(),
        [] => 0,
    }
}

impl<'a> Glances<'a> {
    /// As [`build`] has written them.
    pub fn new(data: &mut &'a [u8]) -> Glances<'a> {
        Glances { groups: section(data).as_chunks().0, texts: section(data) }
    }

    /// What can come behind a group's first part.
    #[inline]
    pub fn behind(&self, group: u16, spaced: bool) -> Glance<'a> {
        let [a, b, c, d, e, f, g, h, right, behind] = self.groups.get(usize::from(group)).copied().unwrap_or_default();
        let (slots, flags) = if spaced { ([e, f, g, h], behind) } else { ([a, b, c, d], right) };
        Glance { texts: self.texts, slots: u32::from_le_bytes(slots), flags, group, spaced }
    }
}

impl Glance<'_> {
    /// Whether a text that begins so may come. It may err on the side of yes.
    #[inline]
    pub fn text(&self, text: &[u8]) -> bool {
        if self.flags <= ANY {
            return self.flags == ANY;
        }
        let bytes = first(text);
        let may = |len: usize, bytes: u32| {
            let bit = bit(self.group, self.spaced, len, bytes);
            self.texts.get(bit / 8).is_some_and(|b| b >> (bit % 8) & 1 != 0)
        };
        self.flags & ANY != 0
            || self.flags & TEXTS[2] != 0 && may(3, bytes)
            || self.flags & TEXTS[1] != 0 && may(2, bytes & 0xFFFF)
            || self.flags & TEXTS[0] != 0 && may(1, bytes & 0xFF)
    }
}

/// Writes what can come behind the first part of each group.
pub fn build(out: &mut Vec<u8>, groups: &[Group]) {
    let (mut listed, mut texts) = (Vec::new(), vec![0u8; 1 << BITS >> 3]);
    for (i, g) in groups.iter().enumerate() {
        listed.extend(g.slots.iter().flat_map(|s| s.to_le_bytes()));
        for (side, all) in g.texts.iter().enumerate() {
            let mut flags = if g.any[side] { ANY } else { 0 };
            for t in all {
                let len = t.len().min(LONG);
                flags |= TEXTS[len - 1];
                let bit = bit(i as u16, side == 1, len, first(&t[..len]));
                texts[bit / 8] |= 1 << (bit % 8);
            }
            listed.push(flags);
        }
    }
    put_section(out, &listed);
    put_section(out, &texts);
}
