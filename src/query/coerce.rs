//! Checks a request's variables (GraphQL specification, October 2021, 6.1.2 `CoerceVariableValues`).
//!
//! async-graphql checks them when it executes; a compiled read does not, and a cached plan meets
//! values that nothing has looked at. What depends on the argument (page sizes, days, ids) is
//! checked where it is bound.

use async_graphql::Value as ConstValue;
use async_graphql::parser::types::{BaseType, OperationDefinition, Type};

use super::inputs::{InputType, Inputs};
use super::plan::Variables;
use super::slot::as_integer;
use crate::error::{Error, Result};

/// The variables of an operation, checked, with defaults filled in.
///
/// # Errors
///
/// When one is missing, or is not of its type; the message names it and what would be right.
pub fn coerce_variables(inputs: &Inputs, operation: &OperationDefinition, given: &Variables) -> Result<Variables> {
    let mut variables = Variables::new();
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let name = &definition.name.node;
        let at = format!("${name}");
        // Not the method of this name, which takes a missing default for null.
        let default = definition.default_value.as_ref().map(|value| &value.node);
        let value = given.get(name).or(default);
        let Some(value) = value else {
            if !definition.var_type.node.nullable {
                return Err(Error::input(&at, format!("is missing; it is {}", definition.var_type.node)));
            }
            // A variable that is not given differs from null: its argument is not given either.
            continue;
        };
        check(inputs, &definition.var_type.node, value, &at)?;
        variables.insert(name.clone(), value.clone());
    }
    Ok(variables)
}

/// Checks the value of an argument of this type, with all variables in their places; `at` names it.
///
/// # Errors
///
/// When it is not of its type; the message names what of it, and what would be right.
pub fn coerce_argument(inputs: &Inputs, ty: &str, value: &ConstValue, at: &str) -> Result<()> {
    check(inputs, &named(ty), value, at)
}

fn check(inputs: &Inputs, ty: &Type, value: &ConstValue, at: &str) -> Result<()> {
    if matches!(value, ConstValue::Null) {
        return if ty.nullable { Ok(()) } else { Err(Error::input(at, format!("cannot be null; it is {ty}"))) };
    }
    match &ty.base {
        BaseType::List(item) => match value {
            ConstValue::List(values) => values
                .iter()
                .enumerate()
                .try_for_each(|(index, value)| check(inputs, item, value, &format!("{at}[{index}]"))),
            single => check(inputs, item, single, at),
        },
        BaseType::Named(name) => check_named(inputs, name, value, at),
    }
}

fn check_named(inputs: &Inputs, name: &str, value: &ConstValue, at: &str) -> Result<()> {
    let refuse = |wanted: &str| Err(Error::input(at, format!("is {value}; it takes {wanted}")));
    match (name, inputs.get(name)) {
        ("Int", _) => match as_integer(value) {
            Some(_) => Ok(()),
            None => refuse("a whole number of 32 bits"),
        },
        ("Float", _) => match value {
            ConstValue::Number(_) => Ok(()),
            _ => refuse("a number"),
        },
        ("Boolean", _) => match value {
            ConstValue::Boolean(_) => Ok(()),
            _ => refuse("true or false"),
        },
        ("String" | "ID" | "Date" | "DateTime", _) => match value {
            ConstValue::String(_) => Ok(()),
            // Whether it is one of ours is seen where it is bound.
            ConstValue::Number(number) if name == "ID" && number.is_i64() => Ok(()),
            _ => refuse("a string"),
        },
        (_, Some(InputType::Enum { words, .. })) => {
            let word = match value {
                ConstValue::String(word) => word.as_str(),
                ConstValue::Enum(word) => word.as_str(),
                _ => "",
            };
            if words.iter().any(|(known, _)| known == word) {
                return Ok(());
            }
            let known: Vec<_> = words.iter().map(|(word, _)| word.as_str()).collect();
            refuse(&known.join(", "))
        }
        (_, Some(InputType::Object { one_of, fields, .. })) => {
            let ConstValue::Object(parts) = value else { return refuse("an object") };
            if *one_of && (parts.len() != 1 || parts.values().any(|part| *part == ConstValue::Null)) {
                return Err(Error::input(at, "takes exactly one key, with a value"));
            }
            for (key, part) in parts {
                let at = format!("{at}.{key}");
                let Some(field) = fields.iter().find(|field| field.name == key.as_str()) else {
                    let known: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
                    let message = format!("is not known; {name} has {}", known.join(", "));
                    return Err(Error::input(&at, message));
                };
                // A null in a filter, where no value can be meant, is refused by the compiler, in better words.
                check(inputs, &named(&field.ty), part, &at)?;
            }
            for field in fields.iter().filter(|field| field.ty.ends_with('!')) {
                if !parts.contains_key(field.name.as_str()) {
                    return Err(Error::input(
                        &format!("{at}.{}", field.name),
                        format!("is missing; it is {}", field.ty),
                    ));
                }
            }
            Ok(())
        }
        _ => Err(Error::internal(format!("input type {name} is published but not known"))),
    }
}

/// The type behind our own spelling of it.
fn named(ty: &str) -> Type {
    Type::new(ty).unwrap_or_else(|| unreachable!("{ty} is no type"))
}
