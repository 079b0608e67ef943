package io.tollgate;

import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The same servers as containers, in the versions of compose.yaml. */
final class ContainerServers implements ServerStarter {

    @Override
    public Started postgres(int port) {
        PostgreSQLContainer postgres = bound(new PostgreSQLContainer("postgres:18"), port, 5432);
        postgres.setCommand("postgres", "-c", "max_connections=200");
        postgres.start();
        return new Started(
                "postgresql://%s:%s@%s:%d/%s"
                        .formatted(
                                postgres.getUsername(),
                                postgres.getPassword(),
                                postgres.getHost(),
                                postgres.getMappedPort(5432),
                                postgres.getDatabaseName()),
                postgres::stop);
    }

    @Override
    public Started redis(int port) {
        GenericContainer<?> redis = bound(new GenericContainer<>("redis:8").withExposedPorts(6379), port, 6379);
        redis.start();
        return new Started("redis://%s:%d".formatted(redis.getHost(), redis.getMappedPort(6379)), redis::stop);
    }

    @Override
    public Started kafka(int port) {
        KafkaContainer kafka = bound(new KafkaContainer("apache/kafka:4.1.0"), port, 9092);
        // Tests that kill nodes do not wait six seconds until these are missed.
        kafka.withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "500");
        kafka.start();
        return new Started(kafka.getBootstrapServers(), kafka::stop);
    }

    private static <T extends GenericContainer<?>> T bound(T container, int port, int inside) {
        if (port != 0) {
            container.setPortBindings(List.of(port + ":" + inside));
        }
        return container;
    }
}
