package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.deactivation.Deactivation;
import io.tollgate.auth.deactivation.DeactivationOrder;
import io.tollgate.auth.serviceaccount.Producer.Made;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** How long a service account is good for, and where. */
@IntegrationTest
class ServiceAccountLifeTest {

    private static final String WRITE = "usage:write";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private Deactivation deactivation;

    @Autowired
    private KnownAccounts known;

    @Autowired
    private TokenUses uses;

    private Producer producer;

    @BeforeEach
    void signIn() {
        producer = new Producer(http, users.admin());
    }

    @Test
    void diesWithItsOwnerAndDoesNotComeBackWithThem() {
        TestUser owner = users.signUp();
        Made made = producer.create(Map.of("owner_id", owner.id()), WRITE);
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(200);
        UUID administrator = users.admin().id();
        deactivation
                .deactivate(DeactivationOrder.forGood(owner.id(), administrator, "fraud"), RequestFacts.NONE)
                .block();
        Awaiting.until(
                "refused within a second or so",
                Duration.ofSeconds(3),
                () -> Producer.call(http, made.token(), WRITE) == 401);
        assertThat(producer.show(made.id()).get("revoked_at").isNull()).isFalse();
        deactivation
                .reactivate(owner.id(), administrator, "a mistake", RequestFacts.NONE)
                .block();
        known.catchUp().block();
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(401);
        db.sql("delete from users where id = :id").bind("id", owner.id()).then().block();
        assertThat(producer.show(made.id()).get("owner_id").isNull()).isTrue();
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(401);
    }

    @Test
    void isOfNoUseToAnotherDeploymentThatHasACopyOfTheRow() {
        Made made = producer.create(WRITE);
        assertThat(made.account().get("audience").asString()).isEqualTo("tollgate");
        db.sql("update service_accounts set audience = 'staging' where id = :id")
                .bind("id", made.id())
                .then()
                .block();
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(401);
    }

    @Test
    void leavesALineWhenItIsUsedAfterItsEnd() {
        Made expired = producer.create(Map.of("expires_at", clock.instant().plusSeconds(600)), WRITE);
        clock.advance(Duration.ofMinutes(11));
        refused(expired, "expired");
        Made revoked = producer.create(WRITE);
        producer.revoke(revoked.id());
        refused(revoked, "revoked");
    }

    private void refused(Made made, String reason) {
        Producer.respond(http, made.token(), WRITE)
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("token_invalid");
        assertThat(producer.show(made.id()).get("last_used_at").isNull()).isTrue();
        uses.write().block();
        Awaiting.until(
                "it is written, be it by us or by the node that does it each minute",
                () -> refusals(made).equals(List.of(reason)));
    }

    private List<String> refusals(Made made) {
        return db.sql("select outcome from audit_log where action = 'service_token.refused' and subject_id = :id")
                .bind("id", made.id().toString())
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }

    @Test
    void neverExpiresWhenToldSoLater() {
        Made made = producer.create(Map.of("expires_at", clock.instant().plus(Duration.ofHours(1))), WRITE);
        String path = "/" + made.id();
        producer.send(HttpMethod.PATCH, path, Map.of("never_expires", true, "expires_at", "2100-01-01T00:00:00Z"))
                .expectStatus()
                .isEqualTo(422);
        producer.send(HttpMethod.PATCH, path, Map.of("never_expires", true))
                .expectStatus()
                .isOk();
        assertThat(producer.show(made.id()).get("expires_at").isNull()).isTrue();
    }
}
