//! The source form of packs and its compilation into tables.
//!
//! Used by the build script only. A mistake in a pack is an error with file, line and column; it never reaches a user.

mod files;
mod inflect;
mod inherit;
mod pattern;

use super::table::*;
use super::{fold, rules, surface};
use files::*;
use inherit::*;
use pattern::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// How a rule becomes bytes.
pub type Encode = fn(&Rule) -> Vec<u8>;

struct Compiler<'a> {
    dir: String,
    fold: HashMap<char, char>,
    lexemes: Vec<Lexeme>,
    index: HashMap<Lexeme, u32>,
    surfaces: Vec<(String, u32)>,
    problems: &'a mut Problems,
}

impl Compiler<'_> {
    /// Case- and character-folded exactly as the reader folds text (lengths are kept).
    fn fold(&self, s: &str) -> String {
        s.chars().map(|c| super::table::fold_char(c, |c| self.fold.get(&c).copied())).collect()
    }

    fn add(&mut self, word: &str, lexeme: Lexeme) {
        let folded = self.fold(word.trim());
        if folded.is_empty() {
            self.problems.push(format!("{}: an empty word for {lexeme:?}", self.dir));
            return;
        }
        let id = *self.index.entry(lexeme.clone()).or_insert_with(|| {
            self.lexemes.push(lexeme);
            self.lexemes.len() as u32 - 1
        });
        self.surfaces.push((folded, id));
    }

    fn all(&mut self, words: &Words, lexeme: Lexeme) {
        for w in words {
            self.add(w, lexeme.clone());
        }
    }

    fn keyed<K: std::str::FromStr>(&mut self, what: &str, table: &ByKey, make: impl Fn(K) -> Lexeme) {
        for (key, words) in table {
            match key.parse() {
                Ok(k) => {
                    let lexeme = make(k);
                    self.all(words, lexeme);
                }
                Err(_) => self.problems.push(format!("{}: `{key}` is not a key that [{what}] can have", self.dir)),
            }
        }
    }

    fn named(&mut self, what: &str, table: &ByKey, ids: &HashMap<String, u16>, make: impl Fn(u16) -> Lexeme) {
        for (id, words) in table {
            match ids.get(id) {
                Some(i) => self.all(words, make(*i)),
                None => self.problems.push(format!("{}: {what} `{id}` is not in packs/common", self.dir)),
            }
        }
    }
}

/// Whether this is an offset from UTC: `+05:30`.
fn is_offset(s: &str) -> bool {
    let digits = |r: std::ops::Range<usize>| s.as_bytes().get(r).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
    s.len() == 6 && s.starts_with(['+', '-']) && digits(1..3) && s.as_bytes()[3] == b':' && digits(4..6)
}

