-- For wrk: posts the reviews of the file named by REVIEWS (one a line) in turn, and prints what it measured as JSON.
local requests, count, at = {}, 0, 0

function init(_)
  local headers = {["Content-Type"] = "application/json"}
  if os.getenv("CLOSE") then headers["Connection"] = "close" end
  for line in io.lines(os.getenv("REVIEWS")) do
    count = count + 1
    requests[count] = wrk.format("POST", os.getenv("REVIEW_PATH") .. "?timeout=5s", headers, line)
  end
  at = math.random(count)
end

function request()
  at = at % count + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"p999":%d,"errors":%d,"refused":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
