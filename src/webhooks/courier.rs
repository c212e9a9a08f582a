//! Who carries a message to its receiver, and to nobody else.
//!
//! The name is looked up once, every address that it leads to is looked at, and the connection is made to one of these
//! very addresses. So it does not help to answer the second look-up otherwise: there is none. Redirects are not
//! followed. Of what the receiver says, its status and `Retry-After` are read; the body is not.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Host;

use super::resolver::Resolver;
use super::signature::Signed;
use super::target::{Target, allowed};
use crate::error::Stop;
use crate::network::Networks;

/// How many bytes of headers a receiver may answer with.
const MOST_BYTES: usize = 16 * 1024;
/// How many of a name's addresses are tried.
const MOST_ADDRESSES: usize = 4;
const AGENT: &str = concat!("cluster-directory/", env!("CARGO_PKG_VERSION"));

/// Carries messages.
pub struct Courier {
    /// Those of the operator to which messages may go.
    networks: Networks,
    resolver: Resolver,
    tls: TlsConnector,
    patience: Duration,
}

/// What a receiver said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// The header of that name.
    pub retry_after: Option<String>,
}

impl Courier {
    /// One that waits so long for a receiver. `authorities` is a PEM file with certificates that are believed beside
    /// those that everybody believes.
    ///
    /// # Errors
    ///
    /// When the file has no certificates.
    pub fn new(
        networks: Networks,
        resolver: Resolver,
        authorities: Option<&Path>,
        patience: Duration,
    ) -> Result<Self, Stop> {
        let mut roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        if let Some(file) = authorities {
            let wrong = |why: String| {
                Stop::new(format!("--webhook-authorities is `{}`, and that has no certificates: {why}", file.display()))
            };
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| wrong(error.to_string()))? {
                let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
                roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
            }
        }
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Stop::new(format!("TLS is not there: {error}")))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { networks, resolver, tls: TlsConnector::from(Arc::new(tls)), patience })
    }

    /// Carries a message to an address, and says what was answered.
    ///
    /// # Errors
    ///
    /// With a sentence for the owner of the webhook, when nothing was answered, or nobody was asked.
    pub async fn carry(&self, url: &str, message: &Signed) -> Result<Reply, String> {
        // It was right when the webhook was made; the operator's networks may have been others then.
        let target = Target::parse(url, &self.networks).map_err(|why| format!("Its address {why}."))?;
        let carried = timeout(self.patience, self.carry_to(&target, message)).await;
        carried.unwrap_or_else(|_| Err(format!("Nothing was answered within {:?}.", self.patience)))
    }

    async fn carry_to(&self, target: &Target, message: &Signed) -> Result<Reply, String> {
        let stream = self.connect(target).await?;
        if !target.is_secure {
            return send(stream, target, message).await;
        }
        let name = match &target.host {
            Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|_| "Its name is none for TLS.")?,
            Host::Ipv4(address) => ServerName::from(IpAddr::from(*address)),
            Host::Ipv6(address) => ServerName::from(IpAddr::from(*address)),
        };
        let stream = self.tls.connect(name, stream).await.map_err(|error| format!("TLS failed: {error}."))?;
        send(stream, target, message).await
    }

    /// A connection to an address that was looked at.
    async fn connect(&self, target: &Target) -> Result<TcpStream, String> {
        let addresses = match &target.host {
            Host::Domain(name) => self.resolver.addresses(name).await,
            Host::Ipv4(address) => vec![(*address).into()],
            Host::Ipv6(address) => vec![(*address).into()],
        };
        if addresses.is_empty() {
            return Err("Its name leads to no address.".to_owned());
        }
        for address in &addresses {
            allowed(*address, target.is_secure, &self.networks).map_err(|why| format!("Its address {why}."))?;
        }
        let mut refusal = String::new();
        for address in addresses.into_iter().take(MOST_ADDRESSES) {
            match TcpStream::connect(SocketAddr::new(address, target.port)).await {
                Ok(stream) => return Ok(stream),
                Err(error) => refusal = format!("No connection was made: {}.", error.kind()),
            }
        }
        Err(refusal)
    }
}

/// Sends a message over a connection that ends with the answer.
async fn send<S>(stream: S, target: &Target, message: &Signed) -> Result<Reply, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |error: hyper::Error| {
        let what = if error.is_parse() { "What was answered is no HTTP" } else { "The connection broke" };
        format!("{what}.")
    };
    let handshake = http1::Builder::new().max_buf_size(MOST_BYTES).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(broken)?;
    let request = Request::post(target.path.as_str())
        .header(HOST, &target.authority)
        .header(USER_AGENT, AGENT)
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", &message.id)
        .header("webhook-timestamp", message.timestamp)
        .header("webhook-signature", &message.signature)
        .body(Full::new(Bytes::from(message.body.clone())))
        .map_err(|_| "Its address cannot be asked for.")?;
    let connection = tokio::spawn(connection);
    let answered = sender.send_request(request).await.map_err(broken);
    // Nobody reads the body.
    connection.abort();
    let answer = answered?;
    let retry_after = answer.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok()).map(str::to_owned);
    Ok(Reply { status: answer.status().as_u16(), retry_after })
}
