package io.tollgate.billing.webhook;

/** A URL that webhooks may not go to. The message is for administrators. */
final class RefusedAddress extends RuntimeException {

    RefusedAddress(String reason) {
        super(reason, null, false, false);
    }
}
