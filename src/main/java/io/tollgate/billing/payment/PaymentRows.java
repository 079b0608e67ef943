package io.tollgate.billing.payment;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;

/** How a payment is read from a row and bound to a statement. */
final class PaymentRows {

    static final String COLUMNS = """
            id, user_id, subscription_id, provider, provider_invoice_id, provider_payment_id, amount_cents, currency, status,
            billing_reason, attempts, failed_attempt, refunded_cents, receipt_url, paid_at, created_at, read_order
            """;

    private PaymentRows() {}

    static Payment toPayment(Readable row) {
        return new Payment(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                row.get("subscription_id", UUID.class),
                Provider.of(Columns.required(row, "provider", String.class)),
                Columns.required(row, "provider_invoice_id", String.class),
                row.get("provider_payment_id", String.class),
                new Money(
                        Columns.required(row, "amount_cents", Long.class),
                        Columns.required(row, "currency", String.class)),
                PaymentStatus.of(Columns.required(row, "status", String.class)),
                row.get("billing_reason", String.class),
                Columns.required(row, "attempts", Integer.class),
                Columns.required(row, "failed_attempt", Integer.class),
                Columns.required(row, "refunded_cents", Long.class),
                row.get("receipt_url", String.class),
                Columns.timeOrNull(row, "paid_at"),
                Columns.time(row, "created_at"),
                Columns.required(row, "read_order", Long.class));
    }

    static GenericExecuteSpec bind(GenericExecuteSpec statement, Payment payment) {
        return statement
                .bind("id", payment.id())
                .bind("userId", payment.userId())
                .bind("subscriptionId", Parameter.fromOrEmpty(payment.subscriptionId(), UUID.class))
                .bind("provider", payment.provider().value())
                .bind("invoiceId", payment.providerInvoiceId())
                .bind("paymentId", text(payment.providerPaymentId()))
                .bind("cents", payment.amount().cents())
                .bind("currency", payment.amount().currency())
                .bind("status", payment.status().value())
                .bind("reason", text(payment.billingReason()))
                .bind("attempts", payment.attempts())
                .bind("failedAttempt", payment.failedAttempt())
                .bind("refunded", payment.refundedCents())
                .bind("receiptUrl", text(payment.receiptUrl()))
                .bind("paidAt", Parameter.fromOrEmpty(payment.paidAt(), Instant.class))
                .bind("createdAt", payment.createdAt())
                .bind("readOrder", payment.readOrder());
    }

    static Parameter text(@Nullable String value) {
        return Parameter.fromOrEmpty(value, String.class);
    }
}
