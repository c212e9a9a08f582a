//! A row as a JSON object.

use super::compiler::Compiler;
use super::connection::Scope;
use super::dialect::{Text, column, json_array, json_word, literal, quoted};
use super::selection::Selected;
use crate::error::{Error, Result};
use crate::resource::{Catalog, RECORD, Relationship, Resource, Role, upper_case};
use async_graphql::parser::types::SelectionSet;

/// The interfaces that a resource's type implements.
fn interfaces(resource: &Resource) -> &'static [&'static str] {
    match resource.role {
        Role::Record => &["Record", "Node"],
        Role::Node => &["Node"],
        Role::Entry | Role::Interface => &[],
    }
}

impl<'a> Compiler<'a> {
    /// The object of one row; an expression that is never NULL for a row that is there.
    pub(super) fn object(&mut self, resource: &'a Resource, alias: &str, sets: &[&'a SelectionSet]) -> Result<String> {
        self.bounded()?;
        if resource.role == Role::Interface {
            return self.any_record(alias, sets);
        }
        let fields = self.collect(resource.name, interfaces(resource), sets);
        self.json_object(&fields, |compiler, field| compiler.field(resource, alias, field))
    }

    /// A JSON object with the given fields in their order.
    pub(super) fn json_object(
        &mut self,
        fields: &[Selected<'a>],
        mut value: impl FnMut(&mut Self, &Selected<'a>) -> Result<String>,
    ) -> Result<String> {
        let mut text = Text::default();
        text.constant("{");
        for (index, field) in fields.iter().enumerate() {
            text.constant(if index == 0 { "\"" } else { ",\"" });
            text.constant(field.key).constant("\":");
            text.sql(self.within(field.key, |compiler| value(compiler, field))?);
        }
        text.constant("}");
        Ok(text.join())
    }

    /// The record behind a row of the registry, as whatever it is.
    ///
    /// What all records are asked for and what follows from the id alone (their claims, sources, mentions) is
    /// worked out once, beside the types. Otherwise each type would work it out again, and below an
    /// interface that is asked for inside another all types of each.
    fn any_record(&mut self, alias: &str, sets: &[&'a SelectionSet]) -> Result<String> {
        let catalog = self.catalog;
        let fields = self.collect(RECORD, &["Node"], sets);
        let row = self.alias();
        let mut once = Vec::new();
        for field in fields.into_iter().filter(|field| follows_from_id(catalog, field.name)) {
            let Some(any) = catalog.records().next() else { continue };
            let sql = self.within(field.key, |compiler| compiler.field(any, alias, &field))?;
            once.push((field, sql));
        }
        let mut branches = String::new();
        for resource in catalog.records() {
            let noun = self.alias();
            let fields = self.collect(resource.name, interfaces(resource), sets);
            let object = self.json_object(&fields, |compiler, field| {
                let known = once.iter().position(|(known, _)| known.is_same(field));
                known.map_or_else(|| compiler.field(resource, &noun, field), |n| Ok(format!("{row}.x{n}")))
            })?;
            self.bounded()?;
            let word = literal(&upper_case(resource.name));
            let table = quoted(&resource.table);
            branches.push_str(&format!(
                " WHEN {word} THEN (SELECT {object} FROM {table} {noun} WHERE {noun}.id = {row}.id)"
            ));
        }
        // The limit keeps PostgreSQL from writing the columns out in every branch again.
        let columns: String = once.iter().enumerate().map(|(n, (_, sql))| format!(", {sql} AS x{n}")).collect();
        Ok(format!(
            "(SELECT CASE {row}.type{branches} END FROM (SELECT {alias}.id AS id, {alias}.type AS type{columns} LIMIT 1) {row})"
        ))
    }

    /// The record with the id that an expression gives; NULL if there is none.
    pub(super) fn record_by(&mut self, id: &str, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let row = self.alias();
        let object = self.any_record(&row, &field.below)?;
        Ok(format!("(SELECT {object} FROM record {row} WHERE {row}.id = {id})"))
    }

    fn field(&mut self, resource: &'a Resource, alias: &str, field: &Selected<'a>) -> Result<String> {
        match field.name {
            "__typename" => return Ok(literal(&format!("\"{}\"", resource.name))),
            "id" => return Ok(json_word(&format!("'r' || {alias}.id"), false)),
            // An article has an address of its own, as an attribute.
            "url" if resource.find_attribute("url").is_none() => {
                return Ok(self.url(resource, alias));
            }
            "recordId" | "claimId" if resource.role == Role::Entry => {
                let number = column(alias, &crate::resource::snake_case(field.name));
                return Ok(json_word(&format!("'r' || {number}"), true));
            }
            "differences" if resource.role == Role::Entry => return self.differences(alias, field),
            "conflicts" if resource.role == Role::Record => return self.conflicts(alias, field),
            _ => {}
        }
        if let Some(attribute) = resource.find_attribute(field.name) {
            return self.value(attribute, alias, field);
        }
        match resource.find_relationship(field.name) {
            Some(relationship) if relationship.many => {
                self.connection(Scope::Related { owner: resource, relationship, alias }, field)
            }
            Some(relationship) => self.one(resource, relationship, alias, field),
            None => Err(Error::internal(format!("{}.{} is published but not compiled", resource.name, field.name))),
        }
    }

    /// At most one row of the other side, or null.
    fn one(
        &mut self,
        resource: &'a Resource,
        relationship: &'a Relationship,
        alias: &str,
        field: &Selected<'a>,
    ) -> Result<String> {
        self.charge(1);
        let catalog = self.catalog;
        let target = catalog.get(relationship.target);
        let row = self.alias();
        let as_of = self.as_of_argument(resource, relationship, field)?;
        let condition = self.joined(resource, relationship, alias, &row, as_of.as_ref())?;
        let table = quoted(&target.table);
        // Where two rows would fit (two leads), the older one is given.
        let own = relationship.own_column();
        let first = if own.is_some() { String::new() } else { format!(" ORDER BY {row}.id LIMIT 1") };
        let join = || match own {
            Some(_) => format!("JOIN {table} {row} ON {condition}"),
            None => format!("CROSS JOIN LATERAL (SELECT {row}.* FROM {table} {row} WHERE {condition}{first}) {row}"),
        };
        let found = |compiler: &mut Self| {
            let object = compiler.further(alias, &row, join, |compiler| compiler.object(target, &row, &field.below))?;
            Ok(format!("coalesce((SELECT {object} FROM {table} {row} WHERE {condition}{first}), 'null')"))
        };
        match own.filter(|_| self.repeats() && as_of.is_none()) {
            Some(own) => self.once(&column(alias, own), found),
            None => found(self),
        }
    }

    /// Where the record has its page.
    fn url(&self, resource: &Resource, alias: &str) -> String {
        let start = literal(&format!("\"{}/{}/", self.base_url, resource.plural));
        format!("concat({start}, {}, '\"')", column(alias, "slug"))
    }

    /// The attributes on which claims disagree, each with its claims.
    fn conflicts(&mut self, alias: &str, field: &Selected<'a>) -> Result<String> {
        self.charge(2);
        let claim = self.catalog.get("Claim");
        let (row, of) = (self.alias(), self.alias());
        let fields = self.collect("Conflict", &[], &field.below);
        let object = self.times(5, |compiler| {
            compiler.json_object(&fields, |compiler, field| match field.name {
                "__typename" => Ok(literal("\"Conflict\"")),
                "attribute" => Ok(compiler.dialect.json_text(&column(&of, "attribute"), false)),
                _ => {
                    let object = compiler.times(5, |compiler| compiler.object(claim, &row, &field.below))?;
                    let list = json_array(&format!("string_agg({row}.j, ',' ORDER BY {row}.id)"));
                    Ok(format!(
                        "(SELECT {list} FROM (SELECT {row}.id, {object} AS j FROM claim {row} \
                         WHERE {row}.record_id = {alias}.id AND {row}.attribute = {of}.attribute) {row})"
                    ))
                }
            })
        })?;
        let list = json_array(&format!("string_agg({of}.j, ',' ORDER BY {of}.first)"));
        Ok(format!(
            "(SELECT {list} FROM (SELECT {of}.first, {object} AS j FROM \
             (SELECT attribute, min(id) AS first FROM claim WHERE record_id = {alias}.id \
             AND attribute IS NOT NULL GROUP BY attribute HAVING count(DISTINCT value) > 1) {of}) {of})"
        ))
    }
}

/// Whether a field of records is found by the id alone, in the same way for all of them.
fn follows_from_id(catalog: &Catalog, name: &str) -> bool {
    let leads = |resource: &Resource| {
        let found = resource.find_relationship(name);
        found.filter(|it| it.many && it.own_column().is_none()).map(|it| it.target)
    };
    let mut targets = catalog.records().map(leads);
    let first = targets.next().flatten();
    name == "conflicts" || (first.is_some() && targets.all(|target| target == first))
}
