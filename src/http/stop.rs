//! When the process is told to stop, and how all that is under way hears of it.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Something that is said once, to all who wait for it now or later.
#[derive(Debug)]
pub struct Signal(watch::Sender<bool>);

impl Default for Signal {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Signal {
    pub fn give(&self) {
        self.0.send_replace(true);
    }

    pub fn is_given(&self) -> bool {
        *self.0.borrow()
    }

    /// Ends when it is given.
    pub fn given(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut signal = self.0.subscribe();
        async move {
            // Who would give it is gone: then there is nothing to wait for either.
            let _ = signal.wait_for(|given| *given).await;
        }
    }
}

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
