-- For wrk: questions of which no two are the same, so that no answer is kept; answers counted by status.

local query = "query Pressure($title: String!) { events(where: { title: { neq: $title } }, first: 20, " ..
  "orderBy: [{ start: DESC }]) { nodes { title start { text } city { name } hosts { nodes { name } } } } }"
local headers = { ["content-type"] = "application/json" }
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init()
  asked, served, refused, other = 0, 0, 0, 0
end

function request()
  asked = asked + 1
  local body = string.format('{"query":"%s","variables":{"title":"%s %d %d"}}', query, os.time(), number, asked)
  return wrk.format("POST", "/graphql", headers, body)
end

function response(status)
  if status == 200 then
    served = served + 1
  elseif status == 503 then
    refused = refused + 1
  else
    other = other + 1
  end
end

function done(summary, latency)
  local sum = { served = 0, refused = 0, other = 0 }
  for _, thread in ipairs(threads) do
    for status in pairs(sum) do
      sum[status] = sum[status] + thread:get(status)
    end
  end
  local seconds = summary.duration / 1e6
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format("served %.0f/s, refused %.0f/s, other %d, lost %d; all answers: median %.1f ms, 99 %% within %.1f ms",
    sum.served / seconds, sum.refused / seconds, sum.other, lost,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
