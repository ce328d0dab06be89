//! A folder of its own for a test, gone when the test is.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

/// The folder.
pub struct Temp(pub PathBuf);

impl Temp {
    /// An empty folder that no other test has.
    pub fn new(name: &str) -> Temp {
        let path = std::env::temp_dir().join(format!("tertium-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder for the test");
        Temp(path.canonicalize().expect("it is there"))
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    /// A file's text.
    pub fn read(&self, path: impl AsRef<Path>) -> String {
        fs::read_to_string(self.0.join(path)).expect("a file")
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
