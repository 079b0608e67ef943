package io.tollgate.billing.engine;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.CurrentUser;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/test-clocks}: moves a customer through time, where that is allowed. */
@Component
class TestClockHandler {

    private final TimeTravel travel;
    private final CurrentUser currentUser;
    private final ClientAddresses addresses;
    private final Body body;

    TestClockHandler(TimeTravel travel, CurrentUser currentUser, ClientAddresses addresses, Body body) {
        this.travel = travel;
        this.currentUser = currentUser;
        this.addresses = addresses;
        this.body = body;
    }

    Mono<ServerResponse> move(ServerRequest request) {
        return currentUser
                .admin(request)
                .map(admin -> AuditEntry.of("test_clock.moved", addresses.facts(request))
                        .by(admin.id()))
                .flatMap(entry -> body.of(request, TestClockRequest.class)
                        .flatMap(wish -> travel.to(Parameters.requiredId(request, "user_id"), wish.now(), entry)))
                .flatMap(now -> ServerResponse.ok().bodyValue(new TestClockRequest(now)));
    }
}
