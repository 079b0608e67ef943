package io.tollgate.billing.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Names as they are written: one for each event, and for what may be on its way to another subscription of the same user one there.
 * Whichever is written first, the other one waits for it, and finds it.
 *
 * @param kept how many of them are there
 */
record NameRows(List<Row> rows, long kept) {

    /** Instead of an event's id: the event is another subscription's. */
    static final UUID ELSEWHERE = new UUID(0, 0);

    record Row(UUID subscriptionId, String transactionId, UUID eventId, long content) {}

    static NameRows of(List<Placed> events) {
        List<Row> rows = new ArrayList<>(events.size());
        events.forEach(event -> rows.add(row(event, event.subscriptionId(), event.id())));
        List<Row> kept = events.stream().allMatch(event -> event.others().isEmpty()) ? List.of() : elsewhere(events);
        rows.addAll(kept);
        return new NameRows(rows, kept.size());
    }

    private static List<Row> elsewhere(List<Placed> events) {
        Map<Placed.Key, Row> rows = new LinkedHashMap<>();
        for (Placed event : events) {
            event.otherKeys().forEach(key -> rows.put(key, row(event, key.subscriptionId(), ELSEWHERE)));
        }
        events.forEach(event -> rows.remove(event.key()));
        return List.copyOf(rows.values());
    }

    private static Row row(Placed event, UUID subscriptionId, UUID id) {
        return new Row(
                subscriptionId,
                event.report().transactionId(),
                id,
                event.report().content());
    }

    UUID[] uuids(Function<Row, UUID> value) {
        return rows.stream().map(value).toArray(UUID[]::new);
    }

    String[] names() {
        return rows.stream().map(Row::transactionId).toArray(String[]::new);
    }

    Long[] contents() {
        return rows.stream().map(Row::content).toArray(Long[]::new);
    }
}
