package io.tollgate.auth.token;

import io.tollgate.platform.db.GroupCommit;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Fresh tokens become their children, those of parallel callers in one statement. */
@Component
class Exchanges {

    /** One that commits and one that is being made. */
    private static final int STATEMENTS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final RefreshTokenRepository tokens;
    private final Ids ids;
    private final Clock clock;
    private final GroupCommit<Exchange, UUID, Family> together;

    Exchanges(RefreshTokenRepository tokens, Ids ids, Clock clock) {
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
        this.together = new GroupCommit<>(STATEMENTS, PATIENCE, Exchange::family, this::all);
    }

    /** Outside of any transaction. Empty unless it is that simple. */
    Mono<Family> exchange(RefreshToken token, RequestFacts facts) {
        return Mono.defer(() -> together.submit(new Exchange(token, ids.next(), facts)));
    }

    /** In the caller's transaction, who holds the family's lock. */
    Mono<Family> exchangeLocked(RefreshToken token, RequestFacts facts) {
        return Mono.defer(() -> tokens.rotate(List.of(new Exchange(token, ids.next(), facts)), now())
                .singleOrEmpty());
    }

    private Mono<Map<UUID, Family>> all(List<Exchange> exchanges) {
        return tokens.rotate(exchanges, now())
                .collectMap(family -> family.session().id());
    }

    /** As PostgreSQL keeps it: rounded, it could lie ahead of the clock. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
