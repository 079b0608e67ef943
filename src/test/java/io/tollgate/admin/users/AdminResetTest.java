package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.erasure.Erasure;
import io.tollgate.platform.web.RequestFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class AdminResetTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Erasure erasure;

    private AdminClient admin;

    @BeforeEach
    void signIn() {
        admin = new AdminClient(http, users.admin());
    }

    @Test
    void sendsTheMailToResetAPassword() {
        TestUser user = users.signUp();
        admin.post(user.id(), "reset-password", null).expectStatus().isAccepted();
        assertThat(AuditLines.of(db, user.id(), "user.password_reset_sent"))
                .containsExactly("user.password_reset_sent success");
        Awaiting.until(
                "a link to reset",
                () -> one("select count(*) from one_time_tokens where user_id = '%s'".formatted(user.id())) == 1);
        assertThat(AdminClient.me(http, user.token()))
                .as("nothing has changed yet")
                .isEqualTo(200);
    }

    /** Nothing would be sent to them, so the log must not say that it was. */
    @Test
    void sendsNoMailToResetToWhoHasNoAccess() {
        TestUser out = users.deactivated();
        AdminClient.refused(admin.post(out.id(), "reset-password", null), 409, "user_not_active");
        assertThat(AuditLines.of(db, out.id(), "user.password_reset_sent"))
                .containsExactly("user.password_reset_sent not_active");
        TestUser gone = users.signUp();
        erasure.erase(gone.id(), gone.id(), RequestFacts.NONE).block();
        AdminClient.refused(admin.post(gone.id(), "reset-password", null), 409, "user_not_active");
        assertThat(AuditLines.of(db, gone.id(), "user.password_reset_sent"))
                .containsExactly("user.password_reset_sent erased");
    }

    @Test
    void resetsSecondFactors() {
        TestUser user = users.signUp();
        admin.post(user.id(), "reset-mfa", null).expectStatus().isNoContent();
        assertThat(AuditLines.of(db, user.id(), "mfa.reset_by_admin"))
                .containsExactly("mfa.reset_by_admin not_enabled");
    }

    private long one(String sql) {
        return db.sql(sql).map(row -> row.get(0, Long.class)).one().block();
    }
}
