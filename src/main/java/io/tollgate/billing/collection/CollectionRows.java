package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Makes the rows of {@code collections}: one statement for any number of invoices. */
@Repository
class CollectionRows {

    private static final String INSERT = """
            insert into collections (invoice_id, user_id, subscription_id, provider, status, next_attempt_at, claimed_until, owed_since,
                                     created_at, updated_at)
            select c.invoice_id, c.user_id, c.subscription_id, c.provider, 'open', cast(c.next_attempt_at as timestamptz),
                   null, cast(c.owed_since as timestamptz), :now, :now
            from unnest(:invoiceIds, :userIds, :subscriptionIds, :providers, :nextAttempts, :owedSince)
                as c (invoice_id, user_id, subscription_id, provider, next_attempt_at, owed_since)
            on conflict do nothing
            returning invoice_id
            """;

    private final DatabaseClient db;
    private final Gateways gateways;
    private final Clock clock;

    CollectionRows(DatabaseClient db, Gateways gateways, Clock clock) {
        this.db = db;
        this.gateways = gateways;
        this.clock = clock;
    }

    /** @return those that had none */
    Mono<List<UUID>> insert(List<Invoice> invoices) {
        return bound(db.sql(INSERT), invoices).mapValue(UUID.class).all().collectList();
    }

    private GenericExecuteSpec bound(GenericExecuteSpec insert, List<Invoice> invoices) {
        return insert.bind("invoiceIds", invoices.stream().map(Invoice::id).toArray(UUID[]::new))
                .bind("userIds", invoices.stream().map(Invoice::userId).toArray(UUID[]::new))
                .bind(
                        "subscriptionIds",
                        invoices.stream().map(Invoice::subscriptionId).toArray(UUID[]::new))
                .bind("providers", texts(invoices, Invoice::provider))
                .bind("nextAttempts", texts(invoices, this::nextAttempt))
                .bind("owedSince", texts(invoices, this::owedSince))
                .bind("now", clock.instant());
    }

    private @Nullable String nextAttempt(Invoice invoice) {
        return collected(invoice) ? invoice.issuedAt().toString() : null;
    }

    /** Terms of payment are for those who have to pay by themselves. */
    private String owedSince(Invoice invoice) {
        return (collected(invoice) ? invoice.issuedAt() : invoice.dueAt()).toString();
    }

    private boolean collected(Invoice invoice) {
        return gateways.of(Provider.of(invoice.provider())).collects();
    }

    private static @Nullable String[] texts(List<Invoice> invoices, Function<Invoice, @Nullable String> value) {
        return invoices.stream().map(value).toArray(String[]::new);
    }
}
