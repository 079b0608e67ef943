package io.tollgate.billing.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class FeatureAdministrationTest {

    private static final String FEATURES = "/billing/entitlements/features";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Buyers buyers;

    private Features features;

    private String plan;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        features = new Features(http, users, buyers);
        plan = buyers.plan(0);
    }

    @Test
    void keepsTheFeaturesOfAPlanWhenItsPriceChanges() {
        String calls = features.metered(plan, Map.of("limit", 7, "hard_limit", false, "reset", "calendar_month"));
        String seats = features.make("static");
        features.put(plan, seats, Map.of("value", "ten"));

        features.change(plan, Map.of("price_cents", 1200));

        features.asAdmin(HttpMethod.GET, features.versionPath(plan) + "/features", null)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2)
                .jsonPath("$[?(@.feature=='%s')].limit".formatted(calls))
                .isEqualTo(7)
                .jsonPath("$[?(@.feature=='%s')].hard_limit".formatted(calls))
                .isEqualTo(false)
                .jsonPath("$[?(@.feature=='%s')].value".formatted(seats))
                .isEqualTo("ten");
        assertThat(features.versionPath(plan)).endsWith("/2");
    }

    @Test
    void showsAllFeaturesOfAPlanHoweverManyThereAre() {
        db.sql("""
                        with made as (
                            insert into features (id, key, name, kind, created_at)
                            select gen_random_uuid(), 'many-' || n || '-' || :plan, 'Some', 'boolean', now()
                            from generate_series(1, 401) n
                            returning id)
                        insert into plan_features (plan_version_id, feature_id)
                        select v.id, m.id from made m, plan_versions v join plans p on p.id = v.plan_id where p.code = :plan
                        """).bind("plan", plan).then().block();

        List<String> shown = features.asAdmin(HttpMethod.GET, features.versionPath(plan) + "/features", null)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .valueStream()
                .map(term -> term.path("feature").asString())
                .toList();

        assertThat(shown).hasSize(401).doesNotHaveDuplicates();
    }

    @Test
    void opensAndClosesAFeatureForThoseWhoHaveThePlan() {
        String flag = features.make("boolean");
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        assertThat(features.mine(user, flag).isMissingNode()).isTrue();

        features.put(plan, flag, Map.of());
        assertThat(features.mine(user, flag).path("enabled").asBoolean()).isTrue();

        String path = features.versionPath(plan) + "/features/" + flag;
        features.asAdmin(HttpMethod.DELETE, path, null).expectStatus().isNoContent();
        features.asAdmin(HttpMethod.DELETE, path, null).expectStatus().isNotFound();
        assertThat(features.mine(user, flag).isMissingNode()).isTrue();
    }

    @Test
    void refusesASecondFeatureOfTheSameKey() {
        String key = features.make("boolean");

        code(create(Map.of("key", key, "name", "Again", "kind", "static")), 409, "feature_key_taken");
    }

    @Test
    void renamesAndDeletesWhatNobodyHas() {
        String key = features.make("metered");
        features.asAdmin(HttpMethod.PATCH, FEATURES + "/" + key, Map.of("name", " Calls "))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Calls");
        features.put(plan, key, Map.of("limit", 1));
        code(features.asAdmin(HttpMethod.DELETE, FEATURES + "/" + key, null), 409, "feature_in_use");

        features.asAdmin(HttpMethod.DELETE, features.versionPath(plan) + "/features/" + key, null)
                .expectStatus()
                .isNoContent();

        features.asAdmin(HttpMethod.DELETE, FEATURES + "/" + key, null)
                .expectStatus()
                .isNoContent();
        code(features.asAdmin(HttpMethod.DELETE, FEATURES + "/" + key, null), 404, "feature_not_found");
        assertThat(buyers.query("select action from audit_log where details->>'key' = '" + key + "' order by id"))
                .extracting(row -> row.get("action"))
                .containsExactlyInAnyOrder("feature.created", "feature.renamed", "feature.deleted");
    }

    @Test
    void showsTheFeaturesThereAre() {
        String _ = features.make("boolean");

        features.asAdmin(HttpMethod.GET, FEATURES + "?limit=1", null)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.data.length()")
                .isEqualTo(1)
                .jsonPath("$.data[0].kind")
                .isNotEmpty();
    }

    private ResponseSpec create(Object body) {
        return features.asAdmin(HttpMethod.POST, FEATURES, body);
    }

    private static void code(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }
}
