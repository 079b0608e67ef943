package io.tollgate.platform.health;

import reactor.core.publisher.Mono;

/** Asks one thing that Tollgate depends on whether it is there. Declared as a bean by whoever talks to it. */
public interface HealthProbe {

    /** As it stands in the answer of {@code /readyz}: {@code postgres}. */
    String name();

    /** True when nothing useful can be answered without it: the node is then taken out of the load balancer. */
    boolean required();

    /** False and an error mean the same; so does no answer within a second. */
    Mono<Boolean> ok();
}
