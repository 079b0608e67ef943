package io.tollgate.billing.invoice;

import java.util.List;

/** An invoice with its lines, in their order. */
public record InvoiceDocument(Invoice invoice, List<InvoiceLine> lines) {

    public InvoiceDocument {
        lines = List.copyOf(lines);
    }
}
