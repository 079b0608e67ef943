package io.tollgate.billing.invoice;

import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Invoices as PDF: of one document always the same bytes. */
@Component
class InvoicePdf {

    private final PrintingThreads threads;

    InvoicePdf(PrintingThreads threads) {
        this.threads = threads;
    }

    /** What is printed: an invoice, and what was taken off it since. */
    record Paper(InvoiceDocument document, List<CreditNote> notes) {}

    /** Errors with 503 {@code busy} when too many want one. */
    Mono<byte[]> print(Paper paper) {
        return threads.run(() -> {
            try (PdfSheet sheet = new PdfSheet()) {
                new InvoiceLayout(sheet, paper).draw();
                return sheet.bytes(
                        String.valueOf(paper.document().invoice().number()),
                        paper.document().invoice().issuedAt());
            }
        });
    }
}
