//! What stands around a claim: names, deeds, concepts and modifiers of its sentence, each with its place.
//!
//! Names come from the packs' lists and from shape: capitals, katakana, Latin words in other scripts. No language is
//! named here.

use crate::clean::{is_alphanumeric, is_han, is_kana, is_uppercase};
use crate::pack;
use crate::pack::surface::Marks;
use crate::pack::table::sort;
use crate::quantity::lattice::Start;
use crate::quantity::{Reader, noun};

/// A thing that a sentence mentions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A concept of the lexicon.
    Concept(u16),
    /// A deed.
    Deed(u16),
    /// A modifier.
    Modifier(u16),
    /// A listed name.
    Listed(u16),
    /// A name by shape, folded.
    Name(String),
}

/// Where it stands.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub what: What,
    /// Whether it is a name that goes on with the name before it, as a surname with a given name.
    pub joined: bool,
}

/// Sorts of words that are no names, whatever their shape.
const ORDINARY: u64 = sort::FUNCTION
    | sort::STOP
    | sort::FILLER
    | sort::MONTH
    | sort::WEEKDAY
    | sort::MONEY
    | sort::COUNTER
    | sort::MEASURE
    | sort::DURATION
    | sort::TEEN
    | sort::TENS
    | sort::HUNDRED
    | sort::SCALE
    | sort::MONEY_SCALE
    | sort::FRACTION
    | sort::ORDINAL
    | sort::VAGUE
    | sort::BOUND_BEFORE
    | sort::BOUND_AFTER
    | sort::BOUND_INNER;
/// Dots between the parts of a name that is written by its sounds.
const DOTS: [char; 3] = ['·', '・', '‧'];
/// Sorts that are marks.
const MARKED: u64 = sort::DEED | sort::MODIFIER | sort::CONCEPT | sort::NAME;

/// Finds the marks of one sentence after the other, so that each list has as much memory as it needs.
#[derive(Debug, Default)]
pub struct Finder {
    room: Vec<Mark>,
}

impl Finder {
    /// All marks of a sentence, in order, or all but concepts, which take the longest to find and are not always asked for.
    pub fn marks(&mut self, r: &Reader, concepts: bool) -> Vec<Mark> {
        self.room = find(r, concepts, std::mem::take(&mut self.room));
        self.room.drain(..).collect()
    }
}

fn find(r: &Reader, concepts: bool, mut out: Vec<Mark>) -> Vec<Mark> {
    let mut free = r.start;
    let dotted = !r.pack.table.spaces && has_dot(&r.text.as_bytes()[r.start..r.end]);
    // Where the last name ended.
    let mut name = None;
    for start in r.lattice.starts() {
        let pos = r.lattice.place(start);
        if pos < free {
            continue;
        }
        if !(concepts || dotted)
            && let Some(end) = unmarked(r, pos, start)
        {
            free = end;
            continue;
        }
        let Some(c) = r.char_at(pos) else { break };
        if is_alphanumeric(c) || c == '$' {
            let first = out.len();
            free = at(r, pos, c, start.whole, (concepts, dotted), &mut out).max(pos + c.len_utf8());
            if let Some(m) = out[first..].iter_mut().find(|m| matches!(m.what, What::Listed(_) | What::Name(_))) {
                m.joined = name.is_some_and(|end: usize| end <= pos && matches!(&r.text[end..pos], " " | "-" | "·" | "・" | "‧"));
                name = Some(m.end);
            }
        }
    }
    out
}

/// Whether there is one of the dots in a text.
fn has_dot(text: &[u8]) -> bool {
    // The last bytes of each.
    memchr::memchr3_iter(0xB7, 0xBB, 0xA7, text).any(|i| DOTS.iter().any(|d| text[..=i].ends_with(d.encode_utf8(&mut [0; 4]).as_bytes())))
}

/// Where what stands here ends, if a glance tells that it leaves no mark but for concepts: most words and ideographs.
#[inline]
fn unmarked(r: &Reader, pos: usize, start: &Start) -> Option<usize> {
    if start.whole & (MARKED & !sort::CONCEPT) != 0 {
        return None;
    }
    match r.text.as_bytes()[pos..r.end] {
        [b'a'..=b'z', ..] if r.pack.table.spaces => Some(noun::word(r, pos)),
        [0xE4..=0xE9, ..] | [0xE3, 0x81, ..] if !r.pack.table.spaces => {
            if start.whole & sort::CONCEPT == 0 {
                return Some(pos);
            }
            r.is(pos, sort::CONCEPT)
        }
        _ => None,
    }
}

