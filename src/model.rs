//! The records that the program speaks: the JSON of reports, claims and findings.

use crate::claim::{Claim, Report};
use crate::context::{Mark, What};
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::value::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of these records.
pub const SCHEMA: u32 = 1;

/// A whole answer.
#[derive(Serialize, JsonSchema, Debug, Default, Clone)]
pub struct Answer {
    /// Version of the schema.
    pub schema: u32,
    /// The reports that were read.
    pub reports: Vec<ReportRecord>,
    /// Their claims.
    pub claims: Vec<ClaimRecord>,
    /// What was found.
    pub findings: Vec<FindingRecord>,
}

/// A report, or a column of aligned text.
#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
pub struct ReportRecord {
    /// Its id in this answer.
    pub id: String,
    /// Its path.
    pub path: String,
    /// BCP 47 tag of its language.
    pub lang: String,
    /// In bitext, the tag of its column.
    pub column: Option<String>,
    /// Its date line.
    pub date: Option<String>,
}

/// A claim.
#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
pub struct ClaimRecord {
    /// Its id in this answer.
    pub id: String,
    /// The report it stands in.
    pub report: String,
    /// In bitext, its segment.
    pub segment: Option<String>,
    /// The language of its sentence.
    pub lang: String,
    /// Kind.
    pub kind: Kind,
    /// Unit.
    pub unit: String,
    /// Value.
    pub value: String,
    /// What the value comes to in this report, where that adds something.
    pub resolved: Option<String>,
    /// Other values that its writing allows, where nothing in the report decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
    /// Lower end, where the value is a number.
    pub lower: Option<String>,
    /// Upper end, where the value is a number.
    pub upper: Option<String>,
    /// The source's own wording.
    pub text: String,
    /// Byte offset of its beginning in the file decoded to UTF-8.
    pub start: usize,
    /// Byte offset of its end.
    pub end: usize,
    /// Line, 1-based.
    pub line: usize,
    /// Column in characters, 1-based.
    pub column: usize,
    /// Byte offset of its beginning in the segment.
    pub segment_start: Option<usize>,
    /// Byte offset of its end in the segment.
    pub segment_end: Option<usize>,
    /// What it is about.
    pub about: About,
}

/// What a claim is about.
#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone, Default)]
pub struct About {
    /// What is counted.
    pub noun: Option<String>,
    /// Names around it.
    pub names: Vec<String>,
    /// The deed beside it.
    pub deed: Option<String>,
    /// The time beside it.
    pub time: Option<String>,
}

/// A finding.
#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone)]
pub struct FindingRecord {
    /// Depends on what it says and where.
    pub id: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Kind of its claims.
    pub kind: Kind,
    /// Its claims.
    pub claims: Vec<String>,
    /// Who is on which side.
    pub sides: Vec<Vec<String>>,
    /// Between reports, or inside one.
    pub scope: Scope,
    /// In bitext, its segment.
    pub segment: Option<String>,
    /// How sure the alignment is, 0 to 1.
    pub score: f64,
    /// Severity.
    pub severity: Severity,
    /// Why aligned and why this verdict.
    pub explanation: String,
}

/// What is said of claims about the same fact, mildest first.
#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Stated once.
    Unmatched,
    /// Same value.
    Agree,
    /// One is the other rounded.
    Rounded,
    /// Same figure, another bound.
    Qualifier,
    /// One side does not state it.
    Missing,
    /// Both can be true.
    Tension,
    /// Both cannot be true.
    Contradiction,
}

impl Verdict {
    /// All, gravest first.
    pub const ALL: [Verdict; 7] =
        [Verdict::Contradiction, Verdict::Tension, Verdict::Missing, Verdict::Qualifier, Verdict::Rounded, Verdict::Agree, Verdict::Unmatched];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Unmatched => "unmatched",
            Verdict::Agree => "agree",
            Verdict::Rounded => "rounded",
            Verdict::Qualifier => "qualifier",
            Verdict::Missing => "missing",
            Verdict::Tension => "tension",
            Verdict::Contradiction => "contradiction",
        }
    }

    /// The verdict of this name.
    pub fn parse(s: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|v| v.name() == s)
    }

    /// How grave it is.
    pub fn severity(self) -> Severity {
        match self {
            Verdict::Contradiction => Severity::Error,
            Verdict::Tension | Verdict::Missing => Severity::Warning,
            Verdict::Qualifier => Severity::Note,
            Verdict::Agree | Verdict::Rounded | Verdict::Unmatched => Severity::None,
        }
    }
}

/// How grave a finding is.
#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing to do.
    None,
    /// Worth a look.
    Note,
    /// May be wrong.
    Warning,
    /// Wrong somewhere.
    Error,
}

