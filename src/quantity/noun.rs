//! What is counted: the noun beside a number, as a concept of the lexicon or as written.

use super::reader::Reader;
use crate::clean::{is_han, is_kana};
use crate::pack;
use crate::pack::table::{Lexeme, sort};

/// A noun that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noun {
    /// Its concept, if the lexicon has it.
    pub concept: Option<u16>,
    /// Where it stands.
    pub span: (usize, usize),
}

/// The concept of exactly this stretch.
fn listed(r: &Reader, at: usize, end: usize) -> Option<u16> {
    let surfaces = &r.pack.surfaces;
    let payload = match r.lattice.hits(at) {
        Some(hits) => hits.iter().find(|h| r.lattice.end(h) == end).map(|h| h.payload),
        None => surfaces.trie.get(&r.folded[at..end]),
    };
    payload.and_then(|p| surfaces.concept(p))
}

/// The endings that the word `at..end` has, with a stem of some length before them; the longest first.
fn stems<'a>(r: &Reader<'a>, at: usize, end: usize) -> impl Iterator<Item = usize> + use<'a> {
    let word = &r.folded[at..end];
    let last = word.as_bytes().last().copied().unwrap_or(0);
    let endings = if r.pack.ends(last) { r.pack.table.endings.as_slice() } else { &[] };
    endings.iter().filter_map(move |e| word.strip_suffix(e.as_str()).filter(|s| s.chars().nth(2).is_some()).map(|s| at + s.len()))
}

/// The concept of a word as listed, or with an ending.
fn inflected(r: &Reader, at: usize, end: usize) -> Option<u16> {
    listed(r, at, end).or_else(|| stems(r, at, end).find_map(|stem| listed(r, at, stem)))
}

/// The concept of the word `at..end`: as listed, with an ending, or as the head of a compound.
pub fn concept_of(r: &Reader, at: usize, end: usize) -> Option<u16> {
    if let Some(c) = inflected(r, at, end) {
        return Some(c);
    }
    let word = &r.folded[at..end];
    if let Some(hyphen) = memchr::memrchr(b'-', word.as_bytes())
        && let Some(c) = inflected(r, at + hyphen + 1, end)
    {
        return Some(c);
    }
    // Where nouns have capitals, a word without one is none, whatever it ends in; and a place is called as it is.
    let noun = !r.pack.table.capital_nouns || r.char_at(at).is_some_and(char::is_uppercase);
    let name = || r.pack.surfaces.trie.get(word).is_some_and(|p| r.pack.surfaces.sorts(p) & sort::NAME != 0);
    if r.pack.table.compounds && noun && !name() { head(r, at, end, PARTS) } else { None }
}

/// Parts that the first part of a compound may have in its turn.
const PARTS: usize = 2;

/// Bytes of a first part: no word is longer.
const LONGEST: usize = 64;

/// Letters up to which the head of a compound is as likely the end of another word.
const SHORT: usize = 6;

/// What the first part of a compound may be.
const FIRST_PART: u64 = sort::CONCEPT | sort::DEED | sort::MODIFIER | sort::DURATION | sort::MONTH | sort::WEEKDAY | sort::SEASON | sort::MONEY;

/// The head of a compound: the longest part that is a concept, of four letters at least and behind three at least.
fn head(r: &Reader, at: usize, end: usize, parts: usize) -> Option<u16> {
    let word = &r.folded[at..end];
    // No word is that long; a look from the back costs little in a short one.
    let first = word.char_indices().nth(3)?.0;
    let mut buffer = [0u8; 96];
    let back = &mut buffer[..(word.len() - first).min(96)];
    for (to, from) in back.iter_mut().zip(word.as_bytes()[first..].iter().rev()) {
        *to = *from;
    }
    let mut best: Option<(usize, u16)> = None;
    // A surface itself goes before one with an ending.
    for stem in std::iter::once(end).chain(stems(r, at, end)) {
        for (n, concept) in r.pack.surfaces.heads.prefixes(back.get(end - stem..).unwrap_or(&[])) {
            let from = stem - n;
            let part = &r.folded[from..end];
            let long = part.chars().nth(3).is_some() && (stem == end || r.folded[from..stem].chars().nth(2).is_some());
            if long && best.is_none_or(|(b, _)| from < b) && joined(r, at, from, stem, parts) {
                best = Some((from, concept as u16));
            }
        }
    }
    best.map(|b| b.1)
}

