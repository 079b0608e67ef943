package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Coupon;
import io.tollgate.billing.pricing.InvoiceTotal;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns a draft into a document without a number: the same for a preview and for what is issued. */
@Component
class Drafting {

    private final InvoiceProperties properties;
    private final Ids ids;
    private final Clock clock;

    Drafting(InvoiceProperties properties, Ids ids, Clock clock) {
        this.properties = properties;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param corrects the invoice that this is a debit note to
     * @throws ApiException {@code plan_currency_differs} when the account is billed in another currency
     * @throws ArithmeticException when anything comes to 2^63 or more
     */
    InvoiceDocument document(
            InvoiceDraft draft, BillingAccount account, List<HeldCoupon> held, @Nullable UUID corrects) {
        if (account.currency() != null && !account.currency().equals(draft.currency())) {
            throw new ApiException(ErrorCode.PLAN_CURRENCY_DIFFERS);
        }
        List<HeldCoupon> usable =
                held.stream().filter(coupon -> coupon.usable(draft.currency())).toList();
        List<Coupon> coupons = usable.stream().map(HeldCoupon::priced).toList();
        UUID id = ids.next();
        List<InvoiceLine> lines = Lines.of(id, draft.fees());
        Reckoning reckoning = Reckoning.of(
                lines,
                account,
                coupons,
                properties.minimum(draft.provider(), draft.currency()),
                ChargeStep.of(draft.provider(), draft.currency()).cents());
        return new InvoiceDocument(
                invoice(id, draft, account, discounts(usable, reckoning), reckoning, lines.size(), corrects),
                Lines.discounted(lines, reckoning.total().discounts()));
    }

    private Invoice invoice(
            UUID id,
            InvoiceDraft draft,
            BillingAccount account,
            List<AppliedDiscount> discounts,
            Reckoning reckoning,
            int lineCount,
            @Nullable UUID corrects) {
        InvoiceTotal total = reckoning.total();
        Instant at = micros(draft.at());
        return new Invoice(
                id,
                draft.userId(),
                draft.subscriptionId(),
                corrects,
                draft.kind(),
                draft.provider(),
                draft.kind() == InvoiceKind.DEBIT ? properties.debitNotePrefix() : properties.numberPrefix(),
                0,
                null,
                draft.currency(),
                micros(draft.periodStart()),
                micros(draft.periodEnd()),
                draft.usageSequence(),
                properties.seller().party(),
                account.buyer(),
                account.zone().getId(),
                null,
                lineCount,
                total.subtotal(),
                total.discount(),
                total.tax(),
                total.total(),
                discounts,
                taxes(account, total),
                total.credited(),
                reckoning.walletApplied(),
                reckoning.carried(),
                reckoning.carriedOut(),
                reckoning.creditCreated(),
                reckoning.amountDue(),
                at,
                at.plus(terms(account)),
                micros(clock.instant()),
                InvoiceStatus.DRAFT,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                null,
                null);
    }

    private Duration terms(BillingAccount account) {
        Integer days = account.paymentTermsDays();
        return days == null ? properties.terms() : Duration.ofDays(days);
    }

    private static List<AppliedDiscount> discounts(List<HeldCoupon> held, Reckoning reckoning) {
        List<AppliedDiscount> discounts = new ArrayList<>();
        for (HeldCoupon coupon : held) {
            long amount = reckoning.takenOff(coupon.id().toString());
            if (amount > 0) {
                discounts.add(new AppliedDiscount(coupon.id(), coupon.code(), coupon.name(), amount));
            }
        }
        return discounts;
    }

    private static List<AppliedTax> taxes(BillingAccount account, InvoiceTotal total) {
        return account.taxes().stream()
                .map(tax -> new AppliedTax(
                        tax.rate().code(),
                        tax.name(),
                        tax.rate().percent(),
                        total.taxes().getOrDefault(tax.rate(), 0L)))
                .toList();
    }

    /** As the database keeps it: a preview equals what is read back. */
    static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
