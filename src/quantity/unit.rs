//! What stands after a number and says what it is a number of.

use super::number::Number;
use super::reader::Reader;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack::table::{Lexeme, Place, sort};
use crate::value::Bound;

/// A unit after a number.
pub struct UnitHit {
    /// Where it ends.
    pub end: usize,
    /// The kind it makes.
    pub kind: Kind,
    /// Its name or code.
    pub unit: String,
    /// And a half of it.
    pub half: bool,
    /// A measure word of a script with counters.
    pub counter: bool,
}

/// The unit right after a number, a space, a hyphen or (after a scale word) a preposition between them.
pub fn after(r: &Reader, n: &Number) -> Option<UnitHit> {
    if let Some((kind, unit)) = &n.tail {
        return Some(UnitHit { end: n.end, kind: Kind::parse(kind)?, unit: unit.clone(), half: false, counter: false });
    }
    let mut pos = r.skip_spaces(n.end);
    if pos > n.end + 1 && r.pack.table.spaces {
        pos = n.end + 1;
    }
    let hyphen = pos == n.end && r.rest(pos).first() == Some(&b'-');
    if hyphen && let Some(hit) = tail(r, pos + 1) {
        return Some(hit);
    }
    if pos == n.end
        && n.form == super::number::Form::Digits
        && let Some(hit) = tail(r, pos)
    {
        return Some(hit);
    }
    // A symbol that is a word of the language as well stands with digits only: cinque ha, 5 ha; and not where a form of a
    // verb or an article follows: la legge 194 ha compiuto.
    let word = |hit: &UnitHit| {
        hit.kind == Kind::Measure
            && hit.end - pos <= 2
            && r.lexemes(pos).any(|(e, l)| e == hit.end && matches!(l, Lexeme::Stop | Lexeme::Function))
            && (n.form == super::number::Form::Words || goes_with_verb(r, hit.end))
    };
    if let Some(hit) = at(r, pos).filter(|h| !word(h)) {
        return Some(hit);
    }
    if hyphen {
        return at(r, pos + 1).filter(|h| h.kind != Kind::Money);
    }
    // Millions of dollars; 4.4 miliardi di dollari.
    if n.scale.is_some() || n.vague {
        for (e, l) in r.lexemes(pos) {
            // Where a language has a word for that link, no other serves: `milioni e ha` is no area.
            let links = &r.pack.table.number.scale_link;
            if matches!(l, Lexeme::Filler | Lexeme::Stop) && (links.is_empty() || links.iter().any(|w| *w == r.folded[pos..e])) {
                let p = if e > pos && r.text[..e].ends_with(['\'', '\u{2019}']) { e } else { r.skip_spaces(e) };
                // Three million a year: a span behind another link is no unit where nouns follow numbers without one.
                if let Some(hit) = at(r, p).filter(|h| h.kind != Kind::Duration || !r.pack.table.elisions.is_empty()) {
                    return Some(hit);
                }
            }
        }
    }
    None
}

/// Whether what follows goes with a verb before it: a participle or an article.
fn goes_with_verb(r: &Reader, at: usize) -> bool {
    let next = r.skip_spaces(at);
    let word = &r.folded[next..r.letters(next)];
    next > at
        && !word.is_empty()
        && (r.is(next, sort::ARTICLE).is_some()
            || r.pack.table.number.verb_before.iter().any(|e| word.len() > e.len() + 1 && word.ends_with(e.as_str())))
}

fn tail(r: &Reader, pos: usize) -> Option<UnitHit> {
    let (end, (kind, unit)) = r.longest(pos, sort::TAIL, |l| if let Lexeme::Tail(k, u) = l { Some((k, u)) } else { None })?;
    // `-year-old`: the longest of several tails, and a word to its end.
    Some(UnitHit { end, kind: Kind::parse(kind)?, unit: unit.clone(), half: false, counter: false })
}

