//! Columns as they come over the wire.

use std::error::Error;

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use crate::template::{Columns, quoted};

/// The bytes of a value, whatever it is.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl Columns for Row {
    fn is_null(&self, column: usize) -> bool {
        matches!(self.try_get::<_, Option<Raw>>(column), Ok(None))
    }

    fn write(&self, column: usize, out: &mut Vec<u8>) {
        match self.try_get::<_, Option<Raw>>(column) {
            Ok(Some(Raw(bytes))) if *self.columns()[column].type_() == Type::DATE => day(bytes, out),
            Ok(Some(Raw(bytes))) => quoted(bytes, out),
            _ => out.extend_from_slice(b"null"),
        }
    }
}

/// A day, counted from 2000-01-01. Eras of 400 years begin in March, so that the leap day is their years' last.
fn day(bytes: &[u8], out: &mut Vec<u8>) {
    let Ok(bytes) = bytes.try_into() else { return };
    let days = i32::from_be_bytes(bytes) + 730_425;
    let (era, days) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (days - days / 1_460 + days / 36_524 - days / 146_096) / 365;
    let of_year = days - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, carried) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + carried;
    out.push(b'"');
    digits(year, 1_000, out);
    out.push(b'-');
    digits(month, 10, out);
    out.push(b'-');
    digits(of_month, 10, out);
    out.push(b'"');
}

fn digits(number: i32, mut place: i32, out: &mut Vec<u8>) {
    while place > 0 {
        out.push(b'0' + u8::try_from(number / place % 10).unwrap_or_default());
        place /= 10;
    }
}
