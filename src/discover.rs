//! Discovery: paths to stories. Files named one by one are one story; in a folder, each folder that holds reports is one.
//!
//! What git ignores, hidden files, and what the configuration excludes are left out; a file that is named itself never
//! is. The walk follows links and refuses loops; what cannot be read is an error beside the rest.

use crate::globs::Globs;
use crate::input::{self, InputError, shown};
use ignore::WalkBuilder;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A story's files.
#[derive(Debug, Default)]
pub struct Story {
    /// The folder, or nothing for files that were named one by one.
    pub path: PathBuf,
    /// Its files, sorted.
    pub files: Vec<PathBuf>,
}

/// What a list of paths comes to.
#[derive(Debug, Default)]
pub struct Found {
    /// The stories.
    pub stories: Vec<Story>,
    /// What could not be taken.
    pub errors: Vec<InputError>,
    /// Files that were passed over.
    pub passed_over: Vec<PathBuf>,
}

/// What is taken from a folder.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Leave out what `.gitignore` names.
    pub gitignore: bool,
    /// Only what matches; with no pattern, all.
    pub include: Globs,
    /// Nothing that matches.
    pub exclude: Globs,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter { gitignore: true, include: Globs::default(), exclude: Globs::default() }
    }
}

/// Files and folders to stories.
pub fn find(paths: &[PathBuf]) -> Found {
    find_in(paths, &Filter::default())
}

/// Files and folders to stories, filtered.
pub fn find_in(paths: &[PathBuf], filter: &Filter) -> Found {
    let mut found = Found::default();
    let mut stories: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        if input::is_stdin(path) {
            stories.entry(PathBuf::new()).or_default().push(path.clone());
            continue;
        }
        match fs::metadata(path) {
            Err(e) => found.errors.push(input::unreadable(path, &e)),
            Ok(m) if m.is_dir() => folder(path, filter, &mut stories, &mut found),
            Ok(_) => stories.entry(PathBuf::new()).or_default().push(path.clone()),
        }
    }
    found.stories = stories
        .into_iter()
        .map(|(path, mut files)| {
            files.sort();
            files.dedup();
            Story { path, files }
        })
        .collect();
    found.passed_over.sort();
    found.passed_over.dedup();
    found
}

fn folder(top: &Path, filter: &Filter, stories: &mut BTreeMap<PathBuf, Vec<PathBuf>>, found: &mut Found) {
    let exclude = filter.exclude.clone();
    let walk = WalkBuilder::new(top)
        .follow_links(true)
        .hidden(true)
        .ignore(false)
        .parents(filter.gitignore)
        .git_ignore(filter.gitignore)
        .git_exclude(filter.gitignore)
        .git_global(false)
        .require_git(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |e| e.depth() == 0 || !exclude.matches(e.path()))
        .build();
    let mut any = false;
    let mut left_out = false;
    for entry in walk {
        let entry = match entry {
            Ok(e) => e,
            Err(e) => {
                found.errors.push(refused(top, &e));
                continue;
            }
        };
        let kind = entry.file_type();
        if entry.depth() == 0 || kind.is_some_and(|k| k.is_dir()) {
            continue;
        }
        let path = entry.into_path();
        // A pipe or a device in a folder would keep the reader waiting.
        if !kind.is_some_and(|k| k.is_file()) || !input::is_report(&path) {
            found.passed_over.push(path);
        } else if !filter.include.is_empty() && !filter.include.matches(&path) {
            left_out = true;
        } else {
            any = true;
            stories.entry(path.parent().unwrap_or(top).to_owned()).or_default().push(path);
        }
    }
    if !any {
        let known = input::endings();
        found.errors.push(if left_out || !filter.exclude.is_empty() {
            InputError::AllLeftOut { path: shown(top), known }
        } else {
            InputError::NoReports { path: shown(top), known }
        });
    }
}

/// What the walk says, in our words.
fn refused(top: &Path, e: &ignore::Error) -> InputError {
    fn parts<'a>(e: &'a ignore::Error, path: &mut Option<&'a Path>) -> Option<InputError> {
        match e {
            ignore::Error::WithPath { path: p, err } => {
                *path = Some(p);
                parts(err, path)
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => parts(err, path),
            ignore::Error::Loop { ancestor, child } => Some(InputError::Loop { path: shown(child), above: shown(ancestor) }),
            ignore::Error::Io(io) => path.map(|p| input::unreadable(p, io)),
            _ => None,
        }
    }
    parts(e, &mut None).unwrap_or_else(|| InputError::Unreadable { path: shown(top), reason: crate::report::escape_controls(&e.to_string()) })
}
