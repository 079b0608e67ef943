package io.tollgate.platform.expiry;

import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has {@link Expiring} rows deleted, once an hour: each table by a job of its own, so that one that fails holds up no other. */
@Component
class Forgetting implements JobHandler<Forgetting.Order> {

    static final JobType<Order> TYPE = new JobType<>("maintenance.expired", "maintenance", Order.class);

    private final Map<String, Expiring> tables;
    private final ExpiredRows rows;
    private final Outbox outbox;

    @Autowired
    Forgetting(ObjectProvider<Expiring> all, ExpiredRows rows, Outbox outbox) {
        this(all.stream(), rows, outbox);
    }

    Forgetting(Stream<Expiring> all, ExpiredRows rows, Outbox outbox) {
        this.tables = all.collect(Collectors.toMap(
                Expiring::table,
                Function.identity(),
                (one, _) -> {
                    throw new IllegalStateException("Two beans forget rows of " + one.table());
                },
                TreeMap::new));
        this.rows = rows;
        this.outbox = outbox;
    }

    /** @param table null: of all tables, for each of which a job is made */
    record Order(@Nullable String table) {}

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    /** A table that is no longer there by the time its job comes is no failure. */
    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        if (order.table() == null) {
            return run.once(eachByItself());
        }
        Expiring wanted = tables.get(order.table());
        return wanted == null ? Mono.empty() : wanted.forget().apply(rows);
    }

    private Mono<Void> eachByItself() {
        return Flux.fromIterable(tables.keySet())
                .concatMap(table -> outbox.enqueue(TYPE, table, new Order(table)))
                .then();
    }

    @Configuration(proxyBeanMethods = false)
    static class Hourly {

        @Bean
        Schedule<Order> forgetWhatHasExpired() {
            return new Schedule<>(TYPE.name(), "0 17 * * * *", TYPE, new Order(null));
        }
    }
}
