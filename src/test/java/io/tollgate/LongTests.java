package io.tollgate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Says of a test that takes long where everybody stands: each thread of this JVM, and each connection of the database. What a
 * test waited for in vain is gone by the time it fails.
 */
public final class LongTests implements TestExecutionListener {

    /** The tag of tests that may take long. */
    public static final String EXPECTED = "long";

    private static final long LONG_SECONDS = 15;

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("long-tests").factory());
    private @Nullable Future<?> alarm;

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest() && !test.getTags().contains(TestTag.create(EXPECTED))) {
            alarm = watch.schedule(() -> report(test), LONG_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (alarm != null) {
            boolean _ = alarm.cancel(false);
        }
    }

    private static void report(TestIdentifier test) {
        StringBuilder text = new StringBuilder("LONG TEST " + test.getUniqueId() + "\n");
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            text.append(thread.getThreadName())
                    .append(' ')
                    .append(thread.getThreadState())
                    .append(' ')
                    .append(thread.getLockInfo())
                    .append('\n');
            Arrays.stream(thread.getStackTrace())
                    .limit(25)
                    .forEach(frame -> text.append("    ").append(frame).append('\n'));
        }
        System.err.println(text.append(connections()));
    }

    private static String connections() {
        URI url = URI.create(LocalServers.shared().environment().get("DATABASE_URL"));
        String[] user = url.getUserInfo().split(":", 2);
        StringBuilder text = new StringBuilder("CONNECTIONS\n");
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(), url.getPath()),
                        user[0],
                        user.length > 1 ? user[1] : "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select concat_ws(' | ', pid, datname, state, wait_event_type, wait_event, client_port,
                                         now() - state_change, left(regexp_replace(query, '\\s+', ' ', 'g'), 120))
                        from pg_stat_activity where client_port is not null order by datname, state_change""")) {
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
        } catch (SQLException e) {
            text.append(e);
        }
        return text.toString();
    }
}
