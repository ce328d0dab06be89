//! Which dimension a length is of: how deep, how high, how far away. Of one and the same thing a depth is no distance, and two
//! depths that differ are told of one fact more often than two lengths of which nothing is known.

use super::Pair;
use super::features::{Pairing, place};
use crate::claim::{Claim, Report, Sentence};
use crate::context::{Mark, What};
use crate::judge;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;

/// The class of what says a dimension and modifies nothing else.
pub(super) const CLASS: &str = "dimension";

/// How far away a word may stand, in bytes, before a length and behind it; the same where words are not separated.
const NEAR: (usize, usize) = (9, 5);
const NEAR_WIDE: (usize, usize) = (6, 3);

/// The dimension that is said right beside a length, as an index into the modifiers.
pub(super) fn of(r: &Report, c: &Claim) -> Option<u16> {
    if c.kind != Kind::Measure || pack::unit(&c.unit).is_none_or(|u| u.dimension != "length") {
        return None;
    }
    let s = &r.sentences[c.sentence];
    let spaces = pack::find(s.lang).is_none_or(|p| p.table.spaces);
    let reach = if spaces { NEAR } else { NEAR_WIDE };
    // What means a dimension goes before what only goes with one: a depth of 10 km south of the town.
    s.marks.iter().filter_map(|m| said(m).and_then(|(dimension, weak)| Some((weak, gap(r, s, c, m, reach)?, dimension)))).min().map(|x| x.2)
}

/// The dimension that a word says, and whether it says something else first.
fn said(m: &Mark) -> Option<(u16, bool)> {
    let common = pack::common();
    let named = |id: &str| common.modifiers.find(|m| &m.id, id).filter(|i| common.modifiers[*i].class == CLASS).map(|i| i as u16);
    match m.what {
        What::Modifier(i) => {
            let word = &common.modifiers[usize::from(i)];
            word.dimension.map(|d| (d, word.class != CLASS))
        }
        What::Concept(i) => named(&common.concepts[usize::from(i)].id).map(|d| (d, false)),
        What::Deed(i) => named(&common.deeds[usize::from(i)].id).map(|d| (d, true)),
        _ => None,
    }
}

/// How many bytes lie between a length and a word that may be about it.
fn gap(r: &Report, s: &Sentence, c: &Claim, m: &Mark, reach: (usize, usize)) -> Option<usize> {
    let text = |from: usize, to: usize| r.source.get(from..to).filter(|_| s.span.0 <= from && to <= s.span.1);
    if m.end > c.clean.1 {
        // Kilometres away: the word may begin in the unit.
        let between = text(c.span.1, c.span.1 + m.start.saturating_sub(c.clean.1))?.trim();
        // What stands in brackets says the length again.
        let between = if between.starts_with('(') { between.split_once(')')?.1.trim() } else { between };
        (plain(between) && between.len() <= reach.1 && m.start > c.clean.0).then_some(between.len())
    } else if m.end > c.clean.0 {
        // It goes on into the hedge: 长约70米.
        Some(0)
    } else {
        let length = c.clean.0 - m.end;
        let between = text(c.span.0.checked_sub(length)?, c.span.0)?.trim();
        (plain(between) && between.len() <= reach.0).then_some(between.len())
    }
}

/// Whether there is one word in between at most, and nothing that begins something else.
fn plain(between: &str) -> bool {
    between.chars().all(|c| c.is_alphabetic() || c == '\'')
}

/// The least probability at which two such lengths are taken for one, how far apart they are then at most, as nine to four, and
/// what they get. The trees were shown lengths without their dimension, and are not sure of those that differ.
const LIKELY: f64 = 0.25;
const APART: (i64, i64) = (9, 4);
const TAKEN: f64 = 0.6;

/// Takes lengths of one dimension for one fact where nothing else fits either of them. How far away is asked of many places.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    let modifiers = &pack::common().modifiers;
    for (pair, p) in pairs.iter().zip(p).filter(|(pair, p)| (LIKELY..TAKEN).contains(*p) && pair.a.0 != pair.b.0) {
        let Some(dimension) = pairing.dimension(pair.a).filter(|d| pairing.dimension(pair.b) == Some(*d)) else { continue };
        let far = modifiers[usize::from(dimension)].id == "distance";
        if !far && pair.features[place("explained")] == 0.0 && near(pairing.claim(pair.a), pairing.claim(pair.b)) {
            *p = TAKEN;
        }
    }
}

/// Whether two lengths are near enough for one of them to be a mistake.
fn near(a: &Claim, b: &Claim) -> bool {
    let Some((x, y)) = judge::in_one_unit(a, b) else { return false };
    let (less, more) = (x.min(y), x.max(y));
    let within = || Some(more.mul(Num::int(APART.1))? <= less.mul(Num::int(APART.0))?);
    less > Num::ZERO && within() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Markup;
    use crate::input::Source;

    fn report(lang: &'static str, text: &str) -> Report {
        let source = Source { path: "a".into(), text: text.into(), markup: Markup::Plain, lang: Some(lang) };
        crate::claim::read_report(&source, None)
    }

    /// The dimensions of a text's lengths; `?` where none is said.
    fn said(lang: &'static str, text: &str) -> Vec<String> {
        let r = report(lang, text);
        let named = |c: &Claim| of(&r, c).map_or("?".to_owned(), |d| pack::common().modifiers[usize::from(d)].id.clone());
        r.claims.iter().filter(|c| c.kind == Kind::Measure).map(named).collect()
    }

    #[test]
    fn what_stands_beside_a_length() {
        for (lang, text, dimensions) in [
            ("en", "The quake struck at a depth of 9 km, about 50 km (31 miles) north of the port.", "depth distance ?"),
            ("en", "A wall 3 metres high and 200 metres long gave way over 50 metres.", "height length ?"),
            ("de", "Das Becken ist vier Meter tief, die 70 Meter lange Mauer hielt; bis ans Ufer fehlten 9 Meter.", "depth length ?"),
            ("it", "Un muro alto 3 metri e lungo 70 metri, a 40 km a sud del porto.", "height length distance"),
            ("ja", "震源の深さは約9キロ。高さ3メートル、長さ70メートルの壁が崩れた。", "depth height length"),
            ("zh-Hans", "震源深度9公里。墙高3米、长约70米，距港口40公里。", "depth height length distance"),
        ] {
            assert_eq!(said(lang, text).join(" "), dimensions, "{text}");
        }
        assert_eq!(said("en", "A deep crisis: 12 km of road are closed."), ["?"], "a word that is not beside it");
        assert_eq!(said("en", "It weighs 12 kg and is deep."), ["?"], "no length");
    }

    #[test]
    fn a_depth_is_no_distance() {
        let (a, b) = (report("en", "The quake struck at a depth of 9 km."), report("de", "Das Beben lag 90 Kilometer südlich der Stadt Arnau."));
        let reports = [&a, &b];
        let pairing = Pairing::new(&reports);
        assert!(pairing.apart((0, 0), (1, 0)));
    }
}
