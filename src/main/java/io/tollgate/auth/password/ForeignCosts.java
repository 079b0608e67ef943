package io.tollgate.auth.password;

import io.tollgate.auth.password.Argon2Hash.Cost;
import io.tollgate.platform.db.Columns;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What the stored hashes cost that were made elsewhere or under other settings. */
@Repository
class ForeignCosts {

    private static final Pattern COST = Pattern.compile("m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})");

    private final DatabaseClient db;

    ForeignCosts(DatabaseClient db) {
        this.db = db;
    }

    /** The dearest there is but this; empty without any. Hops from one cost to the next in the index, however many hashes have it. */
    Mono<Cost> dearestBeside(Cost ours) {
        return db.sql("""
                        with recursive costs (cost) as (
                            (select split_part(hash, '$', 4) from passwords order by split_part(hash, '$', 4) limit 1)
                            union all
                            select (select split_part(p.hash, '$', 4) from passwords p
                                    where split_part(p.hash, '$', 4) > costs.cost
                                    order by split_part(p.hash, '$', 4) limit 1)
                            from costs where costs.cost is not null)
                        select cost from costs where cost is not null
                        """)
                .map(row -> cost(Columns.required(row, "cost", String.class)))
                .all()
                .<Cost>handle((cost, sink) -> cost.ifPresent(sink::next))
                .filter(cost -> !cost.equals(ours))
                .collectList()
                .flatMap(costs -> Mono.justOrEmpty(costs.stream().max(Comparator.comparingLong(Cost::work))));
    }

    private static Optional<Cost> cost(String text) {
        Matcher parts = COST.matcher(text);
        return parts.matches()
                ? Optional.of(new Cost(
                                Integer.parseInt(parts.group(1)),
                                Integer.parseInt(parts.group(2)),
                                Integer.parseInt(parts.group(3))))
                        .filter(Cost::bearable)
                : Optional.empty();
    }
}
