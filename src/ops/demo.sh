#!/usr/bin/env bash
# Plays the whole road against a running local product (mvn spring-boot:test-run): sign up, prove the mailbox, log in, buy a
# plan, pay, and see that nothing happens twice; try another plan for nothing, move to a better one, fail to pay and recover,
# cancel and change one's mind. Ends with 1 at the first thing that is not as promised.
set -euo pipefail

APP=${APP:-http://127.0.0.1:8080}
MAILS=${MAILS:-http://127.0.0.1:18025}
STRIPE=${STRIPE:-http://127.0.0.1:12111}
EMAIL="demo-$(date +%s)-$$@example.com"
PASSWORD="correct horse battery $$"

STEP=0
step() { STEP=$((STEP + 1)); printf '\n\033[1m%s. %s\033[0m\n' "$STEP" "$*"; }
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

# --- Subscriptions: trial, upgrade, a failed payment, cancelling --------------------------------------------------------

STRIPE_KEY=${STRIPE_KEY:-sk_test_local}

# at_stripe PATH → the object as Stripe has it, in $BODY
at_stripe() { call GET "$STRIPE$1" "" "$STRIPE_KEY"; [ "$STATUS" = 200 ] || fail "$1 at Stripe answered $STATUS"; }
# order CONTROL JSON: what payers, banks and time do at the emulator
order() { call POST "$STRIPE/_emulator/$1" "$2"; [ "$STATUS" = 200 ] || fail "the emulator's $1 answered $STATUS: $BODY"; }
days_pass() { order clock "{\"seconds\":$(($1 * 86400))}"; say "$1 days pass at Stripe"; }
# pay_on_page URL
pay_on_page() {
  local paid
  paid=$(curl -sS -m 20 -o /dev/null -w '%{http_code}' -d action=pay "$1")
  [ "$paid" = 303 ] || fail "paying answered $paid"
  say "303 done on the checkout page"
}

# my_subscription TOKEN → in $BODY; its parts in the variables below
my_subscription() {
  call GET "$APP/billing/subscriptions/me" "" "$1"
  [ "$STATUS" = 200 ] || return 1
  SUBSCRIPTION=$(field provider_subscription_id)
}
subscription_is() { my_subscription "$1" && [ "$(field status)" = "$2" ]; }
plan_is() { my_subscription "$1" && [ "$(count "$BODY" "\"code\":\"$2\"")" = 1 ]; }
payments_are() { # TOKEN STATUS COUNT
  call GET "$APP/billing/payments/me" "" "$1"
  [ "$STATUS" = 200 ] && [ "$(count "$BODY" "\"$2\"")" = "$3" ]
}
ends_with_its_period() { my_subscription "$1" && [ "$(count "$BODY" '"cancel_at_period_end":true')" = "$2" ]; }
mail_to() { curl -sS "$MAILS/subjects/$1" | grep -q "$2"; }

# sign_up EMAIL → access token in $NEW_ACCESS
sign_up() {
  local token
  call POST "$APP/register" "{\"email\":\"$1\",\"username\":\"u-$RANDOM-$(date +%s)\",\"password\":\"$PASSWORD\"}"
  expect 201 "POST /register"
  until_true 30 "the verification mail" mail_to "$1" .
  token=$(curl -sS "$MAILS/text/$1" | sed -n 's/.*verify?token=\([A-Za-z0-9_-]*\).*/\1/p' | head -1)
  call POST "$APP/verify" "{\"token\":\"$token\"}"
  expect 202 "POST /verify"
  call POST "$APP/login" "{\"email\":\"$1\",\"password\":\"$PASSWORD\"}"
  expect 200 "POST /login"
  NEW_ACCESS=$(field token)
}

# The local product writes its administrator's login where this finds it; set both for another one.
log_in_as_admin() {
  local file=${ADMIN_FILE:-target/local-admin.env}
  if [ -z "${ADMIN_PASSWORD:-}" ]; then
    [ -r "$file" ] || fail "neither ADMIN_EMAIL and ADMIN_PASSWORD nor $file is there"
    # shellcheck disable=SC1090
    . "$file"
  fi
  call POST "$APP/login" "{\"email\":\"$ADMIN_EMAIL\",\"password\":\"$ADMIN_PASSWORD\"}"
  expect 200 "POST /login as an administrator"
  ADMIN=$(field token)
}

# sell CODE CENTS TRIAL_DAYS
sell() {
  call POST "$APP/billing/plans" "{\"name\":\"$1\",\"code\":\"$1\",\"price_cents\":$2,\"billing_period\":\"monthly\",\"tier\":\"VIP\",\"trial_days\":$3}" "$ADMIN"
  expect 201 "POST /billing/plans $1"
}

# page_for PATH PLAN TOKEN STATUS → address of the checkout page in $PAGE
page_for() {
  asked() {
    call POST "$APP/billing/subscriptions/$1" "{\"plan_code\":\"$2\"}" "$3"
    [ "$STATUS" = "$4" ]
  }
  until_true 30 "the page of $2" asked "$@"
  say "$STATUS POST /billing/subscriptions/$1"
  PAGE=$(field checkout_url)
}

story_trial() {
  step "A plan with a trial, and somebody who tries it"
  log_in_as_admin
  TRIAL_PLAN="trial-$(date +%s)-$$"
  BETTER_PLAN="better-$(date +%s)-$$"
  sell "$TRIAL_PLAN" 900 14
  sell "$BETTER_PLAN" 4900 0
  local email="trier-$(date +%s)-$$@example.com"
  sign_up "$email"
  local trier=$NEW_ACCESS
  page_for subscribe "$TRIAL_PLAN" "$trier" 201
  curl -sS "$PAGE" | grep -q 'Free until' || fail "the checkout page does not tell of the trial"
  pay_on_page "$PAGE"
  until_true 30 "the trial" subscription_is "$trier" trialing
  say "status trialing, plan open, nothing charged"
  days_pass 11
  days_pass 4
  until_true 30 "the end of the trial" subscription_is "$trier" active
  until_true 30 "the first charge" payments_are "$trier" 'amount_cents":900,"currency":"USD","status":"succeeded' 1
  say "status active, 9.00 charged"
}

story_upgrade() {
  step "A better plan"
  my_subscription "$ACCESS" || fail "no subscription"
  local old=$SUBSCRIPTION
  page_for upgrade "$BETTER_PLAN" "$ACCESS" 200
  pay_on_page "$PAGE"
  until_true 30 "the better plan" plan_is "$ACCESS" "$BETTER_PLAN"
  [ "$SUBSCRIPTION" != "$old" ] || fail "the old subscription has not been replaced: $BODY"
  say "plan $BETTER_PLAN"
  old_has_ended() { at_stripe "/v1/subscriptions/$old"; [ "$(field status)" = canceled ]; }
  until_true 30 "the end of the old subscription" old_has_ended
  say "the old subscription has ended at Stripe"
}

story_cancel() {
  step "Cancel, and change one's mind"
  call POST "$APP/billing/subscriptions/cancel" "" "$ACCESS"
  expect 200 "POST /billing/subscriptions/cancel"
  until_true 30 "the cancellation" ends_with_its_period "$ACCESS" 1
  subscription_is "$ACCESS" active || fail "cancelling took the plan away at once: $BODY"
  say "status active until the end of what is paid"
  call POST "$APP/billing/subscriptions/resume" "" "$ACCESS"
  expect 200 "POST /billing/subscriptions/resume"
  until_true 30 "the resumption" ends_with_its_period "$ACCESS" 0
  say "goes on as if nothing had been"

  step "Cancel for good"
  call POST "$APP/billing/subscriptions/cancel" "" "$ACCESS"
  expect 200 "POST /billing/subscriptions/cancel"
  days_pass 32
  until_true 30 "the mail about the end" mail_to "$EMAIL" 'Subscription Canceled'
  say "mail: Subscription Canceled"
}

story_failed_payment() {
  step "The card is empty when the next period begins"
  my_subscription "$ACCESS" || fail "no subscription"
  at_stripe "/v1/subscriptions/$SUBSCRIPTION"
  local customer
  customer=$(field customer)
  order "customers/$customer/card" '{"declines":true}'
  days_pass 32
  until_true 30 "the failure" subscription_is "$ACCESS" past_due
  say "status past_due; the plan stays open for the days of grace"
  until_true 30 "the mail about it" mail_to "$EMAIL" 'Payment Failed'
  say "mail: Payment Failed"
  call GET "$APP/billing/entitlements/me" "" "$ACCESS"
  expect 200 "GET /billing/entitlements/me"

  step "The card is full again, and Stripe's next try succeeds"
  order "customers/$customer/card" '{"declines":false}'
  days_pass 4
  until_true 30 "the recovery" subscription_is "$ACCESS" active
  nothing_failed() { payments_are "$ACCESS" failed 0; }
  until_true 30 "the payment" nothing_failed
  say "status active, nothing unpaid"
}

story_reconciliation() {
  step "Stripe's webhooks are lost, and the comparison at night finds what they told"
  order webhooks/drop '{"drop":true}'
  days_pass 31
  order webhooks/drop '{"drop":false}'
  compare() {
    call POST "$APP/admin/billing/reconciliation" "" "$ADMIN"
    expect 202 "POST /admin/billing/reconciliation"
    local id
    id=$(field id)
    finished() { call GET "$APP/admin/billing/reconciliation/$id" "" "$ADMIN"; [ "$(field status)" = finished ]; }
    until_true 60 "the end of the comparison" finished
    DRIFT=$(printf '%s' "$BODY" | sed -n 's/.*"drift":\([0-9]*\).*/\1/p')
  }
  compare
  [ "$DRIFT" -gt 0 ] || fail "the lost events were not missed: $BODY"
  say "$DRIFT differences, put right"
  sleep 3
  compare
  [ "$DRIFT" = 0 ] || fail "compared again, there are $DRIFT differences: $BODY"
  say "compared again: none"
}

# --- The road ------------------------------------------------------------------------------------------------------------

step "Register $EMAIL"
call POST "$APP/register" "{\"email\":\"$EMAIL\",\"username\":\"demo-$$-$(date +%s)\",\"password\":\"$PASSWORD\"}"
expect 201 "POST /register"
call POST "$APP/register" "{\"email\":\"x$EMAIL\",\"username\":\"eve\",\"password\":\"$PASSWORD\",\"role\":\"admin\"}"
expect 422 "POST /register with a role nobody may choose"

step "Prove the mailbox"
until_true 30 "the verification mail" mail_has 'verify?token='
TOKEN=$(curl -sS "$MAILS/text/$EMAIL" | sed -n 's/.*verify?token=\([A-Za-z0-9_-]*\).*/\1/p' | head -1)
call GET "$APP/verify?token=$TOKEN"
expect 200 "GET /verify (a mail scanner's look at the link changes nothing)"
call POST "$APP/verify" "{\"token\":\"$TOKEN\"}"
expect 202 "POST /verify"

step "Log in"
call POST "$APP/login" "{\"email\":\"$EMAIL\",\"password\":\"not the password\"}"
expect 401 "POST /login with a wrong password"
call POST "$APP/login" "{\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\"}"
expect 200 "POST /login"
ACCESS=$(field token)
REFRESH=$(field refresh_token)
[ -n "$ACCESS" ] && [ -n "$REFRESH" ] || fail "no tokens in $BODY"
call GET "$APP/me" "" "$ACCESS"
expect 200 "GET /me"

step "Choose a plan"
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

step "Pay on the checkout page"
curl -sS "$CHECKOUT" | grep -qi '19' || fail "the checkout page does not show the price"
PAID=$(curl -sS -o /dev/null -w '%{http_code}' -d action=pay "$CHECKOUT")
[ "$PAID" = 303 ] || fail "paying answered $PAID"
say "303 paid, sent back to the product"

step "A paying subscriber"
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

step "Stripe delivers everything again"
EVENTS=$(curl -sS "$STRIPE/_emulator/events" | grep -o '"id" *: *"evt_[A-Za-z0-9]*"' | sed 's/.*"\(evt_[^"]*\)"/\1/')
MANY=$(printf '%s\n' "$EVENTS" | grep -c evt_) || fail "Stripe knows of no events"
deliveries() { count "$(curl -sS "$STRIPE/_emulator/deliveries")" '"status" *: *200'; }
first_deliveries_are_over() { [ "$(count "$(curl -sS "$STRIPE/_emulator/deliveries")" '"under_way" *: *0')" = 1 ]; }
until_true 30 "the first delivery of each event" first_deliveries_are_over
BEFORE=$(deliveries)
for event in $EVENTS; do
  order webhooks/resend "{\"event\":\"$event\"}"
done
delivered_again() { [ "$(deliveries)" -ge $((BEFORE + MANY)) ]; }
until_true 30 "another delivery of each event" delivered_again
say "$MANY events sent again, each answered 200"
sleep 3
call GET "$APP/billing/payments/me" "" "$ACCESS"
[ "$(count "$BODY" '"provider_invoice_id"')" = 1 ] || fail "more than one payment: $BODY"
[ "$(mails_with_subject 'Subscription Confirmation')" = 1 ] || fail "more than one confirmation mail"
say "still one payment, still one mail"

story_trial
story_upgrade
story_failed_payment
story_reconciliation
story_cancel

step "Refresh, log out"
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

# --- Identity: a user of its own, who logs in with a code, revokes a device, adds a second factor and loses the password. ---

GATE_EMAIL="gate-$EMAIL"
GATE_PASSWORD="$PASSWORD"
AGENT=""

# What $AGENT says is the device the session is seen as.
curl() { if [ -n "$AGENT" ]; then command curl -A "$AGENT" "$@"; else command curl "$@"; fi; }

gate_mail() { curl -sS "$MAILS/text/$GATE_EMAIL"; }
gate_mail_has() { gate_mail | grep -q "$1"; }
newest_link() { gate_mail | sed -n "s/.*$1?token=\([A-Za-z0-9_-]*\).*/\1/p" | head -1; }
# mailed_code SENTENCE: the code that stands behind it
mailed_code() { gate_mail | tr -d '\r' | sed -n "/$1/,\$p" | grep -E -x -m 1 '[0-9]{6}'; }
alive() { call GET "$APP/me" "" "$1"; [ "$STATUS" = 200 ]; }
dead() { call GET "$APP/me" "" "$1"; [ "$STATUS" = 401 ]; }
gate_login() { call POST "$APP/login" "{\"email\":\"$GATE_EMAIL\",\"password\":\"$1\"}"; }

# base32_to_hex TEXT (RFC 4648)
base32_to_hex() {
  printf '%s' "$1" | awk '
    BEGIN { letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" }
    { for (i = 1; i <= length($0); i++) {
        bits = bits * 32 + index(letters, substr($0, i, 1)) - 1; many += 5
        while (many >= 4) { many -= 4; digit = int(bits / 2 ^ many); bits -= digit * 2 ^ many; printf "%x", digit }
      } }'
}

# totp SECRET → the code of this moment (RFC 6238: HMAC-SHA-1, 30 s, 6 digits)
totp() {
  local counter mac at
  counter=$(printf '%016x' $(($(date +%s) / 30)) | sed 's/../\\x&/g')
  mac=$(printf "$counter" | openssl dgst -sha1 -mac HMAC -macopt "hexkey:$(base32_to_hex "$1")" | sed 's/.*= *//')
  at=$((0x${mac:39:1} * 2))
  printf '%06d' $(((0x${mac:at:8} & 0x7fffffff) % 1000000))
}
# A code is good once: wait for the one after it.
next_totp() {
  local used=$1 secret=$2
  until CODE=$(totp "$secret") && [ "$CODE" != "$used" ]; do sleep 1; done
}

gate_sign_up() {
  step "Another user, $GATE_EMAIL"
  call POST "$APP/register" "{\"email\":\"$GATE_EMAIL\",\"username\":\"gate-$$-$(date +%s)\",\"password\":\"$GATE_PASSWORD\"}"
  expect 201 "POST /register"
}

gate_verify_by_code() {
  step "Prove a mailbox with the code beside the link"
  local GATE_EMAIL="phone-$EMAIL" code wrong
  call POST "$APP/register" "{\"email\":\"$GATE_EMAIL\",\"username\":\"phone-$$-$(date +%s)\",\"password\":\"$GATE_PASSWORD\"}"
  expect 201 "POST /register"
  until_true 30 "the code's mail" mailed_code "type this code" >/dev/null
  code=$(mailed_code "type this code")
  wrong=$([ "$code" = 000000 ] && echo 000001 || echo 000000)
  call POST "$APP/verify" "{\"email\":\"$GATE_EMAIL\",\"code\":\"$wrong\"}"
  expect 401 "POST /verify with a wrong code"
  call POST "$APP/verify" "{\"email\":\"$GATE_EMAIL\",\"code\":\"$code\"}"
  expect 202 "POST /verify"
}

gate_code_login() {
  step "Log in with a mailed code"
  call POST "$APP/request/login-code" "{\"email\":\"nobody-$GATE_EMAIL\"}"
  expect 200 "POST /request/login-code for an address that nobody has"
  local answer=${BODY%%flow_id*}
  call POST "$APP/request/login-code" "{\"email\":\"$GATE_EMAIL\"}"
  expect 200 "POST /request/login-code"
  [ "${BODY%%flow_id*}" = "$answer" ] || fail "the answer tells who has an account: $BODY"
  local flow code wrong
  flow=$(field flow_id)
  until_true 30 "the code's mail" mailed_code "code to log in with" >/dev/null
  code=$(mailed_code "code to log in with")
  wrong=$([ "$code" = 000000 ] && echo 000001 || echo 000000)
  call POST "$APP/login/code" "{\"email\":\"$GATE_EMAIL\",\"code\":\"$wrong\",\"flow_id\":\"$flow\"}"
  expect 400 "POST /login/code with a wrong code"
  AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
  call POST "$APP/login/code" "{\"email\":\"$GATE_EMAIL\",\"code\":\"$code\",\"flow_id\":\"$flow\"}"
  expect 200 "POST /login/code"
  COMPUTER=$(field token)
  AGENT=""
  call POST "$APP/login/code" "{\"email\":\"$GATE_EMAIL\",\"code\":\"$code\",\"flow_id\":\"$flow\"}"
  expect 400 "POST /login/code with the used code"
  call GET "$APP/me" "" "$COMPUTER"
  expect 200 "GET /me"
  [ "$(printf '%s' "$BODY" | grep -c '"is_verified" *: *true')" = 1 ] || fail "the code did not prove the mailbox: $BODY"
  gate_login "$GATE_PASSWORD"
  expect 401 "POST /login with the password from before the proof: whoever chose it may have been somebody else"
}

gate_reset() {
  step "A password, by a link"
  call POST "$APP/forget-password" "{\"email\":\"$GATE_EMAIL\"}"
  expect 202 "POST /forget-password"
  until_true 30 "the mail with the link" gate_mail_has '/new-password?token='
  local token
  token=$(newest_link new-password)
  GATE_PASSWORD="another odd sentence $$"
  call POST "$APP/new-password" "{\"token\":\"$token\",\"password\":\"password\"}"
  expect 422 "POST /new-password with a password everybody has"
  call POST "$APP/new-password" "{\"token\":\"$token\",\"password\":\"$GATE_PASSWORD\"}"
  expect 202 "POST /new-password"
  call POST "$APP/new-password" "{\"token\":\"$token\",\"password\":\"$GATE_PASSWORD\"}"
  expect 401 "POST /new-password with the used link"
  until_true 5 "the end of the session from before" dead "$COMPUTER"
  say "401 GET /me with the session from before"
}

gate_devices() {
  step "Two devices; one is lost"
  AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
  gate_login "$GATE_PASSWORD"
  expect 200 "POST /login on the computer"
  COMPUTER=$(field token)
  AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile"
  gate_login "$GATE_PASSWORD"
  expect 200 "POST /login on the phone"
  local phone refresh lost
  phone=$(field token)
  refresh=$(field refresh_token)
  AGENT=""
  call GET "$APP/sessions" "" "$COMPUTER"
  expect 200 "GET /sessions"
  lost=$(printf '%s' "$BODY" | tr '{' '\n' | grep iPhone | sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p')
  [ -n "$lost" ] || fail "the phone is not in the list: $BODY"
  call DELETE "$APP/sessions/$lost" "" "$COMPUTER"
  expect 204 "DELETE /sessions/$lost"
  until_true 1 "the end of the phone's session" dead "$phone"
  say "401 GET /me on the phone"
  call POST "$APP/refresh-token" "{\"refresh_token\":\"$refresh\"}"
  expect 401 "POST /refresh-token on the phone"
  alive "$COMPUTER" || fail "the computer was logged out, too: $STATUS"
  say "200 GET /me on the computer"
}

gate_second_factor() {
  step "An authenticator app"
  local secret recovery token
  call POST "$APP/mfa/totp" "" "$COMPUTER"
  expect 200 "POST /mfa/totp"
  secret=$(field secret)
  CODE=$(totp "$secret")
  call POST "$APP/mfa/totp/confirm" "{\"code\":\"$CODE\"}" "$COMPUTER"
  expect 200 "POST /mfa/totp/confirm"
  recovery=$(printf '%s' "$BODY" | tr -d ' \n' | sed -n 's/.*"recovery_codes":\["\([^"]*\)".*/\1/p')
  gate_login "$GATE_PASSWORD"
  expect 200 "POST /login, which wants a second factor"
  token=$(field mfa_token)
  [ -n "$token" ] && [ -z "$(field refresh_token)" ] || fail "a session without the second factor: $BODY"
  call POST "$APP/login/mfa" "{\"mfa_token\":\"$token\",\"method\":\"totp\",\"code\":\"$CODE\"}"
  expect 401 "POST /login/mfa with the code that was used a moment ago"
  call POST "$APP/login/mfa" "{\"mfa_token\":\"$token\",\"method\":\"recovery_code\",\"code\":\"$recovery\"}"
  expect 200 "POST /login/mfa with a recovery code"
  gate_login "$GATE_PASSWORD"
  token=$(field mfa_token)
  call POST "$APP/login/mfa" "{\"mfa_token\":\"$token\",\"method\":\"recovery_code\",\"code\":\"$recovery\"}"
  expect 401 "POST /login/mfa with the same recovery code"
  say "waiting for the app's next code"
  next_totp "$CODE" "$secret"
  call POST "$APP/login/mfa" "{\"mfa_token\":\"$token\",\"method\":\"totp\",\"code\":\"$CODE\"}"
  expect 200 "POST /login/mfa with a code of the app"
  call GET "$APP/me" "" "$(field token)"
  expect 200 "GET /me"
}

gate_verify_by_code
gate_sign_up
gate_code_login
gate_reset
gate_devices
gate_second_factor

# --- End of identity ---

# shellcheck source=demo/metered.sh
. "$(dirname "$0")/demo/metered.sh"

printf '\nEverything as promised.\n'
