# Sourced by demo.sh: a metered plan, its usage, the invoice of a month, its payment and a credit note. The month passes by the
# customer's test clock (BILLING_TEST_CLOCKS), which the local product has.

first() { printf '%s' "$BODY" | grep -o "\"$1\":\"[^\"]*\"" | head -1 | cut -d'"' -f4; }
number() { printf '%s' "$BODY" | grep -o "\"$1\":-\?[0-9]*" | head -1 | cut -d: -f2; }

# catalogue_plan CODE CENTS: it is there once, at this price, and charges 0.20 for each 1,000 units after the first 100,000
catalogue_plan() {
  call GET "$APP/billing/plans"
  BODY=$(printf '%s' "$BODY" | grep -o '{[^{}]*}' | grep "\"code\" *: *\"$1\"" || true)
  [ "$(count "$BODY" '"code"')" = 1 ] || fail "there is not one plan $1 to begin with: $BODY"
  [ "$(number price_cents)" = "$2" ] || fail "the plan $1 does not cost $2: $BODY"
  call GET "$APP/billing/plans/$(first id)/charges"
  local part
  for part in '"metric":"units"' '"model":"package"' '"price":"0.20"' '"size":1000[^0-9]' '"free":100000[^0-9]'; do
    [ "$(count "$BODY" "$part")" = 1 ] || fail "the plan $1 does not charge $part: $BODY"
  done
}

metered_plan() {
  step "A metered plan"
  catalogue_plan basic 9900
  catalogue_plan pro-usage 19900
  catalogue_plan ent 49900
  say "there are some to begin with: basic, pro-usage, ent, each at its price with 0.20 for a thousand units"
  METERED_PLAN="metered-$(date +%s)-$$"
  call POST "$APP/billing/metrics" \
    "{\"code\":\"calls-$$\",\"name\":\"API calls\",\"unit\":\"call\",\"aggregation\":\"sum\"}" "$ADMIN"
  expect 201 "POST /billing/metrics"
  sell "$METERED_PLAN" 2900 0
  call PUT "$APP/billing/plans/$(first id)/charges" "{\"charges\":[{\"metric\":\"calls-$$\",\"model\":\"graduated\",
    \"terms\":{\"tiers\":[{\"up_to\":1000,\"unit\":\"0.10\"},{\"unit\":\"0.05\"}]}}]}" "$ADMIN"
  expect 200 "PUT /billing/plans/…/charges: 0.10 each, 0.05 from the 1,001st"
  call POST "$APP/admin/service-accounts" "{\"name\":\"meter $METERED_PLAN\",\"scopes\":[\"usage:write\"]}" "$ADMIN"
  expect 201 "POST /admin/service-accounts"
  METER=$(first token)
}

metered_customer() {
  step "A customer on it, who pays by bank transfer"
  sign_up "meter-$(date +%s)-$$@example.com"
  CUSTOMER=$NEW_ACCESS
  call GET "$APP/me" "" "$CUSTOMER"
  CUSTOMER_ID=$(first id)
  call POST "$APP/admin/users/$CUSTOMER_ID/subscriptions" "{\"plan_code\":\"$METERED_PLAN\",\"provider\":\"manual\"}" "$ADMIN"
  expect 201 "POST /admin/users/…/subscriptions"
  call GET "$APP/billing/invoices" "" "$CUSTOMER"
  [ "$(number amount_due)" = 2900 ] || fail "the base fee is not billed in advance: $BODY"
  say "29.00 billed in advance"
  # Else the customer would be blocked before the month is over, and the next month not be billed.
  call POST "$APP/admin/invoices/$(first id)/mark-paid" '{"reference":"Bank transfer 0"}' "$ADMIN"
  expect 200 "POST /admin/invoices/…/mark-paid"
}

