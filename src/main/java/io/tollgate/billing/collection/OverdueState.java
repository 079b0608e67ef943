package io.tollgate.billing.collection;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What owing for long comes to, apart from whether it is still tried to collect. */
enum OverdueState {
    CLEAR("Everything Is Paid"),
    /** Told that it gets serious. */
    WARNING("Your Invoice Is Overdue"),
    /** Nothing is open any more. */
    BLOCKED("Access Suspended"),
    /** The subscription has ended. */
    CANCELLED("Subscription Ended for Non-Payment");

    private final String subject;

    OverdueState(String subject) {
        this.subject = subject;
    }

    /** Of the mail that says so. */
    String subject() {
        return subject;
    }

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean worseThan(OverdueState other) {
        return compareTo(other) > 0;
    }

    /** When the next, worse one follows; empty for none. @param since the day from which the invoice is owed */
    Optional<Instant> worsensAt(Instant since, CollectionProperties properties) {
        return switch (this) {
            case CLEAR -> Optional.of(since.plus(properties.warnAfter()));
            case WARNING -> Optional.of(since.plus(properties.blockAfter()));
            case BLOCKED -> Optional.of(since.plus(properties.cancelAfter()));
            case CANCELLED -> Optional.empty();
        };
    }

    static OverdueState of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /** @param age of the oldest unpaid invoice, from the day since which it is owed */
    static OverdueState of(Duration age, CollectionProperties properties) {
        if (age.compareTo(properties.cancelAfter()) >= 0) {
            return CANCELLED;
        }
        if (age.compareTo(properties.blockAfter()) >= 0) {
            return BLOCKED;
        }
        return age.compareTo(properties.warnAfter()) >= 0 ? WARNING : CLEAR;
    }
}
