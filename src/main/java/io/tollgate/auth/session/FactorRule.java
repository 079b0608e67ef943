package io.tollgate.auth.session;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Knows of whom a second factor is asked. Sessions do not know the factors, so those who do say it. */
public interface FactorRule {

    Mono<Boolean> enabled(UUID userId);
}
