package io.tollgate.billing.collection;

import java.time.Instant;
import java.util.Optional;

/**
 * How overdue a customer was told to be last. From there it gets worse by one step at a time, and by none before the last one has stood
 * for as long as there is between the two: a debt may be old before anybody could tell of it.
 *
 * @param since when they were told, in the customer's time
 */
record Told(OverdueState state, Instant since) {

    static final Told NOTHING = new Told(OverdueState.CLEAR, Instant.EPOCH);

    /** Of who was told of a debt as it grew old. */
    static Told inTime(Instant owedSince, Instant now, CollectionProperties properties) {
        OverdueState state = OverdueState.byAge(owedSince, now, properties);
        return new Told(state, owedSince.plus(state.after(properties)));
    }

    /** The same, or a step worse, as the oldest debt has come to that by now. */
    Told by(Instant owedSince, Instant now, CollectionProperties properties) {
        return worsensAt(owedSince, properties)
                .filter(at -> !at.isAfter(now))
                .flatMap(_ -> state.next())
                .map(worse -> new Told(worse, now))
                .orElse(this);
    }

    /** When the next, worse one follows; empty for none. */
    Optional<Instant> worsensAt(Instant owedSince, CollectionProperties properties) {
        return state.next().flatMap(worse -> comesTo(worse, owedSince, properties));
    }

    /** When a debt of the customer comes to it; empty as long as there is something else to be told before. */
    Optional<Instant> comesTo(OverdueState worse, Instant owedSince, CollectionProperties properties) {
        Instant old = owedSince.plus(worse.after(properties));
        return earliest(worse, properties).map(earliest -> earliest.isAfter(old) ? earliest : old);
    }

    private Optional<Instant> earliest(OverdueState worse, CollectionProperties properties) {
        return worse.worseThan(state)
                ? state.next().filter(worse::equals).map(_ -> since.plus(state.lasts(properties)))
                : Optional.of(since);
    }
}
