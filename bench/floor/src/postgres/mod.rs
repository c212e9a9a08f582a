//! PostgreSQL over a few connections, each used by several requests at a time: what they ask is sent on at once.

mod columns;
mod questions;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls, Row, Statement};

use crate::asked::{Asked, Question, Way};
use crate::failure::Failure;
use crate::json;

const CONNECTIONS: usize = 10;

/// In the order of `Question`.
const WHOLE: [&str; 6] = [
    include_str!("../../sql/postgres/Q1.sql"),
    include_str!("../../sql/postgres/Q2.sql"),
    include_str!("../../sql/postgres/Q3.sql"),
    include_str!("../../sql/postgres/Q4.sql"),
    include_str!("../../sql/postgres/Q5.sql"),
    include_str!("../../sql/postgres/Q6.sql"),
];

pub struct Connections {
    all: Vec<Connection>,
    turn: AtomicUsize,
}

/// A connection with its prepared statements.
struct Connection {
    client: Client,
    whole: Vec<Statement>,
    rows: Vec<Statement>,
}

impl Connections {
    pub async fn open(address: &str) -> Result<Self, Error> {
        let mut all = Vec::with_capacity(CONNECTIONS);
        for _ in 0..CONNECTIONS {
            all.push(Connection::open(address).await?);
        }
        Ok(Self { all, turn: AtomicUsize::new(0) })
    }

    fn next(&self) -> &Connection {
        &self.all[self.turn.fetch_add(1, Ordering::Relaxed) % self.all.len()]
    }
}

impl Connection {
    async fn open(address: &str) -> Result<Self, Error> {
        let (client, connection) = tokio_postgres::connect(address, NoTls).await?;
        tokio::spawn(connection);
        let mut whole = Vec::with_capacity(WHOLE.len());
        for sql in WHOLE {
            whole.push(client.prepare(sql).await?);
        }
        let mut rows = Vec::with_capacity(questions::ROWS.len());
        for sql in questions::ROWS {
            rows.push(client.prepare(sql).await?);
        }
        Ok(Self { client, whole, rows })
    }

    async fn rows(&self, number: usize, parameters: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Error> {
        self.client.query(&self.rows[number], parameters).await
    }

    /// One statement makes the answer.
    async fn whole(&self, question: Question, asked: &Asked<'_>) -> Result<String, Error> {
        let Asked { slug, from, to, country, other, day, id } = asked;
        let parameters: &[&(dyn ToSql + Sync)] = match question {
            Question::Q1 | Question::Q3 => &[slug],
            Question::Q2 => &[from],
            Question::Q4 => &[id],
            Question::Q5 => &[country, other, from, to],
            Question::Q6 => &[day, id],
        };
        self.client.query_one(&self.whole[question as usize], parameters).await?.try_get(0)
    }
}

pub async fn answer(
    State(connections): State<Arc<Connections>>,
    Path((question, way)): Path<(Question, Way)>,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: Asked = serde_json::from_slice(&body)?;
    let connection = connections.next();
    match way {
        Way::Json => Ok(json(connection.whole(question, &asked).await?)),
        Way::Rows => Ok(json(questions::answer(connection, question, &asked).await?)),
    }
}