# batch FROM TO: events of 2 calls each
batch() {
  local events="" i
  for i in $(seq "$1" "$2"); do
    events="$events${events:+,}{\"transaction_id\":\"call-$i\",\"user_id\":\"$CUSTOMER_ID\",\"metric\":\"calls-$$\",\"quantity\":2}"
  done
  call POST "$APP/billing/usage/batch" "{\"events\":[$events]}" "$METER"
  [ "$STATUS" = 200 ] || fail "POST /billing/usage/batch answered $STATUS: $BODY"
}

metered_usage() {
  step "1,000 usage events, some of them told twice"
  local from accepted=0 told=0
  for from in 1 201 401 601 801 301; do
    batch "$from" $((from + 199))
    accepted=$((accepted + $(number accepted)))
    told=$((told + 200))
  done
  [ "$accepted" = 1000 ] || fail "$accepted events were counted instead of 1000"
  [ "$(count "$BODY" '"status":"duplicate"')" = 200 ] || fail "the repeated events are not called duplicates: $BODY"
  say "$told told, $accepted counted, $((told - accepted)) duplicates"
  call GET "$APP/billing/usage/me" "" "$CUSTOMER"
  expect 200 "GET /billing/usage/me"
}

metered_invoice() {
  step "The month's invoice, before and after it is issued"
  call GET "$APP/billing/invoices/upcoming" "" "$CUSTOMER"
  expect 200 "GET /billing/invoices/upcoming"
  local foreseen
  foreseen=$(number total)
  # 1,000 at 0.10, 1,000 at 0.05, and the next month's fee.
  [ "$foreseen" = 17900 ] || fail "the preview is $foreseen instead of 17900: $BODY"
  [ "$(count "$BODY" '"tier":[12]')" = 2 ] || fail "the preview has no line for each tier: $BODY"
  say "preview: 179.00, a line for each tier"
  call POST "$APP/admin/test-clocks/$CUSTOMER_ID" "{\"now\":\"$(date -u -d '+32 days' +%Y-%m-%dT%H:%M:%SZ)\"}" "$ADMIN"
  expect 200 "POST /admin/test-clocks/…: 32 days pass for this customer"
  issued() { call GET "$APP/billing/invoices" "" "$CUSTOMER" && [ "$(number total)" = "$foreseen" ]; }
  until_true 30 "the invoice" issued
  INVOICE=$(first id)
  call GET "$APP/billing/invoices/$INVOICE" "" "$CUSTOMER"
  expect 200 "GET /billing/invoices/…: $(first number), just as previewed"
  local pdf
  pdf=$(curl -sS -m 20 -H "Authorization: Bearer $CUSTOMER" "$APP/billing/invoices/$INVOICE/pdf" | head -c 5)
  [ "$pdf" = "%PDF-" ] || fail "the PDF is not one"
  say "200 GET /billing/invoices/…/pdf"
}

metered_payment() {
  step "It is paid, and 10.00 of it credited"
  call POST "$APP/admin/invoices/$INVOICE/mark-paid" '{"reference":"Bank transfer 1"}' "$ADMIN"
  expect 200 "POST /admin/invoices/…/mark-paid"
  call POST "$APP/admin/invoices/$INVOICE/mark-paid" '{"reference":"Bank transfer 1"}' "$ADMIN"
  call GET "$APP/billing/invoices/$INVOICE" "" "$CUSTOMER"
  [ "$(first status)" = paid ] && [ "$(number amount_paid)" = 17900 ] || fail "it is not paid once: $BODY"
  say "paid, once though told twice"
  call POST "$APP/admin/invoices/$INVOICE/credit-notes" '{"amount":1000,"reason":"An hour of outage"}' "$ADMIN"
  expect 201 "POST /admin/invoices/…/credit-notes"
  call POST "$APP/admin/invoices/$INVOICE/credit-notes" '{"amount":99999,"reason":"More than there is"}' "$ADMIN"
  [ "$STATUS" = 409 ] || [ "$STATUS" = 422 ] || fail "a credit note over what is left answered $STATUS: $BODY"
  say "$STATUS for one over more than is left"
}

metered_plan
metered_customer
metered_usage
metered_invoice
metered_payment
