package io.tollgate.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers requests on a constant schedule, whether or not the server keeps up (open loop), and measures each from the moment it
 * was due. A closed-loop tool waits with the server and so leaves out what users would have felt ("coordinated omission").
 *
 * <p>One thread, non-blocking sockets. It refuses to report when it did not keep its own schedule.
 */
public final class LoadGenerator {

    private static final long SPIN_BELOW_NANOS = 2_000_000;
    private static final long NAP_NANOS = 50_000;
    private static final int FIRST_ERROR_STATUS = 400;

    private final LoadOptions options;
    private final RequestTemplate template;
    private final long warmUp;
    private final long total;
    private final LoadRecorder recorder;
    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private final Deque<LoadConnection> all = new ArrayDeque<>();
    private long start;
    private long sent;
    private long finished;

    private LoadGenerator(LoadOptions options) throws IOException {
        this.options = options;
        this.template = RequestTemplate.read(options.request(), options.url().getAuthority(), options.lines());
        this.recorder = new LoadRecorder(options);
        this.warmUp = Math.round(options.rate() * options.warmUp().toMillis() / 1e3);
        this.total = warmUp + Math.round(options.rate() * options.time().toMillis() / 1e3);
    }

    /** Prints the report; ends with 3 when there is none to be trusted. */
    public static void main(String... arguments) throws IOException {
        LoadOptions options = LoadOptions.parse(arguments);
        LoadReport report = run(options);
        if (report.refusal() != null) {
            Json.write(Map.of("refusal", report.refusal()), options.json());
            System.err.println("No result: " + report.refusal());
            System.exit(3);
        }
        Json.write(report, options.json());
        System.out.println(Json.text(report));
    }

    static LoadReport run(LoadOptions options) throws IOException {
        return new LoadGenerator(options).run();
    }

    private LoadReport run() throws IOException {
        try (Selector selector = Selector.open()) {
            var address =
                    new InetSocketAddress(options.url().getHost(), options.url().getPort());
            for (int i = 0; i < options.connections(); i++) {
                idle.add(new LoadConnection(address, selector));
            }
            all.addAll(idle);
            start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
            offer(selector);
            return recorder.report(total - sent, System.nanoTime() - due(warmUp), sent);
        } finally {
            for (LoadConnection connection : all) {
                connection.close();
            }
        }
    }

    private void offer(Selector selector) throws IOException {
        long giveUp = due(total) + options.drain().toNanos();
        while (finished < total && System.nanoTime() < giveUp) {
            while (sent < total && !idle.isEmpty() && due(sent) <= System.nanoTime()) {
                send(idle.removeFirst());
            }
            await(selector);
            for (SelectionKey key : selector.selectedKeys()) {
                serve((LoadConnection) key.attachment(), key);
            }
            selector.selectedKeys().clear();
        }
        abandon();
    }

    private long due(long request) {
        return start + (long) (request * (1e9 / options.rate()));
    }

    private void await(Selector selector) throws IOException {
        if (idle.isEmpty() || sent == total) {
            selector.select(100);
            return;
        }
        long left = due(sent) - System.nanoTime();
        if (left > SPIN_BELOW_NANOS) {
            selector.select(TimeUnit.NANOSECONDS.toMillis(left) - 1);
        } else if (selector.selectNow() == 0 && left > 0) {
            LockSupport.parkNanos(Math.min(left, NAP_NANOS));
        }
    }

    private void send(LoadConnection connection) {
        long number = sent++;
        if (number >= warmUp) {
            recorder.left(System.nanoTime() - Math.max(due(number), connection.freeSince));
        }
        try {
            connection.send(number, template.next());
        } catch (IOException e) {
            fail(connection, "connection");
        }
    }

    private void serve(LoadConnection connection, SelectionKey key) throws IOException {
        try {
            if (key.isValid() && key.isWritable()) {
                connection.goOn();
            }
            int status = key.isValid() && key.isReadable() ? connection.receive() : 0;
            if (status >= FIRST_ERROR_STATUS) {
                fail(connection, "status " + status);
            } else if (status > 0) {
                finish(connection);
            }
        } catch (IOException e) {
            connection.close();
            if (!idle.contains(connection)) {
                fail(connection, "connection");
            }
        }
    }

    private void fail(LoadConnection connection, String kind) {
        if (connection.request >= warmUp) {
            recorder.failed(kind);
        }
        finish(connection);
    }

    private void finish(LoadConnection connection) {
        long now = System.nanoTime();
        if (connection.request >= warmUp) {
            recorder.answered(now - due(connection.request));
        }
        finished++;
        connection.freeSince = now;
        idle.addLast(connection);
    }

    private void abandon() {
        all.stream()
                .filter(connection -> !idle.contains(connection))
                .forEach(connection -> fail(connection, "no answer"));
    }
}
