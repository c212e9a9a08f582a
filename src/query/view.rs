//! Lists whose filter and order are kept: `events(view: "bbs-events")`.
//!
//! What a view keeps is looked up before the document is compiled, and stands among the variables of the request, under
//! a name that no request can send. So it leaves guards behind as a variable does, its values are bound as a variable's
//! are, and a kept statement is right as long as views look the same.

use async_graphql::{Name, Value as ConstValue};
use async_graphql_value::Value;

use super::compiler::Compiler;
use super::connection::Scope;
use super::dialect::literal;
use super::guard::Step;
use super::input::{Input, Shape, constant};
use super::plan::Variables;
use super::selection::Selected;
use super::slot::as_text;
use crate::error::{Error, Result};
use crate::resource::Resource;

/// The argument that names a view.
pub const VIEW: &str = "view";
/// Where views stand among the variables; no name of GraphQL.
const KEPT: &str = "kept views";

/// The statement that gives what the view of a slug lists, as JSON; `null` if there is none.
pub fn kept_view() -> String {
    let kind = literal("VIEW");
    let led = format!("SELECT record_id FROM slug_redirect WHERE type = {kind} AND slug = $1");
    format!(
        "SELECT coalesce((SELECT listing FROM \"view\" WHERE slug = $1), \
         (SELECT listing FROM \"view\" WHERE id = ({led})), 'null')"
    )
}

/// The slugs that these arguments name.
pub fn named_views(arguments: &[Value], variables: &Variables) -> Vec<String> {
    let values = arguments.iter().filter_map(|argument| constant(argument, variables));
    values.filter_map(|value| as_text(&value).map(str::to_owned)).collect()
}

/// Puts what views keep, by their slugs, among the variables.
pub fn keep_views(variables: &mut Variables, views: Vec<(String, ConstValue)>) {
    let views = views.into_iter().map(|(slug, listing)| (Name::new(slug), listing)).collect();
    variables.insert(Name::new(KEPT), ConstValue::Object(views));
}

/// What a view keeps.
pub struct View<'a> {
    pub filter: Input<'a>,
    pub order: Input<'a>,
}

impl<'a> Compiler<'a> {
    /// The view that a root field names, if it names one.
    pub(super) fn view(&mut self, resource: &Resource, field: &Selected<'a>) -> Result<Option<View<'a>>> {
        let Some(slug) = self.word(&field.argument(VIEW)) else { return Ok(None) };
        let at = format!("{}.{VIEW}", field.name);
        let path = |keys: &[&str]| {
            let keys = [KEPT, slug.as_str()].into_iter().chain(keys.iter().copied());
            Input::Variable(keys.map(|key| Step::Key(Name::new(key))).collect())
        };
        let Shape::Object(listed) = self.shape(&path(&[])) else {
            return Err(Error::input(&at, format!("names no view; there is none with the slug `{slug}`")));
        };
        let plural = listed.first().map(|(plural, _)| plural.to_string()).unwrap_or_default();
        if plural != resource.plural {
            return Err(Error::input(&at, format!("names a view that lists {plural}; ask for it in that field")));
        }
        Ok(Some(View { filter: path(&[&plural, "where"]), order: path(&[&plural, "orderBy"]) }))
    }

    /// The order that is asked for, else that of the view.
    pub(super) fn order_argument(&mut self, scope: Scope<'_, 'a>, field: &Selected<'a>) -> Result<Input<'a>> {
        let given = field.argument("orderBy");
        match scope {
            Scope::All(resource) if self.is_absent(&given) => {
                Ok(self.view(resource, field)?.map_or(given, |view| view.order))
            }
            _ => Ok(given),
        }
    }
}
