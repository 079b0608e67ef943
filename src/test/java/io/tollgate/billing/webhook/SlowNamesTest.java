package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.reactive.TransactionCallback;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The names of endpoints' hosts may take long to be looked up. */
@IntegrationTest
class SlowNamesTest {

    @Autowired
    private EndpointRepository repository;

    @Autowired
    private EndpointSecrets secrets;

    @Autowired
    private Listening listening;

    @Autowired
    private AuditLog audit;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private WebhookProperties properties;

    @Autowired
    private Ids ids;

    @Autowired
    private Clock clock;

    private final AtomicBoolean open = new AtomicBoolean();
    private final List<Boolean> asked = new CopyOnWriteArrayList<>();

    @Test
    void areAskedForWithoutATransaction() {
        Destinations destinations = new Destinations(properties, _ -> {
            asked.add(open.get());
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        Endpoints endpoints =
                new Endpoints(repository, secrets, destinations, listening, audit, noted(), properties, ids, clock);
        AuditEntry entry = AuditEntry.of("test." + UUID.randomUUID(), RequestFacts.NONE);

        UUID id = endpoints
                .create(new EndpointRequest("http://127.0.0.1:1/", null, List.of(WebhookType.INVOICE_VOIDED)), entry)
                .block()
                .endpoint()
                .id();
        endpoints
                .change(id, new EndpointChange("http://127.0.0.1:2/", null, null, null, false), entry)
                .block();
        endpoints.delete(id, entry).block();

        assertThat(asked).containsExactly(false, false);
    }

    private TransactionalOperator noted() {
        return new TransactionalOperator() {
            @Override
            public <T> Mono<T> transactional(Mono<T> work) {
                return Mono.defer(() -> {
                    open.set(true);
                    // Before anybody hears of its end, who would go on while it still counts as open.
                    return tx.transactional(work).doOnTerminate(() -> open.set(false));
                });
            }

            @Override
            public <T> Flux<T> execute(TransactionCallback<T> action) {
                return tx.execute(action);
            }
        };
    }
}
