package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Subscriptions that change at each look: their usage is not counted by guess, and not lost. */
@IntegrationTest
class RestlessSubscriptionsTest {

    @Autowired
    private SubscribedRows subscriptions;

    @Autowired
    private UsageProperties properties;

    @Autowired
    private Clock clock;

    @Autowired
    private Ids ids;

    @Autowired
    private UsageNames names;

    @Autowired
    private UsageLedger ledger;

    @Autowired
    private TransactionalOperator tx;

    @Test
    void asksToTellItAgainAfterSixLooks() {
        AtomicInteger looks = new AtomicInteger();
        Placement restless = new Placement(subscriptions, none(), properties, clock, ids) {
            @Override
            Mono<Known> look(List<UsageReport> reports) {
                return Mono.error(() -> {
                    looks.incrementAndGet();
                    return new ChangedMeanwhile();
                });
            }
        };

        assertThatThrownBy(() -> new UsageIntake(restless, names, ledger, tx)
                        .take(List.of())
                        .block())
                .isInstanceOfSatisfying(
                        ApiException.class, busy -> assertThat(busy.code()).isEqualTo(ErrorCode.BUSY));
        assertThat(looks).hasValue(6);
    }

    private static ObjectProvider<CustomerClock> none() {
        return new ObjectProvider<>() {
            @Override
            public java.util.stream.Stream<CustomerClock> stream() {
                return java.util.stream.Stream.empty();
            }
        };
    }
}
