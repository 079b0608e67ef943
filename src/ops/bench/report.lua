-- Ends a wrk run with one line that the bench reads: counts, and latencies in microseconds as this closed loop saw them.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function done(summary, latency, requests)
  local exhausted = 0
  for _, thread in ipairs(threads) do
    if thread:get("exhausted") then exhausted = 1 end
  end
  local e = summary.errors
  io.write(string.format(
    'BENCH {"requests":%d,"micros":%d,"p50":%d,"p95":%d,"p99":%d,"max":%d,' ..
    '"statuses":%d,"connections":%d,"timeouts":%d,"exhausted":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max,
    e.status, e.connect + e.read + e.write, e.timeout, exhausted))
end
