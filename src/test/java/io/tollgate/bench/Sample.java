package io.tollgate.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measured run. What a tool does not tell is null.
 *
 * @param rate requests (or transactions, commands, hashes) per second
 * @param p50 milliseconds, as p95 and p99
 * @param errors answers of 400 or more, lost connections, timeouts
 * @param cpuMicros CPU of the server per request
 * @param databasePerRequest transactions that PostgreSQL committed or rolled back per request
 * @param redisPerRequest commands that Redis processed per request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sample(
        double rate,
        @Nullable Double p50,
        @Nullable Double p95,
        @Nullable Double p99,
        long requests,
        long errors,
        @Nullable Double cpuMicros,
        @Nullable Double databasePerRequest,
        @Nullable Double redisPerRequest) {

    static Sample of(
            double rate, @Nullable Double p50, @Nullable Double p95, @Nullable Double p99, long requests, long errors) {
        return new Sample(rate, p50, p95, p99, requests, errors, null, null, null);
    }

    static Sample of(LoadReport report) {
        return of(
                report.achievedRate(),
                report.p50(),
                report.p95(),
                report.p99(),
                report.requests(),
                report.errorCount());
    }

    Sample costing(double cpuSeconds, double databaseTransactions, double redisCommands) {
        double count = Math.max(1, requests);
        return new Sample(
                rate,
                p50,
                p95,
                p99,
                requests,
                errors,
                cpuSeconds * 1e6 / count,
                databaseTransactions / count,
                redisCommands / count);
    }

    /** The run in the middle by rate; of an even number the slower one, so that nothing looks better than it is. */
    static Sample median(List<Sample> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Sample::rate))
                .toList()
                .get((runs.size() - 1) / 2);
    }

    /** The run in the middle by its tail; of an even number the faster one. */
    static Sample medianByP99(List<Sample> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(run -> run.p99() == null ? Double.NaN : run.p99()))
                .toList()
                .get((runs.size() - 1) / 2);
    }
}
