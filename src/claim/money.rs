//! Amounts that leave their currency out: `the ministry pays 40 million euros, the city another 12 million`.
//!
//! A large figure that counts nothing takes the currency of the money before it, as a reader does. Where the text gives
//! no ground it stays a number.

use super::{Claim, Sentence};
use crate::context::What;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::quantity::Quantity;
use std::collections::HashMap;

/// Deeds whose open figure right behind them is money: it costs 2.7 million.
const PAYS: [&str; 2] = ["cost", "spend"];
/// Bytes that may stand between such a deed and the figure.
const BESIDE: usize = 16;

/// How many claims back a figure looks for its currency.
const REACH: usize = 32;

/// Whether a quantity is a figure with a scale word and nothing that it counts.
pub fn open(q: &Quantity) -> bool {
    // What is told of its noun takes the longest to find.
    let noun = || match q.noun.and_then(|n| n.concept.map(|c| (n, c))) {
        None => q.noun.is_none() && q.bare,
        Some((n, c)) => n.span.1 <= q.core && is(c, "money-item") || is_sum(c),
    };
    matches!(q.kind, Kind::Count | Kind::Number)
        && q.unit.is_empty()
        && q.scale.is_some()
        && q.value.num().is_some_and(|n| n >= Num::int(1_000))
        && noun()
}

/// Makes money of the open figures among the claims.
pub fn complete(sentences: &[Sentence], claims: &mut [Claim], open: &[usize]) {
    cents(claims);
    if open.is_empty() {
        return;
    }
    // The same figure may stand elsewhere with its currency.
    let mut same: HashMap<String, String> = HashMap::new();
    for c in claims.iter().filter(|c| c.kind == Kind::Money) {
        if let Some(n) = c.value.num() {
            same.entry(n.to_string()).or_insert_with(|| c.unit.clone());
        }
    }
    let mut currencies: Vec<&str> = claims.iter().filter(|c| c.kind == Kind::Money && c.unit != "XXX").map(|c| c.unit.as_str()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let only = if let [one] = currencies[..] { Some(one.to_owned()) } else { None };
    for &i in open {
        if let Some(unit) = currency(sentences, claims, i, only.as_deref(), &same) {
            claims[i].kind = Kind::Money;
            claims[i].unit = unit;
            (claims[i].noun, claims[i].noun_text) = (None, String::new());
        }
    }
}

/// $41.07, up 63 cents: the hundredths are those of the money before them in the sentence.
fn cents(claims: &mut [Claim]) {
    /// Currencies whose hundredth has that name.
    const HUNDREDTHS: [&str; 8] = ["USD", "EUR", "AUD", "CAD", "NZD", "HKD", "SGD", "ZAR"];
    for i in 1..claims.len() {
        let c = &claims[i];
        if c.kind != Kind::Money || c.unit != "XXX" || c.value.num().is_none_or(|n| n >= Num::ONE) {
            continue;
        }
        let before = claims[..i].iter().rev().take(REACH).take_while(|b| b.sentence == c.sentence);
        let unit = before.filter(|b| b.kind == Kind::Money && b.unit != "XXX").map(|b| b.unit.clone()).next();
        if let Some(unit) = unit.filter(|u| HUNDREDTHS.contains(&u.as_str())) {
            claims[i].unit = unit;
        }
    }
}

fn is(c: u16, id: &str) -> bool {
    pack::concept_index(id).is_some_and(|i| pack::steps_up(c, i).is_some())
}

/// Whether something is always so much money, whatever the figure before it has for a unit: 14 billion of debts.
fn is_sum(c: u16) -> bool {
    const SUMS: [&str; 10] =
        ["debt", "market-capitalisation", "damage", "deficit", "surplus", "loss", "profit", "revenue", "financing", "investment"];
    SUMS.iter().any(|id| is(c, id))
}

/// What the last thing named before a figure lets it be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    Money,
    Counted,
    Open,
}

fn currency(sentences: &[Sentence], claims: &[Claim], i: usize, only: Option<&str>, same: &HashMap<String, String>) -> Option<String> {
    let claim = &claims[i];
    let paragraph = sentences[claim.sentence].paragraph;
    let before = || claims[..i].iter().rev().take(REACH).take_while(|c| sentences[c.sentence].paragraph == paragraph);
    // Thousands go on with the money right before them; they are too common to be taken for money else.
    let value = claim.value.num()?;
    if value < Num::int(1_000_000) {
        return before().find(|c| c.kind != Kind::Date).filter(|c| c.sentence == claim.sentence && c.kind == Kind::Money).map(|c| c.unit.clone());
    }
    for c in before().take_while(|c| c.sentence == claim.sentence) {
        match c.kind {
            Kind::Money if c.restates.is_none() => return Some(c.unit.clone()),
            // The figure goes on with what was counted.
            Kind::Count if c.noun.is_some() && c.value.num().is_some_and(|n| n >= Num::int(100_000)) => return None,
            _ => {}
        }
    }
    let topic = if claim.noun.is_some_and(is_sum) { Topic::Money } else { topic(&sentences[claim.sentence], claim) };
    if topic == Topic::Counted {
        return None;
    }
    let near = before().find(|c| c.kind == Kind::Money && c.restates.is_none()).map(|c| c.unit.clone());
    let near = near.or_else(|| same.get(&value.to_string()).cloned()).or_else(|| only.map(str::to_owned));
    near.or_else(|| (topic == Topic::Money).then(|| "XXX".to_owned()))
}

fn topic(sentence: &Sentence, claim: &Claim) -> Topic {
    let before = sentence.marks.partition_point(|m| m.start < claim.clean.0);
    let named = sentence.marks[..before].iter().rev().take(REACH).find_map(|m| match m.what {
        What::Concept(c) if is(c, "money-item") => Some(Topic::Money),
        What::Deed(d)
            if m.end <= claim.clean.0 && claim.clean.0 - m.end <= BESIDE && PAYS.contains(&pack::common().deeds[usize::from(d)].id.as_str()) =>
        {
            Some(Topic::Money)
        }
        What::Concept(c) if ["person", "animal", "vehicle"].into_iter().any(|id| is(c, id)) => Some(Topic::Counted),
        _ => None,
    });
    named.unwrap_or(Topic::Open)
}
