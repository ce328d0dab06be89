//! The formats of reports: which endings a reader knows, and how it makes text of a file's bytes.

use super::encoding::{may_be_utf8, sniff};
use super::{InputError, epub, office, shown};
use crate::clean::Markup;
use encoding_rs::Encoding;
use std::path::Path;

/// A format that reports come in.
pub trait ReportReader: Sync {
    /// The endings of its files.
    fn endings(&self) -> &'static [&'static str];
    /// What its text is written in.
    fn markup(&self) -> Markup;
    /// The text of a file.
    fn text(&self, path: &Path, bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<String, InputError>;
}

/// All readers; the first one reads what no other knows.
pub static READERS: &[&dyn ReportReader] = &[
    &Decoded { endings: &["txt", "text"], markup: Markup::Plain },
    &Decoded { endings: &["md", "markdown"], markup: Markup::Markdown },
    &Decoded { endings: &["html", "htm", "xhtml"], markup: Markup::Html },
    &Decoded { endings: &["srt", "vtt"], markup: Markup::Subtitles },
    &Unpacked { endings: &["docx"], unpack: office::docx },
    &Unpacked { endings: &["odt"], unpack: office::odt },
    &Unpacked { endings: &["epub"], unpack: epub::epub },
];

/// The reader that knows a file's ending.
pub fn of(path: &Path) -> Option<&'static dyn ReportReader> {
    let e = path.extension()?.to_str()?.to_ascii_lowercase();
    READERS.iter().copied().find(|r| r.endings().contains(&e.as_str()))
}

/// The reader for what has no name, by how it begins.
pub fn of_content(bytes: &[u8]) -> &'static dyn ReportReader {
    let top = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let top = top.trim_start_matches('\u{FEFF}').trim_start();
    let ending = match top {
        t if t.starts_with("<!doctype html") || t.starts_with("<html") => "html",
        t if t.starts_with("webvtt") => "vtt",
        _ => "txt",
    };
    READERS.iter().copied().find(|r| r.endings().contains(&ending)).unwrap_or(READERS[0])
}

/// Text in some encoding.
struct Decoded {
    endings: &'static [&'static str],
    markup: Markup,
}

impl ReportReader for Decoded {
    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }

    fn markup(&self) -> Markup {
        self.markup
    }

    fn text(&self, path: &Path, bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<String, InputError> {
        decode(path, bytes, declared)
    }
}

/// Text that is packed; offsets are those of the text that comes out, a line a paragraph.
struct Unpacked {
    endings: &'static [&'static str],
    unpack: fn(Vec<u8>) -> Result<String, String>,
}

impl ReportReader for Unpacked {
    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }

    fn markup(&self) -> Markup {
        Markup::Plain
    }

    fn text(&self, path: &Path, bytes: Vec<u8>, _: Option<&'static Encoding>) -> Result<String, InputError> {
        if bytes.is_empty() {
            return Err(InputError::Empty { path: shown(path) });
        }
        (self.unpack)(bytes).map_err(|reason| InputError::Broken { path: shown(path), reason: crate::report::escape_controls(&reason) })
    }
}

/// Decodes bytes: as the call says, by byte order mark, as UTF-8, or as what they look most like.
pub fn decode(path: &Path, bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<String, InputError> {
    if bytes.is_empty() {
        return Err(InputError::Empty { path: shown(path) });
    }
    if declared.is_none()
        && may_be_utf8(&bytes)
        && let Ok(text) = simdutf8::basic::from_utf8(&bytes)
    {
        return Ok(text.to_owned());
    }
    let s = sniff(&bytes, true, declared).map_err(|offset| InputError::Binary { path: shown(path), offset })?;
    if s.encoding == encoding_rs::UTF_8 && s.mark == 0 {
        return Ok(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()));
    }
    Ok(s.encoding.decode_without_bom_handling(&bytes[s.mark..]).0.into_owned())
}
