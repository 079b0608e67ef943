package io.tollgate.billing.payment;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/payments}: everybody's, and giving them back. */
@Component
class AdminPaymentHandler {

    private final PaymentRepository payments;
    private final PaymentDetails details;
    private final Refunding refunding;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    AdminPaymentHandler(
            PaymentRepository payments,
            PaymentDetails details,
            Refunding refunding,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.payments = payments;
        this.details = details;
        this.refunding = refunding;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        UUID userId = Parameters.uuid(request, "user_id");
        return currentUser
                .admin(request)
                .flatMap(_ -> page(page, userId))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    private Mono<Page<AdminPaymentView>> page(PageRequest page, @Nullable UUID userId) {
        return payments.page(userId, page.limit(), page.offset())
                .map(AdminPaymentView::of)
                .collectList()
                .zipWhen(_ -> payments.count(userId), (views, total) -> Page.of(page, views, total));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return currentUser
                .admin(request)
                .flatMap(_ -> details.of(id))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> refund(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return administrator
                .beginSensitive("payment.refund_requested", request)
                .flatMap(entry -> body.of(request, RefundRequest.class)
                        .flatMap(wish -> refunding.refund(id, wish, actor(entry), entry)))
                .flatMap(AdminPaymentHandler::answer);
    }

    private static UUID actor(AuditEntry entry) {
        return Objects.requireNonNull(entry.actorId());
    }

    private static Mono<ServerResponse> answer(RefundResult result) {
        return switch (result) {
            case RefundResult.Made(Refund refund) ->
                ServerResponse.status(HttpStatus.CREATED).bodyValue(RefundView.of(refund));
            case RefundResult.Noted(Refund refund) ->
                ServerResponse.status(HttpStatus.ACCEPTED).bodyValue(RefundView.of(refund));
            case RefundResult.NotRefundable() -> refused(ErrorCode.PAYMENT_NOT_REFUNDABLE);
            case RefundResult.Disputed() -> refused(ErrorCode.PAYMENT_DISPUTED);
            case RefundResult.TooHigh(long leftCents) ->
                Mono.error(() -> new ApiException(ErrorCode.REFUND_TOO_HIGH).with("refundable_cents", leftCents));
            case RefundResult.Refused(String reason) ->
                Mono.error(() -> new ApiException(ErrorCode.PAYMENT_PROVIDER_ERROR).with("reason", reason));
        };
    }

    private static Mono<ServerResponse> refused(ErrorCode code) {
        return Mono.error(() -> new ApiException(code));
    }
}
