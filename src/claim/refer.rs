//! Counts that leave to what stands before what it is that they count: 11 engineers, seven of them from the rival; these
//! four.
//!
//! The first take their noun from the whole that they are part of. The second say again what was said before, and are
//! aligned with it.

use super::{Claim, Sentence};
use crate::context::What;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::pack::table::sort;
use crate::quantity::{Quantity, Reader};
use crate::value::{Bound, Value};

/// Bytes that may stand between a number and the word that makes it a part.
const BESIDE: usize = 8;
/// How far before a number the word that makes it known is looked for.
const WORD: usize = 24;
/// How many claims back a pronoun looks for what it stands for.
const REACH: usize = 64;

/// Gives parts the noun of their whole, where it stands before them in the sentence.
pub fn parts(source: &str, sentences: &[Sentence], claims: &mut [Claim]) {
    for i in 0..claims.len() {
        let c = &claims[i];
        if c.kind != Kind::Count || c.noun.is_some() || !c.unit.is_empty() || !is_part(&sentences[c.sentence], c) {
            continue;
        }
        let before = claims[..i].iter().rev().take_while(|w| w.sentence == c.sentence);
        let mut wholes = before
            .filter(|w| w.kind == Kind::Count && w.noun.is_some())
            .filter(|w| matches!(w.value, Value::Vague { .. }) || w.value.num() >= c.value.num())
            .peekable();
        let nearest = wholes.next();
        // 21 films from 17 countries, eight of them: of the films.
        let whole = wholes.next().filter(|first| nearest.is_some_and(|n| hangs(source, sentences[c.sentence].lang, first, n))).or(nearest);
        if let Some((unit, noun, text)) = whole.map(|w| (w.unit.clone(), w.noun, w.noun_text.clone())) {
            (claims[i].unit, claims[i].noun, claims[i].noun_text) = (unit, noun, text);
        }
    }
}

/// Makes shares of bare figures behind a share, where an article of shares leads them and nothing follows that they count.
pub fn shares(source: &str, sentences: &[Sentence], claims: &mut [Claim]) {
    for i in 1..claims.len() {
        let c = &claims[i];
        let bare = matches!(c.kind, Kind::Count | Kind::Number) && c.noun.is_none() && c.noun_text.is_empty() && c.unit.is_empty();
        if !bare || c.value.num().is_none_or(|n| n > Num::int(100)) {
            continue;
        }
        let Some(pack) = pack::find(sentences[c.sentence].lang).filter(|p| !p.table.share_articles.is_empty()) else { continue };
        let sentence = sentences[c.sentence].span;
        let before = source.get(sentence.0..c.span.0).map(|t| pack.fold(t)).unwrap_or_default();
        let before = before.trim_end();
        let led =
            pack.table.share_articles.iter().any(|a| before.strip_suffix(a.as_str()).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
        let closed = source.get(c.span.1..sentence.1).is_some_and(|t| t.is_empty() || t.starts_with([',', '.', ';', ')', ':']));
        let mut same = claims[..i].iter().rev().take_while(|s| s.sentence == c.sentence);
        if led && closed && same.any(|s| s.kind == Kind::Percent) {
            (claims[i].kind, claims[i].unit) = (Kind::Percent, "%".into());
        }
    }
}

/// Whether the second of two counts hangs on the first by a preposition.
fn hangs(source: &str, lang: &str, first: &Claim, second: &Claim) -> bool {
    let word = source.get(first.span.1..second.span.0).map_or("", str::trim);
    pack::find(lang).is_some_and(|p| p.table.count_links.contains(&p.fold(word)))
}

fn is_part(sentence: &Sentence, c: &Claim) -> bool {
    let modifiers = &pack::common().modifiers;
    sentence.marks.iter().any(|m| {
        let beside = m.end <= c.clean.0 && c.clean.0 - m.end <= BESIDE || m.start >= c.clean.1 && m.start - c.clean.1 <= BESIDE;
        beside && matches!(m.what, What::Modifier(i) if modifiers[usize::from(i)].id == "part")
    })
}

/// Whether a quantity counts things that are known from before, as far as the word before it says.
pub fn definite(q: &Quantity, r: &Reader) -> bool {
    q.kind == Kind::Count
        && q.value.bound() == Bound::None
        && q.value.num().is_some_and(|n| n.is_int() && n >= Num::int(2))
        && r.before(q.start, WORD, sort::DEFINITE).is_some()
}

/// Where people are counted by a measure word alone they are known from before as well, if they were named there: four
/// engineers, and then four persons. Not where something befalls them: four persons who died may be others.
fn people(sentences: &[Sentence], claims: &[Claim], i: usize) -> bool {
    /// Bytes behind the count in which it is said what befalls them, and before it in which they are told from others.
    const AROUND: (usize, usize) = (18, 9);
    let c = &claims[i];
    let person = pack::person();
    let exact = c.value.bound() == Bound::None && c.value.num().is_some_and(|n| n.is_int() && n >= Num::int(2));
    let spaces = || pack::find(sentences[c.sentence].lang).is_none_or(|p| p.table.spaces);
    if c.kind != Kind::Count || !exact || c.noun.is_none() || c.noun != person || spaces() {
        return false;
    }
    let common = pack::common();
    let befalls = |d: u16| matches!(common.deeds[usize::from(d)].class.as_str(), "casualty" | "crime" | "law" | "health");
    !sentences[c.sentence].marks.iter().any(|m| match m.what {
        What::Deed(d) => befalls(d) && m.start >= c.clean.1 && m.start - c.clean.1 <= AROUND.0,
        What::Modifier(_) => m.end <= c.clean.0 && c.clean.0 - m.end <= AROUND.1,
        _ => false,
    })
}

/// Makes counts of things known from before say again what was said of them: the nearest count with the same figure,
/// whose noun is the same or a kind of theirs.
pub fn pronouns(sentences: &[Sentence], claims: &mut [Claim], definite: &[usize]) {
    for i in 0..claims.len() {
        let definite = definite.binary_search(&i).is_ok();
        let c = &claims[i];
        if c.echoes.is_some() || !definite && !people(sentences, claims, i) {
            continue;
        }
        let first = claims[..i].iter().enumerate().rev().take(REACH).find(|(_, f)| {
            f.kind == Kind::Count
                && f.value == c.value
                && match (f.noun, c.noun) {
                    (Some(named), Some(again)) => pack::steps_up(named, again).is_some_and(|n| definite || n > 0),
                    (_, None) => c.noun_text.is_empty() || c.noun_text == f.noun_text,
                    (None, Some(_)) => false,
                }
        });
        claims[i].echoes = first.map(|(at, f)| f.echoes.unwrap_or(at));
    }
}
