package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.db.RowCount;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Much news for many endpoints. */
@IntegrationTest
class WebhookCrowdTest {

    @Autowired
    private ConnectionFactory connections;

    @Autowired
    private Outbox outbox;

    @Autowired
    private WebhookBody body;

    @Autowired
    private Ids ids;

    @Autowired
    private Clock clock;

    /** More than 256 rows in a result leave its connection dead when the caller goes away. */
    @Test
    void isAddressedWithoutALargeResult() {
        RowCount rows = new RowCount(connections);
        DatabaseClient db = DatabaseClient.create(rows.counting());
        WebhookMessages messages = new WebhookMessages(db, outbox, body, ids, clock);
        List<WebhookNews> news = IntStream.range(0, 100)
                .mapToObj(_ -> new WebhookNews(WebhookType.INVOICE_VOIDED, null, UUID.randomUUID(), Map.of()))
                .toList();

        Long written = db.sql("""
                        insert into webhook_endpoints (id, url, description, enabled, secret, created_at, updated_at)
                        select gen_random_uuid(), 'http://127.0.0.1:1/', '', true, '', now(), now() from generate_series(1, 3)
                        """)
                .then()
                .then(messages.write(news))
                .then(db.sql("select count(*) from webhook_messages where object_id = any(:ids)")
                        .bind("ids", news.stream().map(WebhookNews::objectId).toArray(UUID[]::new))
                        .mapValue(Long.class)
                        .one())
                .as(chain -> TransactionalOperator.create(new R2dbcTransactionManager(rows.counting()))
                        .execute(transaction -> {
                            transaction.setRollbackOnly();
                            return chain;
                        }))
                .blockLast();

        assertThat(written).isEqualTo(100);
        assertThat(rows.most()).isBetween(1, 256);
    }
}
