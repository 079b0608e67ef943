package io.tollgate.billing.engine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The boundaries of a customer who is moved through time. Of what is due at the same moment they come first. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class EngineMoments implements CustomerMoments {

    private final EngineRepository rows;
    private final DueBoundaries boundaries;
    private final TransactionalOperator tx;

    EngineMoments(EngineRepository rows, DueBoundaries boundaries, TransactionalOperator tx) {
        this.rows = rows;
        this.boundaries = boundaries;
        this.tx = tx;
    }

    @Override
    public Mono<Instant> next(UUID userId, Instant latest) {
        return rows.nextRun(userId).filter(at -> !at.isAfter(latest));
    }

    @Override
    public Mono<Void> pass(UUID userId, Instant now) {
        return rows.lockDue(userId, now)
                .flatMap(of -> boundaries.pass(List.of(of), now))
                .as(tx::transactional);
    }
}
