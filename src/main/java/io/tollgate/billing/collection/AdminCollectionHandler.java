package io.tollgate.billing.collection;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/invoices/{id}/attempts} and {@code /mark-paid}, {@code /admin/credit-notes/{id}/mark-refunded}. */
@Component
class AdminCollectionHandler {

    private static final Duration DECIDED_IN = Duration.ofMinutes(5);

    private final CollectionRepository collections;
    private final AttemptRepository attempts;
    private final MarkingPaid marking;
    private final ReturningByHand returning;
    private final CollectionProperties properties;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    AdminCollectionHandler(
            CollectionRepository collections,
            AttemptRepository attempts,
            MarkingPaid marking,
            ReturningByHand returning,
            CollectionProperties properties,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.collections = collections;
        this.attempts = attempts;
        this.marking = marking;
        this.returning = returning;
        this.properties = properties;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> attempts(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return currentUser
                .admin(request)
                .flatMap(_ -> collections.find(id))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.INVOICE_NOT_FOUND)))
                .zipWhen(
                        _ -> attempts.of(id).collectList(),
                        (collection, made) -> CollectionView.of(collection, made, properties))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> markPaid(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return administrator
                .beginSensitive("invoice.marked_paid", request)
                .flatMap(
                        entry -> body.of(request, MarkPaidRequest.class).flatMap(wish -> marking.mark(id, wish, entry)))
                .flatMap(AdminCollectionHandler::answer);
    }

    Mono<ServerResponse> markRefunded(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return administrator
                .beginSensitive("credit_note.refunded_by_hand", request)
                .flatMap(entry -> body.of(request, ReturnedRequest.class)
                        .flatMap(wish -> returning.note(id, wish.reference().strip(), entry)))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NO_REFUND_WAITING)))
                .flatMap(note -> ServerResponse.ok().bodyValue(ReturnedView.of(note)));
    }

    private static Mono<ServerResponse> answer(MarkPaidResult result) {
        return switch (result) {
            case MarkPaidResult.Marked marked -> ServerResponse.ok().bodyValue(MarkedView.of(marked.invoice()));
            case MarkPaidResult.NoInvoice() -> Mono.error(() -> new ApiException(ErrorCode.INVOICE_NOT_FOUND));
            case MarkPaidResult.NotOpen(String status) ->
                Mono.error(() -> new ApiException(ErrorCode.INVOICE_NOT_OPEN).with("status", status));
            case MarkPaidResult.InProgress() ->
                Mono.error(() -> new ApiException(ErrorCode.PAYMENT_IN_PROGRESS).retryAfter(DECIDED_IN));
        };
    }
}
