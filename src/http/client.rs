//! Whose request it is.
//!
//! Behind a proxy every connection comes from the proxy, and who asks stands in a header. Anybody can write such a
//! header, so it is read only where a trusted proxy sent it, and from the right: each proxy appends whom it saw,
//! so the first address that is not itself a trusted proxy's is the last that can be believed.

use std::net::{IpAddr, SocketAddr};

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::extract::rejection::ExtensionRejection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::App;
use super::listener::Seat;
use crate::allowance::Allowance;
use crate::config::{ClientSettings, ProxyHeader};
use crate::network::Home;
use crate::viewer::Viewer;

/// Who asks. The address is for counting alone: no log ever has it.
pub struct Client(IpAddr);

impl Client {
    /// What pays for what this viewer asks from here: its token, or without one the address.
    pub fn allowance(&self, app: &App, viewer: &Viewer) -> Allowance {
        if app.limits.clients.unlimited.contain(self.0) {
            return Allowance::default();
        }
        match viewer {
            Viewer::Anonymous => app.allowances.of(Home::of(self.0)),
            Viewer::Token(token) => app.token_allowances.of(token.id),
        }
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = ExtensionRejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ExtensionRejection> {
        let Extension(seat) = Extension::<Seat>::from_request_parts(parts, app).await?;
        Ok(Self(client(seat.peer(), &parts.headers, &app.limits.clients)))
    }
}

fn client(peer: IpAddr, headers: &HeaderMap, settings: &ClientSettings) -> IpAddr {
    let mut client = peer;
    let mut named = named(headers, settings.proxy_header).into_iter().rev();
    while settings.trusted_proxies.contain(client)
        // What cannot be read hides whoever stands left of it.
        && let Some(Some(address)) = named.next()
    {
        client = address;
    }
    client
}

/// The addresses that the proxies on the way saw, in their order.
fn named(headers: &HeaderMap, header: ProxyHeader) -> Vec<Option<IpAddr>> {
    let name = match header {
        ProxyHeader::XForwardedFor => "x-forwarded-for",
        ProxyHeader::Forwarded => header::FORWARDED.as_str(),
    };
    let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    // Commas part the proxies even within quotes: an open quote must not swallow what a later proxy says.
    let parts = values.flat_map(|value| value.split(','));
    parts
        .map(|part| match header {
            ProxyHeader::XForwardedFor => address(part),
            ProxyHeader::Forwarded => part.split(';').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                name.trim().eq_ignore_ascii_case("for").then(|| address(value))?
            }),
        })
        .collect()
}

/// `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `"[2001:db8::7]:4711"`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}
