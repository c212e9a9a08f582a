//! Threads beside those on which requests come in.

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Stop;

/// A runtime of its own, which may be let go anywhere: also where it would have to wait for itself, or another for it.
#[derive(Debug)]
pub struct Threads {
    handle: Handle,
    /// Taken when it ends.
    runtime: Option<Runtime>,
}

impl Threads {
    /// One for each processor, for what waits now and then.
    ///
    /// # Errors
    ///
    /// When no threads can be started.
    pub fn working(name: &str) -> Result<Self, Stop> {
        Self::of(Builder::new_multi_thread().enable_all(), name)
    }

    /// At most so many, for what keeps its thread until it is done; they are started when there is something to do.
    ///
    /// # Errors
    ///
    /// When no threads can be started.
    pub fn blocking(name: &str, most: usize) -> Result<Self, Stop> {
        Self::of(Builder::new_current_thread().max_blocking_threads(most), name)
    }

    fn of(builder: &mut Builder, name: &str) -> Result<Self, Stop> {
        let runtime = builder.thread_name(name).build();
        let runtime = runtime.map_err(|error| Stop::new(format!("no threads can be started: {error}")))?;
        Ok(Self { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// For giving them something to do.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
