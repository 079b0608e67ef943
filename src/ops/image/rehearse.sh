#!/bin/sh
# Uses the Tollgate at $1 as its first clients will: what it loads and compiles meanwhile is what the cache will hold. Wants the
# limiter off. Needs curl.
set -eu
url=$1

json() { curl -sSf -H 'Content-Type: application/json' "$@"; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
many() { curl -sSf -o /dev/null "$@"; }

tries=0
until curl -sf -o /dev/null "$url/livez"; do
  tries=$((tries + 1))
  [ "$tries" -lt 240 ] || { echo "It did not start" >&2; exit 1; }
  sleep 0.5
done
# Kafka may be away while the image is built: not ready is an answer too.
curl -s -o /dev/null "$url/readyz?n=[1-20]"
many "$url/billing/plans?n=[1-3000]"
many "$url/.well-known/jwks.json?n=[1-50]"
many "$url/v3/api-docs"

account='{"email":"rehearsal@tollgate.invalid","username":"rehearsal","password":"a password to rehearse with"}'
login='{"email":"rehearsal@tollgate.invalid","password":"a password to rehearse with"}'
json -d "$account" -o /dev/null "$url/register"
round=0
while [ "$round" -lt 20 ]; do
  round=$((round + 1))
  answer=$(json -d "$login" "$url/login")
  access=$(printf '%s' "$answer" | field token)
  refresh=$(printf '%s' "$answer" | field refresh_token)
  json -d "{\"refresh_token\":\"$refresh\"}" -o /dev/null "$url/refresh-token"
done
many -H "Authorization: Bearer $access" "$url/me?n=[1-3000]"
many -H "Authorization: Bearer $access" "$url/sessions?limit=[1-50]"
curl -s -o /dev/null -H 'Stripe-Signature: t=1,v1=00' -d '{}' "$url/billing/stripe/webhook"
many -X POST -H "Authorization: Bearer $access" "$url/logout"
