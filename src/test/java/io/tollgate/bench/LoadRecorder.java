package io.tollgate.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the requests after the warm-up. Not thread-safe: the generator has one thread. */
final class LoadRecorder {

    private final LoadOptions options;
    private final Histogram latencies = new Histogram(TimeUnit.HOURS.toMicros(1), 3);
    private final Histogram lateness = new Histogram(TimeUnit.HOURS.toMicros(1), 3);
    private final Map<String, Long> errors = new TreeMap<>();
    private final long cpuAtStart = cpuNanos();

    LoadRecorder(LoadOptions options) {
        this.options = options;
    }

    /** How long after it was due, and a connection was free, a request left. */
    void left(long nanosLate) {
        record(lateness, nanosLate);
    }

    void answered(long nanos) {
        record(latencies, nanos);
    }

    void failed(String kind) {
        errors.merge(kind, 1L, Long::sum);
    }

    /**
     * @param unsent requests that found no free connection before the end
     * @param nanos from the first reported request's moment to the last answer
     * @param requests all that were sent, with the warm-up
     */
    LoadReport report(long unsent, long nanos, long requests) {
        double lateMillis = millis(lateness, 99);
        double cpuMicros = (cpuNanos() - cpuAtStart) / 1e3 / Math.max(1, requests);
        return new LoadReport(
                refusal(unsent, lateMillis),
                options.rate(),
                latencies.getTotalCount() / Math.max(options.time().toMillis() / 1e3, nanos / 1e9),
                latencies.getTotalCount(),
                errors,
                millis(latencies, 50),
                millis(latencies, 90),
                millis(latencies, 95),
                millis(latencies, 99),
                millis(latencies, 99.9),
                latencies.getMaxValue() / 1e3,
                lateMillis,
                cpuMicros);
    }

    private @Nullable String refusal(long unsent, double lateMillis) {
        if (unsent > 0) {
            return "%d requests were never sent: all %d connections were busy. Lower the rate or raise --connections"
                    .formatted(unsent, options.connections());
        }
        if (lateMillis > options.tolerance().toMillis()) {
            return "the generator fell behind: its 99th percentile left %.1f ms late".formatted(lateMillis);
        }
        return null;
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    private static void record(Histogram histogram, long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        histogram.recordValue(Math.clamp(micros, 0, histogram.getHighestTrackableValue()));
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
