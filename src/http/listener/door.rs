//! How a listener is closed without shutting the door in anybody's face.
//!
//! To the kernel a connection is made before the server hears of it. Whoever comes between the last look
//! at the queue and the end of the listener is taken for connected and then cut off, and what it asked is
//! lost. So the first word of new connections is ignored before the queue is emptied: they ask again, and
//! find the door closed, which their clients can tell from a lost request.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout_at};

/// How long those may take who had said the first word and not the last one.
const HANDSHAKE: Duration = Duration::from_millis(100);

/// Closes a listener, and hands everybody over who is in front of it.
pub async fn close(listener: TcpListener, mut take_in: impl FnMut(TcpStream, SocketAddr)) {
    if let Err(error) = ignore_newcomers(&listener) {
        tracing::warn!(%error, "connections that are being made now may be lost");
    }
    let end = Instant::now() + HANDSHAKE;
    while let Ok(accepted) = timeout_at(end, listener.accept()).await {
        if let Ok((stream, peer)) = accepted {
            take_in(stream, peer);
        }
    }
    // The runtime may not have heard of the last ones; the kernel has.
    let Ok(listener) = listener.into_std() else { return };
    while let Ok((stream, peer)) = listener.accept() {
        if stream.set_nonblocking(true).is_ok()
            && let Ok(stream) = TcpStream::from_std(stream)
        {
            take_in(stream, peer);
        }
    }
}

/// Has the kernel drop segments with SYN, by a filter on the flags of their header.
#[cfg(target_os = "linux")]
fn ignore_newcomers(listener: &TcpListener) -> io::Result<()> {
    use socket2::{SockFilter, SockRef};

    const LOAD_BYTE: u16 = 0x30;
    const JUMP_IF_SET: u16 = 0x45;
    const RETURN: u16 = 0x06;
    const FLAGS_AT: u32 = 13;
    const SYN: u32 = 2;
    SockRef::from(listener).attach_filter(&[
        SockFilter::new(LOAD_BYTE, 0, 0, FLAGS_AT),
        SockFilter::new(JUMP_IF_SET, 0, 1, SYN),
        SockFilter::new(RETURN, 0, 0, 0),
        SockFilter::new(RETURN, 0, 0, u32::MAX),
    ])
}

/// Elsewhere there is no such filter, and the moment stays, short as it is.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "it does not fail here")]
fn ignore_newcomers(_: &TcpListener) -> io::Result<()> {
    Ok(())
}
