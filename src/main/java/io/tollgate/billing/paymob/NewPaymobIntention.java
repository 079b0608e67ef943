package io.tollgate.billing.paymob;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Something to be paid on Paymob's page.
 *
 * @param reference ours, never used before: Paymob refuses a second intention with it and gives it back with each transaction
 * @param amountCents minor units
 * @param currency ISO 4217
 * @param title what the payer reads
 * @param payerName Paymob wants one; a username will do
 * @param notificationUrl where Paymob calls back
 * @param returnUrl where the payer goes afterwards
 * @param validFor how long it may be paid
 */
public record NewPaymobIntention(
        String reference,
        long amountCents,
        String currency,
        String title,
        String payerName,
        String payerEmail,
        String notificationUrl,
        String returnUrl,
        Duration validFor) {

    Map<String, Object> body(List<String> integrations) {
        return Map.ofEntries(
                Map.entry("amount", amountCents),
                Map.entry("currency", currency),
                Map.entry(
                        "payment_methods",
                        integrations.stream()
                                .map(NewPaymobIntention::integration)
                                .toList()),
                Map.entry("items", List.of(Map.of("name", title, "amount", amountCents, "quantity", 1))),
                Map.entry(
                        "billing_data",
                        Map.of(
                                "first_name", payerName,
                                "last_name", payerName,
                                "email", payerEmail,
                                // Required and not ours to know; Paymob's own word for that.
                                "phone_number", "NA")),
                Map.entry("special_reference", reference),
                Map.entry("notification_url", notificationUrl),
                Map.entry("redirection_url", returnUrl),
                Map.entry("expiration", validFor.toSeconds()));
    }

    /** Integrations are numbers, or names. */
    private static Object integration(String configured) {
        return configured.chars().allMatch(Character::isDigit) && configured.length() < 19
                ? (Object) Long.valueOf(configured)
                : configured;
    }

    @Override
    public String toString() {
        // Neither e-mail nor name belongs in a log.
        return "NewPaymobIntention[" + reference + "]";
    }
}
