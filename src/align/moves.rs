//! One move, two figures. Where two reports say how many people went from one house to another, or left the same one, and the
//! figures are as near as sources differ (seven, at least eight), they tell of one move, whatever else stands around.
//!
//! In the annotated stories such pairs are too few for the trees to learn from (20, of which five have other figures), and all
//! are one fact. So are equal figures in one unit, none of them small, where a move has the same end (54 of 55).

use super::features::{AGREE, Pairing, place};
use super::flow;
use super::group::Id;
use super::{Pair, Places};
use crate::claim::Claim;
use crate::date::Day;
use crate::judge;
use crate::kind::Kind;
use crate::value::Value;
use std::collections::HashMap;

/// The decimal logarithm of 4/3: figures further apart count other people.
const NEAR: f64 = 0.125;
/// How sure it is: what the annotated stories say.
const SURE: f64 = 0.85;
/// From this probability on two equal figures are one fact.
const ONE: f64 = 0.5;

const NOUN: usize = place("noun");
const FLOW: usize = place("flow");
const VERDICT: usize = place("verdict");

/// Raises the probability of such pairs, and of what agrees with either side of a difference.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    let moves = |(i, pair): (usize, &Pair)| (pair.features[FLOW] >= 1.0 && pair.a.0 != pair.b.0).then_some(i);
    let mut differ = Vec::new();
    for i in pairs.iter().enumerate().filter_map(moves) {
        let one = one_move(pairing, &pairs[i]);
        if one || equal(pairing, &pairs[i]) {
            p[i] = p[i].max(SURE);
        }
        // Equal figures speak for themselves; it is the sides of a difference that have to stand together.
        if one && pairs[i].features[VERDICT] < AGREE {
            differ.push(i);
        }
    }
    if differ.is_empty() {
        return;
    }
    let mut agreeing: HashMap<Id, Vec<(Id, f64)>> = differ.iter().flat_map(|i| [pairs[*i].a, pairs[*i].b]).map(|id| (id, vec![(id, SURE)])).collect();
    for (pair, p) in pairs.iter().zip(&*p).filter(|(pair, p)| **p >= ONE && pair.features[VERDICT] >= AGREE) {
        for (x, y) in [(pair.a, pair.b), (pair.b, pair.a)] {
            if let Some(list) = agreeing.get_mut(&x) {
                list.push((y, p.min(SURE)));
            }
        }
    }
    let places = Places(pairs);
    for i in differ {
        for (x, like_x) in &agreeing[&pairs[i].a] {
            for (y, like_y) in agreeing[&pairs[i].b].iter().filter(|y| y.0.0 != x.0) {
                if let Some(j) = places.get(*x, *y) {
                    p[j] = p[j].max(like_x.min(*like_y));
                }
            }
        }
    }
}

/// Whether a pair has one figure, of something that goes where the other goes or comes from there: what is paid to those who
/// leave.
fn equal(pairing: &Pairing, pair: &Pair) -> bool {
    let [equal, unit, small, best] = const { [place("equal"), place("unit-same"), place("small"), place("best-value")] };
    let (a, b, f) = (pairing.claim(pair.a), pairing.claim(pair.b), &pair.features);
    let figures = a.kind == b.kind && !matches!(a.kind, Kind::Date | Kind::Time | Kind::Identifier);
    figures && f[FLOW] >= 1.0 && f[equal] > 0.0 && f[unit] > 0.0 && f[small] == 0.0 && f[best] >= 1.0
}

/// Whether the figures of a pair differ a little, or are equal, and count people of one move.
fn one_move(pairing: &Pairing, pair: &Pair) -> bool {
    let [distance, deed] = const { [place("distance"), place("deed-nearest")] };
    let [all, part, modality] = const { [place("clash-all"), place("clash-part"), place("clash-modality")] };
    let f = &pair.features;
    if f[FLOW] < 1.0 || f[NOUN] < 1.0 || !(0.0..=NEAR).contains(&f[distance]) {
        return false;
    }
    if !flow::same_source(pairing.around(pair.a), pairing.around(pair.b)) {
        return false;
    }
    // Whence and whither say which part of all newcomers they are, and that they did go.
    let named = f[FLOW] > 1.0 && f[deed] >= 1.0;
    let clash = f[all] - if named { f[part] + f[modality] } else { 0.0 };
    clash <= 0.0
        && pairing.claim(pair.a).counts_people()
        && [(pair.a, pair.b), (pair.b, pair.a)].into_iter().all(|(x, y)| !crowded(pairing, x, y) && !of_other_days(pairing, x))
}