/// Whether what stands before the head of a compound can be its first part: no prefix; and where a syllable may go across the
/// seam of a short head, a word, perhaps with what links the two or without its last letters, or a compound itself.
fn joined(r: &Reader, at: usize, head_at: usize, stem: usize, parts: usize) -> bool {
    let (part, head_part) = (&r.folded[at..head_at], &r.folded[head_at..stem]);
    if r.pack.table.prefixes.iter().any(|p| p == part) {
        return false;
    }
    let (Some(last), Some(next)) = (part.chars().next_back(), head_part.chars().next()) else { return false };
    let vowel = |c: char| r.pack.table.vowels.contains(c);
    let onset = || r.pack.table.onsets.iter().any(|o| o.starts_with(last) && o.ends_with(next));
    if head_part.chars().nth(SHORT).is_some() || !vowel(last) && !vowel(next) && !onset() {
        return true;
    }
    if part.len() > LONGEST {
        return false;
    }
    let is = |word: &str| r.pack.surfaces.trie.get(word).is_some_and(|p| r.pack.surfaces.sorts(p) & FIRST_PART != 0);
    let whole = || std::iter::once(head_at).chain(stems(r, at, head_at)).any(|stem| is(&r.folded[at..stem]));
    let cut = || r.pack.table.endings.iter().any(|e| is(&format!("{part}{e}")));
    whole() || cut() || parts > 0 && head(r, at, head_at, parts - 1).is_some()
}

/// Whether a noun can be what a measure word counts: one of people takes people, one of households households.
pub fn fits(n: &Noun, counter: &str) -> bool {
    // 16 cases of a disease are cases.
    let disease = || pack::concept_index("disease").is_some_and(|d| n.concept.is_some_and(|c| pack::steps_up(c, d).is_some()));
    if counter == "case" && disease() {
        return false;
    }
    let loose = matches!(counter, "" | "time" | "place" | "item" | "point" | "document" | "match" | "case" | "seat");
    match n.concept.filter(|_| !loose).map(|c| (c, pack::concept_index(counter))) {
        Some((c, Some(own))) => pack::steps_up(c, own).is_some() || pack::steps_up(own, c).is_some(),
        _ => true,
    }
}

/// Whether a concept is a kind of person.
pub fn is_person(c: u16) -> bool {
    pack::person().is_some_and(|p| pack::steps_up(c, p).is_some())
}

/// The end of the word that begins here, hyphens and apostrophes inside it included.
pub fn word(r: &Reader, at: usize) -> usize {
    let mut end = r.letters(at);
    while end > at && r.rest(end).first() == Some(&b'-') && r.letters(end + 1) > end + 1 {
        end = r.letters(end + 1);
    }
    end
}

/// The longest concept whose surface begins here; with its end.
pub fn concept_at(r: &Reader, at: usize) -> Option<(usize, u16)> {
    let listed = r.longest(at, sort::CONCEPT, |l| if let Lexeme::Concept(c) = l { Some(*c) } else { None });
    if !r.pack.table.spaces {
        return listed;
    }
    let end = word(r, at);
    if end == at {
        return listed;
    }
    if let Some(several) = plural_of_several(r, at).filter(|s| listed.is_none_or(|l| s.0 > l.0)) {
        return Some(several);
    }
    match listed {
        Some((e, c)) if e >= end => Some((e, c)),
        _ => concept_of(r, at, end).map(|c| (end, c)),
    }
}

/// A concept of several words whose last has an ending: police officers.
fn plural_of_several(r: &Reader, at: usize) -> Option<(usize, u16)> {
    let several = r.hits(at).filter(|h| !h.2 && r.pack.surfaces.sorts(h.1) & sort::CONCEPT != 0 && r.folded[at..h.0].contains(' '));
    several
        .filter_map(|(stem, payload, _)| {
            let last = at + r.folded[at..stem].rfind(' ')? + 1;
            let end = word(r, last);
            let ending = r.folded.get(stem..end)?;
            let concept = r.pack.surfaces.concept(payload)?;
            r.pack.table.endings.iter().any(|e| e == ending).then_some((end, concept))
        })
        .last()
}

/// The noun after a number and its measure word.
pub fn after(r: &Reader, at: usize) -> Option<Noun> {
    after_fitting(r, at, &|_| true)
}

