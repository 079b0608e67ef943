package io.tollgate.billing.invoice;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.CurrentUser;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/invoices}: the caller's own. Others' are answered like unknown ones. */
@Component
class InvoiceHandler {

    private final InvoiceRepository invoices;
    private final InvoiceViews views;
    private final CurrentUser currentUser;

    InvoiceHandler(InvoiceRepository invoices, InvoiceViews views, CurrentUser currentUser) {
        this.invoices = invoices;
        this.views = views;
        this.currentUser = currentUser;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .active(request)
                .map(user -> InvoiceQuery.of(request, user.id()))
                .flatMap(query -> page(query, page))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    private Mono<Page<InvoiceView>> page(InvoiceQuery query, PageRequest page) {
        return views.list(query, page)
                .zipWhen(_ -> invoices.count(query), (found, total) -> Page.of(page, found, total));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return own(request)
                .flatMap(views::detail)
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> pdf(ServerRequest request) {
        return own(request).flatMap(views::pdf);
    }

    private Mono<Invoice> own(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return currentUser
                .active(request)
                .flatMap(user -> invoices.find(id)
                        .filter(invoice -> invoice.userId().equals(user.id()))
                        .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.INVOICE_NOT_FOUND))));
    }
}
