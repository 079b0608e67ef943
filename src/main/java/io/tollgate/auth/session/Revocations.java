package io.tollgate.auth.session;

import io.tollgate.auth.session.RevocationRepository.Cursor;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Which access tokens are dead before their time, as this node knows it. Asked on every request, so it answers from memory;
 * what other nodes revoke comes from Redis at once and from the database within a second, Redis or not.
 */
@Component
public class Revocations {

    private final RevocationRepository repository;
    private final Clock clock;

    /** Session to the moment its entry may be forgotten. */
    private final Map<UUID, Instant> sessions = new ConcurrentHashMap<>();

    private final Map<UUID, Revocation.OfUser> users = new ConcurrentHashMap<>();

    private volatile Cursor cursor = Cursor.START;

    Revocations(RevocationRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** True when tokens of this session are no longer worth anything. */
    public boolean cover(UUID userId, UUID sessionId) {
        if (sessions.containsKey(sessionId)) {
            return true;
        }
        Revocation.OfUser ofUser = users.get(userId);
        return ofUser != null && !Session.beginOf(sessionId).isAfter(ofUser.notBefore());
    }

    void add(Revocation revocation) {
        switch (revocation) {
            case Revocation.OfSession one -> sessions.put(one.sessionId(), one.until());
            case Revocation.OfUser all -> users.merge(all.userId(), all, Revocations::later);
        }
    }

    /** Reads what the database has since the last time, and forgets what no living token needs. */
    Mono<Void> catchUp() {
        return repository
                .after(cursor)
                .expand(page -> Mono.justOrEmpty(page.next()).flatMap(repository::after))
                .doOnNext(page -> page.revocations().forEach(this::add))
                .collectList()
                .doOnNext(pages -> cursor = Cursor.at(pages.getFirst().oldestOpen()))
                .doOnNext(_ -> forgetExpired())
                .then();
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        sessions.values().removeIf(now::isAfter);
        users.values().removeIf(revocation -> now.isAfter(revocation.until()));
    }

    private static Revocation.OfUser later(Revocation.OfUser one, Revocation.OfUser other) {
        return one.notBefore().isAfter(other.notBefore()) ? one : other;
    }
}
