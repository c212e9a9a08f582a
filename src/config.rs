//! Every setting, once: as a flag and as an environment variable of the same name.

use std::net::SocketAddr;

use clap::Args;
use clap::builder::FalseyValueParser;

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSettings {
    /// Address of the database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://directory.db", hide_env_values = true)]
    pub database: String,
}

/// How the server is reached.
#[derive(Args, Clone, Debug)]
pub struct ServerSettings {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Where the server is reached from outside, for the addresses of records [default: http://LISTEN]
    #[arg(long, env = "BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Leave an empty database empty instead of loading the bundled directory
    #[arg(long, env = "EMPTY", value_parser = FalseyValueParser::new())]
    pub empty: bool,
}

/// An address that paths can be put behind.
fn base_url(text: &str) -> Result<String, String> {
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\'));
    let scheme = text.starts_with("http://") || text.starts_with("https://");
    if plain && scheme {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("it takes an address such as https://directory.example".to_owned())
    }
}