/// The same; where words are not separated, of nouns that run on the last that fits: 选民 in 选民投票, if people are counted.
pub fn after_fitting(r: &Reader, at: usize, fits: &dyn Fn(&Noun) -> bool) -> Option<Noun> {
    if r.pack.table.spaces { after_spaced(r, at, false) } else { after_unspaced(r, at, fits) }
}

/// The noun after a number that is not one: where the head comes last, it has a plural.
pub fn after_many(r: &Reader, at: usize) -> Option<Noun> {
    if r.pack.table.spaces { after_spaced(r, at, true) } else { after(r, at) }
}

fn after_spaced(r: &Reader, at: usize, many: bool) -> Option<Noun> {
    let mut pos = r.skip_spaces(at);
    // A noun glued on is what is counted, whatever it then describes: a six-lane bridge.
    let glued = r.rest(pos).first() == Some(&b'-');
    if glued {
        pos += 1;
    }
    let mut first_written = None;
    let mut linked = false;
    let mut found: Option<Noun> = None;
    for n in 0..5 {
        let Some(c) = r.char_at(pos) else { break };
        if !c.is_alphabetic() {
            break;
        }
        let end = word(r, pos);
        if end == pos {
            break;
        }
        if let Some(noun) = suspended(r, end) {
            return Some(noun);
        }
        let stop = r.is(pos, sort::STOP).is_some_and(|e| e >= end);
        if many && let Some(noun) = found.filter(|f| n > 0 && lone(r, f)).and_then(|_| coordinated(r, pos)) {
            return Some(noun);
        }
        // A function word is no noun, whatever else is written so (can, dei); and where nouns have capitals, what has none.
        let noun = glued || !r.pack.table.capital_nouns || c.is_uppercase();
        let concept = concept_at(r, pos).filter(|(e, _)| noun && (!stop || *e > end));
        // Five curators cross: behind a plural a word without its ending is a verb.
        if let (Some(f), Some((e, c))) = (&found, concept)
            && f.span.1 - f.span.0 > 0
            && listed(r, f.span.0, f.span.1).is_none()
            && listed(r, pos, e).is_some()
            && !is_person(c)
        {
            break;
        }
        if concept.is_none() && r.pack.table.verb_endings.iter().any(|e| r.folded[pos..end].ends_with(e.as_str())) {
            break;
        }
        let filler = r.is(pos, sort::FILLER | sort::ADJECTIVE).is_some_and(|e| e >= end);
        if stop && concept.is_none() && !(n == 0 && filler) {
            break;
        }
        // Seven of Vardal: who they are of is not what is counted.
        let named = !r.pack.table.capital_nouns && c.is_uppercase() || concept.is_none() && name(r, pos, end);
        if n > 0 && linked && named {
            break;
        }
        linked |= stop;
        // Tre braccianti morti: behind a noun what is an adjective as well is one.
        if concept.is_some() && filler && first_written.is_some() && !head_last(r) && !r.pack.table.compounds {
            break;
        }
        if let Some((e, c)) = concept {
            let e = e.max(end);
            found = Some(Noun { concept: Some(c), span: (pos, e) });
            // The head comes last where adjectives and first nouns come before it.
            if !head_last(r) || glued {
                break;
            }
            pos = r.skip_spaces(e);
            continue;
        }
        // Another number, a day or a relative date is not what is counted.
        let other = sort::DIGIT | sort::TEEN | sort::TENS | sort::HUNDRED | sort::MONTH | sort::WEEKDAY | sort::RULE | sort::RULE_INSIDE;
        if !filler && r.is(pos, other).is_some_and(|e| e >= end) {
            break;
        }
        let verb = r.is(pos, sort::DEED).is_some_and(|e| e >= end) && !thing(r, pos, end, n == 0);
        // Where nouns have capitals, the first one is what is counted unless another follows at once.
        let past = r.pack.table.capital_nouns && first_written.is_some() && !c.is_uppercase();
        // Three river police patrols: so many are a plural.
        if many && !verb && !filler && found.or(first_written).is_some_and(|f| lone(r, &f)) && plural(r, pos, end) {
            return Some(Noun { concept: None, span: (pos, end) });
        }
        if found.is_some() || past || (verb && first_written.is_some()) {
            break;
        }
        if !filler && !verb && first_written.is_none() && (!r.pack.table.capital_nouns || c.is_uppercase()) {
            first_written = Some(Noun { concept: None, span: (pos, end) });
            if glued {
                break;
            }
        }
        pos = r.skip_spaces(end);
    }
    found.or(first_written)
}

