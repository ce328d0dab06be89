//! Dates and times of the telling: counted as of noon, said on Tuesday. They are no other date or time of what is told.

use super::Pair;
use super::features::{Pairing, TENSION, place};
use super::group::NEVER;
use crate::claim::{Claim, Report};
use crate::context::What;
use crate::date::Date;
use crate::kind::Kind;
use crate::pack;
use crate::value::Value;

/// The class of words beside the time of which something is told.
pub(super) const CLASS: &str = "telling";

/// The class of words that tell on the day beside them, where they are no deeds.
pub(super) const SAYING: &str = "saying";

/// Deeds that tell and make nothing happen; a report of smoke and an announcement are news themselves.
const TELLING: [&str; 4] = ["say", "inform", "explain", "describe"];
/// What is left to a day of the telling beside another of what is told.
const HARDLY: f64 = 0.3;

/// How far away, in bytes, such words stand, and others of the same date: as of the 7th, 11 p.m.
const NEAR: usize = 6;
const SAME: usize = 3;
const SAID: usize = 12;
/// How long the name of an agency is at most, in bytes.
const HEAD: usize = 40;
/// What parts clauses.
const CLAUSE: [char; 7] = [',', ';', ':', '，', '、', '；', '：'];

/// What a date or a time is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Of {
    /// What is told, as far as is known.
    Event,
    /// The telling.
    Telling,
    /// What was known by then, or when the report was sent.
    State,
}

/// Keeps dates and times that differ apart where not both are of what is told.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    const VERDICT: usize = place("verdict");
    let of: Vec<Vec<Of>> = pairing.reports.iter().map(|r| r.claims.iter().map(|c| of(r, c)).collect()).collect();
    for (pair, p) in pairs.iter().zip(p) {
        let (a, b) = (of[pair.a.0][pair.a.1], of[pair.b.0][pair.b.1]);
        // Nothing (0) is known of a weekday and a day of no known month.
        let differ = pair.features[VERDICT] > 0.0 && pair.features[VERDICT] <= TENSION;
        if differ && (a == Of::State || b == Of::State) {
            *p = NEVER;
        } else if differ && a != b {
            *p = p.min(HARDLY);
        }
    }
}

fn of(r: &Report, c: &Claim) -> Of {
    match c.kind {
        Kind::Date | Kind::Time if as_of(r, c) => Of::State,
        Kind::Date if of_a_day(c) && heads(r, c) => Of::State,
        Kind::Date if of_a_day(c) && said(r, c) => Of::Telling,
        _ => Of::Event,
    }
}

/// Whether it is no longer than a day: in a year or a month much is said, and it is not what the year is of.
fn of_a_day(c: &Claim) -> bool {
    match &c.value {
        Value::Date { date: Date::Calendar(part), .. } => part.day.is_some(),
        Value::Date { date: Date::Relative { unit, .. }, .. } => unit == "day",
        Value::Date { date: Date::Interval(..), .. } => false,
        _ => true,
    }
}

/// Whether a word beside it, or beside the date and time that it is one of, says that something was so then.
fn as_of(r: &Report, c: &Claim) -> bool {
    let (mut from, mut to) = c.clean;
    let dates = || r.claims.iter().filter(|o| o.sentence == c.sentence && matches!(o.kind, Kind::Date | Kind::Time));
    for o in dates().filter(|o| o.clean.1 <= c.clean.0).collect::<Vec<_>>().into_iter().rev() {
        from = if from.saturating_sub(o.clean.1) <= SAME { o.clean.0 } else { from };
    }
    for o in dates().filter(|o| o.clean.0 >= c.clean.1) {
        to = if o.clean.0.saturating_sub(to) <= SAME { o.clean.1 } else { to };
    }
    let modifiers = &pack::common().modifiers;
    r.sentences[c.sentence].marks.iter().any(|m| {
        // 7日电: the word begins in the date.
        let goes_on = m.start > from && m.start < to && m.end > to;
        let beside = goes_on || m.end <= from && from - m.end <= NEAR || m.start >= to && m.start - to <= SAME;
        beside && matches!(m.what, What::Modifier(i) if modifiers[usize::from(i)].class == CLASS)
    })
}

/// Whether it stands in brackets that open the sentence, as day and place of an agency's news do: [ローマ 7日 ...].
fn heads(r: &Report, c: &Claim) -> bool {
    let s = r.sentences[c.sentence].span;
    let (Some(before), Some(behind)) = (r.source.get(s.0..c.span.0), r.source.get(c.span.1..s.1)) else { return false };
    let opened = before.trim_start().strip_prefix(['[', '(', '（', '【', '［']);
    let closing = [']', ')', '）', '】', '］'];
    opened.is_some_and(|b| !b.contains(closing)) && behind.find(closing).is_some_and(|at| at > 0 && at <= HEAD && !behind[..at].contains('、'))
}

/// Whether the deed right beside it is that somebody tells something.
fn said(r: &Report, c: &Claim) -> bool {
    let common = pack::common();
    let mut nearest: Option<(usize, bool)> = None;
    for m in &r.sentences[c.sentence].marks {
        let tells = match m.what {
            What::Deed(d) => TELLING.contains(&common.deeds[usize::from(d)].id.as_str()),
            What::Modifier(i) if common.modifiers[usize::from(i)].class == SAYING => true,
            _ => continue,
        };
        let (gap, between) = if m.start >= c.clean.1 {
            let gap = m.start - c.clean.1;
            (gap, r.source.get(c.span.1..c.span.1 + gap))
        } else if m.end <= c.clean.0 {
            let gap = c.clean.0 - m.end;
            (gap, r.source.get(c.span.0.saturating_sub(gap)..c.span.0))
        } else {
            continue;
        };
        // What is done in another clause is done on another day, for all that is known.
        if between.is_some_and(|b| b.contains(CLAUSE)) {
            continue;
        }
        // Of two that are as near, one that happens.
        let found = (gap, tells);
        nearest = Some(nearest.map_or(found, |n| n.min(found)));
    }
    nearest.is_some_and(|(gap, tells)| tells && gap <= SAID)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Markup;
    use crate::input::Source;

    fn states(lang: &'static str, text: &str) -> Vec<Of> {
        let source = Source { path: "a".into(), text: text.into(), markup: Markup::Plain, lang: Some(lang) };
        let r = crate::claim::read_report(&source, None);
        r.claims.iter().filter(|c| matches!(c.kind, Kind::Date | Kind::Time)).map(|c| of(&r, c)).collect()
    }

    #[test]
    fn what_a_time_is_of() {
        use Of::{Event, State, Telling};
        assert_eq!(states("en", "The fire broke out on Monday."), [Event]);
        assert_eq!(states("en", "The mayor said on Tuesday that help was under way."), [Telling]);
        assert_eq!(states("de", "Der Bürgermeister sagte am Dienstag, Hilfe sei unterwegs."), [Telling]);
        assert_eq!(states("en", "As of 3 pm, four people were missing."), [State]);
        assert_eq!(states("zh-Hans", "截至5月7日晚上11时，已有6人失踪。"), [State, State]);
        assert_eq!(states("zh-Hans", "海通社5月7日电 港口发生火灾。"), [State]);
        assert_eq!(states("ja", "[ローマ 7日 ANSA] - 港で火災が起きた。"), [State]);
        assert_eq!(states("ja", "港で火災が起きた(5月7日)。"), [Event]);
        assert_eq!(states("ja", "7日午後4時現在、6人が不明だ。"), [State, State]);
        assert_eq!(states("en", "It was said in 2014 that it would open."), [Event], "in a year much is said");
    }
}
