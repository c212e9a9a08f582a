//! A bundle's files in a folder, read record by record, so that they may be larger than memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Deserializer;
use serde_json::de::IoRead;

use super::{Bundle, Record};
use crate::error::Stop;

/// The bundle of these files, each called by the plural of its resource.
///
/// # Errors
///
/// When one is no list of records. Each is read once for that.
pub fn bundle(files: &[PathBuf]) -> Result<Bundle, Stop> {
    let mut bundle = Bundle::default();
    for path in files {
        let stop = |why: String| Stop::new(format!("{}: {why}", path.display()));
        let name = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        for record in records(path).map_err(|error| stop(error.to_string()))? {
            record.map_err(|error| stop(format!("it is not a list of records: {error}")))?;
        }
        let path = path.clone();
        // A record that is none was found above; a file that changes meanwhile ends where it does not fit
        bundle = bundle.with(&name, move || match records(&path) {
            Ok(records) => Box::new(records.map_while(Result::ok)),
            Err(_) => Box::new(std::iter::empty()),
        });
    }
    Ok(bundle)
}

type Records = serde_json::StreamDeserializer<'static, IoRead<Items<BufReader<File>>>, Record>;

fn records(path: &Path) -> io::Result<Records> {
    let items = Items { inner: BufReader::new(File::open(path)?), depth: 0, quoted: false, escaped: false };
    Ok(Deserializer::from_reader(items).into_iter())
}

/// The items of a JSON array one after the other: the brackets around them and the commas between them are blank.
struct Items<R> {
    inner: R,
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl<R: BufRead> Read for Items<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for byte in &mut buffer[..count] {
            if self.quoted {
                self.quoted = self.escaped || *byte != b'"';
                self.escaped = !self.escaped && *byte == b'\\';
                continue;
            }
            match *byte {
                b'"' => self.quoted = true,
                b'[' | b'{' => {
                    self.depth += 1;
                    if self.depth == 1 {
                        *byte = if *byte == b'[' { b' ' } else { b'?' };
                    }
                }
                b']' | b'}' => {
                    if self.depth <= 1 {
                        *byte = b' ';
                    }
                    self.depth = self.depth.saturating_sub(1);
                }
                b',' if self.depth == 1 => *byte = b' ',
                _ => {}
            }
        }
        Ok(count)
    }
}
