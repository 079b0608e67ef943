package io.tollgate.platform.ratelimit;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Limits that only a handler can ask for, since they count by what stands in the body. Limits by address and by signed-in user
 * need no code: they stand at the routes in {@code application.yaml}.
 *
 * <p>An allowed request completes empty; a refused one ends with 429, {@code Retry-After} and the text of the original system. What
 * is counted depends only on what was sent, never on whether an account exists, so it tells nobody which do. What is left of a
 * bucket that others may use, too, is told to nobody.
 */
@Component
public class RateLimits {

    static final String POLICY_HEADER = "RateLimit-Policy";
    static final String QUOTA_HEADER = "RateLimit";

    private final Limiter limiter;
    private final Policies policies;
    private final ClientAddresses addresses;
    private final boolean enabled;

    RateLimits(Limiter limiter, Policies policies, ClientAddresses addresses, RateLimitProperties properties) {
        this.limiter = limiter;
        this.policies = policies;
        this.addresses = addresses;
        this.enabled = properties.enabled();
    }

    /** A policy {@code by: key}, away from any request. */
    public Mono<Void> require(String policy, String key) {
        Charge charge = Charge.of(policies.named(policy), key);
        return enabled
                ? decide(List.of(charge)).publishOn(Schedulers.parallel()).flatMap(RateLimits::refuse)
                : Mono.empty();
    }

    /**
     * A policy {@code by: ip-account}, or {@code by: key} for the account alone.
     *
     * @param identifier the account as the caller named it: e-mail, user name; upper and lower case are the same
     */
    public Mono<Void> require(String policy, String identifier, ServerRequest request) {
        return require(List.of(policy), identifier, request);
    }

    /** Several policies in one decision: all are charged, or, when one refuses, none. */
    public Mono<Void> require(List<String> names, String identifier, ServerRequest request) {
        String account = identifier.strip().toLowerCase(Locale.ROOT);
        String address = AddressBucket.of(addresses.of(request.exchange().getRequest()));
        List<Charge> charges = names.stream()
                .map(policies::named)
                .map(policy -> charge(policy, account, address))
                .toList();
        return charge(charges, request.exchange());
    }

    /** A policy {@code by: key} for several accounts in one decision: all are charged, or none. */
    public Mono<Void> requireAll(String name, List<String> accounts, ServerRequest request) {
        Policy policy = policies.named(name);
        List<Charge> charges = accounts.stream()
                .map(account -> Charge.of(policy, account.strip().toLowerCase(Locale.ROOT)))
                .toList();
        return charge(charges, request.exchange());
    }

    /** Charges the request and tells in its answer what is left. */
    Mono<Void> charge(List<Charge> charges, ServerWebExchange exchange) {
        return enabled ? Mono.defer(() -> decideAndAnswer(charges, exchange)) : Mono.empty();
    }

    private Mono<Void> decideAndAnswer(List<Charge> charges, ServerWebExchange exchange) {
        Decision here = limiter.decideHere(charges);
        if (here.refused() != null
                || charges.stream().allMatch(charge -> charge.policy().local())) {
            return answer(here, exchange);
        }
        return limiter.decideTogether(charges)
                .publishOn(EventLoop.of(exchange))
                .flatMap(together -> answer(here.and(together), exchange));
    }

    private Mono<Decision> decide(List<Charge> charges) {
        return Mono.defer(() -> {
            Decision here = limiter.decideHere(charges);
            return here.refused() != null
                    ? Mono.just(here)
                    : limiter.decideTogether(charges).map(here::and);
        });
    }

    private static Charge charge(Policy policy, String account, String address) {
        return Charge.of(
                policy,
                switch (policy.by()) {
                    case IP -> address;
                    case IP_ACCOUNT -> address + " " + account;
                    case ACCOUNT, SERVICE_TOKEN, KEY -> account;
                });
    }

    private static Mono<Void> answer(Decision decision, ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        append(headers, POLICY_HEADER, decision.policyHeader());
        append(headers, QUOTA_HEADER, decision.quotaHeader());
        ApiException refusal = decision.refusal();
        return refusal == null ? Mono.empty() : Mono.error(refusal);
    }

    private static Mono<Void> refuse(Decision decision) {
        ApiException refusal = decision.refusal();
        return refusal == null ? Mono.empty() : Mono.error(refusal);
    }

    /** A request may be counted by its address first and by its account later: both stand in one list. */
    private static void append(HttpHeaders headers, String name, String value) {
        String before = headers.getFirst(name);
        if (!value.isEmpty()) {
            headers.set(name, before == null ? value : before + ", " + value);
        }
    }
}
