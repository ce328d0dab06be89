//! `src/` knows no language: words, names of languages and tags stand in the packs.

use std::fs;
use std::path::{Path, PathBuf};

const NAMES: [&str; 5] = ["german", "italian", "chinese", "japanese", "english"];
const TAGS: [&str; 7] = ["de", "it", "ja", "zh", "en", "zh-Hans", "zh-Hant"];

/// What is let through, by file and a part of the line, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("bitext/po.rs", "const KEYS", "by gettext's convention the keys are in this language"),
    ("bitext/tmx.rs", "\"ept\" | \"it\"", "an element's name: an isolated tag"),
    ("bitext/xliff.rs", "\"ept\" | \"it\"", "an element's name: an isolated tag"),
    ("quantity/rule.rs", "\"de\"", "a slot's name: a decade of two digits"),
    ("pack/source.rs", "\"de\" => Slot::ShortDecade", "a slot's name: a decade of two digits"),
    ("align/context.rs", "starts_with(\"zh\")", "known debt: names by sound want a capability in pack.toml"),
    ("lang.rs", "only_japanese", "known debt: a variable that should be called after its script"),
    ("clean/mod.rs", "\"āáǎàē", "the letters of a transcription, taken off as a gloss"),
];

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for e in fs::read_dir(dir).expect("src").flatten() {
        let p = e.path();
        if p.is_dir() {
            files(&p, out);
        } else if p.extension().is_some_and(|x| x == "rs") {
            out.push(p);
        }
    }
}

/// Whether two letters outside ASCII stand side by side, or one beside an ASCII letter: a word, not a sign. A single
/// character in quotes (a script's mark, an ideographic zero) is none.
fn has_word(code: &str) -> bool {
    let chars: Vec<char> = code.chars().collect();
    chars.windows(2).any(|w| w.iter().all(|c| c.is_alphabetic()) && w.iter().any(|c| !c.is_ascii()))
}

#[test]
fn src_names_no_language() {
    let mut list = Vec::new();
    files(Path::new("src"), &mut list);
    list.sort();
    assert!(list.len() > 10, "the sources are not where this test looks");
    let mut found = Vec::new();
    for path in list {
        let text = fs::read_to_string(&path).expect("a source");
        let shown = path.strip_prefix("src").expect("in src").to_string_lossy().replace('\\', "/");
        for (n, line) in text.lines().enumerate() {
            // Tests come last in a file.
            if line.trim() == "#[cfg(test)]" {
                break;
            }
            // Comments give examples.
            let code = match line.find("//") {
                Some(i) if !line[..i].contains("http") => &line[..i],
                _ => line,
            };
            let lower = code.to_lowercase();
            let named = NAMES.iter().any(|w| lower.split(|c: char| !c.is_alphabetic()).any(|x| x == *w));
            let tagged = TAGS.iter().any(|t| code.contains(&format!("\"{t}\"")));
            let excepted = EXCEPTIONS.iter().any(|e| shown == e.0 && code.contains(e.1));
            if (named || tagged || has_word(code)) && !excepted {
                found.push(format!("src/{shown}:{}: {}", n + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "what belongs in a pack:\n{}", found.join("\n"));
}