/// Whether the first one's sentence counts other people whose number is as near to the second: who knows which are meant.
fn crowded(pairing: &Pairing, one: Id, other: Id) -> bool {
    let own = pairing.claim(one);
    let beside = pairing.reports[one.0].claims.iter().enumerate().filter(|(i, c)| *i != one.1 && c.sentence == own.sentence && c.counts_people());
    beside.into_iter().any(|(i, _)| (0.0..=NEAR).contains(&pairing.relation((one.0, i), other).distance))
}

/// Whether its sentence tells of a year or a day that is far from the report's own: of an earlier move.
fn of_other_days(pairing: &Pairing, id: Id) -> bool {
    /// Days from the report's own.
    const FAR: i64 = 200;
    let (report, own) = (pairing.reports[id.0], pairing.claim(id));
    let Some(day) = report.date.map(Day::number) else { return false };
    let days = |c: &Claim| match judge::effective(c) {
        Value::Date { date, .. } => date.days(),
        _ => None,
    };
    let far = |(from, to): (i64, i64)| to + FAR < day || from > day + FAR;
    report.claims.iter().any(|c| c.sentence == own.sentence && days(c).is_some_and(far))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{self, Report};
    use crate::{clean, input};

    const GERMAN: &str = "Berlin, 4. März 2026\n\nDas Museum Halden verliert seine Fachleute. Sechs Kuratoren wechselten vom Museum Halden \
        zum Auktionshaus Norvale.";

    fn read(lang: &'static str, text: &str) -> Report {
        let source = input::Source { path: "text.txt".into(), text: text.to_owned(), markup: clean::Markup::Plain, lang: None };
        claim::read_report(&source, Some(lang))
    }

    /// Whether the six of the German report and so many of the English one are of one move.
    fn one(english: &str, figure: &str) -> bool {
        let text = format!("4 March 2026\n\nNorvale has been busy in the north. {english}, staff said, and wants a new workshop by autumn.");
        let reports = [read("de", GERMAN), read("en", &text)];
        let refs: Vec<&Report> = reports.iter().collect();
        let pairing = Pairing::new(&refs);
        let pairs = crate::align::pairs(&pairing);
        let value = |id: Id| pairing.claim(id).value.to_string();
        let mut of = pairs.iter().filter(|p| p.a.0 != p.b.0 && value(p.a) == "6" && value(p.b) == figure);
        let pair = of.next().expect("a pair");
        assert!(of.next().is_none(), "one pair");
        one_move(&pairing, pair)
    }

    #[test]
    fn near_figures_of_one_move() {
        assert!(one("It poached at least seven curators from Halden", ">=7"));
        assert!(one("It hired seven curators from Halden", "7"));
        assert!(one("Norvale poached 19 curators, seven of them from Halden", "7"));
    }

    #[test]
    fn a_finding_says_which_move_it_is_about() {
        let english = "4 March 2026\n\nNorvale has been busy in the north. Norvale poached at least seven curators from Halden, staff said.";
        let reports = [read("de", GERMAN), read("en", english)];
        let refs: Vec<&Report> = reports.iter().collect();
        let found = crate::finding::check(&refs, crate::finding::Options::default());
        let said: Vec<&str> = found.iter().map(|f| f.explanation.as_str()).collect();
        assert!(said.iter().any(|e| e.contains("aligned by a move from halden to norvale")), "{said:?}");
    }

    #[test]
    fn other_moves() {
        // Of all newcomers; too many; of another year; and who knows which of the two.
        assert!(!one("It hired seven curators this week", "7"));
        assert!(!one("It poached nineteen curators from Halden", "19"));
        assert!(!one("In 2019 it poached seven curators from Halden", "7"));
        assert!(!one("It hired seven curators from Halden and five curators from its own school", "7"));
    }

    #[test]
    fn one_figure_of_one_move() {
        const GERMAN: &str = "4. März 2026\n\nNorvale lockt Kuratoren des Museums Halden mit Verträgen von bis zu 4 Millionen Euro.";
        let of = |english: &str| {
            let reports = [read("de", GERMAN), read("en", &format!("4 March 2026\n\nThe market is nervous. {english}."))];
            let refs: Vec<&Report> = reports.iter().collect();
            let pairing = Pairing::new(&refs);
            crate::align::pairs(&pairing).iter().any(|p| equal(&pairing, p))
        };
        assert!(of("Norvale offered curators from Halden a bonus of 4 million euros, one of them said"));
        assert!(!of("A bonus of 4 million euros was paid last year"));
        assert!(!of("Norvale offered curators from Halden 7 million euros"));
    }

    #[test]
    fn what_is_no_count_of_people() {
        assert!(!one("It bought seven paintings from Halden", "7"));
    }
}