fn compile_one(tag: &str, s: &Source, ids: &Ids, problems: &mut Problems, encode: Encode) -> Compiled {
    let fold: HashMap<char, char> = s.fold.from.chars().zip(s.fold.to.chars()).filter(|(a, b)| a.len_utf8() == b.len_utf8()).collect();
    if s.fold.from.chars().count() != s.fold.to.chars().count() {
        problems.push(format!("packs/{tag}/fold.toml: `from` and `to` differ in length"));
    }
    if let Some((a, _)) = fold.iter().find(|(a, b)| **a > '\u{FFFF}' || **b > '\u{FFFF}') {
        problems.push(format!("packs/{tag}/fold.toml: `{a}` lies outside the basic plane, of which the table is made"));
    }
    let mut c = Compiler { dir: format!("packs/{tag}"), fold, lexemes: Vec::new(), index: HashMap::new(), surfaces: Vec::new(), problems };
    let (p, n, u) = (&s.pack, &s.numerals, &s.units);
    c.all(&p.detect.words, Lexeme::Function);
    c.all(&p.text.fillers, Lexeme::Filler);
    c.all(&p.text.stops, Lexeme::Stop);
    c.all(&p.text.adjectives, Lexeme::Adjective);
    c.all(&p.text.person_titles, Lexeme::Title);
    c.all(&p.text.definite, Lexeme::Definite);
    c.all(&p.text.name_before_number, Lexeme::Label);
    c.all(&p.text.blocked, Lexeme::Blocked);
    c.all(&p.number.minus, Lexeme::Minus);
    c.all(&p.number.year_after, Lexeme::YearAfter);
    c.all(&n.joiners, Lexeme::Joiner);
    c.all(&n.point, Lexeme::Point);
    c.all(&n.article, Lexeme::Article);
    c.keyed("digits", &n.digits, Lexeme::Digit);
    c.keyed("teens", &n.teens, Lexeme::Teen);
    c.keyed("tens", &n.tens, Lexeme::Tens);
    c.keyed("hundreds", &n.hundreds, Lexeme::Hundred);
    c.keyed("scales", &n.scales, Lexeme::Scale);
    c.keyed("money_scales", &n.money_scales, Lexeme::MoneyScale);
    c.keyed("fixed", &n.fixed, Lexeme::Fixed);
    c.all(&n.halves.before, Lexeme::HalfBefore);
    c.all(&n.halves.after, Lexeme::HalfAfter);
    for (key, words) in &n.fractions {
        match key.split_once('/').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?))) {
            Some((a, b)) => c.all(words, Lexeme::Fraction(a, b)),
            None => c.problems.push(format!("packs/{tag}: `{key}` is not a fraction")),
        }
    }
    c.keyed("ordinals", &n.ordinals, Lexeme::Ordinal);
    c.all(&n.ordinal_marks.before, Lexeme::OrdinalBefore);
    c.all(&n.ordinal_marks.after, Lexeme::OrdinalAfter);
    c.all(&n.ordinal_marks.tail, Lexeme::OrdinalTail);
    c.keyed("vague", &n.vague, Lexeme::Vague);
    c.keyed("about", &n.about, Lexeme::About);
    c.all(&n.some.words, Lexeme::Some);
    c.keyed("times", &n.times, Lexeme::Times);
    c.keyed("pairs", &n.pairs, Lexeme::Pair);
    for (key, words) in &n.tails {
        match key.split_once(':') {
            Some((kind, unit)) => c.all(words, Lexeme::Tail(kind.into(), unit.into())),
            None => c.problems.push(format!("packs/{tag}: the tail `{key}` is not `kind:unit`")),
        }
    }
    for (key, words) in &n.open_tails {
        match key.split_once(':') {
            Some((kind, unit)) => c.all(words, Lexeme::OpenTail(kind.into(), unit.into())),
            None => c.problems.push(format!("packs/{tag}: the tail `{key}` is not `kind:unit`")),
        }
    }
    for (code, words) in &u.money {
        c.all(&words.words, Lexeme::Money(code.clone()));
        c.all(&words.signs, Lexeme::Sign(code.clone()));
    }
    c.keyed("duration", &u.duration, Lexeme::Duration);
    for (code, words) in &u.measure {
        if !ids.units.contains(code) {
            c.problems.push(format!("packs/{tag}: the unit `{code}` is not in packs/common/units.toml"));
        }
        c.all(words, Lexeme::Measure(code.clone()));
    }
    c.keyed("percent", &u.percent, Lexeme::Percent);
    for (concept, words) in &u.counters {
        if !concept.is_empty() && !ids.concepts.contains_key(concept) {
            c.problems.push(format!("packs/{tag}: the counter's concept `{concept}` is not in packs/common/concepts.toml"));
        }
        c.all(words, Lexeme::Counter(concept.clone()));
    }
    c.all(&s.bounds.governors, Lexeme::Governor(false));
    c.all(&s.bounds.governors_beside, Lexeme::Governor(true));
    for b in &s.bounds.bound {
        c.all(&b.words, Lexeme::Bound(b.op.clone(), b.place));
    }
    c.all(&s.bounds.range.between, Lexeme::RangeOpen);
    c.all(&s.bounds.range.to, Lexeme::RangeTo);
    c.all(&s.bounds.range.and, Lexeme::RangeAnd);
    c.all(&s.bounds.range.or, Lexeme::RangeOr);
    c.all(&s.bounds.range.shift, Lexeme::RangeShift);
    c.all(&s.bounds.range.close, Lexeme::RangeClose);
    c.keyed("months", &s.dates.months, Lexeme::Month);
    c.keyed("weekdays", &s.dates.weekdays, Lexeme::Weekday);
    c.keyed("seasons", &s.dates.seasons, Lexeme::Season);
    for (key, words) in &s.dates.dayparts {
        match key.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?))) {
            Some((from, to)) if from < 24 && to < 24 => c.all(words, Lexeme::Daypart(from, to)),
            _ => c.problems.push(format!("packs/{tag}/dates.toml: `{key}` names no hours from 0 to 23, as `12-23` does")),
        }
    }
    for (key, words) in &s.dates.zones {
        if key != LOCAL && !key.split('/').all(is_offset) {
            c.problems.push(format!("packs/{tag}/dates.toml: `{key}` is no offset like `+01:00` or `-05:00/-04:00`, nor `{LOCAL}`"));
        }
        c.all(words, Lexeme::Zone(key.clone()));
    }
    c.all(&s.dates.eras.bc, Lexeme::Era(true));
    c.all(&s.dates.eras.ad, Lexeme::Era(false));
    c.named("the concept", &s.concepts, &ids.concepts, Lexeme::Concept);
    c.named("the deed", &s.deeds, &ids.deeds, Lexeme::Deed);
    c.named("the modifier", &s.modifiers, &ids.modifiers, Lexeme::Modifier);
    c.named("the name", &s.names, &ids.names, Lexeme::Name);
    let (mut rules, mut groups) = (Vec::new(), Vec::new());
    let mut texts: HashMap<(String, bool), u16> = HashMap::new();
    for r in &s.rules.rule {
        for pattern in &r.patterns {
            match parse_pattern(pattern) {
                Err(e) => c.problems.push(format!("packs/{tag}/rules.toml: `{pattern}`: {e}")),
                Ok(parts) => {
                    for mut parts in unroll(parts) {
                        fold_parts(&mut parts, &|t| c.fold(t));
                        groups.push(match (rules::first_text(&parts), parts.first()) {
                            (Some((t, whole)), _) => {
                                let next = rules::SLOT_GROUPS + texts.len() as u16;
                                let group = *texts.entry((t.to_owned(), whole)).or_insert(next);
                                c.add(t, if whole { Lexeme::Rule(group) } else { Lexeme::RuleInside(group) });
                                group
                            }
                            (_, Some(Part::Slot(s))) => *s as u16,
                            _ => continue,
                        });
                        rules.push(Rule {
                            kind: r.kind.clone(),
                            unit: r.unit.clone(),
                            bound: r.bound.clone(),
                            value: r.value.clone(),
                            parts,
                            before: r.before.iter().map(|w| c.fold(w)).collect(),
                            not_before: r.not_before.iter().map(|w| c.fold(w)).collect(),
                            not_after: r.not_after.iter().map(|w| c.fold(w)).collect(),
                        });
                    }
                }
            }
        }
    }
    inflected(&mut c, s, ids);
    // A scale word that has another size: its own one stands among the scales.
    let mut doubtful = Vec::new();
    for (other, words) in &n.doubtful {
        for w in words {
            let own = n.scales.iter().find(|(_, all)| all.contains(w)).map(|(k, _)| k.as_str());
            match (own.and_then(|k| k.parse().ok()), other.parse().ok()) {
                (Some(own), Some(other)) => doubtful.push((c.fold(w), own, other)),
                _ => c.problems.push(format!("packs/{}: `{w}` is no scale word with another size", p.tag)),
            }
        }
    }
    let mut endings: Words = p.text.endings.iter().map(|e| c.fold(e)).collect();
    endings.sort_by_key(|e| std::cmp::Reverse(e.len()));
    let fold_list = |w: &Words| w.iter().map(|x| c.fold(x)).collect();
    let mut readings: Vec<(char, String)> = s.readings.readings.iter().flat_map(|(r, chars)| chars.chars().map(move |ch| (ch, r.clone()))).collect();
    readings.sort();
    readings.dedup_by(|a, b| a.0 == b.0);
    let table = Table {
        tag: p.tag.clone(),
        name: p.name.clone(),
        script: p.script.clone(),
        spaces: p.text.spaces,
        compounds: p.text.compounds,
        capital_nouns: p.text.capital_nouns,
        capitals: p.text.capitals.clone(),
        negations: p.text.negations.clone(),
        openers: fold_list(&p.text.openers),
        count_links: fold_list(&p.text.count_links),
        restating: fold_list(&p.text.restating),
        compared: fold_list(&p.text.compared),
        share_articles: fold_list(&p.text.share_articles),
        myriad: n.system == "myriad",
        unit_before_ten: n.unit_before_ten,
        shorthand: n.shorthand,
        formal: n.formal.clone(),
        era_before: s.dates.eras.place == "before",
        endings,
        plurals: p.text.plurals.iter().map(|e| c.fold(e)).collect(),
        verb_endings: fold_list(&p.text.verb_endings),
        prefixes: p.text.prefixes.iter().map(|e| c.fold(e)).collect(),
        vowels: c.fold(&p.text.vowels),
        onsets: p.text.onsets.iter().map(|e| c.fold(e)).collect(),
        transliteration: c.fold(&p.text.transliteration),
        elisions: fold_list(&p.text.elisions),
        abbreviations: fold_list(&p.text.abbreviations),
        number: NumberFormat {
            decimal: p.number.decimal.clone(),
            group: p.number.group.clone(),
            scale_link: fold_list(&p.number.scale_link),
            part_link: fold_list(&p.number.part_link),
            spans: fold_list(&p.number.spans),
            determiners: fold_list(&p.number.determiners),
            verbs: fold_list(&p.number.verbs),
            verb_before: fold_list(&p.number.verb_before),
            verb_never: fold_list(&p.number.verb_never),
        },
        shifts: !s.bounds.range.shift.is_empty(),
        shift_close: fold_list(&s.bounds.range.shift_close),
        shift_never: fold_list(&s.bounds.range.shift_never),
        governors_links: fold_list(&s.bounds.governors_links),
        near_times: fold_list(&s.bounds.near_times),
        changes: fold_list(&s.bounds.range.change),
        detect_chars: p.detect.chars.clone(),
        either_order: s.dates.either_order,
        open_week: fold_list(&s.dates.open_week),
        date_line_after: s.dates.date_line_after.clone(),
        past_month: fold_list(&s.dates.past_month),
        coming_month: fold_list(&s.dates.coming_month),
        noun_links: fold_list(&p.text.noun_links),
        noun_links_never: fold_list(&p.text.noun_links_never),
        noun_links_yet: fold_list(&p.text.noun_links_yet),
        doubtful,
        currencies: p.number.currencies.clone(),
    };
    Compiled {
        fold: fold::build(&c.fold),
        rules: rules::build(&rules, &groups, encode),
        surfaces: surface::build(&c.surfaces, &c.lexemes, table.compounds),
        lexemes: c.lexemes,
        readings: surface::build_readings(&readings),
        table,
    }
}

