package io.tollgate.billing.usage;

import java.util.ArrayList;
import java.util.HashMap;
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
     * @param event null when its subscription is not known, as the owner is then
     * @param refusal what is the answer unless it was counted before; null when it may be counted
     */
    private record Arrival(
            @Nullable Subscribed owner,
            @Nullable Placed event,
            @Nullable UsageResult refusal) {}

    /** Whose it is said to be, and its name: told again after a change of subscription it is still the same. */
    private record Telling(
            @Nullable UUID subscriptionId, @Nullable UUID userId, String transactionId) {

        static Telling of(UsageReport report) {
            return new Telling(report.subscriptionId(), report.userId(), report.transactionId());
        }
    }

    static Arrivals of(List<UsageReport> reports, Placement placement, Placement.Known known) {
        List<Arrival> arrivals = new ArrayList<>(reports.size());
        Map<Placed.Key, Placed> first = new LinkedHashMap<>();
        Map<Telling, Subscribed> owners = new HashMap<>();
        for (UsageReport report : reports) {
            Telling telling = Telling.of(report);
            Arrival arrival = arrival(report, owners.get(telling), placement, known);
            if (arrival.event() != null && arrival.owner() != null && arrival.refusal() == null) {
                first.putIfAbsent(arrival.event().key(), arrival.event());
                owners.putIfAbsent(telling, arrival.owner());
            }
            arrivals.add(arrival);
        }
        return new Arrivals(arrivals, first);
    }

    /** @param before whose it was when it came first; null when it did not */
    private static Arrival arrival(
            UsageReport report, @Nullable Subscribed before, Placement placement, Placement.Known known) {
        try {
            Subscribed owner = before == null ? placement.owner(report, known) : before;
            Placed event = placement.place(report, owner, known);
            return new Arrival(owner, event, placement.refusal(event, owner, known));
        } catch (UsageRefused refused) {
            return new Arrival(null, null, refused.result());
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
