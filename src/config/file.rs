//! Finding and reading `tertium.toml`.

use super::Config;
use super::error::Mistake;
use crate::input::shown;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const NAME: &str = "tertium.toml";

/// A configuration and where it stands.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What it says.
    pub config: Config,
    /// The file.
    pub path: PathBuf,
    /// Its folder, which its paths are relative to.
    pub base: PathBuf,
    /// Its text, for places in it.
    pub text: String,
}

impl Loaded {
    /// The file and a line in it, as shown.
    pub fn place(&self, offset: usize) -> String {
        format!("{}:{}", shown(&self.path), super::error::place(&self.text, offset).1)
    }
}

/// The closest configuration upwards from a file or folder.
pub fn nearest(path: &Path) -> Option<PathBuf> {
    let start = path.canonicalize().or_else(|_| std::path::absolute(path)).ok()?;
    let found = start.ancestors().map(|a| a.join(NAME)).find(|p| p.is_file())?;
    // Shown as people would write it, where it lies below.
    let here = std::env::current_dir().and_then(|d| d.canonicalize()).ok();
    Some(here.and_then(|h| found.strip_prefix(h).map(Path::to_owned).ok()).unwrap_or(found))
}

/// The one configuration of all paths.
pub fn nearest_of(paths: &[PathBuf]) -> Result<Option<PathBuf>, Mistake> {
    let mut found: Option<(Option<PathBuf>, &Path)> = None;
    for p in paths {
        let this = nearest(p);
        match &found {
            None => found = Some((this, p)),
            Some((first, of)) if *first != this => {
                let said = |c: &Option<PathBuf>| c.as_ref().map_or("none".to_owned(), |c| shown(c));
                return Err(Mistake::whole(
                    &shown(p),
                    format!(
                        "its configuration is {}, that of {} is {}; check them one by one, or name one with --config",
                        said(&this),
                        shown(of),
                        said(first)
                    ),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(found.and_then(|f| f.0))
}

/// Reads a configuration.
pub fn load(path: &Path) -> Result<Loaded, Mistake> {
    let name = shown(path);
    let bytes = fs::read(path).map_err(|e| {
        let why =
            if e.kind() == std::io::ErrorKind::NotFound { "no such file; `tertium init` writes one".into() } else { format!("cannot read it: {e}") };
        Mistake::whole(&name, why)
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|e| Mistake::whole(&name, format!("not UTF-8 at byte {}; save it as UTF-8", e.utf8_error().valid_up_to())))?;
    let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
    let config = parse(&name, &text)?;
    let absolute = path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let base = absolute.parent().map(Path::to_owned).unwrap_or_default();
    Ok(Loaded { config, path: path.to_owned(), base, text })
}

/// Reads the text of a configuration.
pub fn parse(name: &str, text: &str) -> Result<Config, Mistake> {
    toml::from_str(text).map_err(|e| match e.span() {
        Some(s) => Mistake::at(name, text, s, e.message()),
        None => Mistake::whole(name, e.message()),
    })
}
