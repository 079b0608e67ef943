package io.tollgate.billing.invoice;

import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Changes of {@code billing_accounts} and {@code billing_profiles}; the account is locked. */
@Repository
class AccountRepository {

    private final DatabaseClient db;
    private final Clock clock;

    AccountRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** @param columns of the profile, from the source and never from a request, and what they are to hold */
    Mono<Void> write(UUID userId, Map<String, @Nullable String> columns) {
        if (columns.isEmpty()) {
            return Mono.empty();
        }
        GenericExecuteSpec statement = db.sql("""
                        insert into billing_profiles (user_id, updated_at, %s) values (:userId, :now, %s)
                        on conflict (user_id) do update set updated_at = :now, %s
                        """.formatted(
                        String.join(", ", columns.keySet()), each(columns, ":%1$s"), each(columns, "%1$s = :%1$s")))
                .bind("userId", userId)
                .bind("now", clock.instant());
        for (Map.Entry<String, @Nullable String> column : columns.entrySet()) {
            statement = statement.bind(column.getKey(), Parameter.fromOrEmpty(column.getValue(), String.class));
        }
        return statement.then();
    }

    private static String each(Map<String, @Nullable String> columns, String form) {
        return columns.keySet().stream().map(form::formatted).collect(Collectors.joining(", "));
    }

    /** False when there are invoices in another, or credit is, or a subscription will make some. */
    Mono<Boolean> choose(UUID userId, String currency) {
        return db.sql("""
                        update billing_accounts a set currency = :currency, updated_at = :now
                        where user_id = :userId and (currency = :currency or
                            not exists (select from invoices i where i.user_id = a.user_id)
                            and not exists (select from balance_entries e where e.user_id = a.user_id)
                            and not exists (
                                select from subscriptions s
                                    join plan_versions v on v.id = s.plan_version_id
                                    left join engine_subscriptions e on e.subscription_id = s.id
                                where s.user_id = a.user_id and v.currency <> :currency
                                    and (e.next_run_at is not null
                                        or s.status in %s
                                            and (s.engine
                                                or exists (select from plan_charges c where c.plan_version_id = v.id)))))
                        """.formatted(SubscriptionStatus.LIVE))
                .bind("currency", currency)
                .bind("now", clock.instant())
                .bind("userId", userId)
                .fetch()
                .rowsUpdated()
                .map(updated -> updated == 1);
    }

    Mono<Void> setTerms(UUID userId, @Nullable Integer days) {
        return db.sql(
                        "update billing_accounts set payment_terms_days = :days, updated_at = :now where user_id = :userId")
                .bind("days", Parameter.fromOrEmpty(days, Integer.class))
                .bind("now", clock.instant())
                .bind("userId", userId)
                .then();
    }
}
