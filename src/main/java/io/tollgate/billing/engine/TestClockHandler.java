package io.tollgate.billing.engine;

import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/test-clocks}: moves a customer through time, where that is allowed. */
@Component
class TestClockHandler {

    private final TimeTravel travel;
    private final AdminAction administrator;
    private final Body body;

    TestClockHandler(TimeTravel travel, AdminAction administrator, Body body) {
        this.travel = travel;
        this.administrator = administrator;
        this.body = body;
    }

    Mono<ServerResponse> move(ServerRequest request) {
        return administrator
                .begin("test_clock.moved", request)
                .flatMap(entry -> body.of(request, TestClockRequest.class)
                        .flatMap(wish -> travel.to(Parameters.requiredId(request, "user_id"), wish.now(), entry)))
                .flatMap(now -> ServerResponse.ok().bodyValue(new TestClockRequest(now)));
    }
}
