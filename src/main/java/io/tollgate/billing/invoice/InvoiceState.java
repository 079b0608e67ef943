package io.tollgate.billing.invoice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of an invoice: all of it that may change. The parts mean what they mean in {@link Invoice}. */
record InvoiceState(
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

    /**
     * Paid so much more; what was given up is not, as far as it is paid after all.
     *
     * @param due of the invoice
     * @param amount at most what it needs
     */
    InvoiceState paid(long amount, long due, Instant now) {
        return new InvoiceState(
                        status,
                        amountPaid + amount,
                        amountCredited,
                        creditedNet,
                        creditedTax,
                        amountRefunded,
                        Math.max(writtenOff - amount, 0),
                        paidAt,
                        voidedAt,
                        uncollectibleAt)
                .settled(due, now);
    }

    InvoiceState credited(CreditNote note, long due, Instant now) {
        return new InvoiceState(
                        status,
                        amountPaid,
                        amountCredited + note.offsetAmount(),
                        creditedNet + note.net(),
                        creditedTax + note.tax(),
                        amountRefunded + note.refundAmount(),
                        writtenOff,
                        paidAt,
                        voidedAt,
                        uncollectibleAt)
                .settled(due, now);
    }

    /** What could not go back is no longer refunded. */
    InvoiceState notRefunded(long amount) {
        return new InvoiceState(
                status,
                amountPaid,
                amountCredited,
                creditedNet,
                creditedTax,
                amountRefunded - amount,
                writtenOff,
                paidAt,
                voidedAt,
                uncollectibleAt);
    }

    /** @param total of the invoice: what the account gave for it goes back, so all of it is written off but what notes took off */
    InvoiceState voided(long total, Instant now) {
        return ended(InvoiceStatus.VOID, total - amountPaid - amountCredited, paidAt, now, uncollectibleAt);
    }

    InvoiceState givenUp(long open, Instant now) {
        return ended(InvoiceStatus.UNCOLLECTIBLE, open, paidAt, voidedAt, now);
    }

    private InvoiceState settled(long due, Instant now) {
        return status != InvoiceStatus.PAID && amountPaid + amountCredited == due
                ? ended(InvoiceStatus.PAID, writtenOff, now, voidedAt, uncollectibleAt)
                : this;
    }

    private InvoiceState ended(
            InvoiceStatus next,
            long lost,
            @Nullable Instant paid,
            @Nullable Instant voided,
            @Nullable Instant uncollectible) {
        return new InvoiceState(
                next,
                amountPaid,
                amountCredited,
                creditedNet,
                creditedTax,
                amountRefunded,
                lost,
                paid,
                voided,
                uncollectible);
    }
}