/// Whether what was found can be no more than the first part of what is counted: it has no ending of a plural, and is no person
/// (people, women).
fn lone(r: &Reader, n: &Noun) -> bool {
    head_last(r) && !plural(r, n.span.0, n.span.1) && !n.concept.is_some_and(is_person)
}

/// Whether a word has the ending of a plural, once.
fn plural(r: &Reader, at: usize, end: usize) -> bool {
    let small = r.char_at(at).is_some_and(char::is_lowercase);
    small && r.pack.table.plurals.iter().any(|p| r.folded[at..end].strip_suffix(p.as_str()).is_some_and(|s| s.len() > 2 && !s.ends_with(p.as_str())))
}

/// Two paint and varnish shops: the head of two first parts.
fn coordinated(r: &Reader, link: usize) -> Option<Noun> {
    let second = r.skip_spaces(r.is(link, sort::JOINER)?);
    let from = r.skip_spaces(word(r, second));
    let end = word(r, from);
    let words = end > from && r.char_at(second).is_some_and(char::is_lowercase);
    let first = !plural(r, second, word(r, second)) && r.is(second, sort::STOP | NUMERAL).is_none();
    (words && first && plural(r, from, end) && r.is(from, sort::STOP).is_none())
        .then(|| Noun { concept: concept_of(r, from, end), span: (from, end) })
}

/// Words that begin a number.
const NUMERAL: u64 = sort::DIGIT | sort::TEEN | sort::TENS | sort::HUNDRED | sort::SCALE | sort::FIXED;

/// 20 Kinder- und Jugendheime: behind a hyphen that stands for the head, the head.
fn suspended(r: &Reader, end: usize) -> Option<Noun> {
    /// Words that may stand between.
    const MOST: usize = 5;
    if !r.pack.table.compounds || !matches!(r.rest(end), [b'-', b' ' | b',', ..]) {
        return None;
    }
    let mut at = end + 1;
    for _ in 0..MOST {
        at += r.rest(at).iter().take_while(|b| matches!(b, b' ' | b',')).count();
        let end = word(r, at);
        if end == at {
            return None;
        }
        let open = matches!(r.rest(end), [b'-', b' ' | b',', ..]);
        match r.char_at(at)? {
            c if c.is_uppercase() && open => at = end + 1,
            c if c.is_uppercase() => return Some(Noun { concept: concept_of(r, at, end), span: (at, end) }),
            // Three of one and a home of the other: what has an article is counted by itself.
            _ if r.is(at, sort::ARTICLE).is_none() && r.is(at, sort::JOINER | sort::RANGE_OR | sort::STOP).is_some() => at = end,
            _ => return None,
        }
    }
    None
}

/// Whether a word that a deed is known by is a thing here: it has a capital where nouns do, or stands right behind the
/// number with an ending that no verb has there (30 entries).
fn thing(r: &Reader, at: usize, end: usize, first: bool) -> bool {
    let table = &r.pack.table;
    let plural = || table.plurals.iter().any(|p| r.folded[at..end].ends_with(p.as_str()) && end - at > p.len() + 2);
    table.capital_nouns && r.char_at(at).is_some_and(char::is_uppercase) || first && plural()
}

/// Whether a word is a name: listed as one, or with a capital inside.
fn name(r: &Reader, at: usize, end: usize) -> bool {
    r.is(at, sort::NAME).is_some_and(|e| e >= end) || r.text[at..end].chars().skip(1).any(char::is_uppercase)
}

pub(super) fn head_last(r: &Reader) -> bool {
    !r.pack.table.compounds && r.pack.table.elisions.is_empty()
}

