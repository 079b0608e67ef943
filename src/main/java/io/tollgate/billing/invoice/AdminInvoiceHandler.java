package io.tollgate.billing.invoice;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/invoices}: everybody's, and what becomes of them. */
@Component
class AdminInvoiceHandler {

    private final InvoiceRepository invoices;
    private final InvoiceViews views;
    private final InvoiceEnding ending;
    private final Crediting crediting;
    private final DebitNotes debitNotes;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    AdminInvoiceHandler(
            InvoiceRepository invoices,
            InvoiceViews views,
            InvoiceEnding ending,
            Crediting crediting,
            DebitNotes debitNotes,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.invoices = invoices;
        this.views = views;
        this.ending = ending;
        this.crediting = crediting;
        this.debitNotes = debitNotes;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        InvoiceQuery query = InvoiceQuery.of(request, null);
        return currentUser
                .admin(request)
                .flatMap(_ -> views.list(query, page))
                .zipWhen(_ -> invoices.count(query), (found, total) -> Page.of(page, found, total))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return any(request)
                .flatMap(views::detail)
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> pdf(ServerRequest request) {
        return any(request).flatMap(views::pdf);
    }

    Mono<ServerResponse> voidIt(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .beginSensitive("invoice.voided", request)
                .flatMap(entry -> ending.voidIt(id, entry))
                .flatMap(fate -> answer(fate, HttpStatus.OK, ErrorCode.INVOICE_NOT_VOIDABLE));
    }

    Mono<ServerResponse> giveUp(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .beginSensitive("invoice.marked_uncollectible", request)
                .flatMap(entry -> ending.giveUp(id, entry))
                .flatMap(fate -> answer(fate, HttpStatus.OK, ErrorCode.INVOICE_NOT_OPEN));
    }

    Mono<ServerResponse> credit(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .beginSensitive("invoice.credited", request)
                .flatMap(entry -> body.of(request, CreditNoteRequest.class)
                        .flatMap(wish -> crediting.credit(id, wish.wish(), entry)))
                .flatMap(AdminInvoiceHandler::answer);
    }

    Mono<ServerResponse> debit(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .beginSensitive("invoice.debited", request)
                .flatMap(entry -> body.of(request, DebitNoteRequest.class)
                        .flatMap(wish -> debitNotes.issue(
                                id, wish.amount(), wish.reason().strip(), entry)))
                .flatMap(fate -> answer(fate, HttpStatus.CREATED, ErrorCode.INVOICE_NOT_CORRECTABLE));
    }

    private Mono<Invoice> any(ServerRequest request) {
        UUID id = id(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> invoices.find(id).switchIfEmpty(refusal(ErrorCode.INVOICE_NOT_FOUND)));
    }

    private Mono<ServerResponse> answer(InvoiceFate fate, HttpStatus status, ErrorCode refusal) {
        return switch (fate) {
            case InvoiceFate.Changed(Invoice invoice) ->
                views.detail(invoice)
                        .flatMap(view -> ServerResponse.status(status).bodyValue(view));
            case InvoiceFate.NoInvoice() -> refusal(ErrorCode.INVOICE_NOT_FOUND);
            case InvoiceFate.NotAllowed(Invoice invoice) ->
                Mono.error(() -> new ApiException(refusal)
                        .with("status_now", invoice.status().value()));
        };
    }

    private static Mono<ServerResponse> answer(CreditNoteResult result) {
        return switch (result) {
            case CreditNoteResult.Issued(CreditNote note, Invoice _) ->
                ServerResponse.status(HttpStatus.CREATED).bodyValue(CreditNoteView.of(note));
            case CreditNoteResult.NoInvoice() -> refusal(ErrorCode.INVOICE_NOT_FOUND);
            case CreditNoteResult.NoSuchLine() -> refusal(ErrorCode.INVOICE_LINE_NOT_FOUND);
            case CreditNoteResult.NotCreditable() -> refusal(ErrorCode.INVOICE_NOT_CORRECTABLE);
            case CreditNoteResult.TooMany() ->
                Mono.error(() -> new ApiException(
                        ErrorCode.INVOICE_NOT_CORRECTABLE, "The invoice has as many credit notes as it may have"));
            case CreditNoteResult.TooHigh(long left) ->
                Mono.error(() -> new ApiException(ErrorCode.CREDIT_TOO_HIGH).with("creditable", left));
        };
    }

    private static <T> Mono<T> refusal(ErrorCode code) {
        return Mono.error(() -> new ApiException(code));
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
