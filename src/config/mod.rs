//! Every setting, once: as a flag and as an environment variable of the same name.

mod webhooks;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{FalseyValueParser, RangedU64ValueParser};
use clap::{Arg, Args, Command, Parser, ValueEnum, value_parser};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::limits::{Limit, QueryLimits, TokenQueryLimits};
use crate::network::Networks;

pub use webhooks::WebhookSettings;

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSettings {
    /// Address of the database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://directory.db", hide_env_values = true)]
    pub database: String,
}

/// What is told of the work: on the terminal, and to a collector of traces.
#[derive(Args, Clone, Debug)]
pub struct LogSettings {
    /// What the log on standard error tells, as `warn`, `info` (every request) or `info,sqlx=debug,sqlite=debug` (every statement)
    #[arg(long, global = true, env = "LOG", default_value = "warn", value_parser = log_filter)]
    pub log: String,

    /// How a line of the log is written
    #[arg(long, global = true, env = "LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// Where traces of requests are sent by OTLP over HTTP, without TLS, as `http://127.0.0.1:4318`
    #[arg(long, global = true, env = "OTLP_ENDPOINT", value_parser = collector)]
    pub otlp_endpoint: Option<String>,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// For machines: one JSON object a line
    Json,
}

/// How the server is reached, and what it answers.
#[derive(Args, Clone, Debug)]
pub struct ServerSettings {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Where the server is reached from outside, for the addresses of records [default: http://LISTEN]
    #[arg(long, env = "BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Address and port for /metrics, /healthz and /readyz; /metrics is then answered nowhere else
    #[arg(long, env = "OPERATOR_LISTEN")]
    pub operator_listen: Option<SocketAddr>,

    /// Addresses of PostgreSQL replicas to read from, with commas between them
    #[arg(long, env = "READ_REPLICAS", value_delimiter = ',', value_name = "ADDRESSES", hide_env_values = true)]
    pub read_replicas: Vec<String>,

    /// Leave an empty database empty instead of loading the bundled directory
    #[arg(long, env = "EMPTY", value_parser = FalseyValueParser::new())]
    pub empty: bool,

    /// Answer no other documents than those in the .graphql files of this folder
    #[arg(long, env = "ONLY_DOCUMENTS", value_name = "FOLDER")]
    pub only_documents: Option<PathBuf>,

    /// How many bytes of answers are kept for those who ask the same again; 0 keeps none
    #[arg(long, env = "ANSWER_CACHE", default_value_t = 64 << 20)]
    pub answer_cache: usize,

    #[command(flatten)]
    pub limits: Limits,

    #[command(flatten)]
    pub query_limits: QueryLimits,

    #[command(flatten)]
    pub webhooks: WebhookSettings,
}

/// What a client may ask of the server, and for how long.
#[derive(Args, Clone, Debug)]
pub struct Limits {
    /// How many connections may be open; one more is told to come back later
    #[arg(long, env = "MAX_CONNECTIONS", default_value = "800", value_parser = count())]
    pub max_connections: usize,

    /// How many GraphQL requests may be answered or wait at the same time; one more is refused at once
    #[arg(long, env = "MAX_REQUESTS", default_value = "128", value_parser = count())]
    pub max_requests: usize,

    /// How many operations may be under way on one WebSocket, subscriptions above all
    #[arg(long, env = "MAX_SUBSCRIPTIONS", default_value = "20", value_parser = count())]
    pub max_subscriptions: usize,

    /// How many bytes the body of a request, or a message of a WebSocket, may have
    #[arg(long, env = "MAX_BODY", default_value = "65536", value_parser = count())]
    pub max_body: usize,

    /// How many events a calendar may have; of one with more nothing is given
    #[arg(long, env = "MAX_CALENDAR", default_value = "10000", value_parser = count())]
    pub max_calendar: usize,

    /// How long a request's headers may take, and how long a connection may be idle
    #[arg(long, env = "HEADER_TIMEOUT", default_value = "30s", value_parser = duration)]
    pub header_timeout: Duration,

    /// How long a request's body may take, or a WebSocket's first message, and how long a client may read nothing of its answer
    #[arg(long, env = "BODY_TIMEOUT", default_value = "10s", value_parser = duration)]
    pub body_timeout: Duration,

    /// How long an answer may take, waiting for the database included
    #[arg(long, env = "REQUEST_TIMEOUT", default_value = "5s", value_parser = duration)]
    pub request_timeout: Duration,

    /// How long one statement may take
    #[arg(long, env = "STATEMENT_TIMEOUT", default_value = "3s", value_parser = duration)]
    pub statement_timeout: Duration,

    /// How long requests that were begun may take to end once the server is told to stop
    #[arg(long, env = "STOP_TIMEOUT", default_value = "8s", value_parser = duration)]
    pub stop_timeout: Duration,

    #[command(flatten)]
    pub clients: ClientSettings,

    #[command(flatten)]
    pub tokens: TokenSettings,
}

/// What a single client may take, and how clients are told apart.
#[derive(Args, Clone, Debug)]
pub struct ClientSettings {
    /// What the requests of one address may cost before it must wait, by the prices of `max_cost`; 0 for no bound
    #[arg(long, env = "ALLOWANCE", default_value = "5000", value_parser = value_parser!(u32).range(0..=1 << 30))]
    pub allowance: u32,

    /// How much of the allowance comes back every second
    #[arg(long, env = "ALLOWANCE_REFILL", default_value = "50", value_parser = value_parser!(u32).range(1..=1 << 30))]
    pub allowance_refill: u32,

