package io.tollgate.billing.paymob;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One movement of money, as Paymob answers when it is asked. What a callback says of one is certain in nothing, not even where it is
 * signed: see {@link PaymobSignature}.
 *
 * @param orderId of the intention it was paid on
 * @param amountCents minor units
 * @param hasParent it is a refund, a cancellation or a capture of another one
 * @param parentId of that one
 * @param reference ours of the intention
 * @param code the bank's answer, such as {@code 51}; null where there is none
 */
public record PaymobTransaction(
        long id,
        long orderId,
        long amountCents,
        String currency,
        boolean success,
        boolean pending,
        boolean hasParent,
        @Nullable Long parentId,
        boolean auth,
        boolean capture,
        boolean voided,
        boolean refunded,
        long refundedCents,
        @Nullable String reference,
        @Nullable String code) {

    /** The money has been taken, whatever has gone back of it since. */
    public boolean paid() {
        return success && !pending && !auth && (!hasParent || capture);
    }

    /** It gives back or cancels another one, and does not say how much has gone back of that in all. */
    public boolean reverses() {
        return hasParent && !capture;
    }

    /** What has gone back of it, in minor units. A cancellation before the day's end has no amount of its own. */
    public long returnedCents() {
        if (voided || refunded && refundedCents == 0) {
            return amountCents;
        }
        return Math.clamp(refundedCents, 0, amountCents);
    }

    /** The bank has not decided. */
    public boolean undecided() {
        return pending;
    }

    /** Empty when an id, amount or currency is missing. */
    static Optional<PaymobTransaction> from(JsonNode json) {
        long id = json.path("id").asLong(0);
        long orderId = json.path("order").path("id").asLong(0);
        String currency = json.path("currency").asString("");
        JsonNode amount = json.path("amount_cents");
        if (id <= 0
                || orderId <= 0
                || currency.length() != 3
                || !amount.isIntegralNumber()
                || !amount.canConvertToLong()) {
            return Optional.empty();
        }
        return Optional.of(new PaymobTransaction(
                id,
                orderId,
                amount.asLong(),
                currency,
                flag(json, "success"),
                flag(json, "pending"),
                flag(json, "has_parent_transaction"),
                json.path("parent_transaction").canConvertToLong()
                        ? json.path("parent_transaction").asLong()
                        : null,
                flag(json, "is_auth"),
                flag(json, "is_capture"),
                flag(json, "is_voided"),
                flag(json, "is_refunded"),
                json.path("refunded_amount_cents").asLong(0),
                plain(json.path("order").path("merchant_order_id")),
                plain(json.path("data").path("txn_response_code"))));
    }

    /** Also as text: Paymob's documents show both. */
    private static boolean flag(JsonNode json, String field) {
        return "true".equals(json.path(field).asString(""));
    }

    private static @Nullable String plain(JsonNode value) {
        String text = value.asString("");
        return text.isEmpty() || text.length() > 100 || !text.chars().allMatch(c -> c > ' ' && c < 127) ? null : text;
    }
}
