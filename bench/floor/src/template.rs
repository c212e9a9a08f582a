//! JSON from rows: a template says what stands around the columns.
//!
//! `$` is the next column. `("code":$,"name":$)` is an object, or null where its first column is null.

/// A row of either database.
pub trait Columns {
    fn is_null(&self, column: usize) -> bool;
    fn write(&self, column: usize, out: &mut Vec<u8>);
}

pub struct Template(Vec<Piece>);

enum Piece {
    Text(&'static str),
    Column,
    /// An object that may be missing, with its columns.
    Object(Vec<Piece>, usize),
}

impl Template {
    pub fn new(text: &'static str) -> Self {
        Self(pieces(&mut { text }))
    }

    /// Writes the columns from this one on.
    pub fn write(&self, row: &impl Columns, first: usize, out: &mut Vec<u8>) {
        write(&self.0, row, &mut { first }, out);
    }
}

fn pieces(rest: &mut &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    while let Some(mark) = rest.find(['$', '(', ')']) {
        pieces.push(Piece::Text(&rest[..mark]));
        let found = rest.as_bytes()[mark];
        *rest = &rest[mark + 1..];
        match found {
            b'$' => pieces.push(Piece::Column),
            b'(' => {
                let inner = self::pieces(rest);
                let columns = count(&inner);
                pieces.push(Piece::Object(inner, columns));
            }
            _ => return pieces,
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn count(pieces: &[Piece]) -> usize {
    let columns = |piece: &Piece| match piece {
        Piece::Text(_) => 0,
        Piece::Column => 1,
        Piece::Object(_, columns) => *columns,
    };
    pieces.iter().map(columns).sum()
}

fn write(pieces: &[Piece], row: &impl Columns, next: &mut usize, out: &mut Vec<u8>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.extend_from_slice(text.as_bytes()),
            Piece::Column => {
                row.write(*next, out);
                *next += 1;
            }
            Piece::Object(_, columns) if row.is_null(*next) => {
                out.extend_from_slice(b"null");
                *next += columns;
            }
            Piece::Object(inner, _) => {
                out.push(b'{');
                write(inner, row, next, out);
                out.push(b'}');
            }
        }
    }
}

/// Text in quotes.
pub fn quoted(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let mut plain = 0;
    for (index, &byte) in text.iter().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&text[plain..index]);
        if byte < b' ' {
            out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
        } else {
            out.extend_from_slice(&[b'\\', byte]);
        }
        plain = index + 1;
    }
    out.extend_from_slice(&text[plain..]);
    out.push(b'"');
}
