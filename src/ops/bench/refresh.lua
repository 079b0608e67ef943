-- wrk -s refresh.lua URL -- TOKENS
-- Each request spends one refresh token, each answer brings the next. Needs more tokens than connections.
local here = debug.getinfo(1, "S").source:match("@?(.*/)") or "./"
dofile(here .. "report.lua")

exhausted = false
local tokens, first, last = {}, 1, 0

function init(args)
  for line in io.lines(args[1]) do
    last = last + 1
    tokens[last] = line
  end
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  local token = tokens[first]
  if not token then
    exhausted = true
    wrk.thread:stop()
    token = "none"
  else
    tokens[first] = nil
    first = first + 1
  end
  return wrk.format("POST", "/refresh-token", nil, '{"refresh_token":"' .. token .. '"}')
end

function response(status, headers, body)
  local token = body:match('"refresh_token"%s*:%s*"([^"]+)"')
  if status == 200 and token then
    last = last + 1
    tokens[last] = token
  end
end
