//! Streams that are packed: gzip and zstd, told by how they begin, unpacked as they are read.

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Read};

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 16;
const GZIP: &[u8] = &[0x1F, 0x8B];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

type Bytes = Box<dyn Read + Send>;

/// What a stream holds, unpacked; and how it begins.
pub(super) fn unpacked(mut raw: Bytes) -> io::Result<(Bytes, Vec<u8>)> {
    let mut head = Vec::new();
    raw.by_ref().take(4).read_to_end(&mut head)?;
    let whole: Bytes = Box::new(io::Cursor::new(head.clone()).chain(raw));
    let buffered = BufReader::with_capacity(CHUNK, whole);
    let bytes: Bytes = if head.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(buffered))
    } else if head == ZSTD || is_passed_over(&head) {
        Box::new(Frames { source: buffered, decoder: FrameDecoder::new(), open: false })
    } else {
        Box::new(buffered)
    };
    Ok((bytes, head))
}

/// A frame of zstd that holds no data.
fn is_passed_over(magic: &[u8]) -> bool {
    matches!(magic, [0x50..=0x5F, 0x2A, 0x4D, 0x18])
}

/// All frames of a zstd stream, one after another.
struct Frames {
    source: BufReader<Bytes>,
    decoder: FrameDecoder,
    /// Whether the decoder is within a frame.
    open: bool,
}

impl Read for Frames {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.open {
                while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                    self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1)).map_err(io::Error::other)?;
                }
                let n = self.decoder.read(to)?;
                if n > 0 || to.is_empty() {
                    return Ok(n);
                }
                self.open = false;
            }
            if self.source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            match self.decoder.reset(&mut self.source) {
                Ok(()) => self.open = true,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                }
                Err(e) => return Err(io::Error::other(e)),
            }
        }
    }
}
