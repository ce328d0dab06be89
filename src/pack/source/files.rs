//! The schema of `packs/*/*.toml`, strict: a key that it does not know is an error with file, line and column.

use super::super::table::{Edge, Flow, Place};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub(super) type Words = Vec<String>;
pub(super) type ByKey = BTreeMap<String, Words>;

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PackFile {
    pub(super) tag: String,
    pub(super) name: String,
    pub(super) inherits: Vec<String>,
    pub(super) script: String,
    #[serde(rename = "abstract")]
    pub(super) only_base: bool,
    pub(super) names_ids: bool,
    pub(super) detect: DetectFile,
    pub(super) text: TextFile,
    pub(super) number: NumberFile,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DetectFile {
    pub(super) words: Words,
    pub(super) chars: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TextFile {
    pub(super) spaces: bool,
    pub(super) compounds: bool,
    pub(super) capital_nouns: bool,
    pub(super) capitals: Words,
    pub(super) negations: Words,
    pub(super) openers: Words,
    pub(super) count_links: Words,
    pub(super) restating: Words,
    pub(super) compared: Words,
    pub(super) share_articles: Words,
    pub(super) noun_links: Words,
    pub(super) noun_links_never: Words,
    pub(super) noun_links_yet: Words,
    pub(super) endings: Words,
    pub(super) plurals: Words,
    pub(super) verb_endings: Words,
    pub(super) prefixes: Words,
    pub(super) vowels: String,
    pub(super) onsets: Words,
    pub(super) transliteration: String,
    pub(super) elisions: Words,
    pub(super) fillers: Words,
    pub(super) stops: Words,
    pub(super) adjectives: Words,
    pub(super) person_titles: Words,
    pub(super) definite: Words,
    pub(super) name_before_number: Words,
    pub(super) abbreviations: Words,
    pub(super) blocked: Words,
}

/// How nouns look in other forms than those that are listed.
#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct InflectionsFile {
    /// Words of a phrase behind which nothing is inflected.
    pub(super) links: Words,
    /// Whether all words before that are, or the last of them.
    pub(super) every: bool,
    /// What endings become.
    pub(super) endings: ByKey,
    /// What the end of a word becomes of several, where no ending says it.
    pub(super) many: BTreeMap<String, String>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NumberFile {
    pub(super) decimal: Words,
    pub(super) group: Words,
    pub(super) scale_link: Words,
    pub(super) part_link: Words,
    pub(super) spans: Words,
    pub(super) determiners: Words,
    pub(super) verbs: Words,
    pub(super) verb_before: Words,
    pub(super) verb_never: Words,
    pub(super) minus: Words,
    pub(super) year_after: Words,
    pub(super) currencies: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NumeralFile {
    pub(super) system: String,
    pub(super) unit_before_ten: bool,
    pub(super) shorthand: bool,
    pub(super) formal: String,
    pub(super) joiners: Words,
    pub(super) point: Words,
    pub(super) article: Words,
    pub(super) digits: ByKey,
    pub(super) teens: ByKey,
    pub(super) tens: ByKey,
    pub(super) hundreds: ByKey,
    pub(super) scales: ByKey,
    pub(super) money_scales: ByKey,
    pub(super) fixed: ByKey,
    pub(super) halves: Halves,
    pub(super) fractions: ByKey,
    pub(super) ordinals: ByKey,
    pub(super) ordinal_marks: OrdinalMarks,
    pub(super) vague: ByKey,
    pub(super) about: ByKey,
    pub(super) some: Some_,
    pub(super) times: ByKey,
    pub(super) pairs: ByKey,
    pub(super) tails: ByKey,
    pub(super) open_tails: ByKey,
    pub(super) doubtful: ByKey,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Halves {
    pub(super) before: Words,
    pub(super) after: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OrdinalMarks {
    pub(super) before: Words,
    pub(super) after: Words,
    pub(super) tail: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Some_ {
    pub(super) words: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct UnitFile {
    pub(super) money: BTreeMap<String, MoneyWords>,
    pub(super) duration: ByKey,
    pub(super) measure: ByKey,
    pub(super) percent: ByKey,
    pub(super) counters: ByKey,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct MoneyWords {
    pub(super) words: Words,
    pub(super) signs: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BoundFile {
    pub(super) governors: Words,
    pub(super) governors_beside: Words,
    pub(super) governors_links: Words,
    pub(super) near_times: Words,
    pub(super) bound: Vec<BoundEntry>,
    pub(super) range: RangeFile,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct BoundEntry {
    pub(super) op: String,
    pub(super) place: Place,
    pub(super) words: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RangeFile {
    pub(super) between: Words,
    pub(super) to: Words,
    pub(super) and: Words,
    pub(super) or: Words,
    pub(super) shift: Words,
    pub(super) shift_close: Words,
    pub(super) shift_never: Words,
    pub(super) change: Words,
    pub(super) close: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DateFile {
    pub(super) months: ByKey,
    pub(super) weekdays: ByKey,
    pub(super) eras: Eras,
    pub(super) seasons: ByKey,
    pub(super) dayparts: ByKey,
    pub(super) zones: ByKey,
    pub(super) either_order: bool,
    pub(super) open_week: Words,
    pub(super) date_line_after: Words,
    pub(super) past_month: Words,
    pub(super) coming_month: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Eras {
    pub(super) bc: Words,
    pub(super) ad: Words,
    pub(super) place: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RuleFile {
    pub(super) rule: Vec<RuleEntry>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    pub(super) kind: String,
    #[serde(rename = "match")]
    pub(super) patterns: Words,
    pub(super) value: String,
    #[serde(default)]
    pub(super) unit: String,
    #[serde(default)]
    pub(super) bound: String,
    #[serde(default)]
    pub(super) before: Words,
    #[serde(default)]
    pub(super) not_before: Words,
    #[serde(default)]
    pub(super) not_after: Words,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FoldFile {
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ReadingFile {
    /// Reading, then all the characters that have it.
    pub(super) readings: BTreeMap<String, String>,
}

#[derive(Default, Clone)]
pub(super) struct Source {
    pub(super) pack: PackFile,
    pub(super) numerals: NumeralFile,
    pub(super) units: UnitFile,
    pub(super) bounds: BoundFile,
    pub(super) dates: DateFile,
    pub(super) rules: RuleFile,
    pub(super) fold: FoldFile,
    pub(super) readings: ReadingFile,
    pub(super) concepts: ByKey,
    pub(super) inflections: InflectionsFile,
    pub(super) deeds: ByKey,
    pub(super) modifiers: ByKey,
    pub(super) names: ByKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConceptEntry {
    #[serde(default)]
    pub(super) is: Vec<String>,
    #[serde(default)]
    pub(super) like: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeedEntry {
    #[serde(default)]
    pub(super) opposite: Option<String>,
    pub(super) class: String,
    #[serde(default)]
    pub(super) edge: Option<Edge>,
    pub(super) flow: Option<Flow>,
    #[serde(default)]
    pub(super) less: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModifierEntry {
    pub(super) class: String,
    #[serde(default)]
    pub(super) edge: Option<Edge>,
    pub(super) dimension: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassEntry {
    pub(super) class: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitEntry {
    pub(super) dimension: String,
    pub(super) ratio: String,
    #[serde(default)]
    pub(super) offset: String,
    pub(super) symbol: Option<String>,
}

pub(super) type Problems = Vec<String>;

pub(super) fn read<T: DeserializeOwned + Default>(path: &Path, problems: &mut Problems) -> T {
    let Ok(text) = fs::read_to_string(path) else { return T::default() };
    match toml::from_str(&text) {
        Ok(t) => t,
        Err(e) => {
            let at = e.span().map_or(0, |s| s.start);
            let line = text[..at].matches('\n').count() + 1;
            let column = text[..at].rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
            problems.push(format!("{}:{line}:{column}: {}", path.display(), e.message()));
            T::default()
        }
    }
}

/// Names of a folder's entries, sorted.
pub(super) fn entries(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).map(|d| d.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect()).unwrap_or_default();
    names.sort();
    names
}

pub(super) const FILES: [&str; 15] = [
    "pack.toml",
    "numerals.toml",
    "units.toml",
    "bounds.toml",
    "dates.toml",
    "rules.toml",
    "fold.toml",
    "readings.toml",
    "concepts.toml",
    "inflections.toml",
    "deeds.toml",
    "modifiers.toml",
    "names.toml",
    "examples.toml",
    "README.md",
];

pub(super) fn load(dir: &Path, problems: &mut Problems) -> Source {
    for name in entries(dir) {
        if !FILES.contains(&name.as_str()) {
            problems.push(format!("{}: no pack has such a file; known are {}", dir.join(name).display(), FILES.join(", ")));
        }
    }
    Source {
        pack: read(&dir.join("pack.toml"), problems),
        numerals: read(&dir.join("numerals.toml"), problems),
        units: read(&dir.join("units.toml"), problems),
        bounds: read(&dir.join("bounds.toml"), problems),
        dates: read(&dir.join("dates.toml"), problems),
        rules: read(&dir.join("rules.toml"), problems),
        fold: read(&dir.join("fold.toml"), problems),
        readings: read(&dir.join("readings.toml"), problems),
        concepts: read(&dir.join("concepts.toml"), problems),
        inflections: read(&dir.join("inflections.toml"), problems),
        deeds: read(&dir.join("deeds.toml"), problems),
        modifiers: read(&dir.join("modifiers.toml"), problems),
        names: read(&dir.join("names.toml"), problems),
    }
}
