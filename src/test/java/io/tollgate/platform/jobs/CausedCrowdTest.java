package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.db.RowCount;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** Many jobs that are promised with their causes. */
@IntegrationTest
class CausedCrowdTest {

    @Autowired
    private ConnectionFactory connections;

    @Autowired
    private JsonMapper json;

    @Autowired
    private Ids ids;

    @Autowired
    private Clock clock;

    @Autowired
    private OutboxBell bell;

    @Test
    void arePromisedWithoutALargeResult() {
        RowCount rows = new RowCount(connections);
        Outbox outbox = new Outbox(DatabaseClient.create(rows.counting()), json, ids, clock, bell);
        String name = UUID.randomUUID().toString();
        Probe nothing = new Probe(name, Probe.Conduct.DO_NOTHING);
        List<Caused> promises = Flux.range(0, 300)
                .concatMap(i -> outbox.caused(name + "-" + i, Probe.TYPE, name, nothing))
                .collectList()
                .block();

        Set<String> made = outbox.enqueueCaused(
                        "insert into probe_effects (name) select n from unnest(:names) as n where n not like '%-7' returning name as cause",
                        statement -> statement.bind(
                                "names",
                                IntStream.range(0, 300)
                                        .mapToObj(i -> name + "-" + i)
                                        .toArray(String[]::new)),
                        promises)
                .block();

        assertThat(made).hasSize(299).doesNotContain(name + "-7").contains(name + "-8");
        assertThat(rows.most()).isBetween(1, 256);
    }
}
