package io.tollgate.bench;

import java.util.List;
import java.util.Map;

/**
 * How the product is started for a workload.
 *
 * @param database of its own, so that one workload's rows are not another's backlog
 * @param description for the reader of the table
 */
record Configuration(String database, Map<String, String> environment, List<String> arguments, String description) {

    /** Everything in one process, the limiter off: for what is not about the limiter. Two hundred logins may wait. */
    static final Configuration PLAIN = new Configuration(
            "bench",
            Map.of("RATE_LIMIT_ENABLED", "false"),
            List.of("--tollgate.auth.password.queue-per-thread=100"),
            "all roles, limiter off, 100 logins may wait per core");

    /** For the recording of the AOT cache. */
    static final Configuration REHEARSAL = new Configuration(
            "bench_rehearsal", Map.of("RATE_LIMIT_ENABLED", "false"), List.of(), "all roles, limiter off");

    /** The limiter decides on each request and refuses none. */
    static final Configuration LIMITED = new Configuration(
            "bench",
            Map.of("RATE_LIMIT_ENABLED", "true"),
            List.of("ip", "account").stream()
                    .flatMap(policy -> List.of(
                            "--tollgate.rate-limits.policies." + policy + ".limit=1000000000",
                            "--tollgate.rate-limits.policies." + policy + ".burst=1000000000")
                            .stream())
                    .toList(),
            "all roles, limiter on with limits that are never reached");

    /** Only answers requests: what webhooks leave behind is worked on by nobody. */
    static final Configuration API_ONLY = new Configuration(
            "bench_inbox",
            Map.of("TOLLGATE_ROLES", "api"),
            List.of(),
            "role api only, webhooks are exempt from limits");

    /** Webhooks and the work they cause in one process. */
    static final Configuration WEBHOOKS = new Configuration(
            "bench_webhooks", Map.of("RATE_LIMIT_ENABLED", "false"), List.of(), "all roles, limiter off");

    /** Only answers requests; the database is that of usage alone. */
    static final Configuration USAGE = new Configuration(
            "bench_usage",
            Map.of("TOLLGATE_ROLES", "api", "RATE_LIMIT_ENABLED", "false"),
            List.of(),
            "role api only, limiter off");

    static final Configuration GROWN_USAGE =
            new Configuration("bench_usage_grown", USAGE.environment(), USAGE.arguments(), USAGE.description());
}
