package io.tollgate.billing.payment;

import io.tollgate.platform.web.PageRequest;
import io.tollgate.user.CurrentUser;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/payments}: the caller's own. */
@Component
class PaymentHandler {

    /** Eight years of monthly payments: who does not ask for pages gets what there is. */
    private static final int UNASKED = 100;

    private final PaymentRepository payments;
    private final CurrentUser currentUser;

    PaymentHandler(PaymentRepository payments, CurrentUser currentUser) {
        this.payments = payments;
        this.currentUser = currentUser;
    }

    Mono<ServerResponse> mine(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        int limit = request.queryParam("limit").isPresent() ? page.limit() : UNASKED;
        return currentUser
                .active(request)
                .flatMap(user -> payments.ofUser(user.id(), limit, page.offset())
                        .map(PaymentView::of)
                        .collectList())
                .flatMap(views -> ServerResponse.ok().bodyValue(views));
    }
}
