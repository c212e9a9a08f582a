"""Who is measured: how each is started, asked, and understood."""

import http.client
import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from measure.questions import BENCH, document, normal

RELEASE = BENCH.parent / "target" / "release"
NODE = BENCH / "postgraphile" / "node_modules" / ".bin" / "node"


@dataclass
class Contestant:
    name: str
    database: str
    port: int
    log: Path
    process: subprocess.Popen = None
    # By question: the file with what is asked, and what was said instead of an answer.
    asked: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)

    def command(self, address):
        """What is run. The directory keeps no answers unless it is to."""
        if self.name.startswith("directory"):
            kept = [] if self.name == "directory, cached" else ["--answer-cache", "0"]
            listen = f"127.0.0.1:{self.port}"
            return [RELEASE / "cluster-directory", "--database", address, "--listen", listen, *kept]
        if self.name == "postgraphile":
            return [NODE, BENCH / "postgraphile" / "server.mjs", address, str(self.port)]
        return [RELEASE / "directory-floor", address, str(self.port)]

    def path(self, question, size=1000):
        if self.name == "constant":
            return f"/constant/{size}"
        if self.name.startswith("floor"):
            return f"/{question}/{self.name.removeprefix('floor, ')}"
        return "/graphql"

    def body(self, question, values):
        if self.name.startswith("floor"):
            return json.dumps(values, ensure_ascii=False)
        if self.name == "postgraphile":
            after = {"after": values["postgraphile"]} if question == "Q6" else {}
            return request("postgraphile/questions", question, {**values, **after})
        return request("questions", question, values)

    def start(self, address, question, values, cpu):
        """Milliseconds from the start of the program to its first answer."""
        begun = time.perf_counter()
        command = ["taskset", "--cpu-list", str(cpu), *self.command(address)]
        environment = dict(os.environ, NODE_ENV="production")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        while time.perf_counter() - begun < 60 and self.process.poll() is None:
            try:
                self.ask(question, values)
                return (time.perf_counter() - begun) * 1000
            except OSError:
                time.sleep(0.002)
        raise SystemExit(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def ask(self, question, values):
        """The answer as bytes."""
        return post(self.port, self.path(question), self.body(question, values))

    def answer(self, question, values):
        """The answer in everybody's shape, or none if it was refused."""
        said = json.loads(self.ask(question, values))
        if said.get("errors"):
            self.refused[question] = said["errors"][0]["message"]
            return None
        return normal(question, said["data"])


def request(folder, question, values):
    text = document(folder, question)
    named = {key: value for key, value in values.items() if f"${key}:" in text}
    return json.dumps({"query": text, "variables": named})


def post(port, path, body, headers={}):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("POST", path, body, {"content-type": "application/json", **headers})
    response = connection.getresponse()
    said = response.read()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"port {port}, {path}: {response.status} {said[:500]}")
    return said
