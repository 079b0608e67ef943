package io.tollgate.platform.jobs;

import io.tollgate.platform.health.HealthProbe;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether a broker answers within a second. One question to Kafka per second at most, however many ask here. */
@Component("kafkaHealthIndicator")
class KafkaHealth implements ReactiveHealthIndicator, HealthProbe, DisposableBean {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final Mono<Health> health;

    private volatile @Nullable Admin admin;

    KafkaHealth(KafkaClients clients) {
        this.clients = clients;
        this.health = check().cache(TIMEOUT);
    }

    @Override
    public Mono<Health> health() {
        return health;
    }

    @Override
    public String name() {
        return "kafka";
    }

    /** Work waits in the outbox meanwhile. */
    @Override
    public boolean required() {
        return false;
    }

    @Override
    public Mono<Boolean> ok() {
        return health.map(answer -> answer.getStatus().equals(Status.UP));
    }

    @Override
    public void destroy() {
        Admin current = admin;
        if (current != null) {
            current.close(TIMEOUT);
        }
    }

    private Mono<Health> check() {
        return Mono.fromCallable(this::admin)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(KafkaHealth::brokers)
                .map(brokers -> Health.up().withDetail("brokers", brokers).build())
                .timeout(TIMEOUT)
                .onErrorResume(failure -> Mono.just(Health.down()
                        .withDetail("error", failure.getClass().getSimpleName())
                        .build()));
    }

    private static Mono<Integer> brokers(Admin admin) {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(Math.toIntExact(TIMEOUT.toMillis()));
        return Mono.fromFuture(() -> admin.describeCluster(options)
                        .nodes()
                        .toCompletionStage()
                        .toCompletableFuture())
                .map(nodes -> nodes.size());
    }

    private synchronized Admin admin() {
        Admin current = admin;
        if (current == null) {
            current = clients.admin(TIMEOUT);
            admin = current;
        }
        return current;
    }
}
