/**
 * A Stripe account in memory, API version 2026-07-29.dahlia, for tests and for the local product.
 *
 * <p>The API is under {@code /v1/}, hosted pages under {@code /checkout/}, an overview at {@code /}. What a test may order is in
 * {@link io.tollgate.stripeemulator.Controls}, and over HTTP, with JSON bodies:
 *
 * <pre>
 * POST /_emulator/faults                     {"kind":"status|reset|timeout|slow","method":"POST","path":"/v1/checkout/*","times":1,
 *                                             "status":500,"should_retry":true,"rate_limited_reason":"global-rate",
 *                                             "delay_ms":2000,"performs":false}; times 0 = until cleared
 * POST /_emulator/faults/clear
 * GET  /_emulator/requests                   what the API received; POST forgets it
 * GET  /_emulator/deliveries                 attempts, what is held, how many are under way
 * GET  /_emulator/events
 * POST /_emulator/webhooks/endpoint          {"url":"http://...","secrets":["whsec_..."]}
 * POST /_emulator/webhooks/hold
 * POST /_emulator/webhooks/release           {"order":["invoice.paid","evt_..."]} or {"seed":42} to shuffle
 * POST /_emulator/webhooks/discard           loses what is held
 * POST /_emulator/webhooks/drop              {"drop":true}
 * POST /_emulator/webhooks/lose              {"minutes":10} of the emulator's time
 * POST /_emulator/webhooks/delay             {"ms":500,"seed":42}: each waits some time up to this, so the order changes
 * POST /_emulator/webhooks/copies            {"times":2}
 * POST /_emulator/webhooks/resend            {"event":"evt_..."}
 * POST /_emulator/checkout/{session}/pay     {"email":"a@example.com"}; also decline, expire, no_card, pay_later
 *                                            {"status":"active"}, settle {"accepted":true}
 * POST /_emulator/customers/{id}/card        {"declines":true}; {"asks":true}: the bank wants each charge confirmed
 *                                            {"saved":true}: a good card for charges without its owner
 * POST /_emulator/invoices/{id}/pay
 * POST /_emulator/invoices/{id}/confirm      {"accepted":true}: the answer to a bank that asked
 * POST /_emulator/dunning                    {"after_retries":"cancel|unpaid|past_due"}
 * POST /_emulator/refunds/{id}/fail
 * POST /_emulator/charges/{id}/dispute       {"reason":"fraudulent"}
 * POST /_emulator/charges/{id}/refund        {"amount":500}; without one, all that is left
 * POST /_emulator/disputes/{id}/close        {"won":true}
 * POST /_emulator/subscriptions/{id}/status  {"status":"past_due"}
 * GET  /_emulator/clock                      POST {"seconds":86400} moves it and plays what becomes due
 * </pre>
 */
@NullMarked
package io.tollgate.stripeemulator;

import org.jspecify.annotations.NullMarked;
