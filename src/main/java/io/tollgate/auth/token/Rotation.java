package io.tollgate.auth.token;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.SessionProperties;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.token.RotationResult.Ended;
import io.tollgate.auth.token.RotationResult.Expired;
import io.tollgate.auth.token.RotationResult.Reused;
import io.tollgate.auth.token.RotationResult.Rotated;
import io.tollgate.auth.token.RotationResult.Unknown;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Exchanges a refresh token for its child (RFC 9700 §4.14.2). A token is good for one exchange; what happens when it comes
 * again depends on when and on what became of the child:
 *
 * <ul>
 *   <li>within the grace period: the same child, to every caller (retries, tabs)
 *   <li>later, child used: two parties have this session; it ends
 *   <li>later, child never used: the answer was lost; another child, once and within a day, and the lost one is void
 * </ul>
 */
@Component
class Rotation {

    private final Exchanges exchanges;
    private final RefreshTokenRepository tokens;
    private final Sessions sessions;
    private final RotationTrail trail;
    private final SessionProperties properties;
    private final TransactionalOperator transaction;
    private final Ids ids;
    private final Clock clock;

    Rotation(
            Exchanges exchanges,
            RefreshTokenRepository tokens,
            Sessions sessions,
            RotationTrail trail,
            SessionProperties properties,
            TransactionalOperator transaction,
            Ids ids,
            Clock clock) {
        this.exchanges = exchanges;
        this.tokens = tokens;
        this.sessions = sessions;
        this.trail = trail;
        this.properties = properties;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The common case is one statement, shared with whoever comes at the same time; all others are looked at in a
     * transaction, with the family locked.
     */
    Mono<RotationResult> rotate(RefreshToken token, RequestFacts facts) {
        return exchanges
                .exchange(token, facts)
                .<RotationResult>map(Rotated::new)
                .switchIfEmpty(Mono.defer(() -> transaction.transactional(examine(token, facts))));
    }

    private Mono<RotationResult> examine(RefreshToken token, RequestFacts facts) {
        return tokens.lock(token.sessionId())
                .flatMap(family -> decide(token, family, facts))
                .switchIfEmpty(Mono.fromSupplier(Unknown::new))
                .flatMap(result -> trail.leave(result, token, facts).thenReturn(result));
    }

    private Mono<RotationResult> decide(RefreshToken token, FamilyLock family, RequestFacts facts) {
        if (family.ended()) {
            return Mono.just(new Ended());
        }
        if (!family.user().active()) {
            return sessions.end(token.sessionId(), EndReason.USER_DISABLED).thenReturn(new Ended());
        }
        // Read after the lock was got: a new statement, so it sees what the last holder committed.
        return tokens.state(token.id(), family.session())
                .flatMap(state -> decide(state, family, facts))
                .switchIfEmpty(Mono.fromSupplier(Unknown::new));
    }

    private Mono<RotationResult> decide(RefreshTokenState state, FamilyLock family, RequestFacts facts) {
        Instant now = clock.instant();
        RefreshToken child = state.child();
        if (family.expired(now) || !now.isBefore(state.token().expiresAt())) {
            return Mono.just(new Expired());
        }
        if (state.fresh()) {
            return exchanges.exchangeLocked(state.token(), facts).map(Rotated::new);
        }
        if (child != null && state.repeatedWithin(properties.refreshGrace(), now)) {
            return Mono.just(new Rotated(new Family(family.user(), family.session(), child)));
        }
        if (state.answerWasLost(now)) {
            return tokens.replaceUnusedChild(state, new Exchange(state.token(), ids.next(), facts), now)
                    .delayUntil(replaced -> trail.replaced(state.token(), replaced, facts))
                    .map(Rotated::new);
        }
        return sessions.end(family.session().id(), EndReason.REFRESH_TOKEN_REUSED)
                .then(trail.warn(family.user(), facts))
                .thenReturn(new Reused());
    }
}
