package io.tollgate.billing.usage;

import io.tollgate.billing.usage.ErasedUsage.Place;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Goes through the events of erased users: each night finds the subscriptions that have some, however long ago it was, and of each
 * does as much as fits into a job, which then promises the next.
 */
@Component
class ForgetUsage implements JobHandler<ForgetUsage.Order> {

    static final JobType<Order> TYPE = new JobType<>("usage.forget", "maintenance", Order.class);

    private static final int PAGES = 10;

    private final ErasedUsage erased;
    private final Outbox outbox;

    ForgetUsage(ErasedUsage erased, Outbox outbox) {
        this.erased = erased;
        this.outbox = outbox;
    }

    /**
     * @param subscriptionId null: of all that wait
     * @param sequence of its last event when it was found
     * @param after where the job before has stopped; null at the beginning
     */
    record Order(
            @Nullable UUID subscriptionId,
            long sequence,
            @Nullable Place after) {

        static final Order ALL = new Order(null, 0, null);
    }

    @Override
    public JobType<Order> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Order order, JobRun run) {
        return order.subscriptionId() == null ? begin() : goOn(order.subscriptionId(), order, run);
    }

    private Mono<Void> begin() {
        return erased.waiting(null)
                .expand(found -> found.isEmpty()
                        ? Mono.empty()
                        : erased.waiting(found.getLast().subscriptionId()))
                .concatMapIterable(found -> found)
                .concatMap(each -> promise(new Order(each.subscriptionId(), each.sequence(), null)))
                .then();
    }

    private Mono<Void> goOn(UUID subscriptionId, Order order, JobRun run) {
        return erased.forget(subscriptionId, order.after())
                .expand(page -> page.next() == null ? Mono.empty() : erased.forget(subscriptionId, page.next()))
                .take(PAGES)
                .last()
                .flatMap(page -> run.once(
                        page.next() == null
                                ? erased.note(subscriptionId, order.sequence())
                                : promise(new Order(subscriptionId, order.sequence(), page.next()))));
    }

    private Mono<Void> promise(Order order) {
        return outbox.enqueue(TYPE, String.valueOf(order.subscriptionId()), order);
    }

    /** At night, beside the clean-ups. */
    @Configuration(proxyBeanMethods = false)
    static class Nightly {

        @Bean
        Schedule<Order> usageForgetNightly() {
            return new Schedule<>("usage.forget", "0 17 2 * * *", TYPE, Order.ALL);
        }
    }
}
