package io.tollgate.billing.invoice;

import io.tollgate.platform.web.PageRequest;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Invoices as users and administrators see them. */
@Component
class InvoiceViews {

    private final InvoiceRepository invoices;
    private final CreditNoteRepository notes;
    private final InvoicePdf pdf;

    InvoiceViews(InvoiceRepository invoices, CreditNoteRepository notes, InvoicePdf pdf) {
        this.invoices = invoices;
        this.notes = notes;
        this.pdf = pdf;
    }

    Mono<List<InvoiceView>> list(InvoiceQuery query, PageRequest page) {
        return invoices.page(query, page.limit(), page.offset())
                .map(InvoiceView::of)
                .collectList();
    }

    Mono<InvoiceView> detail(Invoice invoice) {
        return document(invoice).zipWith(notes.of(invoice.id()).collectList(), InvoiceView::of);
    }

    Mono<ServerResponse> pdf(Invoice invoice) {
        return document(invoice)
                .zipWith(notes.of(invoice.id()).collectList(), InvoicePdf.Paper::new)
                .flatMap(pdf::print)
                .flatMap(bytes -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_PDF)
                        .header(HttpHeaders.CONTENT_DISPOSITION, fileName(invoice))
                        .bodyValue(bytes));
    }

    private Mono<InvoiceDocument> document(Invoice invoice) {
        return invoices.lines(invoice.id()).map(lines -> new InvoiceDocument(invoice, lines));
    }

    private static String fileName(Invoice invoice) {
        String number = String.valueOf(invoice.number()).replace('/', '-');
        return ContentDisposition.inline().filename(number + ".pdf").build().toString();
    }
}
