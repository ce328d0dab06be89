//! Places in a file, and what is wrong at one.

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Byte offset in the decoded file.
    pub offset: usize,
    /// Line, 1-based.
    pub line: usize,
    /// Column in characters, 1-based.
    pub column: usize,
}

impl Default for Spot {
    fn default() -> Spot {
        Spot { offset: 0, line: 1, column: 1 }
    }
}

impl Spot {
    /// The place after `text`, which stands here.
    pub fn after(mut self, text: &str) -> Spot {
        self.offset += text.len();
        match memchr::memrchr(b'\n', text.as_bytes()) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', text.as_bytes()).count();
                self.column = 1 + text[last + 1..].chars().count();
            }
            None => self.column += text.chars().count(),
        }
        self
    }
}

/// What is wrong with a file, and what to do about it. Other rows and files are still read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}{}: {reason}", if *line > 0 { format!(":{line}") } else { String::new() })]
pub struct FileError {
    /// The file as shown.
    pub path: String,
    /// Line, 1-based; 0 if it is no matter of a line.
    pub line: usize,
    /// What is wrong and what helps.
    pub reason: String,
}

impl FileError {
    /// An error in a line.
    pub fn new(path: &str, line: usize, reason: impl Into<String>) -> FileError {
        FileError { path: path.to_owned(), line, reason: reason.into() }
    }

    /// An error of the system while reading.
    pub fn io(path: &str, line: usize, e: &std::io::Error) -> FileError {
        FileError::new(path, line, format!("cannot be read on from here: {e}"))
    }
}