fn after_unspaced(r: &Reader, at: usize, fits: &dyn Fn(&Noun) -> bool) -> Option<Noun> {
    let mut pos = r.skip_spaces(at);
    // A space sets off figures and Latin letters; between two other signs it ends what is said: 至少8死　居民.
    if pos > at && r.char_before(at).is_some_and(is_han) && r.char_at(pos).is_some_and(is_han) {
        return None;
    }
    if let Some(e) = r.is(pos, sort::FILLER) {
        pos = r.skip_spaces(e);
    }
    let start = pos;
    for _ in 0..7 {
        let Some(c) = r.char_at(pos) else { break };
        // Some set a space where the script changes: 12 名 Google 工程師.
        if c == ' ' && pos > start && script_changes(r, pos) {
            pos += 1;
            continue;
        }
        if !(c.is_alphanumeric() || matches!(c, '\u{3041}'..='\u{30FF}' | '-')) || c.is_ascii_digit() {
            break;
        }
        if r.word_start(pos)
            && let Some((e, concept)) = concept_at(r, pos)
        {
            // 50個指標屋苑: what tells of a size or a change is not counted, and what comes behind it is not looked for.
            if r.is(pos, sort::STOP).is_some_and(|s| s >= e) {
                return None;
            }
            // A longer noun may go on: 研究負責人.
            let noun = |(e, c)| Noun { concept: Some(c), span: (pos, e) };
            let (mut best, mut last) = ((e, concept), e);
            while let Some(next) = concept_at(r, last) {
                last = next.0;
                if fits(&noun(next)) || !fits(&noun(best)) {
                    best = next;
                }
            }
            return Some(noun(best));
        }
        if pos > start && r.is(pos, sort::STOP | sort::DEED).is_some() || pos == start && r.is(pos, sort::STOP).is_some() {
            break;
        }
        pos = if c.is_ascii_alphabetic() { word(r, pos).max(pos + 1) } else { pos + c.len_utf8() };
    }
    // As written: the run of Latin letters or katakana that stands here.
    let c = r.char_at(start)?;
    let written = if c.is_ascii_alphabetic() {
        word(r, start)
    } else {
        let rest = &r.text[start..r.end];
        start + rest.find(|c: char| !matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')).unwrap_or(rest.len())
    };
    (written > start).then_some(Noun { concept: None, span: (start, written) })
}

/// Whether one of the two characters around a space is a Latin letter and the other is not.
fn script_changes(r: &Reader, space: usize) -> bool {
    let (before, after) = (r.text[..space].chars().next_back(), r.char_at(space + 1));
    let wide = |c: char| is_han(c) || is_kana(c);
    match (before, after) {
        (Some(b), Some(a)) => b.is_ascii_alphabetic() && wide(a) || wide(b) && a.is_ascii_alphabetic(),
        _ => false,
    }
}

/// The noun before a number with its measure word, a particle between them: 研究員が14人. Only what such a measure word
/// counts, and not where what follows says that the noun does something to them: 容疑者が3人を襲った.
pub fn linked(r: &Reader, at: usize, end: usize, counter: &str) -> Option<Noun> {
    let table = &r.pack.table;
    let text = r.folded[r.start..at].trim_end_matches(' ');
    let link = table.noun_links.iter().filter(|l| text.ends_with(l.as_str())).map(String::len).max()?;
    let rest = &r.folded[r.skip_spaces(end)..r.end];
    let follows = |words: &[String]| words.iter().any(|l| rest.starts_with(l.as_str()));
    if follows(&table.noun_links_never) && !follows(&table.noun_links_yet) {
        return None;
    }
    let own = pack::concept_index(counter)?;
    before(r, r.start + text.len() - link).filter(|n| n.concept.is_some_and(|c| pack::steps_up(c, own).is_some()))
}

/// The noun right before a number, in scripts that put it there: 研究員14人.
pub fn before(r: &Reader, at: usize) -> Option<Noun> {
    if r.pack.table.spaces {
        return None;
    }
    let mut end = at;
    while end > r.start && r.text.as_bytes()[end - 1] == b' ' {
        end -= 1;
    }
    let last = r.text[r.start..end].chars().next_back()?;
    if !(is_han(last) || is_kana(last) || last.is_ascii_alphabetic()) {
        return None;
    }
    let from = r.before(end, 36, sort::CONCEPT)?;
    let concept = r
        .pack
        .at(&r.folded.as_bytes()[from..end])
        .filter(|(n, _)| from + n == end)
        .find_map(|(_, l)| if let Lexeme::Concept(c) = l { Some(*c) } else { None })?;
    // 平均25個, 增加29萬人: what tells of a size or a change is not counted.
    if r.is(from, sort::STOP).is_some_and(|s| s >= end) {
        return None;
    }
    Some(Noun { concept: Some(concept), span: (from, end) })
}
