//! The corpus against what people wrote down about it: claims found, facts aligned, distractors kept apart.

mod common;

use serde::Deserialize;
use tertium::model::Verdict;
use tertium::report::Answered;

#[derive(Deserialize)]
struct Gold {
    fact: Vec<Fact>,
    #[serde(default)]
    apart: Vec<Apart>,
}

#[derive(Deserialize)]
struct Fact {
    what: String,
    claims: Vec<GoldClaim>,
}

#[derive(Deserialize)]
struct Apart {
    why: String,
    claims: Vec<GoldClaim>,
}

#[derive(Deserialize)]
struct GoldClaim {
    report: String,
    line: usize,
    text: String,
    kind: String,
    value: String,
}

/// Share of the gold claims that are found with their kind and value.
const CLAIM_FLOOR: f64 = 0.9;
/// Share of the gold pairs, both of whose claims are found, that stand in one finding; six stories of long reports are hard.
const PAIR_FLOOR: f64 = 0.87;
/// Share of the distractors that stand in no finding together: claims that look alike and are about two facts.
const APART_FLOOR: f64 = 0.9;

type Id = (usize, usize);

/// The claim that overlaps a gold claim, the one with its kind and value first; and whether these are right.
fn found(a: &Answered, g: &GoldClaim) -> Option<(Id, bool)> {
    let r = a.reports.iter().position(|r| r.path.rsplit('/').next() == Some(&g.report)).unwrap_or_else(|| panic!("no report {}", g.report));
    let report = &a.reports[r];
    let from: usize = report.source.split_inclusive('\n').take(g.line - 1).map(str::len).sum();
    let start = report.source[from..].find(&g.text).map(|i| from + i).unwrap_or_else(|| panic!("{}:{}: no {}", g.report, g.line, g.text));
    let end = start + g.text.len();
    let hits: Vec<usize> = (0..report.claims.len()).filter(|i| report.claims[*i].span.0 < end && report.claims[*i].span.1 > start).collect();
    let right = hits.iter().find(|i| {
        let c = &report.claims[**i];
        c.kind.name() == g.kind && (c.value.to_string() == g.value || c.resolved.as_ref().is_some_and(|v| v.to_string() == g.value))
    });
    right.map(|i| ((r, *i), true)).or_else(|| hits.first().map(|i| ((r, *i), false)))
}

fn together(a: &Answered, x: Id, y: Id) -> bool {
    a.findings.iter().any(|f| f.verdict != Verdict::Unmatched && f.claims.contains(&x) && f.claims.contains(&y))
}

#[test]
fn gold() {
    let (mut claims, mut right, mut pairs, mut aligned, mut distractors, mut apart_kept) = (0, 0, 0, 0, 0, 0);
    for name in common::stories() {
        let text = std::fs::read_to_string(format!("corpus/{name}/gold.toml")).expect("gold");
        let gold: Gold = toml::from_str(&text).unwrap_or_else(|e| panic!("corpus/{name}/gold.toml: {e}"));
        let a = common::checked(&name);
        for fact in &gold.fact {
            let mut ids = Vec::new();
            for g in &fact.claims {
                claims += 1;
                match found(&a, g) {
                    Some((id, true)) => {
                        right += 1;
                        ids.push(id);
                    }
                    other => println!(
                        "miss: {name}/{}:{}: {} {} «{}», got {}",
                        g.report,
                        g.line,
                        g.kind,
                        g.value,
                        g.text,
                        other.map_or("nothing".to_owned(), |((r, i), _)| {
                            let c = &a.reports[r].claims[i];
                            format!("{} {}", c.kind, c.value)
                        })
                    ),
                }
            }
            for (n, x) in ids.iter().enumerate() {
                for y in ids[n + 1..].iter().filter(|y| *y != x) {
                    pairs += 1;
                    if together(&a, *x, *y) {
                        aligned += 1;
                    } else {
                        println!("not aligned: {name}: {}: {x:?} {y:?}", fact.what);
                    }
                }
            }
        }
        for apart in &gold.apart {
            let ids: Vec<Id> = apart.claims.iter().filter_map(|g| found(&a, g)).map(|f| f.0).collect();
            let one = ids.iter().enumerate().any(|(n, x)| ids[n + 1..].iter().any(|y| x != y && together(&a, *x, *y)));
            distractors += 1;
            if one {
                println!("taken for one fact: {name}: {}", apart.why);
            } else {
                apart_kept += 1;
            }
        }
    }
    let (recall, share) = (f64::from(right) / f64::from(claims), f64::from(aligned) / f64::from(pairs));
    let kept = f64::from(apart_kept) / f64::from(distractors);
    println!("claims {right} of {claims} = {recall:.4}; pairs {aligned} of {pairs} = {share:.4}; apart {apart_kept} of {distractors} = {kept:.4}");
    assert!(recall >= CLAIM_FLOOR, "claim recall {recall:.4} is below {CLAIM_FLOOR}");
    assert!(share >= PAIR_FLOOR, "aligned pairs {share:.4} are below {PAIR_FLOOR}");
    assert!(kept >= APART_FLOOR, "distractors kept apart {kept:.4} are below {APART_FLOOR}");
}
