//! Input: files and folders to decoded sources. All the reading that the library does is here.

pub mod encoding;
mod epub;
mod office;
mod packed;
mod reader;
pub mod records;
mod rows;
pub mod stream;
mod zipped;

use crate::clean::Markup;
pub use crate::discover::{Filter, Found, Story, find, find_in};
use crate::pack;
pub use encoding_rs::Encoding;
use std::fs;
use std::io::{self, Read};
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
    #[error("{path}: not a text file (NUL byte at offset {offset}); give text, Markdown or HTML in a known encoding, or name it with --encoding")]
    Binary {
        /// The path.
        path: String,
        /// Where the first NUL byte stands.
        offset: usize,
    },
    /// It is longer than any report.
    #[error("{path}: the file is longer than {most} MiB, which no report is; cut it up")]
    TooLong {
        /// The path.
        path: String,
        /// The most that is read.
        most: u64,
    },
    /// A document that cannot be unpacked.
    #[error("{path}: {reason}; save it again, or give its text")]
    Broken {
        /// The path.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// No such encoding.
    #[error(
        "--encoding: `{label}` is no encoding that is known; give a label of the web such as utf-8, utf-16le, windows-1252, shift_jis, euc-jp, big5, gb18030"
    )]
    UnknownEncoding {
        /// What was given.
        label: String,
    },
    /// A folder without reports.
    #[error("{path}: no report in this folder; reports end in {known}")]
    NoReports {
        /// The path.
        path: String,
        /// Known endings.
        known: String,
    },
    /// A folder whose reports are all left out.
    #[error("{path}: no report is left in this folder; `include`, `exclude` or .gitignore leave out what ends in {known}")]
    AllLeftOut {
        /// The path.
        path: String,
        /// Known endings.
        known: String,
    },
    /// A link that leads back to a folder above it.
    #[error("{path}: the link leads back to {above}, which holds it; remove the link, or exclude it")]
    Loop {
        /// The link.
        path: String,
        /// Where it leads.
        above: String,
    },
    /// A table of records that cannot be read.
    #[error("{path}: {reason}")]
    Table {
        /// The path.
        path: String,
        /// What is wrong, and what can be done.
        reason: String,
    },
    /// Its bytes were not the same twice.
    #[error("{path}: the file changed while it was read; run again when nothing writes to it")]
    Changed {
        /// The path.
        path: String,
    },
    /// Its text is in no language that a pack reads.
    #[error("{path}: no pack knows the language of this text; known are {known}; where it is in one of them all the same, say so with --lang")]
    NoPack {
        /// The path.
        path: String,
        /// The tags of all packs.
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

/// A path as it is shown: control characters and bytes that are no text escaped, so that a file's name cannot rewrite a
/// terminal nor pass for another.
pub fn shown(path: &Path) -> String {
    let mut out = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => out += "\\n",
                '\t' => out += "\\t",
                c => out += &crate::report::escape_controls(c.encode_utf8(&mut [0; 4])),
            }
        }
        for b in chunk.invalid() {
            out += &format!("\\x{b:02x}");
        }
    }
    out
}

/// The error for what the system refused.
pub(crate) fn unreadable(path: &Path, e: &std::io::Error) -> InputError {
    let reason = match e.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => e.to_string(),
    };
    InputError::Unreadable { path: shown(path), reason }
}

/// What a file of this name is written in, if a reader knows its ending.
pub fn markup(path: &str) -> Option<Markup> {
    reader::of(Path::new(path)).map(|r| r.markup())
}

/// The language that a file's name states: `de.txt`, `report.zh-Hant.md`.
fn lang_of_name(path: &Path) -> Option<&'static str> {
    let stem = path.file_stem()?.to_str()?;
    let tag = stem.rsplit('.').next()?;
    pack::tags().find(|t| t.eq_ignore_ascii_case(tag))
}

/// Whether a file's name ends as reports do.
pub fn is_report(path: &Path) -> bool {
    reader::of(path).is_some()
}

/// Whether a file's markup has comments.
pub fn has_comments(path: &Path) -> bool {
    reader::of(path).is_some_and(|r| matches!(r.markup(), Markup::Markdown | Markup::Html))
}

/// The endings of reports, for messages.
pub fn endings() -> String {
    reader::READERS.iter().flat_map(|r| r.endings()).map(|e| format!(".{e}")).collect::<Vec<_>>().join(" ")
}

