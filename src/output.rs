//! Where a run writes: findings to standard output or a file, everything else to standard error.

use anyhow::{Context, anyhow};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tertium::input::shown;

/// Says something on standard error; that it cannot be said is no reason to stop.
pub fn say(level: &str, text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "tertium: {level}: {text}");
}

/// What is written to. A file appears whole or not at all: it is written beside its place and moved there by `commit`.
pub enum Target {
    /// Standard output, until its reader is gone.
    Standard {
        /// Whether the reader is gone.
        closed: bool,
    },
    /// A device or a pipe, which nothing can be moved to.
    Device(File, PathBuf),
    /// A file, written beside its place.
    Beside(Part),
}

/// A file that is not yet in its place; removed if it never gets there.
pub struct Part {
    file: File,
    part: PathBuf,
    to: PathBuf,
    done: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.part);
        }
    }
}

impl Target {
    /// Opens a file, or standard output.
    pub fn open(to: Option<&Path>) -> anyhow::Result<Target> {
        let Some(path) = to else { return Ok(Target::Standard { closed: false }) };
        let failed = || format!("{}: cannot write", shown(path));
        let there = fs::metadata(path).ok();
        if there.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(anyhow!("{}: cannot write to a folder; name a file in it", shown(path)));
        }
        if there.as_ref().is_some_and(|m| !m.is_file()) {
            return Ok(Target::Device(OpenOptions::new().write(true).open(path).with_context(failed)?, path.to_owned()));
        }
        // A link stays a link: what it leads to is replaced.
        let to = if there.is_some() { path.canonicalize().with_context(failed)? } else { path.to_owned() };
        let name = to.file_name().with_context(|| format!("{}: names no file", shown(path)))?.to_owned();
        for n in 0..1000 {
            let mut beside = std::ffi::OsString::from(".");
            beside.push(&name);
            beside.push(format!(".{}-{n}.part", std::process::id()));
            let part = to.with_file_name(beside);
            match OpenOptions::new().write(true).create_new(true).open(&part) {
                Ok(file) => {
                    if let Some(m) = &there {
                        let _ = file.set_permissions(m.permissions());
                    }
                    return Ok(Target::Beside(Part { file, part, to, done: false }));
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(e).with_context(failed),
            }
        }
        Err(anyhow!("{}: cannot write: too many unfinished files beside it", shown(path)))
    }

    /// Writes; tells whether anybody still reads.
    pub fn write(&mut self, text: impl AsRef<[u8]>) -> anyhow::Result<bool> {
        let bytes = text.as_ref();
        match self {
            Target::Standard { closed: true } => Ok(false),
            Target::Standard { closed } => {
                let mut out = io::stdout().lock();
                match out.write_all(bytes).and_then(|()| out.flush()) {
                    Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                        *closed = true;
                        Ok(false)
                    }
                    other => other.map(|()| true).context("standard output: cannot write"),
                }
            }
            Target::Device(file, path) => file.write_all(bytes).map(|()| true).with_context(|| format!("{}: cannot write", shown(path))),
            Target::Beside(p) => p.file.write_all(bytes).map(|()| true).with_context(|| p.intact()),
        }
    }

    /// Puts a file in its place, on the disk.
    pub fn commit(self) -> anyhow::Result<()> {
        if let Target::Beside(mut p) = self {
            p.file.sync_all().and_then(|()| fs::rename(&p.part, &p.to)).with_context(|| p.intact())?;
            p.done = true;
            // The name is on the disk only when the folder is.
            if let Some(folder) = p.to.parent() {
                let _ = File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).and_then(|f| f.sync_all());
            }
        }
        Ok(())
    }
}

impl Part {
    fn intact(&self) -> String {
        format!("{}: cannot write; what was there before is intact", shown(&self.to))
    }
}

/// Writes a whole text.
pub fn write(to: Option<&Path>, text: &str) -> anyhow::Result<()> {
    let mut target = Target::open(to)?;
    target.write(text)?;
    target.commit()
}

/// Writes a file that must not be there yet.
pub fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => {
            anyhow!("{}: there is one already, and it stays as it is; name another file, or remove it first", shown(path))
        }
        _ => anyhow!("{}: cannot write: {e}", shown(path)),
    })?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| {
        let _ = fs::remove_file(path);
        anyhow!("{}: cannot write: {e}", shown(path))
    })
}
