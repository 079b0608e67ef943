package io.tollgate.billing.invoice;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code tax_rates} and {@code account_tax_rates}. */
@Repository
class TaxRateRepository {

    private final DatabaseClient db;

    TaxRateRepository(DatabaseClient db) {
        this.db = db;
    }

    /** False when the code is taken. */
    Mono<Boolean> insert(TaxRateView rate) {
        return db.sql("""
                        insert into tax_rates (id, code, name, percent, active, created_at)
                        values (:id, :code, :name, :percent, :active, :createdAt) on conflict (code) do nothing
                        """)
                .bind("id", rate.id())
                .bind("code", rate.code())
                .bind("name", rate.name())
                .bind("percent", rate.percent())
                .bind("active", rate.active())
                .bind("createdAt", rate.createdAt())
                .fetch()
                .rowsUpdated()
                .map(inserted -> inserted == 1);
    }

    Mono<List<TaxRateView>> page(int limit, int offset) {
        return db.sql("select * from tax_rates order by code limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(TaxRateRepository::rate)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return db.sql("select count(*) from tax_rates").mapValue(Long.class).one();
    }

    /** Whoever has it keeps it; nobody else gets it. Empty when there is none. */
    Mono<TaxRateView> archive(String code) {
        return db.sql("update tax_rates set active = false where code = :code returning *")
                .bind("code", code)
                .map(TaxRateRepository::rate)
                .one();
    }

    /** The account has these and no others. @return how many of them there are */
    Mono<Long> replace(UUID userId, List<String> codes) {
        String[] wanted = codes.toArray(String[]::new);
        return db.sql("""
                        delete from account_tax_rates a using tax_rates t
                        where t.id = a.tax_rate_id and a.user_id = :userId and t.code <> all(:codes)
                        """)
                .bind("userId", userId)
                .bind("codes", wanted)
                .then()
                .then(db.sql("""
                                insert into account_tax_rates (user_id, tax_rate_id)
                                select :userId, id from tax_rates where code = any(:codes) and active on conflict do nothing
                                """).bind("userId", userId).bind("codes", wanted).then())
                .then(db.sql("select count(*) from account_tax_rates where user_id = :userId")
                        .bind("userId", userId)
                        .mapValue(Long.class)
                        .one());
    }

    private static TaxRateView rate(Readable row) {
        return new TaxRateView(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "code", String.class),
                Columns.required(row, "name", String.class),
                Columns.required(row, "percent", BigDecimal.class).stripTrailingZeros(),
                Columns.required(row, "active", Boolean.class),
                Columns.time(row, "created_at"));
    }
}
