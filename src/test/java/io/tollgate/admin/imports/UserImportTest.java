package io.tollgate.admin.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.IntegrationTest;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class UserImportTest {

    private static final String PASSWORD = "correct horse battery";

    /** By passlib 1.7.4. */
    private static final String HASH =
            "$argon2id$v=19$m=65536,t=3,p=4$dg4hhND6P6e01vo/Z4wRwg$9hxEfKGq+Q9XBDf1dXHIxMIZqAIqn82OQuiE1pSvVRE";

    private final String run = UUID.randomUUID().toString().replace("-", "");
    private final UUID ada = UUID.randomUUID();
    private final UUID grace = UUID.randomUUID();
    private final UUID linus = UUID.randomUUID();

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private UserImport userImport;

    private OriginalTables original;
    private AuthCalls calls;
    private AuthRows rows;

    @BeforeEach
    void fillTheOriginal() {
        original = new OriginalTables(db, "original_" + run);
        calls = new AuthCalls(http);
        rows = new AuthRows(db);
        original.create();
        original.row(ada, "Ada@" + run + ".test", "ada" + run, HASH, true, "cus_" + run, "LOCAL", "2024-03-01 12:00");
        original.row(UUID.randomUUID(), "ada@" + run + ".TEST", "ada2", null, true, null, "LOCAL", "2024-03-02 12:00");
        original.row(
                grace,
                "grace@" + run + ".test",
                "Grace Hopper é " + run,
                "$2b$12$abc",
                true,
                null,
                "GOOGLE",
                "2024-03-03 12:00");
        original.row(linus, "linus@" + run + ".test", "linus" + run, null, false, null, "GITHUB", "2024-03-04 12:00");
        original.row(UUID.randomUUID(), "no address", "nobody", null, true, null, "LOCAL", "2024-03-05 12:00");
    }

    @AfterEach
    void dropTheOriginal() {
        original.drop();
        // Refusals take as long as the dearest hash there is; other tests need not wait for this one.
        db.sql("delete from passwords where hash like '$argon2id$v=19$m=65536,%'")
                .then()
                .block();
    }

    @Test
    void tellsWhatItWouldDoAndDoesNothing() {
        assertThat(run(true).toString())
                .isEqualTo("Dry run, nothing was changed: email_invalid 1, email_taken 1, imported 3,"
                        + " password_unreadable 1, renamed 1");
        assertThat(users()).isZero();
    }

    @Test
    void bringsUsersWhoLogInWithTheirOldPassword() {
        assertThat(run(false).count("imported")).isEqualTo(3);
        JsonNode answer = calls.post("/login", Map.of("email", "ada@" + run + ".test", "password", PASSWORD), 200);
        assertThat(answer.at("/user/id").asString()).isEqualTo(ada.toString());
        assertThat(answer.at("/user/email").asString()).isEqualTo("Ada@" + run + ".test");
        assertThat(rows.count(
                        "select count(*) from stripe_customers where user_id::text = :it and customer_id like 'cus_%'",
                        ada))
                .isEqualTo(1);
        assertThat(rows.count(
                        "select count(*) from users where id::text = :it and provider = 'google'"
                                + " and username like 'Grace\\_Hopper\\_e\\_%-________'",
                        grace))
                .isEqualTo(1);
        assertThat(rows.hasPassword(grace)).isFalse();
        assertThat(rows.count(
                        "select count(*) from users where id::text = :it and not is_active and created_at ="
                                + " '2024-03-04 12:00Z'",
                        linus))
                .isEqualTo(1);
        assertThat(rows.audited(ada, "user.imported", "success")).isEqualTo(1);
    }

    @Test
    void mayRunAgain() {
        run(false);
        calls.post("/login", Map.of("email", "ada@" + run + ".test", "password", PASSWORD), 200);
        ImportReport again = run(false);
        assertThat(again.count("already_there")).isEqualTo(3);
        assertThat(again.count("imported")).isZero();
        assertThat(users()).isEqualTo(3);
    }

    /** Signed with a secret that Tollgate never had: clients log in once more, and that is all. */
    @Test
    void answersTokensOfTheOriginalSystemLikeAnyThatHasExpired() throws Exception {
        run(false);
        String old = oldToken();
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(old))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("token_invalid");
        http.post().uri("/refresh-token?token=" + old).exchange().expectStatus().isUnauthorized();
        calls.post("/refresh-token", Map.of("refresh_token", old), 401);
    }

    private String oldToken() throws Exception {
        Instant now = Instant.now();
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject(ada.toString())
                        .claim("email", "ada@" + run + ".test")
                        .claim("username", "ada" + run)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(900)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        token.sign(new MACSigner("the secret of the original system, 32 bytes or more".getBytes()));
        return token.serialize();
    }

    private ImportReport run(boolean dryRun) {
        return userImport.run(original.source(), dryRun).block();
    }

    private long users() {
        return rows.count("select count(*) from users where email like '%@' || :it || '.test'", run);
    }
}
