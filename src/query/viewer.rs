//! `viewer`: who is asking; and what depends on it anywhere in a statement.

use super::compiler::Compiler;
use super::dialect::{column, json_boolean, json_word, literal};
use super::input::Input;
use super::selection::Selected;
use super::slot::SlotKind;
use crate::error::{Error, Result};
use crate::viewer::Power;

impl<'a> Compiler<'a> {
    /// A condition: whether whoever asks may do this.
    pub(super) fn viewer_may(&mut self, power: Power) -> String {
        self.bind(&Input::Absent, SlotKind::ViewerMay(power), "viewer")
    }

    /// The JSON of `viewer`.
    pub(super) fn viewer(&mut self, field: &Selected<'a>) -> Result<String> {
        self.charge(1);
        let id = self.bind(&Input::Absent, SlotKind::ViewerToken, "viewer");
        let token = self.alias();
        let fields = self.collect("Viewer", &[], &field.below);
        let object = self.json_object(&fields, |compiler, part| compiler.viewer_field(&token, part))?;
        Ok(format!("coalesce((SELECT {object} FROM token {token} WHERE {token}.id = {id}), 'null')"))
    }

    fn viewer_field(&mut self, token: &str, field: &Selected<'a>) -> Result<String> {
        let may = |compiler: &mut Self, power| Ok(json_boolean(&compiler.viewer_may(power), false));
        match field.name {
            "__typename" => Ok(literal("\"Viewer\"")),
            "name" => Ok(self.dialect.json_text(&column(token, "name"), false)),
            "role" => Ok(json_word(&column(token, "role"), false)),
            "createdAt" => Ok(self.dialect.json_instant(&column(token, "created_at"), false)),
            "expiresAt" => Ok(self.dialect.json_instant(&column(token, "expires_at"), true)),
            "mayPropose" => may(self, Power::Propose),
            "mayEdit" => may(self, Power::Edit),
            "mayDecide" => may(self, Power::Decide),
            "mayAdminister" => may(self, Power::Administer),
            "organization" => {
                self.charge(1);
                let id = self.bind(&Input::Absent, SlotKind::ViewerOrganization, "viewer");
                let row = self.alias();
                let object = self.object(self.catalog.get("Organization"), &row, &field.below)?;
                Ok(format!("coalesce((SELECT {object} FROM organization {row} WHERE {row}.id = {id}), 'null')"))
            }
            name => Err(Error::internal(format!("Viewer.{name} is published but not compiled"))),
        }
    }
}
