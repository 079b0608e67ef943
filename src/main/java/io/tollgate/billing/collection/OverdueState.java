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

    /** The worse one that follows; empty for none. */
    Optional<OverdueState> next() {
        return switch (this) {
            case CLEAR -> Optional.of(WARNING);
            case WARNING -> Optional.of(BLOCKED);
            case BLOCKED -> Optional.of(CANCELLED);
            case CANCELLED -> Optional.empty();
        };
    }

    /** At which age of a debt it begins. */
    Duration after(CollectionProperties properties) {
        return switch (this) {
            case CLEAR -> Duration.ZERO;
            case WARNING -> properties.warnAfter();
            case BLOCKED -> properties.blockAfter();
            case CANCELLED -> properties.cancelAfter();
        };
    }

    /** From its beginning to that of the next one. */
    Duration lasts(CollectionProperties properties) {
        return next().map(worse -> worse.after(properties).minus(after(properties)))
                .orElse(Duration.ZERO);
    }

    static OverdueState of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /** What a debt comes to by itself, whatever was told. @param owedSince the day from which it is owed */
    static OverdueState byAge(Instant owedSince, Instant now, CollectionProperties properties) {
        return of(Duration.between(owedSince, now), properties);
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
