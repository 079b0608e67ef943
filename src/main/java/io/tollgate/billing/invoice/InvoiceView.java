package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as it goes out. Amounts in minor units.
 *
 * @param lines null in a list
 * @param creditNotes null in a list
 */
public record InvoiceView(
        @Nullable UUID id,
        @Schema(example = "INV-000042") @Nullable String number,
        UUID userId,
        @Nullable UUID subscriptionId,
        @Nullable UUID corrects,

        @Schema(allowableValues = {"period", "change", "cancel", "late", "debit"})
        String kind,

        @Schema(allowableValues = {"draft", "open", "paid", "void", "uncollectible"})
        String status,

        @Schema(example = "USD") String currency,
        Instant periodStart,
        Instant periodEnd,
        long subtotal,
        long discount,
        long tax,
        long total,
        long creditApplied,
        long walletApplied,
        long carriedIn,
        long carriedOut,
        long amountDue,
        long amountPaid,
        long amountCredited,
        long amountOpen,
        Instant issuedAt,
        Instant dueAt,
        @Nullable Instant paidAt,
        @Nullable Instant voidedAt,
        Party seller,
        Party buyer,
        List<DiscountView> discounts,
        List<AppliedTax> taxes,
        @Nullable List<LineView> lines,
        @Nullable List<CreditNoteView> creditNotes) {

    record DiscountView(String code, String name, long amount) {}

    static InvoiceView of(Invoice invoice) {
        return of(invoice, null, null);
    }

    static InvoiceView of(Invoice invoice, CreditNote note) {
        return of(invoice, null, List.of(CreditNoteView.of(note)));
    }

    public static InvoiceView of(InvoiceDocument document, List<CreditNote> notes) {
        return of(
                document.invoice(),
                document.lines().stream().map(LineView::of).toList(),
                notes.stream().map(CreditNoteView::of).toList());
    }

    private static InvoiceView of(
            Invoice invoice, @Nullable List<LineView> lines, @Nullable List<CreditNoteView> notes) {
        return new InvoiceView(
                invoice.status() == InvoiceStatus.DRAFT ? null : invoice.id(),
                invoice.number(),
                invoice.userId(),
                invoice.subscriptionId(),
                invoice.corrects(),
                invoice.kind().value(),
                invoice.status().value(),
                invoice.currency(),
                invoice.periodStart(),
                invoice.periodEnd(),
                invoice.subtotal(),
                invoice.discount(),
                invoice.tax(),
                invoice.total(),
                invoice.creditApplied(),
                invoice.walletApplied(),
                invoice.carriedIn(),
                invoice.carriedOut(),
                invoice.amountDue(),
                invoice.amountPaid(),
                invoice.amountCredited(),
                invoice.amountOpen(),
                invoice.issuedAt(),
                invoice.dueAt(),
                invoice.paidAt(),
                invoice.voidedAt(),
                invoice.seller(),
                invoice.buyer(),
                invoice.discounts().stream()
                        .map(discount -> new DiscountView(discount.code(), discount.name(), discount.amount()))
                        .toList(),
                invoice.taxes(),
                lines,
                notes);
    }
}
