package io.tollgate.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Measures the workloads it is named, or all, and prints one table: see {@code src/ops/bench/README.md}. */
public final class Bench {

    private static final Map<String, Workload> WORKLOADS = workloads();

    private Bench() {}

    /** Ends with 1 when a workload could not be measured. A bar that is missed is only shown. */
    public static void main(String... names) throws Exception {
        // The embedded servers would tell their lives on the output, which is the table's.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        Settings settings = Settings.from(System.getenv());
        List<String> wanted = names.length == 0 ? List.copyOf(WORKLOADS.keySet()) : List.of(names);
        for (String name : wanted) {
            if (!WORKLOADS.containsKey(name)) {
                throw new IllegalArgumentException("No workload " + name + "; there are " + WORKLOADS.keySet());
            }
        }
        List<Result> results = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (Stand stand = Stand.open(settings)) {
            for (String name : wanted) {
                run(name, stand, results, failures);
            }
        }
        Json.write(new Report(Instant.now().toString(), settings, results, failures), settings.json());
        System.out.println(Table.of(results));
        failures.forEach(System.out::println);
        Progress.say("JSON: %s", settings.json());
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    private static void run(String name, Stand stand, List<Result> results, List<String> failures) {
        try {
            WORKLOADS.get(name).run(stand, results::add);
        } catch (Exception e) {
            failures.add("%s was not measured: %s".formatted(name, e.getMessage()));
            Progress.say("%s failed: %s", name, e);
        }
    }

    private static Map<String, Workload> workloads() {
        Map<String, Workload> workloads = new LinkedHashMap<>();
        workloads.put("W1", new PublicPlans());
        workloads.put("W2", new AuthenticatedRead());
        workloads.put("W2-entitled", new EntitlementReads());
        workloads.put("W3", new Logins());
        workloads.put("W3-beside", new LoginNeighbours());
        workloads.put("W4", new Rotations());
        workloads.put("W5", new Webhooks());
        workloads.put("W5-effect", new WebhookEffects());
        workloads.put("W5-backlog", new RelayBacklog());
        workloads.put("W5-signature", new SignatureCosts());
        workloads.put("W6", new UsageReports());
        workloads.put("W6-grown", new GrownUsage());
        workloads.put("W7", new InvoiceRuns());
        workloads.put("W8", new LimiterCost());
        workloads.put("W9", new StartAndMemory());
        return workloads;
    }

    /** The JSON beside the table. */
    record Report(String measuredAt, Settings settings, List<Result> results, List<String> failures) {}
}
