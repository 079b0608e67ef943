package io.tollgate.planted.billing.pricing;

import reactor.core.publisher.Mono;

/** A price that is waited for. */
record KnowsReactor(Mono<Long> price) {}
