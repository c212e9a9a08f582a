//! A published element before it is async-graphql's.

use async_graphql::Value;
use async_graphql::dynamic::{Field, FieldFuture, InputValue, Interface, InterfaceField, Object, TypeRef};

use crate::query::InputField;

/// A published field: what it gives, what it takes, what it means.
pub struct Published {
    pub name: String,
    pub ty: String,
    doc: String,
    arguments: Vec<InputField>,
}

impl Published {
    pub fn new(name: impl Into<String>, ty: impl Into<String>, doc: impl Into<String>) -> Self {
        Self { name: name.into(), ty: ty.into(), doc: doc.into(), arguments: Vec::new() }
    }

    pub fn taking(mut self, arguments: Vec<InputField>) -> Self {
        self.arguments = arguments;
        self
    }

    pub fn field(self) -> Field {
        let field = Field::new(self.name, type_ref(&self.ty), |_| FieldFuture::from_value(None));
        let arguments = self.arguments.into_iter().map(input_value);
        arguments.fold(field.description(self.doc), Field::argument)
    }

    pub fn interface_field(self) -> InterfaceField {
        let field = InterfaceField::new(self.name, type_ref(&self.ty)).description(self.doc);
        self.arguments.into_iter().map(input_value).fold(field, InterfaceField::argument)
    }
}

/// GraphQL's spelling of a type as a reference.
pub fn type_ref(ty: &str) -> TypeRef {
    if let Some(inner) = ty.strip_suffix('!') {
        TypeRef::NonNull(Box::new(type_ref(inner)))
    } else if let Some(inner) = ty.strip_prefix('[').and_then(|ty| ty.strip_suffix(']')) {
        TypeRef::List(Box::new(type_ref(inner)))
    } else {
        TypeRef::named(ty)
    }
}

pub fn input_value(field: InputField) -> InputValue {
    let value = InputValue::new(field.name, type_ref(&field.ty)).description(field.doc);
    match field.default {
        Some(text) => value.default_value(match (text.parse::<i64>(), text.parse::<bool>()) {
            (Ok(number), _) => number.into(),
            (_, Ok(truth)) => truth.into(),
            _ => Value::Enum(async_graphql::Name::new(text)),
        }),
        None => value,
    }
}

pub fn object(name: &str, doc: &str, fields: Vec<Published>) -> Object {
    fields.into_iter().fold(Object::new(name).description(doc), |object, field| object.field(field.field()))
}

pub fn interface(name: &str, doc: &str, fields: Vec<Published>, implements: &[&str]) -> Interface {
    let interface = Interface::new(name).description(doc);
    let interface = implements.iter().fold(interface, |it, name| it.implement(*name));
    fields.into_iter().fold(interface, |it, field| it.field(field.interface_field()))
}
