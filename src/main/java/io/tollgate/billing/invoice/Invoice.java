package io.tollgate.billing.invoice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invoice without its lines. Amounts are in minor units of its currency. From {@code status} on is what becomes of it; the rest
 * never changes.
 *
 * @param corrects the invoice a debit note belongs to
 * @param number null in a draft
 * @param usageSequence up to which event usage was counted
 * @param timeZone in which its days are meant
 * @param total after discounts and tax; below zero when credits exceed fees
 * @param carriedIn what earlier invoices could not ask for
 * @param carriedOut what this one cannot ask for: it is too small, or that is less than its gateway's {@link ChargeStep}
 * @param creditCreated what it gives the account: a total below zero
 * @param amountDue what is to be collected: the total, with what the account took over and gave
 * @param amountCredited what credit notes took off what is due
 * @param creditedNet before tax, by all credit notes, wherever it went
 * @param amountRefunded of what was paid
 */
public record Invoice(
        UUID id,
        UUID userId,
        @Nullable UUID subscriptionId,
        @Nullable UUID corrects,
        InvoiceKind kind,
        String provider,
        String series,
        long sequence,
        @Nullable String number,
        String currency,
        Instant periodStart,
        Instant periodEnd,
        long usageSequence,
        Party seller,
        Party buyer,
        String timeZone,
        @Nullable String memo,
        int lineCount,
        long subtotal,
        long discount,
        long tax,
        long total,
        List<AppliedDiscount> discounts,
        List<AppliedTax> taxes,
        long creditApplied,
        long walletApplied,
        long carriedIn,
        long carriedOut,
        long creditCreated,
        long amountDue,
        Instant issuedAt,
        Instant dueAt,
        Instant createdAt,
        InvoiceStatus status,
        long amountPaid,
        long amountCredited,
        long creditedNet,
        long creditedTax,
        long amountRefunded,
        long writtenOff,
        @Nullable Instant paidAt,
        @Nullable Instant voidedAt,
        @Nullable Instant uncollectibleAt) {

    public Invoice {
        discounts = List.copyOf(discounts);
        taxes = List.copyOf(taxes);
    }

    /** What is still to be collected; 0 unless open. */
    @JsonIgnore
    public long amountOpen() {
        return status == InvoiceStatus.OPEN ? amountDue - amountPaid - amountCredited : 0;
    }

    /** What of that its gateway can be asked for. */
    @JsonIgnore
    public long amountChargeable() {
        return step().down(amountOpen());
    }

    @JsonIgnore
    ChargeStep step() {
        return ChargeStep.of(provider, currency);
    }

    /** What the account's credit gets by it, or gives. */
    @JsonIgnore
    long creditChange() {
        return creditCreated - creditApplied + carriedIn - carriedOut;
    }

    /** Before tax, what credit notes may take off at most. */
    @JsonIgnore
    long net() {
        return subtotal - discount;
    }

    /** A document with its number. What asks for nothing is paid. */
    Invoice issued(long place) {
        boolean nothing = amountDue == 0;
        return new Invoice(
                id,
                userId,
                subscriptionId,
                corrects,
                kind,
                provider,
                series,
                place,
                Numbers.text(series, place),
                currency,
                periodStart,
                periodEnd,
                usageSequence,
                seller,
                buyer,
                timeZone,
                memo,
                lineCount,
                subtotal,
                discount,
                tax,
                total,
                discounts,
                taxes,
                creditApplied,
                walletApplied,
                carriedIn,
                carriedOut,
                creditCreated,
                amountDue,
                issuedAt,
                dueAt,
                createdAt,
                nothing ? InvoiceStatus.PAID : InvoiceStatus.OPEN,
                amountPaid,
                amountCredited,
                creditedNet,
                creditedTax,
                amountRefunded,
                writtenOff,
                nothing ? issuedAt : null,
                voidedAt,
                uncollectibleAt);
    }

    /** What may change of it. */
    @JsonIgnore
    InvoiceState state() {
        return new InvoiceState(
                status,
                amountPaid,
                amountCredited,
                creditedNet,
                creditedTax,
                amountRefunded,
                writtenOff,
                paidAt,
                voidedAt,
                uncollectibleAt);
    }
}
