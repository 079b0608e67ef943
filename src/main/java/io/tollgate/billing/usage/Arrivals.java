package io.tollgate.billing.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events that are taken in together.
 *
 * @param arrivals in the order in which they came
 * @param first of each name, the event that came first and may be counted
 */
record Arrivals(List<Arrival> arrivals, Map<Placed.Key, Placed> first) {

    /**
     * One of them.
     *
     * @param event null when its subscription is not known
     * @param refusal what is the answer unless it was counted before; null when it may be counted
     */
    private record Arrival(@Nullable Placed event, @Nullable UsageResult refusal) {}

    static Arrivals of(List<UsageReport> reports, Placement placement, Placement.Known known) {
        List<Arrival> arrivals = new ArrayList<>(reports.size());
        Map<Placed.Key, Placed> first = new LinkedHashMap<>();
        for (UsageReport report : reports) {
            Arrival arrival = arrival(report, placement, known);
            if (arrival.event() != null && arrival.refusal() == null) {
                first.putIfAbsent(arrival.event().key(), arrival.event());
            }
            arrivals.add(arrival);
        }
        return new Arrivals(arrivals, first);
    }

    private static Arrival arrival(UsageReport report, Placement placement, Placement.Known known) {
        try {
            Subscribed owner = placement.owner(report, known);
            Placed event = placement.place(report, owner, known);
            return new Arrival(event, placement.refusal(event, owner, known));
        } catch (UsageRefused refused) {
            return new Arrival(null, refused.result());
        }
    }

    /** Of each name one. */
    List<Placed> candidates() {
        return List.copyOf(first.values());
    }

    /** The names that none of these accepted events has: who has them has to be looked up. */
    List<Placed.Key> namesWithout(Set<UUID> accepted) {
        return arrivals.stream()
                .map(Arrival::event)
                .filter(event -> event != null && !isAccepted(first.get(event.key()), accepted))
                .map(event -> event.key())
                .distinct()
                .toList();
    }

    /** @param contents of the names that others have */
    List<UsageResult> results(Set<UUID> accepted, Map<Placed.Key, Long> contents) {
        return arrivals.stream()
                .map(arrival -> result(arrival, accepted, contents))
                .toList();
    }

    private UsageResult result(Arrival arrival, Set<UUID> accepted, Map<Placed.Key, Long> contents) {
        Placed event = arrival.event();
        if (event != null && accepted.contains(event.id())) {
            return UsageResult.ACCEPTED;
        }
        Long stands = event == null ? null : standing(event.key(), accepted, contents);
        if (event != null && stands != null) {
            return stands == event.report().content() ? UsageResult.DUPLICATE : UsageResult.CONFLICT;
        }
        // Without a refusal its name was taken a moment ago and forgotten since, as what is too old is.
        return arrival.refusal() == null ? UsageResult.TOO_LATE : arrival.refusal();
    }

    private @Nullable Long standing(Placed.Key key, Set<UUID> accepted, Map<Placed.Key, Long> contents) {
        Placed here = first.get(key);
        return isAccepted(here, accepted) && here != null
                ? Long.valueOf(here.report().content())
                : contents.get(key);
    }

    private static boolean isAccepted(@Nullable Placed event, Set<UUID> accepted) {
        return event != null && accepted.contains(event.id());
    }
}
