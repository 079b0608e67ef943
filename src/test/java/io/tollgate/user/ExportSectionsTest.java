package io.tollgate.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What the features tell of a user, each in its section. */
@IntegrationTest
class ExportSectionsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DatabaseClient db;

    private MfaClient client;

    @BeforeEach
    void client() {
        client = new MfaClient(context, http);
    }

    @Test
    void tellWhichSecondFactorsThereAreAndNotWhatTheyAre() {
        Enrolled ada = client.enrolled();
        JsonNode factors = export(ada.user()).get("second_factors");
        assertThat(factors.at("/0/method").asString()).isEqualTo("totp");
        assertThat(factors.at("/0/confirmed_at").isNull()).isFalse();
        assertThat(factors.at("/1/method").asString()).isEqualTo("recovery_code");
        assertThat(factors.at("/1/left").asInt()).isEqualTo(10);
        assertThat(factors.toString()).doesNotContain(ada.secret()).doesNotContain(ada.recoveryCodes());
    }

    @Test
    void tellTheServiceAccountsOfTheUserOnly() {
        TestUser user = client.signUp();
        UUID mine = insertAccount(user);
        UUID theirs = insertAccount(client.signUp());
        JsonNode accounts = export(user).get("service_accounts");
        assertThat(accounts).hasSize(1);
        assertThat(accounts.at("/0/id").asString()).isEqualTo(mine.toString()).isNotEqualTo(theirs.toString());
        assertThat(accounts.toString()).doesNotContain("hash");
    }

    @Test
    void tellTheCheckoutsAndNotWhereToPay() {
        TestUser user = client.signUp();
        db.sql("""
                        insert into checkouts (id, user_id, plan_version_id, status, session_id, url, created_at, updated_at)
                        select gen_random_uuid(), :id, v.id, 'open', 'cs_' || :id, 'https://pay.example/' || :id, now(), now()
                        from plan_versions v limit 1
                        """).bind("id", user.id()).then().block();
        JsonNode checkouts = export(user).get("checkouts");
        assertThat(checkouts.at("/0/status").asString()).isEqualTo("open");
        assertThat(checkouts.toString()).contains("cs_" + user.id()).doesNotContain("pay.example");
    }

    private UUID insertAccount(TestUser owner) {
        UUID id = UUID.randomUUID();
        db.sql("""
                        insert into service_accounts (id, name, owner_id, scopes, secret_hash, created_at)
                        values (:id, :name, :owner, '{usage:write}', '\\x00', now())
                        """)
                .bind("id", id)
                .bind("name", "export of " + id)
                .bind("owner", owner.id())
                .then()
                .block();
        return id;
    }

    private JsonNode export(TestUser user) {
        return user.authorized(http)
                .get()
                .uri("/me/export")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
