package io.tollgate.billing.collection;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How patient collection is.
 *
 * @param retries after each other, from the attempt that failed
 * @param polls after each other: when it is looked what became of an attempt without an answer; the last one over and over
 * @param warnAfter from the day since which the oldest unpaid invoice is owed, as the other two; each is as far from the one before, at
 *     least, when that came late
 * @param blockAfter then nothing is open any more
 * @param cancelAfter then the subscription ends
 * @param overdueFrom what is owed at least before anything follows from it
 * @param pageTtl how long a page to pay on stays open; Stripe allows 24 hours
 * @param afterRun how long what an invoice run has made waits for its mails and its first attempts
 * @param invoicePage the product's page of an invoice, with {@code {id}} in it: where mails lead and payers come back to
 */
@Validated
@ConfigurationProperties("tollgate.billing.collection")
record CollectionProperties(
        @DefaultValue({"1d", "8d", "4d", "7d"}) List<@NotNull Duration> retries,

        @NotEmpty @DefaultValue({"5m", "1h", "1d", "1d", "1d", "1d", "1d"})
        List<@NotNull Duration> polls,

        @DefaultValue("10d") Duration warnAfter,
        @DefaultValue("14d") Duration blockAfter,
        @DefaultValue("21d") Duration cancelAfter,
        @DefaultValue("") LeastDebts overdueFrom,
        @DefaultValue("23h") Duration pageTtl,
        @DefaultValue("30s") Duration afterRun,

        @Pattern(
                regexp = "https?://[^/]+/.*\\{id}.*",
                message = "INVOICE_PAGE_URL must be an http or https URL with {id} in it")
        String invoicePage) {

    /** An attempt that came late by more than this is itself what the next one is counted from. */
    private static final Duration PUNCTUAL = Duration.ofDays(1);

    @AssertTrue(message = "COLLECTION_RETRIES and the polls must be positive") boolean isForward() {
        return retries.stream().allMatch(Duration::isPositive) && polls.stream().allMatch(Duration::isPositive);
    }

    @AssertTrue(message = "OVERDUE_WARNING, OVERDUE_BLOCKED and OVERDUE_CANCELLED must follow each other") boolean isOrdered() {
        return warnAfter.isPositive() && warnAfter.compareTo(blockAfter) < 0 && blockAfter.compareTo(cancelAfter) < 0;
    }

    @AssertTrue(message = "COLLECTION_AFTER_RUN must not be negative") boolean isAfterRunInTime() {
        return !afterRun.isNegative();
    }

    @AssertTrue(message = "A page to pay on must be open for 30 minutes to 23 hours") boolean isPageTtlStripes() {
        // An hour less than Stripe allows: its clock and ours may differ.
        return pageTtl.compareTo(Duration.ofMinutes(30)) > 0 && pageTtl.compareTo(Duration.ofHours(23)) <= 0;
    }

    /**
     * When to try again; empty when all is tried.
     *
     * @param failures so far, 1 or more
     * @param planned when the last one was to be made
     */
    Optional<Instant> nextAttempt(int failures, Instant planned, Instant now) {
        Instant from = planned.plus(PUNCTUAL).isBefore(now) ? now : planned;
        return failures > retries.size() ? Optional.empty() : Optional.of(from.plus(retries.get(failures - 1)));
    }

    /** When to look again: in the end as often as at last. @param polls so far, 0 after the call itself */
    Instant nextPoll(int polls, Instant now) {
        return now.plus(this.polls.get(Math.min(polls, this.polls.size() - 1)));
    }

    /** It has been looked so often that an administrator may say what became of it. @param polls so far */
    boolean unresolved(int polls) {
        return polls >= this.polls.size();
    }

    String invoicePage(UUID invoiceId) {
        return invoicePage.replace("{id}", invoiceId.toString());
    }
}
