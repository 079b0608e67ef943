-- Failures in a row at one account's secret: a hash with the sum under "all" and a field per block of addresses.
--
-- KEYS[1]  the hash
-- KEYS[2]  exists while the block is known: somebody got in from there
-- KEYS[3]  and on: the same two of the account under another secret of the deployment; what is there moves here
-- ARGV     operation, block of addresses, most failures, ms until failures are forgotten, ms a block stays known
-- count returns the failures before this guess and, when it is refused and not counted, for how many ms; all others nothing.

local operation, from = ARGV[1], ARGV[2]

for i = 3, #KEYS do
  local here = KEYS[2 - i % 2]
  if redis.call('EXISTS', KEYS[i]) == 1 and redis.call('EXISTS', here) == 0 then
    redis.call('RENAME', KEYS[i], here)
  end
end

local function subtract(amount)
  if redis.call('HINCRBY', KEYS[1], from, -amount) <= 0 then
    redis.call('HDEL', KEYS[1], from)
  end
  if redis.call('HINCRBY', KEYS[1], 'all', -amount) <= 0 then
    redis.call('DEL', KEYS[1])
  end
end

local own = tonumber(redis.call('HGET', KEYS[1], from)) or 0

if operation == 'count' then
  local failures = own
  if redis.call('EXISTS', KEYS[2]) == 0 then
    failures = tonumber(redis.call('HGET', KEYS[1], 'all')) or 0
  end
  if failures >= tonumber(ARGV[3]) then
    return { failures, math.max(1, redis.call('PTTL', KEYS[1])) }
  end
  redis.call('HINCRBY', KEYS[1], from, 1)
  redis.call('HINCRBY', KEYS[1], 'all', 1)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return { failures, 0 }
end

if operation == 'right' then
  if own > 0 then
    subtract(own)
  end
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[5])
elseif operation == 'take back' then
  if own > 0 then
    subtract(1)
  end
elseif operation == 'forget' then
  redis.call('DEL', KEYS[1])
end
return {}
