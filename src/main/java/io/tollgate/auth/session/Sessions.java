package io.tollgate.auth.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/**
 * Ends sessions: no refresh token of theirs is worth anything from then on, and within a second no access token either, on any
 * node. Joins the caller's transaction; the other nodes hear of it when that has committed.
 */
@Component
public class Sessions {

    private final SessionRepository repository;
    private final RevocationRepository ofTokens;
    private final Revocations revocations;
    private final RevocationNews news;

    Sessions(
            SessionRepository repository, RevocationRepository ofTokens, Revocations revocations, RevocationNews news) {
        this.repository = repository;
        this.ofTokens = ofTokens;
        this.revocations = revocations;
        this.news = news;
    }

    /** False when there is no such session or it has ended before. */
    public Mono<Boolean> end(UUID sessionId, EndReason reason) {
        return end(null, sessionId, reason);
    }

    /** False also when it is somebody else's. */
    public Mono<Boolean> endOf(UUID userId, UUID sessionId, EndReason reason) {
        return end(userId, sessionId, reason);
    }

    private Mono<Boolean> end(@Nullable UUID userId, UUID sessionId, EndReason reason) {
        return repository
                .end(userId, sessionId, reason)
                .flatMap(ended -> announceAfterCommit(List.of(ended)).thenReturn(true))
                .defaultIfEmpty(false);
    }

    /** All of a user's sessions. */
    public Mono<Void> endAll(UUID userId, EndReason reason) {
        return endOthers(userId, null, reason);
    }

    /** All of a user's sessions but one. */
    public Mono<Void> endOthers(UUID userId, @Nullable UUID kept, EndReason reason) {
        return repository
                .endOthers(userId, kept, reason)
                .filter(ended -> !ended.isEmpty())
                .flatMap(this::announceAfterCommit);
    }

    /**
     * One token, and not the session it belongs to. False when it has been ended before.
     *
     * @param tokenId of a token in a user's place
     * @param until when it expires by itself
     */
    public Mono<Boolean> endImpersonation(UUID tokenId, Instant until) {
        Revocation ended = new Revocation(tokenId, until.plus(SessionRepository.MARGIN));
        return ofTokens.insert(ended).delayUntil(first -> first ? announceAfterCommit(List.of(ended)) : Mono.empty());
    }

    private Mono<Void> announceAfterCommit(List<Revocation> ended) {
        return TransactionSynchronizationManager.forCurrentTransaction()
                .doOnNext(transaction -> transaction.registerSynchronization(new AfterCommit(ended)))
                .then()
                .onErrorResume(NoTransactionException.class, _ -> announce(ended));
    }

    private Mono<Void> announce(List<Revocation> ended) {
        return Mono.defer(() -> {
            revocations.add(ended);
            return news.tell(ended);
        });
    }

    private final class AfterCommit implements TransactionSynchronization {

        private final List<Revocation> ended;

        AfterCommit(List<Revocation> ended) {
            this.ended = ended;
        }

        @Override
        public Mono<Void> afterCommit() {
            return announce(ended);
        }
    }
}
