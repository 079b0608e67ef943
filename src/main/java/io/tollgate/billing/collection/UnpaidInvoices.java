package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.LeastCharges;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;

/**
 * Invoices that are owed, as what counts them sees them. A rest that is less than its gateway charges at least, such as a bank's fee that
 * a transfer came without, is nobody's debt, not even together with others: it is charged by itself or not at all.
 */
@Component
class UnpaidInvoices {

    /** What each still asks for, in {@code cents}. Ends with its conditions, so that others may follow. */
    static final String SQL = """
            select c.invoice_id, c.user_id, c.subscription_id, c.failures, c.held_back, c.owed_since, i.currency, rest.cents
            from collections c join invoices i on i.id = c.invoice_id
                cross join lateral (select i.amount_due - i.amount_paid - i.amount_credited as cents) rest
                left join unnest(:charged, :charges) as least_charges (charged, charge) on charged = i.currency
            where c.status = 'open' and i.status = 'open' and (c.provider = 'manual' or rest.cents >= coalesce(charge, 0))
            """;

    private final DatabaseClient db;
    private final LeastDebts charges;

    UnpaidInvoices(DatabaseClient db, LeastCharges charges) {
        this.db = db;
        this.charges = new LeastDebts(charges.byCurrency());
    }

    /** @param sql with {@link #SQL} in it */
    GenericExecuteSpec in(String sql) {
        return db.sql(sql).bind("charged", charges.currencies()).bind("charges", charges.amounts());
    }
}
