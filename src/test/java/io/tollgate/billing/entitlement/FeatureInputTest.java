package io.tollgate.billing.entitlement;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What is no feature, or no business of whoever asks. */
@IntegrationTest
class FeatureInputTest {

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            key   | {"key": "A b", "name": "A", "kind": "boolean"}
            key   | {"key": "", "name": "A", "kind": "boolean"}
            key   | {"name": "A", "kind": "boolean"}
            name  | {"key": "x", "name": " ", "kind": "boolean"}
            name  | {"key": "x", "name": "a\\ud800", "kind": "boolean"}
            kind  | {"key": "x", "name": "A", "kind": "often"}
            limit | {"key": "x", "name": "A", "kind": "metered", "limit": 1}
            """)
    void tellsWhatIsWrongWithAFeature(String field, String body) {
        create(body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            boolean | value      | {"value": 1}
            boolean | limit      | {"limit": 1}
            static  | value      | {}
            static  | value      | {"value": null}
            static  | value      | {"value": [1]}
            static  | value      | {"value": "a\\u0000b"}
            static  | value      | {"value": "a\\ud800"}
            static  | value      | {"value": 1e400}
            static  | hard_limit | {"value": 1, "hard_limit": true}
            metered | value      | {"value": 1}
            metered | limit      | {"limit": -1}
            metered | limit      | {"limit": 1.5}
            metered | limit      | {"limit": 99999999999999999999}
            metered | reset      | {"limit": 1, "reset": "hourly"}
            metered | hard_limit | {"limit": 1, "hard_limit": "yes"}
            """)
    void tellsWhatIsWrongWithWhatAPlanSaysOfAFeature(String kind, String field, String body) {
        String path = features.versionPath(plan) + "/features/" + features.make(kind);

        features.asAdmin(HttpMethod.PUT, path, body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
    }

    @Test
    void doesNotKnowOtherPlansVersionsAndFeatures() {
        String key = features.make("boolean");
        String version = features.versionPath(plan);

        code(put(version.replaceFirst("/1$", "/2") + "/features/" + key), 404, "plan_not_found");
        code(put("/billing/plans/" + UUID.randomUUID() + "/versions/1/features/" + key), 404, "plan_not_found");
        code(put(version + "/features/no-such"), 404, "feature_not_found");
        put("/billing/plans/x/versions/1/features/" + key).expectStatus().isEqualTo(422);
        put(version.replaceFirst("/1$", "/x") + "/features/" + key)
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void letsOnlyAdministratorsIn() {
        String key = features.make("boolean");
        TestUser user = users.signUp();
        for (String path : new String[] {FEATURES, features.versionPath(plan) + "/features"}) {
            user.authorized(http).get().uri(path).exchange().expectStatus().isForbidden();
            http.get().uri(path).exchange().expectStatus().isUnauthorized();
        }
        Features.send(user.authorized(http), HttpMethod.PUT, features.versionPath(plan) + "/features/" + key, Map.of())
                .expectStatus()
                .isForbidden();
        Features.send(user.authorized(http), HttpMethod.DELETE, FEATURES + "/" + key, null)
                .expectStatus()
                .isForbidden();
    }

    private ResponseSpec create(Object body) {
        return features.asAdmin(HttpMethod.POST, FEATURES, body);
    }

    private ResponseSpec put(String path) {
        return features.asAdmin(HttpMethod.PUT, path, Map.of());
    }

    private static void code(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }
}
