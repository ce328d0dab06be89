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

/// How many claims back a figure looks for its currency.
const REACH: usize = 32;

/// Whether a quantity is a figure with a scale word and nothing that it counts.
pub fn open(q: &Quantity) -> bool {
    matches!(q.kind, Kind::Count | Kind::Number)
        && q.unit.is_empty()
        && (q.noun.is_none() && q.bare || q.noun.is_some_and(|n| n.span.1 <= q.core && n.concept.is_some_and(|c| is(c, "money-item"))))
        && q.scale.is_some()
        && q.value.num().is_some_and(|n| n >= Num::int(1_000))
}

/// Makes money of the open figures among the claims.
pub fn complete(sentences: &[Sentence], claims: &mut [Claim], open: &[usize]) {
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

fn is(c: u16, id: &str) -> bool {
    pack::concept_index(id).is_some_and(|i| pack::steps_up(c, i).is_some())
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
    let topic = topic(&sentences[claim.sentence], claim);
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
        What::Concept(c) if ["person", "animal", "vehicle"].into_iter().any(|id| is(c, id)) => Some(Topic::Counted),
        _ => None,
    });
    named.unwrap_or(Topic::Open)
}
