-- One decision over several buckets: all of them allow and are charged, or none is.
--
-- Each bucket is a GCRA (ITU-T I.371): the key holds the theoretical arrival time (TAT) in microseconds, the moment at which the
-- bucket is full again. A request costs one interval; it is refused when the TAT would lie more than burst intervals ahead.
-- The time is Redis' own, so that the clocks of the nodes do not matter.
--
-- KEYS[i]                       bucket
-- ARGV[2i-1], ARGV[2i]          interval in microseconds, burst
-- returns refused (0 = none, else the index of the bucket to wait longest for), its wait, then for each bucket: remaining
--         requests, time until it is full again; times in microseconds

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local tats, refused, wait = {}, 0, 0
for i, key in ipairs(KEYS) do
  local interval = tonumber(ARGV[2 * i - 1])
  local horizon = interval * tonumber(ARGV[2 * i])
  local tat = tonumber(redis.call('GET', key)) or now
  -- A clock that was set back, or a policy that has become stricter, must not lock anybody out for longer than the burst.
  tats[i] = math.max(now, math.min(tat, now + horizon))
  local excess = tats[i] + interval - now - horizon
  if excess > wait then
    refused, wait = i, excess
  end
end

local answer = { refused, wait }
for i, key in ipairs(KEYS) do
  local interval = tonumber(ARGV[2 * i - 1])
  local horizon = interval * tonumber(ARGV[2 * i])
  if refused == 0 then
    tats[i] = tats[i] + interval
    redis.call('SET', key, string.format('%.0f', tats[i]), 'PX', string.format('%.0f', math.ceil((tats[i] - now) / 1000)))
  end
  answer[2 * i + 1] = math.floor((horizon - (tats[i] - now)) / interval)
  answer[2 * i + 2] = tats[i] - now
end
return answer
