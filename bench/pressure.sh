#!/usr/bin/env bash
# More than the server can take: how much of what it carries is still served, how fast the rest is refused, and
# whether it is as before afterwards. Needs wrk and curl; `cargo build --release` first.
set -euo pipefail
cd "$(dirname "$0")/.."
places=128
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; wait "$server"; fi; rm -rf "$work"' EXIT

target/release/cluster-directory --database "sqlite://$work/directory.db" --listen 127.0.0.1:0 \
  --max-requests "$places" --answer-cache 0 >"$work/said" 2>"$work/log" &
server=$!
until address=$(grep -o 'http://127[^/]*' "$work/said" | head -n 1) && [ -n "$address" ]; do sleep 0.1; done

# The hundredths of a second that the server has had of the processors.
used() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

# load CONNECTIONS SECONDS
load() {
  local before said
  before=$(used)
  said=$(wrk --threads 1 --connections "$1" --duration "$2s" --script bench/pressure.lua "$address" | tail -n 1)
  echo "$said; $(((($(used) - before)) / $2)) % of one processor"
}

# What others hear who ask meanwhile, one after the other: a line for each status.
others() {
  for number in $(seq "$1"); do
    curl -s -o /dev/null -w '%{http_code} %{time_total}\n' -H 'content-type: application/json' \
      -d "{\"query\":\"query Other { events(first: $((number % 50 + 1))) { nodes { title } } }\"}" "$address/graphql"
    sleep 0.05
  done | sort | awk '
    { times[$1, ++count[$1]] = $2 * 1000 }
    END { for (status in count) { n = count[status]
      printf "  %s: %d times, median %.1f ms, 95 %% within %.1f ms, at most %.1f ms\n", status, n,
        times[status, int((n + 1) / 2)], times[status, int(n * 0.95 + 0.5)], times[status, n] } }'
}

load 16 3 >/dev/null
echo "16 connections:            $(load 16 10)"
others 100 >"$work/others" &
waiting=$!
echo "$((3 * places)) connections:           $(load $((3 * places)) 20)"
wait "$waiting"
echo 'others meanwhile:'
cat "$work/others"
echo "16 connections afterwards: $(load 16 10)"
