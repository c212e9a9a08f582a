//! A compiled read: the statement, what to bind, and which other requests it fits.

use async_graphql::{Name, Value as ConstValue, indexmap::IndexMap};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value as Bound};

use super::asking::Asking;
use super::guard::Guard;
use super::paths::Question;
use super::slot::{Slot, Source};
use crate::database::{Database, Pace};
use crate::error::{Error, Result};

/// A request's variables with defaults filled in; a variable without value is absent.
pub type Variables = IndexMap<Name, ConstValue>;

/// One statement and all that is needed to run it again for other variables of the same shape.
#[derive(Debug)]
pub struct Plan {
    /// Gives one row with one text: the JSON of `data`.
    sql: String,
    /// All values that were given, each checked.
    slots: Vec<Slot>,
    /// Which of them to bind to `$1`, `$2`, …
    bound: Vec<usize>,
    guards: Vec<Guard>,
    /// What must be found out first, by other statements.
    questions: Vec<Question>,
    pace: Pace,
    /// What is asked of the server, however little it finds.
    pub cost: Cost,
}

/// What a statement asks of the server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// See [`crate::limits::QueryLimits::max_cost`].
    pub requested: usize,
    /// How many rows there is room for in the answer's lists.
    pub nodes: usize,
}

impl Plan {
    /// `sql` names the slots by their number from 1, and perhaps not all of them: what is not selected is not
    /// computed.
    pub(super) fn new(sql: &str, slots: Vec<Slot>, guards: Vec<Guard>, questions: Vec<Question>, cost: Cost) -> Self {
        let (sql, bound) = numbered(sql);
        Self { sql, slots, bound, guards, questions, pace: Pace::default(), cost }
    }

    /// About how many bytes it takes to keep.
    pub fn size(&self) -> usize {
        let asked: usize = self.questions.iter().map(Question::size).sum();
        2 * self.sql.len() + asked + 200 * (self.slots.len() + self.guards.len())
    }

    /// Whether the statement is right for these variables too.
    pub fn fits(&self, variables: &Variables) -> bool {
        self.guards.iter().all(|guard| guard.holds(variables))
    }

    /// Answers a request with the JSON of `data`; and how many statements it took.
    ///
    /// # Errors
    ///
    /// When a value cannot be what the argument needs (a day that is none, an id of another server), or the
    /// database does not answer, or not in time.
    pub async fn read(
        &self,
        database: &Database,
        variables: &Variables,
        asking: Asking<'_>,
    ) -> Result<(String, usize)> {
        let mut values = self.values(variables, asking)?;
        let mut statements = 1;
        for (slot, place) in self.slots.iter().zip(0..) {
            if let Source::Found(number) = slot.source {
                let (found, more) = self.questions[number].answer(database, &self.slots, &values).await?;
                values[place] = found.into();
                statements += more;
            }
        }
        Ok((database.read_again(&self.sql, self.bound(&values), &self.pace).await?, statements))
    }

    /// As [`Self::read`], of the data as a transaction has it; nothing that takes more than one statement.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub async fn read_within(
        &self,
        transaction: &DatabaseTransaction,
        variables: &Variables,
        asking: Asking<'_>,
    ) -> Result<String> {
        if !self.questions.is_empty() {
            return Err(Error::internal("a statement within a transaction that asks others first"));
        }
        let values = self.bound(&self.values(variables, asking)?);
        let statement = Statement::from_sql_and_values(transaction.get_database_backend(), &self.sql, values);
        let row = transaction.query_one_raw(statement).await.map_err(Error::internal)?;
        let row = row.ok_or_else(|| Error::internal("a read gave no row"))?;
        row.try_get_by_index(0).map_err(Error::internal)
    }

    /// The values of all slots.
    fn values(&self, variables: &Variables, asking: Asking<'_>) -> Result<Vec<Bound>> {
        self.slots.iter().map(|slot| slot.bind(variables, asking)).collect()
    }

    /// Those that the statement names, in its order.
    fn bound(&self, values: &[Bound]) -> Vec<Bound> {
        self.bound.iter().map(|slot| values[*slot].clone()).collect()
    }
}

/// A statement that names values by numbers from 1, not all of them, with numbers without a gap; and the places of
/// those that are named. A statement must bind what it names and no more, for it is prepared once by its text.
pub fn numbered(sql: &str) -> (String, Vec<usize>) {
    let mut bound: Vec<usize> = Vec::new();
    let mut text = String::with_capacity(sql.len());
    // What stands between single quotes is constant text; a quote in it is doubled.
    for (part, piece) in sql.split('\'').enumerate() {
        if part > 0 {
            text.push('\'');
        }
        let mut names = piece.split('$');
        text.push_str(names.next().unwrap_or_default());
        for name in names {
            let digits = name.bytes().take_while(u8::is_ascii_digit).count();
            let place = name[..digits].parse::<usize>().ok().filter(|_| part % 2 == 0);
            let Some(place) = place else {
                text.push('$');
                text.push_str(name);
                continue;
            };
            let number = bound.iter().position(|known| *known == place - 1).unwrap_or_else(|| {
                bound.push(place - 1);
                bound.len() - 1
            });
            text.push_str(&format!("${}{}", number + 1, &name[digits..]));
        }
    }
    (text, bound)
}
