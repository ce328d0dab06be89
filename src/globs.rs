//! Patterns of paths, as the configuration writes them: relative to a folder, which is the configuration's.
//!
//! A pattern with a slash is matched against the whole path from that folder, one without against each part of it. A
//! path matches, too, if a folder above it does. `*` stops at a slash, `**` does not.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::{Component, Path, PathBuf};

/// A set of patterns.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    base: PathBuf,
    whole: GlobSet,
    parts: GlobSet,
}

/// Why a pattern is none.
pub fn check(pattern: &str) -> Result<(), String> {
    build(pattern).map(drop)
}

fn build(pattern: &str) -> Result<globset::Glob, String> {
    let bare = pattern.trim_end_matches('/');
    if bare.is_empty() {
        return Err("an empty pattern matches nothing".into());
    }
    if Path::new(bare).is_absolute() || Path::new(bare).components().any(|c| c == Component::ParentDir) {
        return Err("patterns are relative to the configuration's folder and stay in it".into());
    }
    GlobBuilder::new(bare.trim_start_matches("./")).literal_separator(true).build().map_err(|e| e.kind().to_string())
}

impl Globs {
    /// Compiles patterns; what is none is left out, for `check` has refused it before.
    pub fn new<'a>(base: &Path, patterns: impl IntoIterator<Item = &'a str>) -> Globs {
        let (mut whole, mut parts) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        for p in patterns {
            if let Ok(g) = build(p) {
                if p.trim_end_matches('/').contains('/') {
                    whole.add(g)
                } else {
                    parts.add(g)
                };
            }
        }
        Globs { base: base.to_owned(), whole: whole.build().unwrap_or_default(), parts: parts.build().unwrap_or_default() }
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.parts.is_empty()
    }

    /// Whether the path or a folder above it matches.
    pub fn matches(&self, path: &Path) -> bool {
        if self.is_empty() {
            return false;
        }
        let path = relative(&self.base, path);
        path.components().any(|c| matches!(c, Component::Normal(part) if self.parts.is_match(part)))
            || path.ancestors().any(|a| !a.as_os_str().is_empty() && self.whole.is_match(a))
    }
}

/// A path as seen from a folder; as it is, where it does not lie in it.
pub fn relative(base: &Path, path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let plain = !absolute.components().any(|c| c == Component::ParentDir);
    if plain && let Ok(p) = absolute.strip_prefix(base) {
        return p.to_owned();
    }
    let real = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_owned());
    let absolute = real(&absolute);
    absolute.strip_prefix(real(base)).map(Path::to_owned).unwrap_or(absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(pattern: &str, path: &str) -> bool {
        Globs::new(Path::new("/base"), [pattern]).matches(&Path::new("/base").join(path))
    }

    #[test]
    fn patterns() {
        assert!(hit("README.md", "README.md") && hit("README.md", "a/b/README.md") && !hit("README.md", "a/NOREADME.md"));
        assert!(hit("drafts", "x/drafts/y/de.txt"), "what lies in a folder that matches");
        assert!(hit("*.md", "a/b.md") && !hit("*.md", "a/b.txt"));
        assert!(hit("a/*.md", "a/b.md") && !hit("a/*.md", "a/c/b.md") && !hit("a/*.md", "x/a/b.md"));
        assert!(hit("a/**/b.md", "a/c/d/b.md") && hit("a/**", "a/c/d") && hit("a/", "a/c") && hit("./a/c", "a/c/d"));
        assert!(hit("{a,b}/*.txt", "b/x.txt"));
        assert!(!Globs::default().matches(Path::new("/base/a")));
    }

    #[test]
    fn what_is_no_pattern() {
        for (pattern, why) in [("", "empty"), ("/", "empty"), ("[", "unclosed"), ("{a", "unclosed"), ("/x", "relative"), ("../x", "relative")] {
            let e = check(pattern).expect_err(pattern);
            assert!(e.contains(why), "{pattern}: {e}");
        }
    }
}