/// Adds the other forms of what is counted, where nothing else is written so but what is done: studies.
fn inflected(c: &mut Compiler, s: &Source, ids: &Ids) {
    let other = |id: u32| !matches!(c.lexemes[id as usize], Lexeme::Deed(_));
    let listed: BTreeSet<String> = c.surfaces.iter().filter(|(_, id)| other(*id)).map(|(word, _)| word.clone()).collect();
    for (id, words) in &s.concepts {
        let Some(concept) = ids.concepts.get(id) else { continue };
        for form in words.iter().flat_map(|w| inflect::forms(w, &s.inflections)) {
            if !listed.contains(&c.fold(&form)) {
                c.add(&form, Lexeme::Concept(*concept));
            }
        }
    }
}

/// How the ids are told of one and of several, in the language whose words they are; other units of measure have symbols.
fn tell(table: &mut Gathered, naming: &Source) {
    let told = |id: &str| inflect::told(id, &naming.inflections);
    table.concepts.iter_mut().for_each(|c| c.told = told(&c.id));
    let named = table.units.iter_mut().filter(|u| matches!(u.dimension.as_str(), "duration" | "calendar"));
    named.for_each(|u| u.told = Some(told(&u.code)));
}

/// A language in the form in which it is written.
pub struct Compiled {
    /// What is decoded when the language turns up.
    pub table: Table,
    /// Folding.
    pub fold: Vec<u8>,
    /// Rules.
    pub rules: Vec<u8>,
    /// Surfaces.
    pub surfaces: Vec<u8>,
    /// What they can mean.
    pub lexemes: Vec<Lexeme>,
    /// Readings.
    pub readings: Vec<u8>,
}

