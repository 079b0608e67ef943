#!/usr/bin/env bash
# Plays the whole road against a running local product (mvn spring-boot:test-run): sign up, prove the mailbox, log in, buy a
# plan, pay, and see that nothing happens twice. Ends with 1 at the first thing that is not as promised.
set -euo pipefail

APP=${APP:-http://127.0.0.1:8080}
MAILS=${MAILS:-http://127.0.0.1:18025}
STRIPE=${STRIPE:-http://127.0.0.1:12111}
EMAIL="demo-$(date +%s)-$$@example.com"
PASSWORD="correct horse battery $$"

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
say() { printf '   %s\n' "$*"; }
fail() { printf '\nNot as promised: %s\n' "$*" >&2; exit 1; }

# call METHOD URL [JSON] [TOKEN] → status in $STATUS, body in $BODY
call() {
  local args=(-sS -m 20 -X "$1" -w '\n%{http_code}')
  [ -n "${3:-}" ] && args+=(-H 'Content-Type: application/json' -d "$3")
  [ -n "${4:-}" ] && args+=(-H "Authorization: Bearer $4")
  local out
  out=$(curl "${args[@]}" "$2") || fail "$1 $2 did not answer"
  STATUS=${out##*$'\n'}
  BODY=${out%$'\n'*}
}
expect() { [ "$STATUS" = "$1" ] || fail "$2 answered $STATUS instead of $1: $BODY"; say "$1 $2"; }
field() { printf '%s' "$BODY" | tr -d '\n' | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }
count() { printf '%s' "$1" | grep -o "$2" | wc -l | tr -d ' ' || true; }

# until_true SECONDS DESCRIPTION COMMAND…
until_true() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $deadline ] || fail "$what did not happen in time; last answer: ${BODY:-}"
    sleep 0.3
  done
}
mail_has() { curl -sS "$MAILS/text/$EMAIL" | grep -q "$1"; }
mails_with_subject() { curl -sS "$MAILS/subjects/$EMAIL" | grep -c "$1" || true; }

step "1. Register $EMAIL"
call POST "$APP/register" "{\"email\":\"$EMAIL\",\"username\":\"demo-$$-$(date +%s)\",\"password\":\"$PASSWORD\"}"
expect 201 "POST /register"
call POST "$APP/register" "{\"email\":\"x$EMAIL\",\"username\":\"eve\",\"password\":\"$PASSWORD\",\"role\":\"admin\"}"
expect 422 "POST /register with a role nobody may choose"

step "2. Prove the mailbox"
until_true 30 "the verification mail" mail_has 'verify?token='
TOKEN=$(curl -sS "$MAILS/text/$EMAIL" | sed -n 's/.*verify?token=\([A-Za-z0-9_-]*\).*/\1/p' | head -1)
call GET "$APP/verify?token=$TOKEN"
expect 200 "GET /verify (a mail scanner's look at the link changes nothing)"
call POST "$APP/verify" "{\"token\":\"$TOKEN\"}"
expect 202 "POST /verify"

step "3. Log in"
call POST "$APP/login" "{\"email\":\"$EMAIL\",\"password\":\"not the password\"}"
expect 401 "POST /login with a wrong password"
call POST "$APP/login" "{\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\"}"
expect 200 "POST /login"
ACCESS=$(field token)
REFRESH=$(field refresh_token)
[ -n "$ACCESS" ] && [ -n "$REFRESH" ] || fail "no tokens in $BODY"
call GET "$APP/me" "" "$ACCESS"
expect 200 "GET /me"

step "4. Choose a plan"
call GET "$APP/billing/plans"
expect 200 "GET /billing/plans"
say "$BODY"
subscribe() {
  call POST "$APP/billing/subscriptions/subscribe" '{"plan_code":"pro"}' "$ACCESS"
  [ "$STATUS" = 201 ]
}
until_true 30 "the plan's arrival at Stripe" subscribe
expect 201 "POST /billing/subscriptions/subscribe"
CHECKOUT=$(field checkout_url)
say "checkout page: $CHECKOUT"

step "5. Pay on the checkout page"
curl -sS "$CHECKOUT" | grep -qi '19' || fail "the checkout page does not show the price"
PAID=$(curl -sS -o /dev/null -w '%{http_code}' -d action=pay "$CHECKOUT")
[ "$PAID" = 303 ] || fail "paying answered $PAID"
say "303 paid, sent back to the product"

step "6. A paying subscriber"
active() {
  call GET "$APP/billing/subscriptions/me" "" "$ACCESS"
  [ "$STATUS" = 200 ] && [ "$(field status)" = active ]
}
until_true 30 "the subscription" active
say "$BODY"
paid() {
  call GET "$APP/billing/payments/me" "" "$ACCESS"
  [ "$STATUS" = 200 ] && [ "$(count "$BODY" '"succeeded"')" = 1 ]
}
until_true 30 "the payment" paid
say "$BODY"
confirmed() { [ "$(mails_with_subject 'Subscription Confirmation')" = 1 ]; }
until_true 30 "the confirmation mail" confirmed
say "mail: Subscription Confirmation"

step "7. Stripe delivers everything again"
EVENTS=$(curl -sS "$STRIPE/_emulator/events" | grep -o '"id" *: *"evt_[A-Za-z0-9]*"' | sed 's/.*"\(evt_[^"]*\)"/\1/')
for event in $EVENTS; do
  curl -sS -o /dev/null -H 'Content-Type: application/json' -d "{\"event\":\"$event\"}" "$STRIPE/_emulator/webhooks/resend"
done
say "$(printf '%s\n' "$EVENTS" | wc -l | tr -d ' ') events sent again"
sleep 3
call GET "$APP/billing/payments/me" "" "$ACCESS"
[ "$(count "$BODY" '"provider_invoice_id"')" = 1 ] || fail "more than one payment: $BODY"
[ "$(mails_with_subject 'Subscription Confirmation')" = 1 ] || fail "more than one confirmation mail"
say "still one payment, still one mail"

step "8. Refresh, log out"
call POST "$APP/refresh-token" "{\"refresh_token\":\"$REFRESH\"}"
expect 200 "POST /refresh-token"
ACCESS=$(field token)
REFRESH=$(field refresh_token)
call GET "$APP/me" "" "$ACCESS"
expect 200 "GET /me with the new token"
call POST "$APP/logout" "{\"refresh_token\":\"$REFRESH\"}" "$ACCESS"
expect 204 "POST /logout"
call GET "$APP/me" "" "$ACCESS"
expect 401 "GET /me with the logged-out token"
call POST "$APP/refresh-token" "{\"refresh_token\":\"$REFRESH\"}"
expect 401 "POST /refresh-token with the logged-out token"

printf '\nEverything as promised.\n'
