use std::io::{BufRead, BufReader, Lines, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

/// The program, with no settings from outside.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cluster-directory"));
    command.args(arguments);
    // Any setting can come from the environment.
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path);
    command
}

/// A server as a process, which ends with the test.
pub struct Process {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts a server on a free port.
    pub fn start(database: &str, arguments: &[&str]) -> Self {
        let mut command = program(&["--database", database, "--listen", "127.0.0.1:0"]);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let output = BufReader::new(child.stdout.take().expect("its output")).lines();
        Self { child, output }
    }

    /// The next line that it says.
    pub fn line(&mut self) -> String {
        self.output.next().expect("a line").expect("text")
    }

    /// Where it listens, once it does.
    pub fn address(&mut self) -> String {
        loop {
            if let Some((_, address)) = self.line().split_once("http://") {
                return address.split('/').next().expect("an address").to_owned();
            }
        }
    }

    /// Sends SIGTERM.
    pub fn tell_to_stop(&self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill runs");
        assert!(told.success());
    }

    /// The most memory that it ever had, in bytes, where the system tells.
    pub fn peak_memory(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: usize = peak.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kilobytes * 1024)
    }

    /// Waits for its end: how it ended, and what it wrote as errors and log.
    pub fn end(mut self) -> (ExitStatus, String) {
        let mut errors = String::new();
        self.child.stderr.take().expect("its errors").read_to_string(&mut errors).expect("text");
        (self.child.wait().expect("it ends"), errors)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, or ends now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