/// Where the claims of a finding stand.
#[derive(Serialize, Deserialize, JsonSchema, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// In several reports.
    Across,
    /// In one.
    Internal,
}

fn num(n: Option<Num>) -> Option<String> {
    n.map(|n| n.to_string())
}

/// A name as it is shown: what tells the given name from a place that is called so is left out.
pub fn name_of(what: &What) -> Option<&str> {
    match what {
        What::Listed(i) => {
            let id = pack::common().names[usize::from(*i)].id.as_str();
            Some(id.strip_suffix("-given").unwrap_or(id))
        }
        What::Name(s) => Some(s),
        _ => None,
    }
}

/// A report's record.
pub fn report_record(i: usize, r: &Report) -> ReportRecord {
    ReportRecord { id: format!("r{i}"), path: r.path.clone(), lang: r.lang.to_owned(), column: r.column.clone(), date: r.date.map(|d| d.to_string()) }
}

/// The deed that stands nearest to a place, the first of several.
fn nearest_deed(marks: &[Mark], at: usize) -> Option<u16> {
    // No wording is longer than this.
    const LONGEST: usize = 256;
    let mut best: Option<(usize, u16)> = None;
    let mut offer = |m: &Mark, earlier: bool| {
        let near = m.start.abs_diff(at).min(m.end.abs_diff(at));
        if let What::Deed(d) = m.what
            && best.is_none_or(|(b, _)| near < b || earlier && near == b)
        {
            best = Some((near, d));
        }
        best.map_or(usize::MAX, |b| b.0)
    };
    // Marks stand in the order of their beginnings.
    let middle = marks.partition_point(|m| m.start < at);
    for m in &marks[middle..] {
        if m.start - at > offer(m, false) {
            break;
        }
    }
    for m in marks[..middle].iter().rev() {
        if offer(m, true).saturating_add(LONGEST) < at - m.start {
            break;
        }
    }
    best.map(|b| b.1)
}

/// What a claim is about, as it stands in the report.
#[derive(Debug)]
pub struct Context<'a> {
    /// What is counted.
    pub noun: Option<&'a str>,
    /// Names around it.
    pub names: Vec<&'a str>,
    /// The deed beside it.
    pub deed: Option<&'a str>,
    /// The time beside it.
    pub time: Option<&'a Value>,
}

/// What the `n`th claim of a report is about.
pub fn about<'a>(r: &'a Report, n: usize, c: &'a Claim) -> Context<'a> {
    let mut names: Vec<&str> = Vec::new();
    for name in r.names_with(c).filter_map(name_of) {
        if names.last() != Some(&name) {
            if names.len() == 6 {
                break;
            }
            names.push(name);
        }
    }
    let sentence = &r.sentences[c.sentence];
    let deed = nearest_deed(&sentence.marks, c.clean.0).map(|d| pack::common().deeds[usize::from(d)].id.as_str());
    // Claims stand in the order of their sentences.
    let first = n - r.claims[..n].iter().rev().take_while(|x| x.sentence == c.sentence).count();
    let time = r.claims[first..]
        .iter()
        .take_while(|x| x.sentence == c.sentence)
        .filter(|x| x.kind == Kind::Date && x.span != c.span)
        .min_by_key(|x| x.span.0.abs_diff(c.span.0))
        .map(|x| x.resolved.as_deref().unwrap_or(&x.value));
    let noun = c.noun.map(pack::concept).or_else(|| (!c.noun_text.is_empty()).then_some(c.noun_text.as_str()));
    Context { noun, names, deed, time }
}

/// A claim's record: that of the `n`th claim of a report.
pub fn claim_record(id: usize, ri: usize, r: &Report, n: usize, c: &Claim, segment: Option<&str>) -> ClaimRecord {
    let sentence = &r.sentences[c.sentence];
    let (lower, upper) = c.value.ends().unwrap_or((None, None));
    let about = about(r, n, c);
    let offset = segment.is_some();
    ClaimRecord {
        id: format!("c{id}"),
        report: format!("r{ri}"),
        segment: segment.map(str::to_owned),
        lang: sentence.lang.to_owned(),
        kind: c.kind,
        unit: c.unit.clone(),
        value: c.value.to_string(),
        resolved: c.resolved.as_ref().map(ToString::to_string),
        readings: c.also.iter().map(ToString::to_string).collect(),
        lower: num(lower),
        upper: num(upper),
        text: c.text.clone(),
        start: c.file.0,
        end: c.file.1,
        line: c.line,
        column: c.column,
        segment_start: offset.then_some(c.span.0),
        segment_end: offset.then_some(c.span.1),
        about: About {
            noun: about.noun.map(str::to_owned),
            names: about.names.into_iter().map(str::to_owned).collect(),
            deed: about.deed.map(str::to_owned),
            time: about.time.map(ToString::to_string),
        },
    }
}
