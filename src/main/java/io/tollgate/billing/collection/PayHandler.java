package io.tollgate.billing.collection;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.CurrentUser;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/invoices/{id}/pay}. */
@Component
class PayHandler {

    private static final Duration DECIDED_IN = Duration.ofMinutes(5);
    private static final Duration AGAIN_IN = Duration.ofSeconds(5);

    private final PaymentPages pages;
    private final CurrentUser currentUser;

    PayHandler(PaymentPages pages, CurrentUser currentUser) {
        this.pages = pages;
        this.currentUser = currentUser;
    }

    Mono<ServerResponse> pay(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return currentUser
                .active(request)
                .flatMap(user -> pages.open(user.id(), id))
                .flatMap(PayHandler::answer);
    }

    private static Mono<ServerResponse> answer(PageResult result) {
        return switch (result) {
            case PageResult.Opened(String url) -> ServerResponse.ok().bodyValue(new PayView(url));
            case PageResult.NoInvoice() -> Mono.error(() -> new ApiException(ErrorCode.INVOICE_NOT_FOUND));
            case PageResult.NotOpen(String status) ->
                Mono.error(() -> new ApiException(ErrorCode.INVOICE_NOT_OPEN).with("status", status));
            case PageResult.ByHand() -> Mono.error(() -> new ApiException(ErrorCode.INVOICE_PAID_BY_HAND));
            case PageResult.InProgress() ->
                Mono.error(() -> new ApiException(ErrorCode.PAYMENT_IN_PROGRESS).retryAfter(DECIDED_IN));
            case PageResult.Refused(String code) ->
                Mono.error(() -> new ApiException(ErrorCode.PAYMENT_PROVIDER_ERROR).with("reason", code));
            case PageResult.NoAnswer() ->
                Mono.error(() -> new ApiException(ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE).retryAfter(AGAIN_IN));
        };
    }
}
