package io.tollgate.platform.redis;

import io.tollgate.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A Redis of a test's own, which it may stop, freeze and bring back on the same port. */
public final class PrivateRedis implements AutoCloseable {

    private final int port = Ports.free();
    private final Path pidFile;
    private RedisServer server;

    private PrivateRedis() throws IOException {
        pidFile = Files.createTempFile("redis", ".pid");
        start();
    }

    public static PrivateRedis started() {
        try {
            return new PrivateRedis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public void start() throws IOException {
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("pidfile " + pidFile)
                .build();
        server.start();
    }

    public void stop() throws IOException {
        server.stop();
    }

    /** It keeps its connections and answers nothing. */
    public void freeze() throws Exception {
        signal("STOP");
    }

    public void thaw() throws Exception {
        signal("CONT");
    }

    @Override
    public void close() throws Exception {
        if (server.isActive()) {
            thaw();
            server.stop();
        }
        Files.deleteIfExists(pidFile);
    }

    private void signal(String name) throws Exception {
        String pid = Files.readString(pidFile).strip();
        int exit =
                new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -" + name + " " + pid + " failed");
        }
    }
}
