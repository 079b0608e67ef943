#!/usr/bin/env bash
# How long administrators wait for a user among a million, and a user with 1,000 sessions for the list of them. Bar: 50 ms each.
#
#   TOLLGATE_ADMIN_PASSWORD=… mvn spring-boot:test-run      # in one terminal; it prints the database's address
#   TOLLGATE_ADMIN_PASSWORD=… DATABASE_URL=… src/ops/bench/lists.sh
#
# Twice as much for a beginning that a tenth of all have who came at once and long ago.
# Fills that database, once; needs psql and curl. Prints the median of 11 calls in ms, over HTTP; ends with 1 above the bar.
set -euo pipefail

APP=${APP:-http://127.0.0.1:8080}
ADMIN=${TOLLGATE_ADMIN_EMAIL:-admin@tollgate.local}
USERS=${USERS:-1000000}
BAR=${BAR:-50}
CALLS=11

sql() { psql -qAtX -v ON_ERROR_STOP=1 "$DATABASE_URL" "$@"; }

# A tenth of them came in one import, long ago, with names that begin alike.
fill() {
  sql <<SQL
insert into users (id, email, email_display, username, provider, is_admin, is_active, is_verified, created_at, updated_at)
select gen_random_uuid(), e, e, u, (array['local','google','github'])[1 + n % 3], false, n % 50 <> 0, n % 7 <> 0,
       now() - n * interval '1 minute', now()
from (select n, chr(97 + abs(hashint4(n)) % 26) || md5(n::text) || '@bench.example' as e,
             case when n between $USERS * 0.8 and $USERS * 0.9 then 'import-' || n
                  else chr(97 + abs(hashint4(n + 7)) % 26) || md5((n + 1)::text) end as u
      from generate_series(1, $USERS) n) made
on conflict do nothing;
insert into sessions (id, user_id, authenticated_at, methods, ip, created_at, last_used_at, expires_at)
select gen_random_uuid(), u.id, now(), '{pwd}', '203.0.113.7', now() - n * interval '1 minute', now(), now() + interval '9 days'
from users u, generate_series(1, 1000) n where u.email = '$ADMIN';
vacuum analyze users;
vacuum analyze sessions;
SQL
}

[ "$(sql -c "select count(*) from users where email like '%@bench.example'")" -gt 0 ] || fill
TOKEN=$(curl -sS -H 'Content-Type: application/json' "$APP/login" \
  -d "{\"email\":\"$ADMIN\",\"password\":\"$TOLLGATE_ADMIN_PASSWORD\"}" | sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p')
[ -n "$TOKEN" ] || { echo "The administrator could not log in" >&2; exit 1; }

MISSED=0
# measure WHAT PATH
measure() {
  local status times median
  status=$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $TOKEN" "$APP$2")
  [ "$status" = 200 ] || { echo "$2 answered $status" >&2; exit 1; }
  times=$(for _ in $(seq $CALLS); do
    curl -sS -o /dev/null -w '%{time_total}\n' -H "Authorization: Bearer $TOKEN" "$APP$2"
  done)
  median=$(printf '%s\n' "$times" | sort -n | awk -v at=$((CALLS / 2 + 1)) 'NR == at { printf "%.1f", $1 * 1000 }')
  printf '%8s ms  %s\n' "$median" "$1"
  awk -v median="$median" -v bar="$BAR" 'BEGIN { exit median > bar }' || MISSED=1
}

measure "search, one letter" "/admin/users?search=q"
measure "search, one letter, 100 rows" "/admin/users?search=q&limit=100"
measure "search, two letters" "/admin/users?search=qa"
measure "search, three letters, 100 rows by address" "/admin/users?search=qa0&limit=100&sort=email"
measure "search, a whole address's beginning" "/admin/users?search=qa0b"
BAR=$((2 * BAR)) measure "search, an import long ago, 100,000" "/admin/users?search=import-"
measure "search, nobody" "/admin/users?search=nobody-begins-so"
measure "search, one letter, inactive" "/admin/users?search=q&active=false"
measure "no search, 100 rows" "/admin/users?limit=100"
measure "sessions of a user who has 1,000" "/sessions?limit=100"
[ "$MISSED" = 0 ] || { echo "Above $BAR ms" >&2; exit 1; }
