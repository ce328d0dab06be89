//! A file as a stream of UTF-8, decoded as it is read, so that memory does not grow with the file.

use super::encoding::{HEAD, sniff};
use super::{InputError, shown, unreadable};
use encoding_rs::{CoderResult, Decoder, Encoding};
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

const CHUNK: usize = 1 << 16;

/// Text that is decoded as it is read.
pub struct TextStream {
    inner: Box<dyn Read + Send>,
    /// Bytes that were read and not decoded yet, from `raw_at` on.
    raw: Vec<u8>,
    raw_at: usize,
    decoder: Decoder,
    /// Text that was decoded and not taken yet, from `text_at` on.
    text: Vec<u8>,
    text_at: usize,
    ended: bool,
}

impl TextStream {
    /// Opens a file; `-` is standard input.
    pub fn open(path: &Path, declared: Option<&'static Encoding>) -> Result<TextStream, InputError> {
        if path.as_os_str() == "-" {
            return TextStream::new(path, Box::new(io::stdin()), declared);
        }
        let file = File::open(path).map_err(|e| unreadable(path, &e))?;
        TextStream::new(path, Box::new(file), declared)
    }

    /// Decodes what a reader gives; `path` is named in errors.
    pub fn new(path: &Path, mut inner: Box<dyn Read + Send>, declared: Option<&'static Encoding>) -> Result<TextStream, InputError> {
        let mut raw = Vec::new();
        inner.by_ref().take(HEAD as u64).read_to_end(&mut raw).map_err(|e| unreadable(path, &e))?;
        if raw.is_empty() {
            return Err(InputError::Empty { path: shown(path) });
        }
        let whole = raw.len() < HEAD;
        let s = sniff(&raw, whole, declared).map_err(|offset| InputError::Binary { path: shown(path), offset })?;
        let decoder = s.encoding.new_decoder_without_bom_handling();
        Ok(TextStream { inner, raw, raw_at: s.mark, decoder, text: Vec::new(), text_at: 0, ended: false })
    }

    fn more(&mut self) -> io::Result<()> {
        self.text.clear();
        self.text_at = 0;
        while self.text.is_empty() && !self.ended {
            if self.raw_at == self.raw.len() {
                // The head was long; from here on pieces are small.
                if self.raw.len() != CHUNK {
                    self.raw = vec![0; CHUNK];
                }
                self.raw.resize(CHUNK, 0);
                let n = self.inner.read(&mut self.raw)?;
                self.raw.truncate(n);
                self.raw_at = 0;
            }
            let last = self.raw.is_empty();
            let end = self.raw.len().min(self.raw_at + CHUNK);
            let piece = &self.raw[self.raw_at..end];
            self.text.resize(self.decoder.max_utf8_buffer_length(piece.len()).unwrap_or(CHUNK * 3), 0);
            let (result, read, written, _) = self.decoder.decode_to_utf8(piece, &mut self.text, last);
            self.text.truncate(written);
            self.raw_at += read;
            self.ended = last && result == CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl Read for TextStream {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut from = self.fill_buf()?;
        let n = from.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for TextStream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.text_at == self.text.len() {
            self.more()?;
        }
        Ok(&self.text[self.text_at..])
    }

    fn consume(&mut self, n: usize) {
        self.text_at = (self.text_at + n).min(self.text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: Vec<u8>) -> String {
        let mut s = TextStream::new(Path::new("x"), Box::new(io::Cursor::new(bytes)), None).expect("text");
        let mut out = String::new();
        s.read_to_string(&mut out).expect("UTF-8");
        out
    }

    #[test]
    fn a_long_file_in_any_encoding_is_the_same_in_pieces() {
        let text = "第三行有12个字,还有€5。\nEine Zeile mit Umlaut: größer.\n".repeat(40_000);
        assert!(text.len() > 2 * HEAD);
        assert!(decoded(text.clone().into_bytes()) == text);
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert!(decoded(utf16) == text);
        let (gb, _, _) = encoding_rs::GB18030.encode(&text);
        assert!(decoded(gb.into_owned()) == text);
    }

    #[test]
    fn broken_bytes_are_marked_and_nothing_is_lost_after_them() {
        let mut bytes = "x".repeat(HEAD).into_bytes();
        bytes.extend([0xFF, b'y']);
        assert!(decoded(bytes).ends_with("x\u{FFFD}y"));
        let empty = TextStream::new(Path::new("x"), Box::new(io::empty()), None);
        assert!(matches!(empty.err(), Some(InputError::Empty { .. })));
    }
}
