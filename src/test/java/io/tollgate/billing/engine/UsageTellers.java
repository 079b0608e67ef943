package io.tollgate.billing.engine;

import io.tollgate.CrashSite;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Machines that tell batches of usage until nobody answers any more, and remember what was answered and what was not. */
final class UsageTellers implements AutoCloseable {

    static final int BATCH = 20;

    private static final int MACHINES = 4;
    private static final Duration PACE = Duration.ofMillis(40);

    private final CrashSite site;
    private final String token;
    private final String metric;
    private final List<String> subscriptions;
    private final long seed;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Batch> answered = new CopyOnWriteArrayList<>();
    private final List<Batch> unanswered = new CopyOnWriteArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<Long> kept = new ArrayList<>();
    private final List<List<String>> toldAgain = new ArrayList<>();

    UsageTellers(CrashSite site, String token, String metric, List<String> subscriptions, long seed) {
        this.site = site;
        this.token = token;
        this.metric = metric;
        this.subscriptions = subscriptions;
        this.seed = seed;
    }

    /** Events that are told together. */
    record Batch(String name, List<Map<String, Object>> events) {}

    void begin() {
        IntStream.range(0, MACHINES)
                .forEach(machine -> running.add(threads.submit(() -> tell(new Random(seed + machine)))));
    }

    private void tell(Random random) {
        while (true) {
            Batch batch = batch(random);
            try {
                if (!statuses(batch).equals(List.of("accepted"))) {
                    throw new AssertionError("A new batch was not accepted: " + batch.name());
                }
                answered.add(batch);
            } catch (IOException _) {
                unanswered.add(batch);
                return;
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private Batch batch(Random random) {
        String name = UUID.randomUUID().toString();
        return new Batch(
                name,
                IntStream.range(0, BATCH)
                        .mapToObj(i -> Map.<String, Object>of(
                                "transaction_id",
                                name + "-" + i,
                                "subscription_id",
                                subscriptions.get(random.nextInt(subscriptions.size())),
                                "metric",
                                metric,
                                "quantity",
                                1 + random.nextInt(9)))
                        .toList());
    }

    /** The different ones. */
    private List<String> statuses(Batch batch) throws IOException {
        JsonNode answer = site.post("/billing/usage/batch", Map.of("events", batch.events()), token);
        if (answer.path("results").size() != BATCH) {
            throw new AssertionError(answer);
        }
        return answer.path("results")
                .valueStream()
                .map(result -> result.path("status").asString())
                .distinct()
                .toList();
    }

    /** Once the node is dead: waits until all have noticed, and looks what is there of that for which no answer came. */
    void end() throws Exception {
        for (Future<?> machine : running) {
            Object _ = machine.get();
        }
        running.clear();
        for (Batch batch : unanswered) {
            kept.add(site.count(
                    "select count(*) from usage_events where transaction_id like '%s-%%'".formatted(batch.name())));
        }
    }

    /** Tells what was not answered once more, under the same names. */
    void tellAgain() throws IOException {
        for (Batch batch : unanswered) {
            toldAgain.add(statuses(batch));
        }
        answered.addAll(unanswered);
        unanswered.clear();
    }

    /** Of each batch without an answer, how many of its events were there after the crash. */
    List<Long> kept() {
        return kept;
    }

    /** Of each, what was said to its events when they were told again. */
    List<List<String>> toldAgain() {
        return toldAgain;
    }

    /** All that was told, by the names of the events. */
    Set<String> told() {
        return answered.stream()
                .flatMap(batch -> batch.events().stream())
                .map(event -> (String) event.get("transaction_id"))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