fn at(r: &Reader, pos: usize, c: char, whole: u64, (concepts, dotted): (bool, bool), out: &mut Vec<Mark>) -> usize {
    // A small word that is none of the others leaves no mark here.
    if !concepts && r.pack.table.spaces && whole & (MARKED & !sort::CONCEPT) == 0 && !is_uppercase(c) {
        return noun::word(r, pos);
    }
    let base = out.len();
    let mut listed: Option<(usize, u16)> = None;
    let (mut plain, mut longest) = (0, 0);
    if whole & (ORDINARY | MARKED) != 0 {
        for (end, payload, _) in r.hits(pos).filter(|h| h.2) {
            let sorts = r.pack.surfaces.sorts(payload);
            if sorts & ORDINARY != 0 {
                plain = end;
            }
            if sorts & MARKED == 0 {
                continue;
            }
            // A function word is no noun and no deed, whatever else is written so (can, dei); where nouns have capitals, a
            // word without one is none (waren).
            let function = r.pack.table.spaces && sorts & sort::STOP != 0;
            let noun = !r.pack.table.capital_nouns || c.is_uppercase() || c.is_numeric() || r.text[pos..end].contains(' ');
            if !concepts && sorts & MARKED == sort::CONCEPT {
                longest = if noun && !function { end } else { longest };
                continue;
            }
            for l in r.pack.surfaces.marks(payload) {
                let what = match l {
                    Marks::Deed(_) if function => continue,
                    Marks::Concept(_) if function || !noun => continue,
                    Marks::Deed(d) => What::Deed(d),
                    Marks::Modifier(m) => What::Modifier(m),
                    Marks::Concept(_) if !concepts => {
                        longest = end;
                        continue;
                    }
                    Marks::Concept(i) => What::Concept(i),
                    Marks::Name(n) if is_noun(r, (pos, end), payload, n) => continue,
                    Marks::Name(_) if sorts & (sort::STOP | sort::FUNCTION) != 0 && opens(r, pos, end) => continue,
                    // Costa 12 milioni: what costs is no Costa.
                    Marks::Name(_) if sorts & sort::DEED != 0 && figure(r, end) && opens(r, pos, end) => continue,
                    Marks::Name(n) if !r.pack.table.spaces || c.is_uppercase() || c.is_numeric() => {
                        listed = Some((end, n));
                        continue;
                    }
                    Marks::Name(_) => continue,
                };
                longest = end;
                out.push(Mark { start: pos, end, what, joined: false });
            }
        }
    }
    if let Some((e, n)) = listed
        && e >= longest
    {
        out.truncate(base);
        if let Some(end) = longer_name(r, e, n) {
            out.push(Mark { start: pos, end, what: What::Name(r.folded[pos..end].to_owned()), joined: false });
            return end;
        }
        out.push(Mark { start: pos, end: e, what: What::Listed(n), joined: false });
        return e;
    }
    if r.pack.table.spaces || c.is_ascii_alphabetic() {
        let end = noun::word(r, pos);
        if end <= pos {
            out.truncate(base);
            return pos;
        }
        // Some names begin small: iRobot.
        let capital = c.is_uppercase() || camel(&r.text[pos..end]);
        // Compounds and inflected forms that the look-up by surface does not find.
        if r.pack.table.spaces
            && longest < end
            && plain < end
            && (concepts || capital)
            && let Some(concept) = noun::concept_of(r, pos, end)
        {
            longest = end;
            if concepts {
                out.push(Mark { start: pos, end, what: What::Concept(concept), joined: false });
            }
        }
        let known = longest >= end || plain >= end;
        let first = pos == r.start;
        // A first word has a capital anyway; long unknown ones are kept, and count only if they turn up elsewhere.
        let shape = capital && !known && end - pos >= 2 && (!first || end - pos >= 5 || !r.pack.table.spaces || camel(&r.text[pos..end]));
        if shape {
            let word = &r.folded[pos..end];
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word).to_owned();
            out.push(Mark { start: pos, end, what: What::Name(word), joined: false });
        }
        return end;
    }
    if longest > 0 {
        let mut kept = base;
        for i in base..out.len() {
            if out[i].end == longest {
                out.swap(kept, i);
                kept += 1;
            }
        }
        out.truncate(kept);
        return longest;
    }
    if matches!(c, '\u{30A1}'..='\u{30FA}') {
        let rest = &r.text[pos..r.end];
        let end = pos + rest.find(|c: char| !matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')).unwrap_or(rest.len());
        // Two are a name where they are the part of one.
        let least = if r.text[..pos].ends_with('・') || r.text[end..].starts_with('・') { 2 } else { 3 };
        if r.text[pos..end].chars().count() >= least && plain < end {
            out.push(Mark { start: pos, end, what: What::Name(r.text[pos..end].to_owned()), joined: false });
        }
        return end;
    }
    // Transliterated names with a dot between their parts.
    if is_han(c) && !is_kana(c) && dotted {
        let rest = &r.text[pos..r.end];
        let run: usize = rest.chars().take(5).take_while(|c| is_han(*c)).map(char::len_utf8).sum();
        if rest[run..].starts_with(DOTS) && rest[..run].chars().count() <= 4 {
            let dot = rest[run..].chars().next().map_or(2, char::len_utf8);
            let second: usize = rest[run + dot..].chars().take_while(|c| is_han(*c)).take(4).map(char::len_utf8).sum();
            if second > 0 {
                let end = pos + run + dot + second;
                out.push(Mark { start: pos, end, what: What::Name(r.folded[pos..end].to_owned()), joined: false });
                return end;
            }
        }
    }
    pos
}

