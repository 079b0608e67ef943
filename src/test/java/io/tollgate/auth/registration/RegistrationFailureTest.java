package io.tollgate.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.auth.AuthRows;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** User, profile, link and the promise of its mail: all of it or nothing. */
@IntegrationTest
class RegistrationFailureTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private DatabaseClient db;

    private final String name = "n" + UUID.randomUUID().toString().replace("-", "");
    private final String email = name + "@example.com";

    @AfterEach
    void promiseAgain() {
        run("drop trigger if exists no_mail on outbox");
    }

    @Test
    void leavesNothingBehindWhenTheMailCannotBePromised() {
        run("""
            create trigger no_mail before insert on outbox for each row
            when (new.key = '%s') execute function refuse_change()\
            """.formatted(email));
        assertThat(register()).isEqualTo(500);
        assertThat(count("select count(*) from users where username = '" + name + "'"))
                .isZero();

        promiseAgain();

        assertThat(register()).isEqualTo(201);
        assertThat(count("select count(*) from users u join profiles p on p.user_id = u.id where username = '" + name
                        + "'"))
                .isEqualTo(1);
        assertThat(new AuthRows(db).mailsTo(email)).containsExactly("Email Verification");
    }

    private int register() {
        return http.post()
                .uri("/register")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", email, "username", name, "password", "rather long and odd 42"))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private void run(String sql) {
        db.sql(sql).then().block();
    }

    private long count(String sql) {
        return db.sql(sql).mapValue(Long.class).one().block();
    }
}
