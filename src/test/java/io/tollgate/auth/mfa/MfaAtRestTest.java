package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What lies in the database of a login with two factors. */
@IntegrationTest
class MfaAtRestTest {

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
    void tellsNoSecret() {
        Enrolled ada = client.enrolled();
        String token = client.mfaToken(ada.user());
        String code = client.nextCode(ada.secret());
        client.complete(token, "totp", code).expect(200);
        String recovery = ada.recoveryCodes().getFirst();
        client.complete(client.mfaToken(ada.user()), "recovery_code", recovery).expect(200);
        String everything = text(
                        "select coalesce(string_agg(a::text, ' '), '') from audit_log a where subject_id = :id or actor_id::text = :id",
                        ada)
                + text(
                        "select coalesce(string_agg(c::text, ' '), '') from mfa_challenges c where user_id::text = :id",
                        ada)
                + text(
                        "select coalesce(string_agg(c::text, ' '), '') from recovery_codes c where user_id::text = :id",
                        ada)
                + text("select coalesce(string_agg(t::text, ' '), '') from totp t where user_id::text = :id", ada)
                + text(
                        "select coalesce(string_agg(o::text, ' '), '') from outbox o where o::text like '%' || :id || '%'",
                        ada);
        assertThat(everything).isNotEmpty().doesNotContain(token, ada.secret(), recovery);
        assertThat(everything.replaceAll("[^,\" ]*[^,\" 0-9]+[^,\" ]*", "")).doesNotContain(code);
    }

    private String text(String sql, Enrolled who) {
        return db.sql(sql)
                .bind("id", who.user().id().toString())
                .mapValue(String.class)
                .one()
                .defaultIfEmpty("")
                .block();
    }
}