    /// How many connections one address may have open
    #[arg(long, env = "MAX_CONNECTIONS_PER_ADDRESS", default_value = "50", value_parser = count())]
    pub max_connections_per_address: usize,

    /// Networks whose clients have no allowance to keep to and as many connections as there are
    #[arg(long, env = "UNLIMITED", default_value = "127.0.0.0/8,::1/128", value_name = "NETWORKS")]
    pub unlimited: Networks,

    /// Networks of the proxies that are believed whom they ask for
    #[arg(long, env = "TRUSTED_PROXIES", default_value = "", value_name = "NETWORKS")]
    pub trusted_proxies: Networks,

    /// The header in which they say it; another one may be the client's own invention
    #[arg(long, env = "PROXY_HEADER", value_enum, default_value_t = ProxyHeader::XForwardedFor)]
    pub proxy_header: ProxyHeader,
}

/// How much further a request with a token may go. Where that were less than what anybody may, it is as much.
#[derive(Args, Clone, Debug)]
pub struct TokenSettings {
    /// `request_timeout` for a request with a token
    #[arg(long, env = "TOKEN_REQUEST_TIMEOUT", default_value = "10s", value_parser = duration)]
    pub token_request_timeout: Duration,

    /// `statement_timeout` for a request with a token
    #[arg(long, env = "TOKEN_STATEMENT_TIMEOUT", default_value = "6s", value_parser = duration)]
    pub token_statement_timeout: Duration,

    /// `allowance` of one token, which pays instead of its address
    #[arg(long, env = "TOKEN_ALLOWANCE", default_value = "20000", value_parser = value_parser!(u32).range(0..=1 << 30))]
    pub token_allowance: u32,

    /// `allowance_refill` of one token
    #[arg(long, env = "TOKEN_ALLOWANCE_REFILL", default_value = "200", value_parser = value_parser!(u32).range(1..=1 << 30))]
    pub token_allowance_refill: u32,

    #[command(flatten)]
    pub query: TokenQueryLimits,
}

/// Where a proxy writes for whom it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProxyHeader {
    /// Addresses with commas between them
    XForwardedFor,
    /// RFC 7239
    Forwarded,
}

impl Default for Limits {
    /// What holds where nothing else is said.
    fn default() -> Self {
        #[derive(Parser)]
        struct Defaults {
            #[command(flatten)]
            limits: Limits,
        }
        Defaults::parse_from([""]).limits
    }
}

impl Limits {
    /// The same, as they are for requests with a token.
    pub fn of_tokens(&self) -> Self {
        let (tokens, mut limits) = (&self.tokens, self.clone());
        limits.request_timeout = limits.request_timeout.max(tokens.token_request_timeout);
        limits.statement_timeout = limits.statement_timeout.max(tokens.token_statement_timeout);
        let clients = &mut limits.clients;
        // Where there is no bound for an address, there is none for a token.
        let unbounded = clients.allowance == 0 || tokens.token_allowance == 0;
        clients.allowance = if unbounded { 0 } else { clients.allowance.max(tokens.token_allowance) };
        clients.allowance_refill = clients.allowance_refill.max(tokens.token_allowance_refill);
        limits
    }

    /// Those that a client should know, as the field `limits` tells them.
    pub fn published(&self) -> Vec<Limit> {
        let settings = Self::augment_args(Command::new("limits"));
        let limit = |setting: &'static str, unit: &str, value: u128| {
            let argument = settings.get_arguments().find(|argument| argument.get_id() == setting);
            let help = argument.and_then(Arg::get_help).map(ToString::to_string).unwrap_or_default();
            Limit { setting, doc: format!("{help}{unit}"), value: usize::try_from(value).unwrap_or(usize::MAX) }
        };
        let clients = &self.clients;
        vec![
            limit("max_body", "", self.max_body as u128),
            limit("request_timeout", ", in milliseconds", self.request_timeout.as_millis()),
            limit("statement_timeout", ", in milliseconds", self.statement_timeout.as_millis()),
            limit("allowance", "; with a token it is the token that pays", clients.allowance.into()),
            limit("allowance_refill", "", clients.allowance_refill.into()),
            limit("max_subscriptions", "", self.max_subscriptions as u128),
            limit("max_connections_per_address", "", clients.max_connections_per_address as u128),
        ]
    }
}

/// A number of things, of which there must be some.
fn count() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=1 << 30)
}

/// A time such as `5s` or `250ms`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("it takes a time such as 5s or 250ms".to_owned()),
    }
}

/// A filter as tracing reads it. A word alone it would take for the name of a part; here it is a level.
fn log_filter(text: &str) -> Result<String, String> {
    let known = text.split(',').all(|part| part.contains('=') || part.trim().parse::<LevelFilter>().is_ok());
    let filter = EnvFilter::try_new(text).ok().filter(|_| known);
    filter
        .map(|_| text.to_owned())
        .ok_or_else(|| "it takes a level such as info, or levels of parts such as warn,sqlx=debug".to_owned())
}

/// Where the directory is reached.
fn base_url(text: &str) -> Result<String, String> {
    let address = address(text, &["http://", "https://"]);
    address.ok_or_else(|| "it takes an address such as https://directory.example".to_owned())
}

/// Where a collector listens.
fn collector(text: &str) -> Result<String, String> {
    address(text, &["http://"]).ok_or_else(|| "it takes an address such as http://127.0.0.1:4318".to_owned())
}

/// An address that paths can be put behind.
fn address(text: &str, schemes: &[&str]) -> Option<String> {
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\'));
    let known = schemes.iter().any(|scheme| text.starts_with(scheme));
    (plain && known).then(|| text.trim_end_matches('/').to_owned())
}
