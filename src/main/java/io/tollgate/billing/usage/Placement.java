package io.tollgate.billing.usage;

import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds out whose events are and whether they may have happened when they say. */
@Component
class Placement {

    private final SubscribedRows subscriptions;
    private final List<CustomerClock> clocks;
    private final UsageProperties properties;
    private final Clock clock;
    private final Ids ids;

    Placement(
            SubscribedRows subscriptions,
            ObjectProvider<CustomerClock> clocks,
            UsageProperties properties,
            Clock clock,
            Ids ids) {
        this.subscriptions = subscriptions;
        this.clocks = clocks.stream().toList();
        this.properties = properties;
        this.clock = clock;
        this.ids = ids;
    }

    /** What is known of subscriptions at one time. */
    record Known(
            Map<SubscribedRows.Somebody, SubscribedRows.Owner> owners,
            Map<UUID, Subscribed> subscriptions,
            Map<UUID, Instant> clocks,
            Instant now) {

        Instant now(UUID subscriptionId) {
            return clocks.getOrDefault(subscriptionId, now);
        }

        /** Of one that names a user. */
        Optional<SubscribedRows.Owner> ownerOf(UsageReport report) {
            return Optional.ofNullable(somebody(report)).map(owners::get);
        }
    }

    /** Fails with {@link ChangedMeanwhile}. */
    Mono<Known> look(List<UsageReport> reports) {
        List<SubscribedRows.Somebody> somebodies = reports.stream()
                .map(Placement::somebody)
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList();
        return subscriptions.of(somebodies).flatMap(owners -> look(reports, owners));
    }

    private Mono<Known> look(List<UsageReport> reports, Map<SubscribedRows.Somebody, SubscribedRows.Owner> owners) {
        Set<UUID> named = Stream.concat(
                        reports.stream().map(UsageReport::subscriptionId).filter(Objects::nonNull),
                        owners.values().stream().map(SubscribedRows.Owner::id))
                .collect(Collectors.toSet());
        Mono<Map<UUID, Instant>> times = Flux.fromIterable(clocks)
                .concatMap(each -> each.now(named))
                .reduce((one, _) -> one)
                .defaultIfEmpty(Map.of());
        return Mono.zip(subscriptions.find(named), times)
                .map(found -> new Known(
                        owners,
                        still(owners, found.getT1()),
                        found.getT2(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    /** What ends between the two looks is no longer its user's. */
    private static Map<UUID, Subscribed> still(
            Map<SubscribedRows.Somebody, SubscribedRows.Owner> owners, Map<UUID, Subscribed> found) {
        for (SubscribedRows.Owner owner : owners.values()) {
            Subscribed subscribed = found.get(owner.id());
            if (subscribed != null && owner.ended() != (subscribed.ended() != null)) {
                throw new ChangedMeanwhile();
            }
        }
        return found;
    }

    /** @throws UsageRefused when there is no such subscription */
    Subscribed owner(UsageReport report, Known known) {
        UUID id = report.subscriptionId() == null
                ? known.ownerOf(report).map(SubscribedRows.Owner::id).orElse(null)
                : report.subscriptionId();
        Subscribed subscribed = id == null ? null : known.subscriptions().get(id);
        if (subscribed == null) {
            throw report.subscriptionId() == null
                    ? new UsageRefused("user_id", "No subscription of such a user at this time")
                    : new UsageRefused("subscription_id", "No such subscription");
        }
        return subscribed;
    }

    /** The event in its place; without a time of its own it happens now, or as its subscription begins by another node's clock. */
    Placed place(UsageReport report, Subscribed owner, Known known) {
        Instant at = report.at() == null ? later(known.now(owner.id()), owner.began()) : report.at();
        List<UUID> others =
                known.ownerOf(report).map(SubscribedRows.Owner::others).orElse(List.of());
        return new Placed(ids.next(), owner.id(), at, report, others);
    }

    /** Why it cannot have happened when it says; null when it can. */
    @Nullable UsageResult refusal(Placed event, Subscribed owner, Known known) {
        Instant now = known.now(owner.id());
        if (event.at().isAfter(now.plus(properties.ahead()))) {
            String reason = "Is more than " + properties.ahead().toMinutes() + " minutes ahead";
            return new UsageResult.Rejected("timestamp", reason);
        }
        UsageResult outside = owner.refusal(event.at());
        if (outside != null) {
            return outside;
        }
        return event.at().isBefore(now.minus(properties.lookBack())) ? UsageResult.TOO_LATE : null;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static SubscribedRows.@Nullable Somebody somebody(UsageReport report) {
        return report.userId() == null
                ? null
                : new SubscribedRows.Somebody(report.userId(), report.at(), report.transactionId());
    }
}
