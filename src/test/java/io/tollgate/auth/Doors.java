package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Tries what is spent, and holds the application to three things: its answer, a line in the audit log, and that nothing changes. */
record Doors(WebTestClient http, ApplicationContext context) {

    void refuse(Spent spent) {
        Letters letters = new Letters(context, http);
        Map<String, String> body = spent.secret().apply(letters);
        JsonNode answer = open(spent, letters.user(), body);
        assertThat(answer.get("code").asString()).isEqualTo(spent.code());
    }

    /** @param whose is not to change */
    JsonNode open(Spent spent, TestUser whose, Map<String, String> body) {
        DatabaseClient db = context.getBean(DatabaseClient.class);
        UserState state = new UserState(db, context.getBean(MutableClock.class));
        String before = state.of(whose.id());
        String request = UUID.randomUUID().toString();
        WebTestClient traced =
                http.mutate().defaultHeader("X-Request-Id", request).build();
        JsonNode answer = new AuthCalls(traced).post(spent.path(), body, spent.status());
        assertThat(state.of(whose.id())).isEqualTo(before);
        assertThat(db.sql("select outcome from audit_log where request_id = :request and action = :action")
                        .bind("request", request)
                        .bind("action", spent.action())
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .block())
                .containsExactly(spent.outcome());
        return answer;
    }
}
