//! One column against given values.

use async_graphql::Value as ConstValue;

use super::all;
use crate::error::{Code, Error, Result};
use crate::query::compiler::Compiler;
use crate::query::input::{Input, Shape};
use crate::query::slot::SlotKind;

impl<'a> Compiler<'a> {
    /// `{ eq: …, in: … }` on one column, all of which must hold.
    pub(in crate::query) fn comparisons(
        &mut self,
        sql: &str,
        nullable: bool,
        kind: SlotKind,
        input: &Input<'a>,
        at: &str,
    ) -> Result<String> {
        let mut conditions = Vec::new();
        for (operator, value) in self.operators(input, at)? {
            let at = format!("{at}.{operator}");
            conditions.push(self.comparison(sql, nullable, kind, &operator, &value, &at)?);
        }
        Ok(all(&conditions))
    }

    /// One operator on one column.
    pub(super) fn comparison(
        &mut self,
        sql: &str,
        nullable: bool,
        kind: SlotKind,
        operator: &str,
        value: &Input<'a>,
        at: &str,
    ) -> Result<String> {
        match operator {
            "isNull" => return self.null_condition(sql, value, at),
            "in" | "notIn" => {
                return self.membership(sql, nullable, kind, operator == "in", value, at);
            }
            _ => {}
        }
        let bound = self.bind_given(value, kind, at)?;
        let compared = match operator {
            "eq" => format!("{sql} = {bound}"),
            "neq" => format!("{sql} <> {bound}"),
            "lt" => format!("{sql} < {bound}"),
            "lte" => format!("{sql} <= {bound}"),
            "gt" => format!("{sql} > {bound}"),
            "gte" => format!("{sql} >= {bound}"),
            "contains" => self.dialect.contains(sql, &bound),
            "startsWith" => self.dialect.starts_with(sql, &bound),
            other => return Err(Error::internal(format!("operator {other} is not compiled"))),
        };
        Ok(never_null(sql, nullable, operator == "neq", &compared))
    }

    fn membership(
        &mut self,
        sql: &str,
        nullable: bool,
        kind: SlotKind,
        inside: bool,
        value: &Input<'a>,
        at: &str,
    ) -> Result<String> {
        let bound = self.listed(kind, value, at)?;
        if bound.is_empty() {
            return Ok(if inside { "FALSE" } else { "TRUE" }.to_owned());
        }
        let not = if inside { "" } else { "NOT " };
        let compared = format!("{sql} {not}IN ({})", bound.join(", "));
        Ok(never_null(sql, nullable, !inside, &compared))
    }

    /// The values of `in` and `notIn`.
    pub(super) fn listed(&mut self, kind: SlotKind, value: &Input<'a>, at: &str) -> Result<Vec<String>> {
        if matches!(self.shape(value), Shape::Null) {
            return Ok(vec![self.bind_given(value, kind, at)?]);
        }
        let items = self.items(value, at)?;
        let most = self.limits.max_list_items;
        if items.len() > most {
            let message = format!("`{at}` has {} values; it takes {most} at most.", items.len());
            return Err(Error::new(Code::TooLarge, message));
        }
        let items = items.iter().enumerate();
        items.map(|(index, item)| self.bind_given(item, kind, &format!("{at}[{index}]"))).collect()
    }

    /// `isNull: true` or `isNull: false`.
    pub(in crate::query) fn null_condition(&mut self, sql: &str, value: &Input<'a>, at: &str) -> Result<String> {
        match self.exactly(value) {
            Some(ConstValue::Boolean(true)) => Ok(format!("{sql} IS NULL")),
            Some(_) => Ok(format!("{sql} IS NOT NULL")),
            None => Err(Error::input(at, "cannot be null; it takes true or false")),
        }
    }
}

/// A comparison that says true (`if_null`) or false where the column has no value.
fn never_null(sql: &str, nullable: bool, if_null: bool, compared: &str) -> String {
    match (nullable, if_null) {
        (false, _) => format!("({compared})"),
        (true, true) => format!("({sql} IS NULL OR {compared})"),
        (true, false) => format!("({sql} IS NOT NULL AND {compared})"),
    }
}
