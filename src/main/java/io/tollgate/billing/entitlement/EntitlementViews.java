package io.tollgate.billing.entitlement;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows what users are entitled to, together with what they have used of it. */
@Component
class EntitlementViews {

    private final UsageRepository usage;

    EntitlementViews(UsageRepository usage) {
        this.usage = usage;
    }

    Mono<EntitlementsView> of(Entitled entitled) {
        Set<Instant> windows = entitled.terms().values().stream()
                .map(Term::quota)
                .flatMap(Stream::ofNullable)
                .map(quota -> entitled.window(quota).start())
                .collect(Collectors.toSet());
        Mono<List<UsageRepository.Used>> used =
                windows.isEmpty() ? Mono.just(List.of()) : usage.used(entitled.userId(), windows);
        return used.map(rows -> EntitlementsView.of(entitled, rows));
    }
}
