package io.tollgate.auth.serviceaccount;

import io.tollgate.auth.serviceaccount.KnownAccount.Refusal;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gathers who used service tokens, and whose were refused, and writes it once a minute: thousands of requests a second must cost
 * neither thousands of updates nor, when a token has expired in a producer's configuration, thousands of lines in the audit log.
 */
@Component
class TokenUses {

    private final KnownAccountRepository repository;
    private final AuditLog audit;
    private final Map<UUID, Instant> lastUses = new ConcurrentHashMap<>();
    private final Map<Refused, Long> refusals = new ConcurrentHashMap<>();

    TokenUses(KnownAccountRepository repository, AuditLog audit) {
        this.repository = repository;
        this.audit = audit;
    }

    private static final UUID NOBODY = new UUID(0, 0);

    private record Refused(UUID accountId, Refusal reason) {}

    void used(UUID accountId, Instant at) {
        lastUses.put(accountId, at);
    }

    void refused(UUID accountId, Refusal reason) {
        refusals.merge(new Refused(accountId, reason), 1L, Long::sum);
    }

    /** A token that is malformed or of no account: counted, and written as one line from time to time. */
    void unknown() {
        refused(NOBODY, Refusal.UNKNOWN);
    }

    /** What cannot be written is kept for the next time. */
    Mono<Void> write() {
        return Mono.defer(this::writeLastUses)
                .then(Flux.defer(this::writeRefusals).then());
    }

    private Mono<Void> writeLastUses() {
        Map<UUID, Instant> taken = Map.copyOf(lastUses);
        if (taken.isEmpty()) {
            return Mono.empty();
        }
        taken.forEach(lastUses::remove);
        return repository.writeLastUses(taken).doOnError(_ -> taken.forEach(lastUses::putIfAbsent));
    }

    private Flux<Void> writeRefusals() {
        return Flux.fromIterable(List.copyOf(refusals.keySet())).concatMap(this::writeRefusals);
    }

    private Mono<Void> writeRefusals(Refused refused) {
        Long times = refusals.remove(refused);
        return times == null
                ? Mono.empty()
                : audit.record(entry(refused, times)).doOnError(_ -> refusals.merge(refused, times, Long::sum));
    }

    private static AuditEntry entry(Refused refused, long times) {
        AuditEntry entry = AuditEntry.of("service_token.refused", RequestFacts.NONE)
                .with(Map.of("times", Long.toString(times)))
                .failed(refused.reason().name().toLowerCase(Locale.ROOT));
        return refused.accountId().equals(NOBODY) ? entry : entry.on("service_account", refused.accountId());
    }
}
