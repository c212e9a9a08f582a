//! A message goes to the address that was looked at, and nowhere else.

use std::net::IpAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::DateTime;
use cluster_directory::network::Networks;
use cluster_directory::webhooks::{Courier, Reply, Resolver, Signed, SigningSecret};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::{Receiver, Story};

fn courier(networks: &str, resolver: Resolver, authorities: Option<&Path>) -> Courier {
    let networks: Networks = networks.parse().expect("networks");
    let courier = Courier::new(networks, resolver, authorities, Duration::from_secs(5));
    courier.unwrap_or_else(|stop| panic!("{}", stop.0))
}

async fn carry(courier: &Courier, url: &str) -> Result<Reply, String> {
    let secrets = [SigningSecret::made_of([7; 32])];
    courier.carry(url, &Signed::with(&secrets, "w1-0-1".to_owned(), "{}".to_owned(), DateTime::UNIX_EPOCH)).await
}

/// Names lead where they are told, one answer after the other; the last one stays.
fn told(answers: &[&[&str]]) -> (Resolver, Arc<AtomicUsize>) {
    let answers: Vec<Vec<IpAddr>> =
        answers.iter().map(|them| them.iter().map(|it| it.parse().expect("an address")).collect()).collect();
    let count = Arc::new(AtomicUsize::new(0));
    let (asked, answers) = (Arc::clone(&count), Mutex::new(answers));
    let tell = move |_: &str| {
        asked.fetch_add(1, Ordering::Relaxed);
        let mut answers = answers.lock().expect("nobody panicked here");
        if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() }
    };
    (Resolver::Told(Arc::new(tell)), count)
}

#[tokio::test]
async fn a_name_that_leads_to_what_is_not_public_is_not_asked() {
    let receiver = Receiver::start().await;
    let url = format!("https://partner.example:{}/", receiver.address.port());
    for addresses in [
        vec!["127.0.0.1"],
        vec!["::1"],
        vec!["::ffff:127.0.0.1"],
        vec!["64:ff9b::7f00:1"],
        vec!["10.0.0.1"],
        vec!["169.254.169.254"],
        vec!["fd00:ec2::254"],
        vec!["0.0.0.0"],
        // One of them is enough.
        vec!["8.8.8.8", "127.0.0.1"],
        vec!["127.0.0.1", "8.8.8.8"],
    ] {
        let (resolver, _) = told(&[&addresses]);
        let carried = carry(&courier("", resolver, None), &url).await;
        assert_eq!(carried, Err("Its address leads to no public address of the internet.".to_owned()), "{addresses:?}");
    }
    let (resolver, _) = told(&[&[]]);
    let carried = carry(&courier("", resolver, None), &url).await;
    assert_eq!(carried, Err("Its name leads to no address.".to_owned()));
    assert!(receiver.received().is_empty());
}

#[tokio::test]
async fn a_name_is_looked_up_once_for_the_look_and_the_connection() {
    // The first answer is allowed, every later one is another machine.
    let (good, bad) = (Receiver::start().await, "127.99.0.1");
    let (resolver, asked) = told(&[&["127.0.0.1"], &[bad]]);
    let courier = courier("127.0.0.1/32", resolver, None);
    let url = format!("http://partner.example:{}/", good.address.port());
    assert_eq!(carry(&courier, &url).await, Ok(Reply { status: 204, retry_after: None }));
    assert_eq!((asked.load(Ordering::Relaxed), good.received().len()), (1, 1));
    // The next message is a look of its own.
    let carried = carry(&courier, &url).await;
    assert_eq!(carried, Err("Its address leads to no public address of the internet.".to_owned()));
    assert_eq!(good.received().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_is_a_failure_and_leads_nowhere() {
    let story = Story::begin(&[]).await;
    let (receiver, other) = (Receiver::start().await, Receiver::start().await);
    let (id, _) = story.webhook(&receiver.url()).await;
    for status in [301, 302, 303, 307, 308] {
        receiver.answer(status, Some(("location", other.url())));
        story.event(&format!("Fair {status}"), "FAIR").await;
        let seen = story.seen(&id, |webhook| webhook["deliveries"]["nodes"][0]["status"] == status).await;
        assert_eq!(seen["lastError"], "It answered with a redirect, which is not followed.");
    }
    assert!(other.received().is_empty());
    receiver.answer(200, None);
    receiver.until(|receiver| receiver.told().len() >= 5).await;
    assert_eq!(receiver.told(), story.changes().await);
}

#[tokio::test]
async fn a_certificate_must_be_from_somebody_who_is_believed_and_for_this_name() {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["partner.example".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a certificate");
    let receiver = Receiver::start_secure(TlsAcceptor::from(Arc::new(tls))).await;
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), cert.pem()).expect("it is written");
    let port = receiver.address.port();
    let carries = async |name: &str, authorities| {
        let (resolver, _) = told(&[&["127.0.0.1"]]);
        carry(&courier("127.0.0.0/8", resolver, authorities), &format!("https://{name}:{port}/")).await
    };
    assert_eq!(carries("partner.example", Some(file.path())).await, Ok(Reply { status: 204, retry_after: None }));
    for (name, authorities) in [("partner.example", None), ("other.example", Some(file.path()))] {
        let refused = carries(name, authorities).await.expect_err("it is not believed");
        assert!(refused.starts_with("TLS failed: invalid peer certificate"), "{refused}");
    }
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn what_is_silent_endless_or_no_http_comes_to_an_end() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let (resolver, _) = told(&[&[]]);
    let networks: Networks = "127.0.0.0/8".parse().expect("networks");
    let courier = Courier::new(networks, resolver, None, Duration::from_millis(500));
    let courier = courier.unwrap_or_else(|stop| panic!("{}", stop.0));
    let endless = [b"HTTP/1.1 200 OK\r\n".to_vec(), b"a: b\r\n".repeat(100_000)].concat();
    let long = [b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n".to_vec(), vec![b' '; 1_000_000]].concat();
    for (says, hears) in [
        (Vec::new(), Err("Nothing was answered within 500ms.".to_owned())),
        (b"220 mail.example ESMTP\r\n".to_vec(), Err("What was answered is no HTTP.".to_owned())),
        (endless, Err("What was answered is no HTTP.".to_owned())),
        // The body is not waited for.
        (long, Ok(Reply { status: 200, retry_after: None })),
    ] {
        let serve = async {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut head = [0; 100];
            let _ = stream.read(&mut head).await;
            let _ = stream.write_all(&says).await;
            stream
        };
        let (_stream, carried) = tokio::join!(serve, carry(&courier, &url));
        assert_eq!(carried, hears);
    }
}
