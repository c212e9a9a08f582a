//! When the process is told to stop.

use std::io;

use tokio::signal::unix::{SignalKind, signal};

/// A future that ends with Ctrl-C, or with SIGTERM from whoever runs the process. It listens from now on,
/// not only once it is waited for.
///
/// # Errors
///
/// When the process may not listen for signals.
pub fn told() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
