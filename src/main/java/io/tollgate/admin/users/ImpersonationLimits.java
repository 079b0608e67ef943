package io.tollgate.admin.users;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Problems;
import io.tollgate.user.SignedIn;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Whoever acts in a user's place looks and changes nothing: no credential, address, factor or subscription, and nothing that some
 * later feature adds; and only as long as that user might have been begun with. Every request is a line in the audit log, under
 * both names.
 */
@Component
@Order(ImpersonationLimits.ORDER)
class ImpersonationLimits implements WebFilter {

    /** Behind the gate, which knows whose token it is. */
    static final int ORDER = -95;

    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final Optional<String> NOBODY = Optional.of("not_found");

    private final UserRepository users;
    private final Problems problems;
    private final AuditLog audit;
    private final ClientAddresses addresses;

    ImpersonationLimits(UserRepository users, Problems problems, AuditLog audit, ClientAddresses addresses) {
        this.users = users;
        this.problems = problems;
        this.audit = audit;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getPrincipal()
                .ofType(Authentication.class)
                .mapNotNull(Authentication::getPrincipal)
                .ofType(SignedIn.class)
                .filter(SignedIn::impersonated)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(who -> who.isEmpty() ? chain.filter(exchange) : filter(who.get(), exchange, chain));
    }

    private Mono<Void> filter(SignedIn who, ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        boolean looking = LOOKING.contains(request.getMethod());
        AuditEntry entry = AuditEntry.of("user.impersonated_request", addresses.facts(exchange))
                .by(Objects.requireNonNull(who.actor()))
                .in(who.sessionId())
                .on("user", who.userId())
                .with(Map.of(
                        "method", request.getMethod().name(),
                        "path", request.getPath().pathWithinApplication().value()));
        return users.findById(who.userId())
                .map(user -> Optional.ofNullable(Impersonation.obstacle(user)))
                .defaultIfEmpty(NOBODY)
                .flatMap(obstacle -> {
                    if (obstacle.isPresent()) {
                        return refuse(
                                exchange, entry.failed(obstacle.get()), new ApiException(ErrorCode.SESSION_ENDED));
                    }
                    return looking
                            ? audit.record(entry).then(Mono.defer(() -> chain.filter(exchange)))
                            : refuse(exchange, entry.failed("not_allowed"), refusal());
                });
    }

    private Mono<Void> refuse(ServerWebExchange exchange, AuditEntry entry, ApiException why) {
        return audit.record(entry).then(Mono.defer(() -> problems.write(exchange, why)));
    }

    private static ApiException refusal() {
        return new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
    }
}
