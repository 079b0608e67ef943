package io.tollgate.auth.token;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do to signing keys beside the schedule. */
@Component
class KeyAdministration {

    private final SigningKeys keys;
    private final SigningKeyRepository repository;
    private final TokenProperties properties;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Clock clock;

    KeyAdministration(
            SigningKeys keys,
            SigningKeyRepository repository,
            TokenProperties properties,
            AuditLog audit,
            TransactionalOperator tx,
            Clock clock) {
        this.keys = keys;
        this.repository = repository;
        this.properties = properties;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    /**
     * Makes the next key. The present one goes on verifying until its last token has expired.
     *
     * @param immediately without announcing it first: who has kept the key set must ask for it again
     */
    Mono<Void> rotate(boolean immediately, AuditEntry entry) {
        return Mono.defer(() -> {
            requireOwnKeys();
            return keys.catchUp()
                    .then(Mono.defer(() -> keys.generate(signsFrom(immediately))))
                    .flatMap(key -> insert(key, entry).as(tx::transactional))
                    .then(Mono.defer(keys::catchUp));
        });
    }

    /**
     * Takes a key out of use at once: within a second no node accepts what it has signed. When it was to sign, another takes its
     * place. Saying it again changes nothing.
     */
    Mono<Void> retire(String kid, String reason, AuditEntry entry) {
        return Mono.defer(() -> {
            requireOwnKeys();
            return keys.catchUp()
                    .then(Mono.fromCallable(() -> find(kid)))
                    .filter(key -> !key.retired())
                    .flatMap(key -> retire(key, entry.on("signing_key", kid).with(Map.of("reason", reason))))
                    .then(Mono.defer(keys::catchUp));
        });
    }

    private Mono<Void> retire(SigningKey key, AuditEntry entry) {
        return needsSuccessor(key)
                ? keys.generate(later(clock.instant(), key.signsFrom()))
                        .flatMap(successor -> retired(key, entry)
                                .flatMap(_ -> repository.insert(successor))
                                .as(tx::transactional))
                        .then()
                : retired(key, entry).as(tx::transactional).then();
    }

    /** Empty when somebody else has just retired it. */
    private Mono<SigningKey> retired(SigningKey key, AuditEntry entry) {
        return repository
                .retire(key, clock.instant())
                .filter(done -> done)
                .flatMap(_ -> audit.record(entry).thenReturn(key));
    }

    private Mono<Void> insert(SigningKey key, AuditEntry entry) {
        return repository
                .insert(key)
                .filter(inserted -> inserted)
                // Another node was faster.
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.SIGNING_KEY_ANNOUNCED)))
                .flatMap(_ -> audit.record(entry.on("signing_key", key.kid())
                        .with(Map.of("signs_from", key.signsFrom().toString()))));
    }

    private Instant signsFrom(boolean immediately) {
        Instant now = clock.instant();
        if (!immediately && keys.known().announced(now)) {
            throw new ApiException(ErrorCode.SIGNING_KEY_ANNOUNCED);
        }
        return immediately ? now : now.plus(properties.keyAnnouncement());
    }

    private boolean needsSuccessor(SigningKey key) {
        return key.equals(keys.published().getFirst()) || key.equals(keys.current());
    }

    private SigningKey find(String kid) {
        return keys.known().all().stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() -> new ApiException(ErrorCode.SIGNING_KEY_NOT_FOUND));
    }

    private void requireOwnKeys() {
        if (keys.fixed()) {
            throw new ApiException(ErrorCode.SIGNING_KEYS_FROM_FILES);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
