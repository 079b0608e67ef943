package io.tollgate.billing.collection;

import io.tollgate.billing.plan.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of asking a gateway for money. */
sealed interface ChargeResult {

    /**
     * The money is there.
     *
     * @param providerPaymentId what it was taken with; unique at the provider
     * @param returned minor units of it that have gone back since, as far as the provider says so here
     */
    record Paid(
            String providerPaymentId,
            Money amount,
            @Nullable String receiptUrl,
            long returned) implements ChargeResult {}

    /**
     * Nothing was taken and nothing will be.
     *
     * @param code why, in a word
     * @param retryable whether trying again by itself may help
     */
    record Declined(String code, boolean retryable) implements ChargeResult {

        private static final String NOT_OWED = "not_owed";
        private static final String NOT_RECEIVED = "not_received";

        /** Nobody was asked: it was voided, credited or paid otherwise meanwhile. */
        static Declined asNotOwed() {
            return new Declined(NOT_OWED, true);
        }

        /** The provider certainly has nothing of it: neither a bank nor a payer was asked. */
        static Declined asNotReceived() {
            return new Declined(NOT_RECEIVED, true);
        }

        boolean notOwed() {
            return code.equals(NOT_OWED);
        }

        boolean notReceived() {
            return code.equals(NOT_RECEIVED);
        }
    }

    /**
     * The payer has to do something.
     *
     * @param url of the page
     * @param reference the provider's name for the page
     * @param expiresAt by everybody's clock
     */
    record ActionRequired(String url, String reference, Instant expiresAt) implements ChargeResult {}

    /** Nobody knows. @param reason why not, in a word */
    record Unknown(String reason) implements ChargeResult {}
}
