package io.tollgate.auth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Counts what is asked of the database, as its driver logs it: a query more for one of two cases is a difference in time that no
 * clock of a busy machine would show, and a stranger's would (CWE-208).
 */
final class Statements {

    private static final int ROUNDS = 3;

    private Statements() {}

    /**
     * The statements of one call, and how often each. The application works in the background as well: what it does there comes
     * now and then, so of several calls the least is counted.
     *
     * @param of only those with one of these in them
     */
    static Map<String, Integer> leastOf(List<String> of, Runnable call) {
        return Stream.generate(() -> during(of, call))
                .limit(ROUNDS)
                .reduce(Statements::least)
                .orElseThrow();
    }

    private static Map<String, Integer> during(List<String> of, Runnable call) {
        Logger driver = (Logger) LoggerFactory.getLogger("io.r2dbc.postgresql.QUERY");
        Heard heard = new Heard();
        heard.start();
        driver.setAdditive(false);
        driver.addAppender(heard);
        driver.setLevel(Level.DEBUG);
        try {
            call.run();
        } finally {
            driver.setLevel(null);
            driver.detachAppender(heard);
            driver.setAdditive(true);
        }
        Map<String, Integer> counts = new TreeMap<>();
        heard.sql.stream()
                .filter(sql -> of.stream().anyMatch(sql::contains))
                .forEach(sql -> counts.merge(sql, 1, Integer::sum));
        return counts;
    }

    private static Map<String, Integer> least(Map<String, Integer> one, Map<String, Integer> other) {
        Map<String, Integer> least = new TreeMap<>();
        one.forEach((sql, count) -> {
            int both = Math.min(count, other.getOrDefault(sql, 0));
            if (both > 0) {
                least.put(sql, both);
            }
        });
        return least;
    }

    private static final class Heard extends AppenderBase<ILoggingEvent> {

        private static final String MARK = "Executing query:";

        private final Queue<String> sql = new ConcurrentLinkedQueue<>();

        /** Without the connection, which stands before the statement. */
        @Override
        protected void append(ILoggingEvent event) {
            String message = event.getFormattedMessage();
            sql.add(message.substring(message.indexOf(MARK) + MARK.length())
                    .replaceAll("\\s+", " ")
                    .strip());
        }
    }
}
