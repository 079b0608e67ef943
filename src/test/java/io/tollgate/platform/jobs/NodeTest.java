package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.EverydayUse;
import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.faults.FaultProxy;
import io.tollgate.platform.jobs.Probe.Conduct;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Nodes of their own, with a database and topics of their own, and what happens to them. */
class NodeTest {

    private final MutableClock clock = new MutableClock();
    private final String name = UUID.randomUUID().toString();
    private final String database = FreshDatabase.create();

    /** One after the other at the same work: what one leaves behind, the next one has. */
    @Test
    void finishesWhatRunsBeforeItStopsOrLeavesItToTheNext() throws Exception {
        try (SecondNode first = node(Map.of())) {
            letsRunningJobsAndRequestsFinish(first);
        }
        try (SecondNode second = node(Map.of("tollgate.jobs.stop-timeout", "200ms"))) {
            findsNothingLeftBehind(second);
            stopsInTheMidstOfAJob(second);
        }
        try (SecondNode third =
                node(Map.of("tollgate.jobs.handler-timeout", "400ms", "tollgate.jobs.concurrency", "2"))) {
            takesUpWhatWasNotFinished(third);
            endsAHangingJobAndWorksOnMeanwhile(third);
        }
    }

    private void letsRunningJobsAndRequestsFinish(SecondNode node) throws IOException {
        ProbeJob probes = node.bean(ProbeJob.class);
        enqueue(node, name, Conduct.WAIT);
        Awaiting.until("it runs", () -> probes.runs(name).size() == 1);
        String url = node.url();
        try (UnfinishedRequest request = UnfinishedRequest.at(url)) {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::close);
            Awaiting.during("the node waits for the job", Duration.ofMillis(300), () -> !stopped.isDone());
            probes.release(name);
            Awaiting.until("nobody new is served", () -> UnfinishedRequest.refused(url));
            Awaiting.during("the node waits for the request", Duration.ofMillis(100), () -> !stopped.isDone());
            assertThat(request.finish()).startsWith("HTTP/1.1 401 ");
            stopped.orTimeout(15, TimeUnit.SECONDS).join();
        }
    }

    private void findsNothingLeftBehind(SecondNode next) {
        JobRows rows = new JobRows(next.bean(DatabaseClient.class));
        assertThat(rows.effects(name)).isEqualTo(1);
        enqueue(next, "next", Conduct.WRITE);
        Awaiting.until("the next job", () -> rows.effects("next") == 1);
        assertThat(next.bean(ProbeJob.class).runs(name)).isEmpty();
        assertThat(duplicates(next)).isZero();
    }

    private static void stopsInTheMidstOfAJob(SecondNode node) {
        enqueue(node, "unfinished", Conduct.WAIT);
        Awaiting.until(
                "it runs", () -> node.bean(ProbeJob.class).runs("unfinished").size() == 1);
        node.close();
    }

    private static void takesUpWhatWasNotFinished(SecondNode next) {
        JobRows rows = new JobRows(next.bean(DatabaseClient.class));
        assertThat(rows.effects("unfinished")).isZero();
        next.bean(ProbeJob.class).release("unfinished");
        Awaiting.until("the effect", () -> rows.effects("unfinished") == 1);
    }

    private static void endsAHangingJobAndWorksOnMeanwhile(SecondNode node) {
        JobRows rows = new JobRows(node.bean(DatabaseClient.class));
        enqueue(node, "hangs", Conduct.WAIT);
        for (int i = 0; i < 10; i++) {
            enqueue(node, "neighbour" + i, Conduct.WRITE);
        }
        for (int i = 0; i < 10; i++) {
            String neighbour = "neighbour" + i;
            Awaiting.until("neighbour", () -> rows.effects(neighbour) == 1);
        }
        Awaiting.value("another attempt", () -> rows.waiting("hangs"), row -> row != null && row.attempt() > 1);
    }

    @Test
    void wakesAWorkerOnAnotherNodeWithoutPolling() {
        List<Map<String, String>> settings =
                List.of(Map.of("tollgate.jobs.poll-interval", "1h"), Map.of("tollgate.roles", "api"));
        List<SecondNode> nodes = AtOnce.times(2, number -> node(settings.get(number)));
        try (SecondNode worker = nodes.get(0);
                SecondNode api = nodes.get(1)) {
            DatabaseClient db = worker.bean(DatabaseClient.class);
            Awaiting.until("the worker listens", () -> listeners(db) == 1);
            enqueue(api, name, Conduct.WRITE);
            Awaiting.until("the effect", () -> new JobRows(db).effects(name) == 1);
            assertThat(worker.bean(ProbeJob.class).runs(name)).hasSize(1);
            assertThat(api.bean(ProbeJob.class).runs(name)).isEmpty();

            // Within a transaction the bell must wait for the commit, and then ring.
            worker.bean(TransactionalOperator.class)
                    .transactional(worker.bean(Outbox.class)
                            .enqueue(Probe.TYPE, name, Probe.writing(name + "-own"))
                            .then(Mono.delay(Duration.ofMillis(100))))
                    .block();
            Awaiting.until("its own", () -> new JobRows(db).effects(name + "-own") == 1);
        }
    }

    @Test
    void keepsAFailedJobInHandUntilTheDatabaseIsBack() {
        URI url = URI.create(database);
        try (FaultProxy proxy = FaultProxy.to(url.getHost(), url.getPort());
                SecondNode node = node(Map.of("DATABASE_URL", through(url, proxy)))) {
            ProbeJob probes = node.bean(ProbeJob.class);
            enqueue(node, name, Conduct.WAIT_AND_FAIL);
            Awaiting.until("it runs", () -> probes.runs(name).size() == 1);

            proxy.cut();
            EverydayUse.of(node).isRefusedForTheMoment();
            probes.release(name);
            Awaiting.during(
                    "nothing is lost or done",
                    Duration.ofMillis(500),
                    () -> probes.runs(name).size() == 1);
            proxy.heal();

            JobRows rows = new JobRows(node.bean(DatabaseClient.class));
            Awaiting.until("it is put back", () -> answers(node));
            // It may be due, and begin, before anybody sees it wait.
            Awaiting.until("another attempt", () -> {
                JobRows.Waiting row = rows.waiting(name);
                return row != null && row.attempt() > 1 || probes.runs(name).size() > 1;
            });
            clock.advance(Duration.ofMinutes(1));
            Awaiting.until("the effect", () -> rows.effects(name) == 1);
        }
    }

    private SecondNode node(Map<String, String> overrides) {
        Map<String, String> properties = new HashMap<>();
        properties.put("DATABASE_URL", database);
        properties.put("KAFKA_TOPIC_PREFIX", "node-" + name + ".");
        properties.put("tollgate.kafka.partitions", "1");
        properties.putAll(overrides);
        return SecondNode.start(clock, properties);
    }

    private static void enqueue(SecondNode node, String probe, Conduct conduct) {
        node.bean(Outbox.class)
                .enqueue(Probe.TYPE, probe, new Probe(probe, conduct))
                .block();
    }

    private String through(URI url, FaultProxy proxy) {
        return database.replace(url.getAuthority(), url.getRawUserInfo() + "@" + proxy.address());
    }

    private static boolean answers(SecondNode node) {
        try {
            return node.bean(DatabaseClient.class)
                    .sql("select true")
                    .mapValue(Boolean.class)
                    .one()
                    .block();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static long listeners(DatabaseClient db) {
        return db.sql("""
            select count(*) from pg_stat_activity
            where datname = current_database() and query = 'listen outbox'
            """).mapValue(Long.class).one().block();
    }

    private static long duplicates(SecondNode node) {
        Timer timer = node.bean(MeterRegistry.class)
                .find("tollgate.jobs")
                .tag("outcome", "duplicate")
                .timer();
        return timer == null ? 0 : timer.count();
    }
}
