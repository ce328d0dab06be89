//! Input: files and folders to decoded sources. All the reading that the library does is here.

use crate::clean::Markup;
use crate::pack;
use std::fs;
use std::path::{Path, PathBuf};

/// One file, decoded.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path as given, or as found in a folder.
    pub path: PathBuf,
    /// Its text as UTF-8.
    pub text: String,
    /// What it is written in.
    pub markup: Markup,
    /// The language that its name states.
    pub lang: Option<&'static str>,
}

/// Why a file could not be taken; other files still are.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It cannot be opened or read.
    #[error("{path}: {reason}; check the path and its permissions")]
    Unreadable {
        /// The path.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// There is nothing in it.
    #[error("{path}: the file is empty; nothing to check in it")]
    Empty {
        /// The path.
        path: String,
    },
    /// It is no text.
    #[error("{path}: not a text file (NUL byte at offset {offset}); give text, Markdown or HTML in a known encoding")]
    Binary {
        /// The path.
        path: String,
        /// Where the first NUL byte stands.
        offset: usize,
    },
    /// A folder without reports.
    #[error("{path}: no report in this folder; reports end in {known}")]
    NoReports {
        /// The path.
        path: String,
        /// Known endings.
        known: String,
    },
    /// No pack for a language.
    #[error("{given}: no pack knows the language `{tag}`; known are {known}")]
    UnknownLanguage {
        /// Where the tag was given.
        given: String,
        /// The tag.
        tag: String,
        /// The tags of all packs.
        known: String,
    },
}

/// Endings of files that are reports, and how they are read.
const ENDINGS: [(&str, Markup); 7] = [
    ("txt", Markup::Plain),
    ("text", Markup::Plain),
    ("md", Markup::Markdown),
    ("markdown", Markup::Markdown),
    ("html", Markup::Html),
    ("htm", Markup::Html),
    ("xhtml", Markup::Html),
];

/// A story's files.
#[derive(Debug, Default)]
pub struct Story {
    /// The folder, or nothing for files that were named one by one.
    pub path: PathBuf,
    /// Its files, sorted.
    pub files: Vec<PathBuf>,
}

/// What a list of paths comes to.
#[derive(Debug, Default)]
pub struct Found {
    /// The stories.
    pub stories: Vec<Story>,
    /// What could not be taken.
    pub errors: Vec<InputError>,
    /// Files that were passed over.
    pub passed_over: Vec<PathBuf>,
}

/// A path as it is shown: control characters escaped, so that a file's name cannot rewrite a terminal.
pub fn shown(path: &Path) -> String {
    crate::report::escape_controls(&path.to_string_lossy())
}

fn unreadable(path: &Path, e: &std::io::Error) -> InputError {
    let reason = match e.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => e.to_string(),
    };
    InputError::Unreadable { path: shown(path), reason }
}

fn ending(path: &Path) -> Option<Markup> {
    let e = path.extension()?.to_str()?.to_ascii_lowercase();
    ENDINGS.iter().find(|(x, _)| *x == e).map(|(_, m)| *m)
}

/// Files and folders to stories: files named one by one are one story, a folder is one, a folder of folders holds one each.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    let mut loose = Story::default();
    for path in paths {
        match fs::metadata(path) {
            Err(e) => found.errors.push(unreadable(path, &e)),
            Ok(m) if m.is_dir() => folder(path, &mut found, &mut loose, true),
            Ok(_) => loose.files.push(path.clone()),
        }
    }
    if !loose.files.is_empty() {
        loose.files.sort();
        loose.files.dedup();
        found.stories.push(loose);
    }
    found.stories.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn folder(path: &Path, found: &mut Found, _loose: &mut Story, top: bool) {
    let listing = match fs::read_dir(path) {
        Ok(l) => l,
        Err(e) => {
            found.errors.push(unreadable(path, &e));
            return;
        }
    };
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in listing.flatten() {
        let p = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        match fs::metadata(&p) {
            Ok(m) if m.is_dir() => folders.push(p),
            Ok(_) if ending(&p).is_some() => files.push(p),
            Ok(_) => found.passed_over.push(p),
            Err(e) => found.errors.push(unreadable(&p, &e)),
        }
    }
    files.sort();
    folders.sort();
    let before = found.stories.len();
    if !files.is_empty() {
        found.stories.push(Story { path: path.to_owned(), files });
    }
    if top {
        for f in folders {
            folder(&f, found, _loose, false);
        }
        if found.stories.len() == before {
            let known = ENDINGS.map(|(e, _)| format!(".{e}")).join(" ");
            found.errors.push(InputError::NoReports { path: shown(path), known });
        }
    }
}

/// The language that a file's name states: `de.txt`, `report.zh-Hant.md`.
fn lang_of_name(path: &Path) -> Option<&'static str> {
    let stem = path.file_stem()?.to_str()?;
    let tag = stem.rsplit('.').next()?;
    pack::tags().find(|t| t.eq_ignore_ascii_case(tag))
}

/// Reads and decodes a file.
pub fn read(path: &Path) -> Result<Source, InputError> {
    let bytes = fs::read(path).map_err(|e| unreadable(path, &e))?;
    let text = decode(path, bytes)?;
    if text.trim().is_empty() {
        return Err(InputError::Empty { path: shown(path) });
    }
    Ok(Source { path: path.to_owned(), text, markup: ending(path).unwrap_or(Markup::Plain), lang: lang_of_name(path) })
}

/// Decodes bytes: by byte order mark, as UTF-8, or as what they look most like.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, InputError> {
    if bytes.is_empty() {
        return Err(InputError::Empty { path: shown(path) });
    }
    if let Some((encoding, n)) = encoding_rs::Encoding::for_bom(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[n..]).0.into_owned());
    }
    if let Some(offset) = memchr::memchr(0, &bytes) {
        return Err(InputError::Binary { path: shown(path), offset });
    }
    match String::from_utf8(bytes) {
        Ok(s) => Ok(s),
        Err(e) => {
            let bytes = e.into_bytes();
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
            detector.feed(&bytes, true);
            let mut encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
            if encoding == encoding_rs::GBK {
                encoding = encoding_rs::GB18030;
            }
            Ok(encoding.decode(&bytes).0.into_owned())
        }
    }
}

/// A tag that a pack serves, or the error that says which there are.
pub fn known_language(given: &str, tag: &str) -> Result<&'static str, InputError> {
    pack::find(tag).map(|p| p.tag()).and_then(|t| pack::tags().find(|x| *x == t)).ok_or_else(|| InputError::UnknownLanguage {
        given: given.to_owned(),
        tag: crate::report::escape_controls(tag),
        known: pack::tags().collect::<Vec<_>>().join(", "),
    })
}
