package io.tollgate.billing.paymob;

import tools.jackson.databind.JsonNode;

/**
 * Something that can be paid.
 *
 * @param orderId stands in each transaction on it
 * @param clientSecret opens the payer's page
 */
public record PaymobIntention(String id, long orderId, String clientSecret) {

    static PaymobIntention from(JsonNode json) {
        String id = json.path("id").asString("");
        long orderId = json.path("intention_order_id").asLong(0);
        String secret = json.path("client_secret").asString("");
        if (orderId == 0 || secret.isEmpty()) {
            // A good status without what was promised: nobody knows what happened.
            throw new PaymobFailure(0, "answer_unreadable");
        }
        return new PaymobIntention(id, orderId, secret);
    }

    @Override
    public String toString() {
        return "PaymobIntention[" + orderId + "]";
    }
}