struct Ids {
    concepts: HashMap<String, u16>,
    deeds: HashMap<String, u16>,
    modifiers: HashMap<String, u16>,
    names: HashMap<String, u16>,
    units: BTreeSet<String>,
}

fn index<T>(table: &BTreeMap<String, T>) -> HashMap<String, u16> {
    table.keys().enumerate().map(|(i, k)| (k.clone(), i as u16)).collect()
}

fn detect(tag: &str, script: &str, d: &DetectFile) -> Detect {
    Detect { tag: tag.to_owned(), script: script.to_owned(), words: d.words.iter().map(|w| w.to_lowercase()).collect(), chars: d.chars.clone() }
}

/// The class of modifiers that say which dimension a length is of.
const DIMENSION: &str = "dimension";

/// Compiles all packs under `root`, or says what is wrong with them.
pub fn compile(root: &Path, encode: Encode) -> Result<(Gathered, Vec<Compiled>), Problems> {
    let mut problems = Vec::new();
    let common = root.join("common");
    let concepts: BTreeMap<String, ConceptEntry> = read(&common.join("concepts.toml"), &mut problems);
    let deeds: BTreeMap<String, DeedEntry> = read(&common.join("deeds.toml"), &mut problems);
    let modifiers: BTreeMap<String, ModifierEntry> = read(&common.join("modifiers.toml"), &mut problems);
    let names: BTreeMap<String, ClassEntry> = read(&common.join("names.toml"), &mut problems);
    let units: BTreeMap<String, UnitEntry> = read(&common.join("units.toml"), &mut problems);
    let ids = Ids {
        concepts: index(&concepts),
        deeds: index(&deeds),
        modifiers: index(&modifiers),
        names: index(&names),
        units: units.keys().cloned().collect(),
    };
    let strangers: BTreeMap<String, DetectFile> = read(&common.join("strangers.toml"), &mut problems);
    let strange = |(tag, d): (&String, &DetectFile)| detect(tag, "Latn", d);
    let mut table = Gathered { strangers: strangers.iter().map(strange).collect(), ..Gathered::default() };
    for (id, c) in &concepts {
        let mut listed = |of: &[String]| -> Vec<u16> {
            let known = |h: &String| ids.concepts.get(h).copied();
            problems.extend(
                of.iter().filter(|h| known(h).is_none()).map(|h| format!("packs/common/concepts.toml: `{id}` names `{h}`, which is not listed")),
            );
            of.iter().filter_map(known).collect()
        };
        let (is, like) = (listed(&c.is), listed(&c.like));
        table.concepts.push(Concept { id: id.clone(), is, like, told: Default::default() });
    }
    for (id, d) in &deeds {
        let opposite = d.opposite.as_ref().and_then(|o| {
            if !ids.deeds.contains_key(o) {
                problems.push(format!("packs/common/deeds.toml: the opposite of `{id}`, `{o}`, is not listed"));
            }
            ids.deeds.get(o).copied()
        });
        table.deeds.push(Deed { id: id.clone(), opposite, class: d.class.clone(), edge: d.edge, flow: d.flow, less: d.less });
    }
    for (id, m) in &modifiers {
        let dimension = if m.class == DIMENSION { Some(id) } else { m.dimension.as_ref() };
        let dimension = dimension.and_then(|d| {
            if modifiers.get(d).is_none_or(|d| d.class != DIMENSION) {
                problems.push(format!("packs/common/modifiers.toml: the dimension of `{id}`, `{d}`, is none"));
            }
            ids.modifiers.get(d).copied()
        });
        table.modifiers.push(Modifier { id: id.clone(), class: m.class.clone(), edge: m.edge, dimension });
    }
    table.names = names.iter().map(|(id, m)| Name { id: id.clone(), class: m.class.clone() }).collect();
    for (code, u) in &units {
        let told = u.symbol.as_ref().map(|s| (s.clone(), s.clone()));
        table.units.push(Unit { code: code.clone(), dimension: u.dimension.clone(), ratio: u.ratio.clone(), offset: u.offset.clone(), told });
    }
    let mut sources = BTreeMap::new();
    for tag in entries(root) {
        if tag != "common" && root.join(&tag).is_dir() {
            let source = load(&root.join(&tag), &mut problems);
            if source.pack.tag != tag {
                problems.push(format!("packs/{tag}/pack.toml: `tag` must be \"{tag}\", as the folder is called"));
            }
            sources.insert(tag, source);
        }
    }
    match sources.values().find(|s| s.pack.names_ids) {
        Some(naming) => tell(&mut table, naming),
        None => problems.push("packs: none says `names_ids`".to_owned()),
    }
    let mut tables = Vec::new();
    for (tag, source) in &sources {
        let mut whole = Source::default();
        for base in &source.pack.inherits {
            match sources.get(base) {
                Some(b) => whole = inherit(&whole, b),
                None => problems.push(format!("packs/{tag}/pack.toml: inherits from `{base}`, which is no pack")),
            }
        }
        let whole = inherit(&whole, source);
        if !whole.pack.only_base {
            table.detect.push(detect(tag, &whole.pack.script, &source.pack.detect));
            tables.push(compile_one(tag, &whole, &ids, &mut problems, encode));
        }
    }
    if problems.is_empty() { Ok((table, tables)) } else { Err(problems) }
}