/// Whether a word that can be a name is the noun that it is as well: where nouns have capitals it is behind an article, der Zug,
/// and none without, in Zug.
fn is_noun(r: &Reader, (from, to): (usize, usize), payload: u32, name: u16) -> bool {
    /// Classes whose names stand without an article.
    const BARE: [&str; 4] = ["city", "given", "surname", "media"];
    r.pack.table.capital_nouns
        && r.pack.surfaces.concept(payload).is_some()
        && !r.text[from..to].contains(' ')
        && r.folded[r.start..from].trim_end().rsplit(' ').next().is_some_and(|w| r.pack.table.number.determiners.iter().any(|d| d == w))
        && BARE.contains(&pack::common().names[usize::from(name)].class.as_str())
}

/// Where a given name in characters is only how a longer name begins, the end of that: 阿尔 is none in 阿尔特曼. A given name
/// by itself has its dot or a word behind it.
fn longer_name(r: &Reader, mut at: usize, name: u16) -> Option<usize> {
    let sounds = &r.pack.table.transliteration;
    if sounds.is_empty() || pack::common().names[usize::from(name)].class != "given" {
        return None;
    }
    let begin = at;
    while let Some(c) = r.char_at(at).filter(|c| at < r.end && sounds.contains(*c)) {
        // A word that is known goes on with something else.
        if r.hits(at).any(|h| h.2 && h.0 > at + c.len_utf8()) {
            break;
        }
        at += c.len_utf8();
    }
    (at > begin).then_some(at)
}

/// Whether a single word opens a sentence or what is quoted in one, where it has a capital whatever it is: He, Ma, Kurz.
fn opens(r: &Reader, from: usize, to: usize) -> bool {
    let before = r.text[r.start..from].trim_end();
    let mark = |c: char| matches!(c, '"' | '“' | '„' | '«' | '»' | '‘' | '‚' | '\'' | ':' | '–' | '—' | '(' | '.' | '!' | '?' | '…');
    r.pack.table.spaces && !r.text[from..to].contains(' ') && (before.is_empty() || before.ends_with(mark))
}

/// Whether a figure comes next.
fn figure(r: &Reader, at: usize) -> bool {
    let at = r.skip_spaces(at);
    r.char_at(at).is_some_and(|c| c.is_ascii_digit()) || r.sorts(at) & (sort::SIGN | sort::BOUND_BEFORE) != 0
}

/// A word with a capital inside (`LibreOffice`) or all in capitals is a name wherever it stands.
fn camel(w: &str) -> bool {
    w.chars().skip(1).any(char::is_uppercase)
}
