//! `token`: who may do more than read.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};

use super::{existing, print};
use crate::clock::Clock;
use crate::config::{self, DatabaseSettings};
use crate::database::{ListedToken, NewToken};
use crate::error::Stop;
use crate::viewer::{Role, Secret};

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token, and print its secret, which is not shown again
    Create(NewTokenArguments),
    /// List the tokens, without their secrets
    List {
        #[command(flatten)]
        database: DatabaseSettings,
    },
    /// End a token; a running server knows within a second
    Revoke {
        /// Its name
        name: String,
        #[command(flatten)]
        database: DatabaseSettings,
    },
}

#[derive(Args, Debug)]
pub struct NewTokenArguments {
    /// What logs and histories call it; no other token, past or present, has the same
    name: String,
    /// What it is for
    #[arg(long, value_enum, ignore_case = true)]
    role: Role,
    /// The slug of the organization for which a contributor speaks
    #[arg(long, value_name = "SLUG")]
    organization: Option<String>,
    /// After which time it ends, as 90d or 1y; never if left out
    #[arg(long, value_name = "TIME", value_parser = config::duration)]
    expires: Option<Duration>,
    #[command(flatten)]
    database: DatabaseSettings,
}

impl TokenCommand {
    pub async fn run(self) -> Result<(), Stop> {
        match self {
            Self::Create(arguments) => create(arguments).await,
            Self::List { database } => {
                let database = existing(&database).await?;
                print(&table(&database.list_tokens().await?))
            }
            Self::Revoke { name, database } => {
                let database = existing(&database).await?;
                database.revoke_token(&name, Clock::Machine.now()).await?;
                print(&format!("The token `{name}` is revoked.\n"))
            }
        }
    }
}

/// The secret alone goes to standard output, so that it can be sent on without being seen.
async fn create(arguments: NewTokenArguments) -> Result<(), Stop> {
    let database = existing(&arguments.database).await?;
    let now = Clock::Machine.now();
    let end = |time| TimeDelta::from_std(time).ok().and_then(|time| now.checked_add_signed(time));
    let NewTokenArguments { name, role, organization, expires, .. } = arguments;
    let expires_at = match expires {
        Some(time) => Some(end(time).ok_or_else(|| Stop::new("--expires lies too far ahead"))?),
        None => None,
    };
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(|error| Stop::new(format!("the machine gives no chance: {error}")))?;
    let secret = Secret::made_of(chance);
    let token = NewToken { name, role, organization, expires_at };
    database.create_token(&token, secret.hash(), now).await?;
    let until = expires_at.map_or_else(|| "until it is revoked".to_owned(), |at| format!("until {}", day_and_time(at)));
    eprintln!("The token `{}` is {}, {until}. This is its secret; it is not shown again:", token.name, role.word());
    print(&format!("{}\n", secret.reveal()))
}

/// Rows under each other.
fn table(tokens: &[ListedToken]) -> String {
    let or_none = |at: Option<DateTime<Utc>>| at.map_or_else(|| "-".to_owned(), day_and_time);
    let head = ["NAME", "ROLE", "ORGANIZATION", "CREATED", "EXPIRES", "REVOKED"].map(str::to_owned);
    let rows = tokens.iter().map(|token| {
        let organization = token.organization.clone().unwrap_or_else(|| "-".to_owned());
        let [created, expires, revoked] = [token.created_at, token.expires_at, token.revoked_at].map(or_none);
        [token.name.clone(), token.role.clone(), organization, created, expires, revoked]
    });
    let rows: Vec<[String; 6]> = [head].into_iter().chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..6).map(width).collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

fn day_and_time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}
