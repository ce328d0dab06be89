//! Parts of a zip archive, with limits: an archive of a few kilobytes must not become gigabytes.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The longest part that is read.
pub const LONGEST: u64 = 64 << 20;
/// All parts of one file together.
const ALL: u64 = 256 << 20;
/// Parts within an archive. Long books have some thousands.
const PARTS: usize = 20_000;

/// An archive whose parts are inflated one at a time.
pub struct Zipped {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    left: u64,
}

impl Zipped {
    /// Opens an archive; an error says what is wrong with it.
    pub fn open(bytes: Vec<u8>) -> Result<Zipped, String> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| format!("the archive is broken ({e})"))?;
        if archive.len() > PARTS {
            return Err(format!("the archive has {} parts, more than any document", archive.len()));
        }
        Ok(Zipped { archive, left: ALL })
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part's bytes. What it says of its size is not believed.
    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let shown = crate::report::escape_controls(name);
        let part = self.archive.by_name(name).map_err(|e| format!("the part `{shown}` cannot be read ({e})"))?;
        let most = LONGEST.min(self.left);
        let mut out = Vec::new();
        part.take(most + 1).read_to_end(&mut out).map_err(|e| format!("the part `{shown}` cannot be read ({e})"))?;
        if out.len() as u64 > most {
            return Err(format!("the part `{shown}` is longer than {} MiB once it is unpacked, which no text is", most >> 20));
        }
        self.left -= out.len() as u64;
        Ok(out)
    }

    /// A part's text.
    pub fn text(&mut self, name: &str) -> Result<String, String> {
        let bytes = self.part(name)?;
        let s = super::encoding::sniff(&bytes, true, None).map_err(|_| format!("the part `{}` is no text", crate::report::escape_controls(name)))?;
        Ok(s.encoding.decode_without_bom_handling(&bytes[s.mark..]).0.into_owned())
    }
}
