package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Creditable;

/**
 * Where money that has left again is missing. First what the invoice had not needed: the account was credited with it. Then what the
 * invoice was paid with: given back, it is taken off the invoice by a note; lost, it is written off. What is left of that, because
 * notes had given it to the account before, is the account's too.
 *
 * @param amount minor units; the three parts together
 * @param ofExcess what the invoice had not needed, a part of {@code fromCredit}
 */
record ReturnSplit(long amount, long ofExcess, long fromCredit, long credited, long writtenOff) {

    static ReturnSplit of(TakenBack taken, Invoice invoice, ReturnRepository.Standing standing) {
        long amount = Math.min(taken.amount(), standing.left());
        long ofExcess = Math.min(amount, standing.excessLeft());
        long paid = Math.max(0, invoice.amountPaid() - standing.given() - standing.lost());
        long used = Math.min(amount - ofExcess, paid);
        long credited = taken.cause() == TakenBack.Cause.REFUND ? Math.min(used, creditable(invoice)) : 0;
        return new ReturnSplit(amount, ofExcess, amount - used, credited, used - credited);
    }

    private static long creditable(Invoice invoice) {
        boolean open = invoice.status() == InvoiceStatus.OPEN || invoice.status() == InvoiceStatus.PAID;
        return open && invoice.tax() >= 0 && invoice.net() >= 0 ? of(invoice).grossLeft() : 0;
    }

    static Creditable of(Invoice invoice) {
        return new Creditable(invoice.net(), invoice.tax(), invoice.creditedNet(), invoice.creditedTax());
    }
}
