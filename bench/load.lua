-- For wrk: asks what stands in the file ASKED, one body a line after the line with the path, in a drawn order.

local bodies = io.open(os.getenv("ASKED"))
local path = bodies:read("*l")
local headers = { ["content-type"] = "application/json", ["host"] = "127.0.0.1" }
local requests = {}
for body in bodies:lines() do
  table.insert(requests, wrk.format("POST", path, headers, body))
end
bodies:close()
math.randomseed(42)

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "errors": %d, "bytes": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, summary.bytes))
end