/// The unit that begins here.
pub fn at(r: &Reader, pos: usize) -> Option<UnitHit> {
    const UNITS: u64 = sort::PERCENT | sort::SIGN | sort::MONEY | sort::DURATION | sort::MEASURE | sort::COUNTER;
    if r.whole(pos) & UNITS == 0 {
        return None;
    }
    let (end, (kind, unit, counter)) = r
        .lexemes(pos)
        .filter(|(e, _)| !elided(r, pos, *e))
        .filter_map(|(e, l)| {
            let unit = match l {
                Lexeme::Percent(u) => (Kind::Percent, u.clone(), false),
                Lexeme::Sign(_) if !written_as_code(r, pos, e) => return None,
                Lexeme::Money(c) | Lexeme::Sign(c) => (Kind::Money, c.clone(), false),
                Lexeme::Duration(u) => (Kind::Duration, u.clone(), false),
                Lexeme::Measure(u) if e - pos == 1 && u.len() == 1 && u != "L" && u != &r.text[pos..e] => return None,
                Lexeme::Measure(u) => (Kind::Measure, u.clone(), false),
                Lexeme::Counter(c) => (Kind::Count, c.clone(), true),
                _ => return None,
            };
            Some((e, unit))
        })
        .last()?;
    let mut hit = UnitHit { end, kind, unit, half: false, counter };
    if let Some(e) = r.is(r.skip_spaces(end), sort::HALF_AFTER) {
        // 2年半, two years and a half; but not before another unit: 半年.
        if !counter && r.is(e, sort::DURATION).is_none() {
            hit.end = e;
            hit.half = true;
        }
    }
    Some(hit)
}

/// Whether a lone letter is not a symbol but a word that lost its vowel: `i due s'incontrano`.
fn elided(r: &Reader, from: usize, to: usize) -> bool {
    let mark = matches!(r.char_at(to), Some('\'' | '\u{2019}'));
    to - from == 1 && mark && r.text[to..r.end].chars().nth(1).is_some_and(char::is_alphabetic)
}

/// A currency's code of three letters is written in capitals; what only looks like it is a word.
pub fn written_as_code(r: &Reader, from: usize, to: usize) -> bool {
    let word = &r.text[from..to];
    word.len() != 3 || !word.bytes().all(|b| b.is_ascii_alphabetic()) || word.bytes().filter(u8::is_ascii_uppercase).count() > 1
}

/// Words that begin a number.
const NUMERAL: u64 = sort::DIGIT | sort::TEEN | sort::TENS | sort::HUNDRED | sort::SCALE | sort::FIXED;

/// A hedge that stands here, after the number or after its unit.
pub fn bound_after(r: &Reader, at: usize, places: &[Place]) -> Option<(usize, Bound)> {
    let pos = r.skip_spaces(at);
    let hit = r.longest(pos, sort::BOUND_AFTER | sort::BOUND_INNER | sort::BOUND_BEFORE, |l| match l {
        Lexeme::Bound(op, p) if places.contains(p) => Some(Bound::parse(op)),
        _ => None,
    });
    // 38 million plus 6 million: a word between two figures belongs to the second.
    let figure = |e: usize| r.char_at(e).is_some_and(|c| c.is_ascii_digit()) || r.sorts(e) & sort::SIGN != 0;
    // 12 million and over two hundred extras: the hedge behind the link is that of the next number.
    let next = |e: usize| {
        let Some(gap) = r.text[pos..e].find(' ') else { return false };
        let from = r.skip_spaces(pos + gap);
        r.is(from, sort::BOUND_BEFORE).is_some_and(|e| {
            let at = r.skip_spaces(e);
            e > from && (figure(at) || r.sorts(at) & NUMERAL != 0)
        })
    };
    // 12+, but 1 + i: a sign apart from its figure adds something to it.
    let sign = |e: usize| pos > at && !r.text[pos..e].contains(char::is_alphabetic) && r.text[e..].starts_with(' ') && r.skip_spaces(e) < r.end;
    hit.filter(|(e, _)| !sign(*e)).filter(|(e, _)| !(r.pack.table.spaces && places.contains(&Place::After) && next(*e))).filter(|(e, _)| {
        !(r.pack.table.spaces && pos > at && places.contains(&Place::After) && figure(r.skip_spaces(*e)) && !r.text[pos..*e].contains(' '))
    })
}

/// Half a unit.
pub fn half() -> Num {
    Num::ratio(1, 2).unwrap_or(Num::ONE)
}
