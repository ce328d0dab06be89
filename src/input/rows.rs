//! Records as rows of a Parquet table, read some at a time, and of them only the columns that a record has. A build
//! without the feature `parquet` refuses such a table, and says how to get it.

use super::records::Line;
use std::fs::File;

/// How such a file begins.
pub(super) const HEAD: &[u8] = b"PAR1";

pub(super) use inner::{Rows, open};

#[cfg(not(feature = "parquet"))]
mod inner {
    use super::*;

    /// No rows.
    pub(crate) enum Rows {}

    /// Refuses a table.
    pub(crate) fn open(_: Option<File>) -> Result<Rows, String> {
        Err("this is a Parquet table, which this build does not read; get one that does by `cargo install --path . --features parquet`, or give JSON Lines".to_owned())
    }

    impl Iterator for Rows {
        type Item = Result<Line, String>;

        fn next(&mut self) -> Option<Result<Line, String>> {
            match *self {}
        }
    }
}

#[cfg(feature = "parquet")]
mod inner {
    use super::*;
    use crate::date::Day;
    use crate::input::records::{DAMAGED, Name, brief};
    use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
    use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
    use parquet::data_type::{ByteArray, DataType};
    use parquet::errors::ParquetError;
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;
    use parquet::schema::types::ColumnDescriptor;
    use std::panic::{self, AssertUnwindSafe};

    /// Rows that are read at a time.
    const ROWS: usize = 64;
    /// The columns that are read.
    const NAMES: [&str; 6] = ["id", "story", "lang", "date", "title", "text"];
    /// Those without which there is no record.
    const NEEDED: [&str; 2] = ["id", "text"];

    /// The rows of a table.
    pub(crate) struct Rows {
        file: SerializedFileReader<File>,
        /// Where the columns stand, by name, and how their values are written.
        columns: Vec<Option<(usize, Written)>>,
        group: usize,
        open: Option<Group>,
        /// Rows that were read and not yet asked for, the last first.
        held: Vec<Line>,
    }

    /// A row group, as far as it was read.
    struct Group {
        readers: Vec<Option<ColumnReader>>,
        left: usize,
    }

