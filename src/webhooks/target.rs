//! Where a webhook goes: an address that was looked at from all sides before anything is sent to it.

use std::net::IpAddr;

use url::{Host, Position, Url};

use super::address::is_public;
use crate::network::Networks;

/// How many letters an address has at most.
const LONGEST: usize = 2_000;
/// From where on ports are nobody's in particular.
const FIRST_FREE_PORT: u16 = 1024;
/// Names that no public server has, by their ends.
const INTERNAL: [&str; 8] = ["localhost", "local", "internal", "intranet", "lan", "home", "arpa", "onion"];

/// The address of a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub is_secure: bool,
    pub host: Host<String>,
    pub port: u16,
    /// As the header `Host` has it.
    pub authority: String,
    /// Path and query.
    pub path: String,
}

impl Target {
    /// Reads an address. It is read as browsers read it, so an address of four numbers is known in all its spellings;
    /// `networks` are those of the operator to which it may lead as well, there without TLS too.
    ///
    /// # Errors
    ///
    /// With the rest of a sentence that says what is wrong with it.
    pub fn parse(text: &str, networks: &Networks) -> Result<Self, &'static str> {
        if text.len() > LONGEST {
            return Err("has 2,000 letters at most");
        }
        // A reader of addresses leaves out or turns around what other readers do not.
        if text.chars().any(|letter| letter.is_control() || letter.is_whitespace() || letter == '\\') {
            return Err("has no blanks, control characters or backslashes");
        }
        let url = Url::parse(text).map_err(|_| "is an address such as https://partner.example/directory")?;
        let has_networks = *networks != Networks::default();
        let is_secure = match url.scheme() {
            "https" => true,
            "http" if has_networks => false,
            _ => return Err("begins with https://"),
        };
        let authority = text.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
        if authority.contains('@') {
            return Err("has no user and password in it; what is sent is signed");
        }
        if url.fragment().is_some() {
            return Err("has no fragment (`#…`), which never reaches a server");
        }
        let host = url.host().ok_or("names a host")?.to_owned();
        match &host {
            Host::Domain(name) if !has_networks && is_internal(name) => return Err("names a host of the internet"),
            Host::Domain(_) => {}
            Host::Ipv4(address) => allowed((*address).into(), is_secure, networks)?,
            Host::Ipv6(address) => allowed((*address).into(), is_secure, networks)?,
        }
        let usual = if is_secure { 443 } else { 80 };
        let port = url.port().unwrap_or(usual);
        if port != usual && port < FIRST_FREE_PORT {
            return Err("has the usual port, or one from 1024 on");
        }
        let authority = url[Position::BeforeHost..Position::AfterPort].to_owned();
        Ok(Self { is_secure, host, port, authority, path: url[Position::BeforePath..Position::AfterQuery].to_owned() })
    }
}

/// Refuses to connect to an address of the operator's own, unless it is in one of the named networks.
///
/// # Errors
///
/// With the rest of a sentence.
pub fn allowed(address: IpAddr, is_secure: bool, networks: &Networks) -> Result<(), &'static str> {
    if networks.contain(address) || (is_secure && is_public(address)) {
        return Ok(());
    }
    Err(if is_public(address) { "begins with https://" } else { "leads to no public address of the internet" })
}

fn is_internal(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let end = name.rsplit('.').next().unwrap_or_default();
    !name.contains('.') || INTERNAL.contains(&end)
}
