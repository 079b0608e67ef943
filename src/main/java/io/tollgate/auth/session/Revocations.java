package io.tollgate.auth.session;

import io.tollgate.auth.session.RevocationRepository.Cursor;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Which sessions' access tokens are dead before their time, as this node knows it. Asked on every request, so it answers from
 * memory; what other nodes revoke comes through Redis at once and from the database within a second, Redis or not.
 */
@Component
public class Revocations {

    private final RevocationRepository repository;
    private final Clock clock;

    /** Session to the moment when its entry may be forgotten. */
    private final Map<UUID, Instant> sessions = new ConcurrentHashMap<>();

    private volatile Cursor cursor = Cursor.START;

    Revocations(RevocationRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** True when tokens of this session, or the one token of this id, are no longer worth anything. */
    public boolean cover(UUID id) {
        return sessions.containsKey(id);
    }

    void add(Collection<Revocation> revocations) {
        revocations.forEach(revocation -> sessions.put(revocation.sessionId(), revocation.until()));
    }

    /** Reads what the database has since the last time, and forgets what no living token needs. */
    Mono<Void> catchUp() {
        return repository
                .after(cursor)
                .expand(page -> Mono.justOrEmpty(page.next()).flatMap(repository::after))
                .doOnNext(page -> add(page.revocations()))
                .collectList()
                .doOnNext(pages -> cursor = Cursor.at(pages.getFirst().oldestOpen()))
                .doOnNext(_ -> forgetExpired())
                .then();
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        sessions.values().removeIf(now::isAfter);
    }
}
