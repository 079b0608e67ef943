package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.billing.engine.Subscribers.Sold;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

@IntegrationTest
class OffersTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private Offers offers;

    /** What its transaction has just written is seen by its own connection only; each of another would be one more of the pool. */
    @Test
    void readsOnTheConnectionOfWhoeverAsks() {
        Sold plan = new Subscribers(http, users, db).plan(1900, "monthly", "0.10");

        Long price = db.sql("update plan_versions set price_cents = 2000 where id = :id")
                .bind("id", plan.versionId())
                .then()
                .then(offers.of(plan.versionId()))
                .map(Offer::price)
                .as(tx::transactional)
                .block();

        assertThat(price).isEqualTo(2000);
    }

    @Test
    void asksTheDatabaseNoMoreThanOnceInAWhile() {
        Sold plan = new Subscribers(http, users, db).plan(1900, "monthly", null);

        List<Offer> found = offers.of(plan.versionId())
                .then(db.sql("update plan_versions set price_cents = 2000 where id = :id")
                        .bind("id", plan.versionId())
                        .then())
                .thenMany(Flux.range(0, 3))
                .concatMap(_ -> offers.of(plan.versionId()))
                .collectList()
                .block();

        assertThat(found).extracting(Offer::price).containsOnly(1900L);
    }
}
