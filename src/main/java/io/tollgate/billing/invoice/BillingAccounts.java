package io.tollgate.billing.invoice;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.pricing.TaxRate;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** How customers are billed. The row of an account is the lock of all its user's money. */
@Component
public class BillingAccounts {

    private static final TypeReference<List<TaxRow>> TAXES = new TypeReference<>() {};

    private static final String COLUMNS = """
            select u.id as user_id, u.email_display, a.currency, coalesce(a.credit, 0) as credit,
                   coalesce(a.wallet, 0) as wallet, a.payment_terms_days, p.name, p.line1, p.line2, p.city, p.region,
                   p.postal_code, p.country, p.tax_id, p.time_zone,
                   (select coalesce(jsonb_agg(jsonb_build_object('code', t.code, 'name', t.name, 'percent', t.percent)
                                              order by t.code), '[]')
                    from account_tax_rates r join tax_rates t on t.id = r.tax_rate_id where r.user_id = u.id) as taxes
            from users u left join billing_profiles p on p.user_id = u.id
            """;

    private final DatabaseClient db;
    private final InvoiceRows rows;
    private final Clock clock;

    BillingAccounts(DatabaseClient db, InvoiceRows rows, Clock clock) {
        this.db = db;
        this.rows = rows;
        this.clock = clock;
    }

    private record TaxRow(String code, String name, BigDecimal percent) {}

    /** Also of a user who was never billed: then in UTC, without taxes, in any currency. Empty when there is no such user. */
    public Mono<BillingAccount> of(UUID userId) {
        return db.sql(COLUMNS + "left join billing_accounts a on a.user_id = u.id where u.id = :id")
                .bind("id", userId)
                .map(this::account)
                .one();
    }

    /**
     * Keeps everybody else from their money until the transaction ends, and reads them after that. Accounts are made where there
     * are none. Always in the same order, so that two who lock several do not wait for each other.
     */
    Mono<Map<UUID, BillingAccount>> lock(Collection<UUID> userIds) {
        UUID[] ids = new TreeSet<>(userIds).toArray(UUID[]::new);
        return locked(ids)
                .filter(there -> there == ids.length)
                .switchIfEmpty(Mono.defer(() -> open(ids).then(locked(ids))))
                .then(Mono.defer(() -> read(ids)));
    }

    private Mono<Long> locked(UUID[] ids) {
        return db.sql("""
                        select count(*) from (
                            select from billing_accounts where user_id = any(:ids) order by user_id for no key update) a
                        """).bind("ids", ids).mapValue(Long.class).one();
    }

    private Mono<Void> open(UUID[] ids) {
        return db.sql("""
                        insert into billing_accounts (user_id, created_at, updated_at)
                        select u, :now, :now from unnest(cast(:ids as uuid[])) u
                        where not exists (select from billing_accounts where user_id = u) order by u
                        on conflict do nothing
                        """).bind("ids", ids).bind("now", clock.instant()).then();
    }

    /** A statement that waits for the lock would see taxes and address as they were when it began to wait. */
    private Mono<Map<UUID, BillingAccount>> read(UUID[] ids) {
        return db.sql(COLUMNS + "join billing_accounts a on a.user_id = u.id where u.id = any(:ids)")
                .bind("ids", ids)
                .map(this::account)
                .all()
                .collectMap(BillingAccount::userId);
    }

    Mono<BillingAccount> lock(UUID userId) {
        return lock(List.of(userId)).mapNotNull(accounts -> accounts.get(userId));
    }

    /**
     * Keeps everybody else from a customer's money until the transaction ends, and decides its currency, where none is. Fails with
     * {@code plan_currency_differs} when it is another.
     */
    public Mono<BillingAccount> settle(UUID userId, String currency) {
        return lock(userId).delayUntil(account -> {
            if (account.currency() == null) {
                return settleCurrencies(Map.of(userId, currency));
            }
            return account.currency().equals(currency)
                    ? Mono.empty()
                    : Mono.error(() -> new ApiException(ErrorCode.PLAN_CURRENCY_DIFFERS));
        });
    }

    /** Decides the currency, where none is. */
    Mono<Void> settleCurrencies(Map<UUID, String> currencies) {
        if (currencies.isEmpty()) {
            return Mono.empty();
        }
        List<Choice> choices = currencies.entrySet().stream()
                .map(entry -> new Choice(entry.getKey(), entry.getValue()))
                .toList();
        return db.sql("""
                        update billing_accounts a set currency = c.currency, updated_at = :now
                        from jsonb_to_recordset(:rows) as c(user_id uuid, currency text)
                        where c.user_id = a.user_id and a.currency is null
                        """)
                .bind("rows", rows.json(choices))
                .bind("now", clock.instant())
                .then();
    }

    private record Choice(UUID userId, String currency) {}

    private BillingAccount account(Readable row) {
        return new BillingAccount(
                Columns.required(row, "user_id", UUID.class),
                row.get("currency", String.class),
                zone(row.get("time_zone", String.class)),
                InvoiceRows.number(row, "credit"),
                InvoiceRows.number(row, "wallet"),
                row.get("payment_terms_days", Integer.class),
                buyer(row),
                rows.read(row, "taxes", TAXES).stream()
                        .map(tax -> new BillingAccount.Tax(
                                new TaxRate(tax.code(), tax.percent().stripTrailingZeros()), tax.name()))
                        .toList());
    }

    private static Party buyer(Readable row) {
        return new Party(
                row.get("name", String.class),
                row.get("email_display", String.class),
                row.get("line1", String.class),
                row.get("line2", String.class),
                row.get("city", String.class),
                row.get("region", String.class),
                row.get("postal_code", String.class),
                row.get("country", String.class),
                row.get("tax_id", String.class));
    }

    private static ZoneId zone(@Nullable String name) {
        return name == null ? ZoneOffset.UTC : ZoneId.of(name);
    }
}
