//! Which stories were touched since a revision: git is asked.

use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use tertium::config::file::NAME;
use tertium::input::{Story, shown};

/// What differs from a revision.
#[derive(Debug, Default)]
pub struct Touched {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
    /// Whether what all findings depend on was touched.
    pub all: bool,
}

impl Touched {
    /// Asks git what differs from `revision` in the repositories of the paths: committed, staged or not, new files too.
    pub fn since(revision: &str, paths: &[PathBuf], depends_on: &[PathBuf]) -> anyhow::Result<Touched> {
        let mut out = Touched::default();
        let mut asked = BTreeSet::new();
        for path in paths {
            let folder = if path.is_dir() { path.as_path() } else { path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")) };
            let Ok(top) = git(folder, &["rev-parse", "--show-toplevel"])? else {
                bail!("--since: {} is in no git repository; leave --since out to check everything", shown(path));
            };
            let top = path_of(top.trim_ascii_end()).canonicalize().with_context(|| format!("--since: {}", shown(path)))?;
            if !asked.insert(top.clone()) {
                continue;
            }
            // Before the first commit everything is new.
            if revision == "HEAD" && git(&top, &["rev-parse", "--verify", "--quiet", "HEAD"])?.is_err() {
                out.all = true;
                continue;
            }
            if revision.starts_with('-') || git(&top, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?.is_err() {
                let revision = tertium::report::escape_controls(revision);
                bail!("--since: git knows no revision `{revision}` here; fetch it, or name a commit, a branch or a tag");
            }
            for args in [
                &["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", revision, "--"][..],
                &["ls-files", "-z", "--others", "--exclude-standard"],
            ] {
                match git(&top, args)? {
                    Ok(list) => list.split(|b| *b == 0).filter(|n| !n.is_empty()).for_each(|n| out.add(&top, n)),
                    Err(e) => bail!("--since: git {}: {e}", args[0]),
                }
            }
        }
        let real = |p: &PathBuf| p.canonicalize().unwrap_or_else(|_| p.clone());
        out.all |= depends_on.iter().any(|p| out.files.contains(&real(p)));
        Ok(out)
    }

    fn add(&mut self, top: &Path, name: &[u8]) {
        let path = top.join(path_of(name));
        if path.file_name().is_some_and(|n| n == NAME) {
            self.all = true;
        }
        self.folders.extend(path.parent().map(Path::to_owned));
        self.files.insert(path);
    }

    /// Whether a story was touched: one of its files, or one that was in its folder.
    pub fn has(&self, story: &Story) -> bool {
        let real = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_owned());
        self.all
            || story.files.iter().any(|f| self.files.contains(&real(f)))
            || !story.path.as_os_str().is_empty() && self.folders.contains(&real(&story.path))
    }
}

/// What git prints, or what it says is wrong.
fn git(folder: &Path, args: &[&str]) -> anyhow::Result<Result<Vec<u8>, String>> {
    let out = Command::new("git").arg("-C").arg(folder).args(args).output().context("--since asks git, and git cannot be run")?;
    let said = || tertium::report::escape_controls(String::from_utf8_lossy(&out.stderr).lines().next().unwrap_or("it failed"));
    Ok(if out.status.success() { Ok(out.stdout) } else { Err(said()) })
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}
