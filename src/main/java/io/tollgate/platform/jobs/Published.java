package io.tollgate.platform.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Signal;
import tools.jackson.core.JacksonException;

/**
 * What became of a batch of outbox rows.
 *
 * @param taken by Kafka
 * @param refused rows that will be taken at no time, and why
 * @param left not taken, or Kafka did not say so; in their order
 * @param failure why; null while there is none
 */
record Published(
        List<OutboxRow> taken,
        Map<OutboxRow, Throwable> refused,
        List<OutboxRow> left,
        @Nullable Throwable failure) {

    static final Published NOTHING = new Published(List.of(), Map.of(), List.of(), null);

    /** None was sent. */
    static Published none(List<OutboxRow> rows, Throwable failure) {
        return new Published(List.of(), Map.of(), rows, failure);
    }

    static Published of(List<OutboxRow> rows, List<Signal<OutboxRow>> signals) {
        List<OutboxRow> taken =
                signals.stream().filter(Signal::isOnNext).map(Signal::get).toList();
        @Nullable Throwable failure = signals.getLast().getThrowable();
        if (rows.size() == 1 && failure != null && isForGood(failure)) {
            return new Published(List.of(), Map.of(rows.getFirst(), failure), List.of(), null);
        }
        return new Published(taken, Map.of(), without(rows, taken), failure);
    }

    /** Whether what stopped it is one row alone. */
    boolean stuck() {
        return failure != null && isForGood(failure);
    }

    /** Whether others than those whose turn it was may have been kept from going. */
    boolean mixed() {
        return failure != null && byTopic().size() > 1;
    }

    /** What is left, in its order. */
    Map<String, List<OutboxRow>> byTopic() {
        return left.stream().collect(Collectors.groupingBy(OutboxRow::topic, LinkedHashMap::new, Collectors.toList()));
    }

    int size() {
        return taken.size() + refused.size() + left.size();
    }

    /** Before the rest is sent in smaller parts. */
    Published begun() {
        return new Published(taken, refused, left, null);
    }

    /** @param next of what was left here */
    Published and(Published next) {
        List<OutboxRow> nowTaken = new ArrayList<>(taken);
        nowTaken.addAll(next.taken);
        Map<OutboxRow, Throwable> nowRefused = new HashMap<>(refused);
        nowRefused.putAll(next.refused);
        List<OutboxRow> nowLeft = without(without(left, next.taken), next.refused.keySet());
        return new Published(nowTaken, nowRefused, nowLeft, next.failure == null ? failure : next.failure);
    }

    private static List<OutboxRow> without(List<OutboxRow> rows, Iterable<OutboxRow> gone) {
        Set<OutboxRow> left = new HashSet<>(rows);
        gone.forEach(left::remove);
        return rows.stream().filter(left::contains).toList();
    }

    private static boolean isForGood(Throwable failure) {
        return isOfRecord(failure) || failure.getCause() != null && isOfRecord(failure.getCause());
    }

    private static boolean isOfRecord(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof JacksonException;
    }
}