    /// How a value of a column is written in a record.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Written {
        Text,
        Whole,
        /// A time since 1970, of which so many parts make a day.
        Time(i64),
    }

    /// Opens a table; standard input is none.
    pub(crate) fn open(file: Option<File>) -> Result<Rows, String> {
        let file = file.ok_or("a Parquet table is read from its end; give it as a file")?;
        let file = guarded(|| SerializedFileReader::new(file).map_err(said))?;
        let schema = file.metadata().file_metadata().schema_descr();
        let find = |name: &str| {
            let at = schema.columns().iter().position(|c| c.path().parts() == [name]);
            let Some(at) = at else {
                return if NEEDED.contains(&name) {
                    Err(format!("the table has no column `{name}`; a record needs `id` and `text`"))
                } else {
                    Ok(None)
                };
            };
            let column = schema.column(at);
            written(&column).map(|w| Some((at, w))).ok_or_else(|| format!("the column `{name}` holds neither texts, whole numbers nor days"))
        };
        let columns = NAMES.iter().map(|n| find(n)).collect::<Result<Vec<_>, String>>()?;
        Ok(Rows { file, columns, group: 0, open: None, held: Vec::new() })
    }

    /// How the values of a column are written, if they can stand in a record.
    fn written(c: &ColumnDescriptor) -> Option<Written> {
        const DAY: i64 = 86_400;
        let per_day = match (c.logical_type_ref(), c.converted_type()) {
            (Some(LogicalType::Timestamp(t)), _) => match t.unit {
                TimeUnit::MILLIS => Some(DAY * 1_000),
                TimeUnit::MICROS => Some(DAY * 1_000_000),
                TimeUnit::NANOS => Some(DAY * 1_000_000_000),
            },
            (_, ConvertedType::TIMESTAMP_MILLIS) => Some(DAY * 1_000),
            (_, ConvertedType::TIMESTAMP_MICROS) => Some(DAY * 1_000_000),
            (_, ConvertedType::DATE) => Some(1),
            _ => None,
        };
        match (c.physical_type(), c.converted_type()) {
            _ if c.max_rep_level() > 0 => None,
            (_, ConvertedType::DECIMAL | ConvertedType::BSON | ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS) => None,
            (Type::BYTE_ARRAY, _) => Some(Written::Text),
            // What Spark and Hive wrote times as: a day and the nanoseconds of it.
            (Type::INT96, _) => Some(Written::Time(1)),
            (Type::INT32 | Type::INT64, _) => Some(per_day.map_or(Written::Whole, Written::Time)),
            _ => None,
        }
    }

    impl Rows {
        /// Reads the next rows; false at the end.
        fn fill(&mut self) -> Result<bool, String> {
            while self.open.as_ref().is_none_or(|g| g.left == 0) {
                if self.group >= self.file.num_row_groups() {
                    return Ok(false);
                }
                let group = self.file.get_row_group(self.group).map_err(said)?;
                let left = usize::try_from(group.metadata().num_rows()).map_err(|_| "a row group has fewer than no rows".to_owned())?;
                let reader = |c: &Option<(usize, Written)>| c.map(|(at, _)| group.get_column_reader(at)).transpose();
                let readers = self.columns.iter().map(reader).collect::<Result<Vec<_>, _>>().map_err(said)?;
                self.group += 1;
                self.open = Some(Group { readers, left });
            }
            let Some(group) = &mut self.open else { return Ok(false) };
            let rows = ROWS.min(group.left);
            let mut read = Vec::with_capacity(NAMES.len());
            for (reader, column) in group.readers.iter_mut().zip(&self.columns) {
                read.push(match (reader, column) {
                    (Some(r), Some((_, w))) => values(r, rows, *w)?.into_iter(),
                    _ => vec![None; rows].into_iter(),
                });
            }
            group.left -= rows;
            for _ in 0..rows {
                let mut of = read.iter_mut();
                let mut next = || of.next().and_then(Iterator::next).flatten();
                self.held.push(Line { id: next().map(Name), story: next().map(Name), lang: next(), date: next(), title: next(), text: next() });
            }
            self.held.reverse();
            Ok(true)
        }
    }

    impl Iterator for Rows {
        type Item = Result<Line, String>;

        fn next(&mut self) -> Option<Result<Line, String>> {
            if self.held.is_empty() {
                match guarded(|| self.fill()) {
                    Ok(true) => {}
                    Ok(false) => return None,
                    Err(e) => return Some(Err(e)),
                }
            }
            self.held.pop().map(Ok)
        }
    }

    /// What a reading comes to; the library gives up on some damaged tables by a panic.
    fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
        panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(DAMAGED.to_owned()))
    }

    /// The next values of a column as they would stand in a line of JSON.
    fn values(reader: &mut ColumnReader, rows: usize, how: Written) -> Result<Vec<Option<String>>, String> {
        let whole = |n: i64| match how {
            Written::Time(per_day) => day(n.div_euclid(per_day)),
            _ => n.to_string(),
        };
        let text = |b: ByteArray| std::str::from_utf8(b.data()).map(str::to_owned).map_err(|_| "a text that is no UTF-8".to_owned());
        match reader {
            ColumnReader::ByteArrayColumnReader(r) => some(r, rows, text),
            ColumnReader::Int32ColumnReader(r) => some(r, rows, |n| Ok(whole(i64::from(n)))),
            ColumnReader::Int96ColumnReader(r) => some(r, rows, |n| Ok(whole(n.to_millis().div_euclid(86_400_000)))),
            ColumnReader::Int64ColumnReader(r) => some(r, rows, |n| Ok(whole(n))),
            _ => Err("a column that holds neither texts, whole numbers nor days".to_owned()),
        }
    }

    fn some<T: DataType>(
        reader: &mut ColumnReaderImpl<T>,
        rows: usize,
        show: impl Fn(T::T) -> Result<String, String>,
    ) -> Result<Vec<Option<String>>, String> {
        let (mut defined, mut values) = (Vec::new(), Vec::new());
        let (records, ..) = reader.read_records(rows, Some(&mut defined), None, &mut values).map_err(said)?;
        if records != rows {
            return Err(format!("a column ends {} rows before the others", rows - records.min(rows)));
        }
        let mut values = values.into_iter().map(show);
        // A column that has to be given has no levels.
        if defined.is_empty() {
            return values.map(|v| v.map(Some)).collect();
        }
        defined.iter().map(|d| if *d > 0 { values.next().transpose() } else { Ok(None) }).collect()
    }

    /// A day as a record has it; one that no calendar has is shown as its number, and refused there.
    fn day(n: i64) -> String {
        const MOST: i64 = 3_000_000;
        if n.abs() > MOST { n.to_string() } else { Day::from_number(n).to_string() }
    }

    /// What is wrong with a table, in a line.
    fn said(e: ParquetError) -> String {
        const NOT_BUILT: &str = "Disabled feature at compile time: ";
        match e {
            ParquetError::General(s) | ParquetError::NYI(s) if s.starts_with(NOT_BUILT) => {
                format!("it is compressed by {}, which is not read; write it with Snappy or gzip", brief(&s[NOT_BUILT.len()..]))
            }
            ParquetError::General(s) | ParquetError::NYI(s) | ParquetError::EOF(s) => brief(&s),
            e => brief(&e.to_string()),
        }
    }
}
