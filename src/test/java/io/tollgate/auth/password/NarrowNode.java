package io.tollgate.auth.password;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.tollgate.Awaiting;
import io.tollgate.CallingAddress;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.platform.redis.Redis;
import java.util.Map;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A node with one thread that hashes, two connections and limits; another one sends its mails. */
record NarrowNode(SecondNode node) implements AutoCloseable {

    private static final Map<String, String> NARROW = Map.of(
            "TOLLGATE_ROLES", "api",
            "RATE_LIMIT_ENABLED", "true",
            "TRUSTED_PROXIES", "127.0.0.1,::1",
            "DATABASE_POOL_SIZE", "2",
            "tollgate.auth.password.threads", "1",
            "tollgate.auth.password.queue-per-thread", "12",
            // A machine that stops for a moment has its Redis all the same: without it, limits are others.
            "tollgate.redis.command-timeout", "15s");

    static NarrowNode start() {
        SecondNode node = SecondNode.start(MutableClock.shared(), NARROW);
        Awaiting.until(() -> node.bean(Redis.class).up());
        return new NarrowNode(node);
    }

    /** From an address of its own, with limits of its own. */
    WebTestClient http() {
        return node.http()
                .mutate()
                .defaultHeader("X-Forwarded-For", CallingAddress.next())
                .build();
    }

    TestUser withPassword() {
        return new Logins(node.http(), node.bean(PasswordHashing.class), node.bean(PasswordRepository.class))
                .withPassword(node.users().signUp());
    }

    HeldHashing hold() {
        return HeldHashing.of(threads(), node.bean(PasswordProperties.class));
    }

    HashingThreads threads() {
        return node.bean(HashingThreads.class);
    }

    /** Who keeps a connection while they wait keeps it all the time: this comes true only when nobody does. */
    void awaitIdleConnectionsWhile(int waiting) {
        Awaiting.until("so many wait for their hash: " + waiting, () -> queued() >= waiting);
        Awaiting.until("no connection is taken", () -> taken() == 0);
    }

    int queued() {
        return (int) node.bean(MeterRegistry.class)
                .get("tollgate.password.queue")
                .gauge()
                .value();
    }

    private int taken() {
        return node.bean(ConnectionPool.class).getMetrics().orElseThrow().acquiredSize();
    }

    @Override
    public void close() {
        node.close();
    }
}