/// The path that means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Source, InputError> {
    read_as(path, None)
}

/// Reads a file; `declared` is the encoding that the call says it has. Offsets are those of the decoded text.
pub fn read_as(path: &Path, declared: Option<&'static Encoding>) -> Result<Source, InputError> {
    let bytes = if is_stdin(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes).map_err(|e| unreadable(path, &e))?;
        bytes
    } else {
        steady(|| attempt(path)).map_err(|e| unreadable(path, &e))?.ok_or_else(|| InputError::Changed { path: shown(path) })?
    };
    source(path, bytes, declared)
}

/// The source that a file's bytes are; its path says what it is written in.
pub fn source(path: &Path, bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Source, InputError> {
    let reader = if is_stdin(path) { reader::of_content(&bytes) } else { reader::of(path).unwrap_or(reader::READERS[0]) };
    if bytes.len() as u64 > LONGEST {
        return Err(InputError::TooLong { path: shown(path), most: LONGEST >> 20 });
    }
    let text = reader.text(path, bytes, declared)?;
    if text.trim().is_empty() {
        return Err(InputError::Empty { path: shown(path) });
    }
    Ok(Source { path: path.to_owned(), text, markup: reader.markup(), lang: lang_of_name(path) })
}

/// The encoding of a label.
pub fn known_encoding(label: &str) -> Result<&'static Encoding, InputError> {
    encoding::by_label(label).ok_or_else(|| InputError::UnknownEncoding { label: crate::report::escape_controls(label) })
}

/// The most bytes that are read of a report. What is extracted from a text takes some ten times its memory, and from one with a claim every
/// thirty bytes thirty times.
const LONGEST: u64 = 128 << 20;

/// A file's size and time of change.
type Stamp = (u64, Option<std::time::SystemTime>);

/// Reads a file and looks at it before and after.
fn attempt(path: &Path) -> io::Result<(Stamp, Vec<u8>, Stamp)> {
    let mut file = fs::File::open(path)?;
    let stamp = |f: &fs::File| f.metadata().map(|m| (m.len(), m.is_file().then(|| m.modified().ok()).flatten()));
    let before = stamp(&file)?;
    // One more than there should be, so that the end is found without asking for more room.
    let mut bytes = Vec::with_capacity(before.0.min(LONGEST) as usize + 1);
    file.by_ref().take(LONGEST + 1).read_to_end(&mut bytes)?;
    Ok((before, bytes, stamp(&file)?))
}

/// The bytes of a file that holds still; nothing if it never does. Half of an old text and half of a new one would be
/// findings about a text that nobody wrote.
fn steady(mut attempt: impl FnMut() -> io::Result<(Stamp, Vec<u8>, Stamp)>) -> io::Result<Option<Vec<u8>>> {
    for _ in 0..3 {
        let (before, bytes, after) = attempt()?;
        if before == after {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// Decodes bytes: by byte order mark, as UTF-8, or as what they look most like.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, InputError> {
    reader::decode(path, bytes, None)
}

/// A tag that a pack serves, or the error that says which there are.
pub fn known_language(given: &str, tag: &str) -> Result<&'static str, InputError> {
    pack::find(tag).map(|p| p.tag()).and_then(|t| pack::tags().find(|x| *x == t)).ok_or_else(|| InputError::UnknownLanguage {
        given: given.to_owned(),
        tag: crate::report::escape_controls(tag),
        known: pack::tags().collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_is_read_again() {
        let mut calls = 0;
        let read = |last: u64| {
            let mut n = 0;
            steady(move || {
                n += 1;
                Ok(((n.min(last), None), vec![n as u8], (last, None)))
            })
        };
        assert_eq!(read(2).unwrap(), Some(vec![2]));
        assert_eq!(read(9).unwrap(), None);
        let failed = steady(|| {
            calls += 1;
            Err(io::Error::from(io::ErrorKind::NotFound))
        });
        assert!(failed.is_err());
        assert_eq!(calls, 1);
    }

    #[test]
    fn names_of_files_are_shown_so_that_they_cannot_deceive() {
        assert_eq!(shown(Path::new("a\nb\tc\u{202E}.txt")), "a\\nb\\tc\\u{202e}.txt");
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            assert_eq!(shown(Path::new(std::ffi::OsStr::from_bytes(b"d\xe9.txt"))), "d\\xe9.txt");
        }
    }
}
