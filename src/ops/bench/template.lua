-- wrk -s template.lua URL -- REQUEST [LINES [once]]
-- Makes each request from a template and the next line's tab-separated columns {1}, {2} …, as the load generator does.
-- After the last line it begins again; with "once" it stops.
local here = debug.getinfo(1, "S").source:match("@?(.*/)") or "./"
dofile(here .. "report.lua")

exhausted = false
local lines, once, head, body, host, cached
local count, next_line, file = 0, 0, nil

local function read(path)
  local opened = assert(io.open(path, "r"))
  local text = opened:read("*a")
  opened:close()
  return text
end

-- "a{1}b{2}" → { "a", 1, "b", 2, "" }
local function parts(text)
  local found, from = {}, 1
  for before, column, after in text:gmatch("()%{(%d)%}()") do
    table.insert(found, text:sub(from, before - 1))
    table.insert(found, tonumber(column))
    from = after
  end
  table.insert(found, text:sub(from))
  return found
end

local function fill(pieces, columns)
  local filled = {}
  for i, piece in ipairs(pieces) do
    filled[i] = type(piece) == "number" and columns[piece] or piece
  end
  return table.concat(filled)
end

local function split(line)
  local columns = {}
  for column in (line .. "\t"):gmatch("([^\t]*)\t") do table.insert(columns, column) end
  return columns
end

local function build(columns)
  local filled = fill(body, columns)
  local length = head.get and "" or "Content-Length: " .. #filled .. "\r\n"
  return head.first .. fill(head.rest, columns) .. length .. "\r\n" .. filled
end

function init(args)
  local text = read(args[1])
  local gap = text:find("\n\n", 1, true)
  local top = (gap and text:sub(1, gap - 1) or text):gsub("%s+$", "")
  body = parts(gap and text:sub(gap + 2):gsub("%s+$", "") or "")
  local first, rest = top:match("^([^\n]*)\n?(.*)$")
  host = wrk.host .. ":" .. wrk.port
  head = {
    get = first:sub(1, 4) == "GET ",
    first = first .. " HTTP/1.1\r\nHost: " .. host .. "\r\n",
    rest = parts(rest == "" and "" or rest:gsub("\n", "\r\n") .. "\r\n"),
  }
  once = args[3] == "once"
  if once then
    -- Read as it goes: the file may be larger than what LuaJIT can hold.
    file = assert(io.open(args[2], "r"))
  else
    cached = {}
    for line in io.lines(args[2]) do table.insert(cached, build(split(line))) end
    count = #cached
  end
end

function request()
  if once then
    local line = file:read("*l")
    if not line then
      exhausted = true
      wrk.thread:stop()
      return build({ "none", "0", "0" })
    end
    return build(split(line))
  end
  next_line = next_line % count + 1
  return cached[next_line]
end
