package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.InvoiceView;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/invoices/upcoming}: the caller's next invoice. */
@Component
class UpcomingHandler {

    private final Foresight foresight;
    private final CurrentUser currentUser;

    UpcomingHandler(Foresight foresight, CurrentUser currentUser) {
        this.foresight = foresight;
        this.currentUser = currentUser;
    }

    Mono<ServerResponse> upcoming(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> foresight.upcoming(user.id()))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOTHING_UPCOMING)))
                .flatMap(document -> ServerResponse.ok().bodyValue(InvoiceView.of(document, List.of())));
    }
}
