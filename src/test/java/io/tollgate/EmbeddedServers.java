package io.tollgate;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import redis.embedded.RedisServer;

/** The real servers from Maven artefacts: nothing to install. */
final class EmbeddedServers implements ServerStarter {

    @Override
    public Started postgres(int port) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPort(port)
                .setServerConfig("max_connections", "200")
                // As in compose.yaml.
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                // As in production: what is committed is on the disk. zonky turns both off.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofSeconds(30))
                .start();
        return new Started("postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres", postgres);
    }

    @Override
    public Started redis(int port) throws IOException {
        int actual = port == 0 ? Ports.free() : port;
        RedisServer redis = RedisServer.newRedisServer()
                .port(actual)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        redis.start();
        return new Started("redis://127.0.0.1:" + actual, redis::stop);
    }

    @Override
    public Started kafka(int port) throws IOException {
        EmbeddedKafka kafka = new EmbeddedKafka(port == 0 ? Ports.free() : port);
        return new Started(kafka.bootstrapServers(), kafka);
    }
}
